//! What an export to Markdown or TeX left in the text.

mod emphasis;
mod escapes;

use crate::draft::Draft;

/// Runs the markup rules that are on. Markdown and HTML sources were read by their own grammar already.
pub(crate) fn run(draft: &mut Draft<'_>) {
    if !draft.printed {
        return;
    }
    if draft.log.chosen.on("escape") {
        draft.edit_all(|block, edits| escapes::find(&block.text, edits));
    }
    // A page that was laid out shows italics as italics: a sign on it was meant.
    if draft.log.chosen.on("emphasis") && draft.source.lines.is_empty() {
        draft.edit_all(|block, edits| emphasis::find(&block.text, edits));
    }
}

#[cfg(test)]
fn check(find: fn(&str, &mut Vec<crate::edits::Edit>), from: &str, to: &str) {
    let mut block = rapporteur_model::Block::new(rapporteur_model::Kind::Paragraph, from, None, 0);
    let mut edits = Vec::new();
    find(&block.text, &mut edits);
    let source = rapporteur_model::Extracted::default();
    crate::edits::Log::new(&source, crate::modes::Chosen::default()).apply(&mut block, &mut edits);
    assert_eq!(block.text, to);
}
