//! Documents that fall into more pieces than anybody has written.

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use crate::Limits;

/// Leaves out the blocks of a document that has more than anybody has written; what they stand for stays in the extracted
/// text. Each of them takes memory in every stage, however short it is.
pub(crate) fn cut(doc: &mut Document, most: u32, cx: &mut Context<'_>) {
    if doc.blocks.len() <= most as usize {
        return;
    }
    doc.blocks.truncate(most as usize);
    let notes = doc.blocks.iter_mut().flat_map(|block| &mut block.notes);
    notes.for_each(|note| note.note = note.note.filter(|&at| at < most));
    let message = format!("the document has more than {most} paragraphs, and no more than these were read");
    cx.lost(message, Some("raise `largest-paragraphs` of `ingest` if the file is worth it"), None);
}

/// The bytes of text that a document holds: all stages behind this one take a multiple of it.
pub(crate) fn text(doc: &Document) -> usize {
    let blocks: usize = doc.blocks.iter().map(|block| block.text.len()).sum();
    blocks.max(doc.extracted.text.len())
}

/// Refuses a document that has more text than anybody has written.
pub(crate) fn bounded(doc: &Document, limits: &Limits) -> Result<(), StageError> {
    fits(text(doc), limits)
}

/// Refuses so many bytes of text, where that is known before anything is made of them.
pub(crate) fn fits(bytes: usize, limits: &Limits) -> Result<(), StageError> {
    if bytes <= limits.text_bytes() {
        return Ok(());
    }
    let (mib, most) = (bytes.div_ceil(1 << 20), limits.text_mib);
    Err(StageError::new(format!("the document has {mib} MiB of text, and {most} are allowed"))
        .hint("raise `largest-text-mib` of `ingest`, or split the file"))
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Kind, NoteRef, Status};
    use rapporteur_stage::CancelToken;

    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_refused() {
        let mut doc = Document::default();
        doc.extracted.text = "a".repeat(3 << 20);
        let limits = |text_mib| Limits { text_mib, ..Limits::default() };
        assert!(bounded(&doc, &limits(3)).is_ok());
        let message = bounded(&doc, &limits(2)).unwrap_err().message;
        assert_eq!(message, "the document has 3 MiB of text, and 2 are allowed");
    }

    #[test]
    fn what_is_left_does_not_point_at_what_is_gone() {
        let mut doc = Document::default();
        for at in 0..5 {
            let mut block = Block::new(Kind::Paragraph, "a", None, at);
            block.notes.push(NoteRef { at: 0, mark: "1".to_owned(), note: Some(at + 1) });
            doc.blocks.push(block);
        }
        let whole = doc.clone();
        let cancel = CancelToken::default();
        let mut cx = Context::new("ingest", &cancel);
        cut(&mut doc, 5, &mut cx);
        assert!(doc == whole && !cx.has_lost());
        cut(&mut doc, 2, &mut cx);
        doc.trail.extend(cx.into_events());
        let notes: Vec<_> = doc.blocks.iter().map(|b| b.notes[0].note).collect();
        assert_eq!((notes, doc.status()), (vec![Some(1), None], Status::Partial));
    }
}
