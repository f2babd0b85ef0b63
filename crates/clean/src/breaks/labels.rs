//! Bullets and letters in front of list items: kept beside the text, as its mark.

use std::borrow::Cow;

use rapporteur_model::Kind;

use crate::{
    draft::{self, Draft},
    edits::Edit,
    shape::{self, Label},
};

/// Makes list items of paragraphs that start with a bullet. Numbers stay in the text: they may belong to a
/// heading or to a numbered paragraph, which is for `segment` to decide.
pub(super) fn run(draft: &mut Draft<'_>) {
    if !draft.printed || !draft.log.chosen.on("list-mark") {
        return;
    }
    let found: Vec<Option<(Label, usize)>> = draft
        .items
        .iter()
        .map(|i| (i.block.kind == Kind::Paragraph).then(|| shape::label(&i.block.text)).flatten())
        .collect();
    for at in 0..found.len() {
        let Some(Some((label, length))) = found.get(at).copied() else { continue };
        let near = found.get(at.saturating_sub(3)..(at + 4).min(found.len())).unwrap_or(&[]);
        let alike = near.iter().flatten().filter(|(l, _)| *l == label).count();
        let accepted = match label {
            Label::Bullet => true,
            Label::Maybe | Label::Letter => alike >= 2,
            Label::Number => false,
        };
        let Some(item) = draft.items.get_mut(at).filter(|_| accepted) else { continue };
        let text = &item.block.text;
        let mark = text.get(..length).unwrap_or("").to_owned();
        let rest = text.get(length..).unwrap_or("");
        // `* * *` parts two sections.
        if !rest.contains(char::is_alphanumeric) {
            continue;
        }
        let end = draft::len(text) - draft::len(rest.trim_start());
        let edit = Edit {
            range: 0..end,
            with: Cow::Borrowed(""),
            rule: "list-mark",
            confidence: if label == Label::Bullet { 0.95 } else { 0.8 },
            reason: "a sign in front of an item is its mark",
        };
        if !draft.log.accepts_edit(&item.block, &edit) {
            continue;
        }
        draft.log.apply(&mut item.block, &mut vec![edit]);
        item.block.kind = Kind::ListItem;
        item.block.mark = Some(if is_misread(&mark) { "•".to_owned() } else { mark });
    }
}

/// Whether a mark is what OCR makes of a bullet.
fn is_misread(mark: &str) -> bool {
    matches!(mark, "e" | "¢" | "©" | "®" | "«" | "°")
}
