//! The title of a book above its chapters: both are headings of the first level in most books.

use rapporteur_model::{Document, Kind};

/// Moves the other headings a level down when the first one is the title of the book.
pub(super) fn set_title_above(doc: &mut Document) {
    let Some(title) = doc.meta.title.as_ref().map(|t| letters(&t.value)) else { return };
    let mut headings = doc.blocks.iter_mut().filter(|b| b.kind == Kind::Heading);
    let Some(first) = headings.next().filter(|b| same(&letters(&b.text), &title)) else { return };
    first.level = Some(1);
    // A first chapter without a name of its own is often given the book's once more.
    let mut others: Vec<_> = headings.filter(|b| letters(&b.text) != title).collect();
    if others.iter().any(|b| b.level == Some(1)) {
        for level in others.iter_mut().filter_map(|b| b.level.as_mut()) {
            *level = level.saturating_add(1);
        }
    }
}

/// The stated title may have the subtitle behind it, or the printed one.
fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
