//! What an export to Markdown or TeX left in the text.

mod emphasis;
mod escapes;

use crate::draft::Draft;
use crate::rules::Chosen;

/// Runs the markup rules that are on. Markdown and HTML sources were read by their own grammar already.
pub(crate) fn run(draft: &mut Draft<'_>, chosen: Chosen) {
    if !draft.printed {
        return;
    }
    if chosen.on("escape") {
        draft.edit_all(|block, edits| escapes::find(&block.text, edits));
    }
    // A page that was laid out shows italics as italics: a sign on it was meant.
    if chosen.on("emphasis") && draft.source.lines.is_empty() {
        draft.edit_all(|block, edits| emphasis::find(&block.text, edits));
    }
}

#[cfg(test)]
fn check(find: fn(&str, &mut Vec<crate::draft::Edit>), from: &str, to: &str) {
    let mut block = rapporteur_model::Block::new(rapporteur_model::Kind::Paragraph, from, None, 0);
    let mut edits = Vec::new();
    find(&block.text, &mut edits);
    crate::draft::apply(&rapporteur_model::Extracted::default(), &mut Vec::new(), &mut block, &mut edits);
    assert_eq!(block.text, to);
}
