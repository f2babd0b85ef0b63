//! What holds of every document that a stage gives, whatever it was made from.

use rapporteur_model::{Block, Document, Kind, Status, places};

/// Gives the first promise that a document breaks: no text, or places that do not lie in what they point into.
///
/// # Errors
/// The promise, and where it is broken.
pub(crate) fn check(doc: &Document) -> Result<(), String> {
    if doc.status() == Status::Done && !has_text(doc) {
        return Err("a success without text".to_owned());
    }
    places(doc)
}

/// Whether there is anything to read.
pub(crate) fn has_text(doc: &Document) -> bool {
    let says = |b: &Block| b.kind != Kind::Furniture && b.text.chars().any(char::is_alphanumeric);
    doc.blocks.iter().any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_has_text() {
        let mut doc = Document::default();
        doc.blocks.push(Block { kind: Kind::Furniture, text: "12".to_owned(), ..Block::default() });
        assert_eq!(check(&doc).unwrap_err(), "a success without text");
    }
}
