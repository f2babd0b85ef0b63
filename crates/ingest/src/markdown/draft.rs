//! A block in the making, each piece of its text tied to the Markdown it came from.

use std::ops::Range;

use rapporteur_model::{Block, Kind, NoteRef, Origin};

use crate::breaks;

/// Text with its origins, note marks and line breaks.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    text: String,
    origin: Vec<Origin>,
    notes: Vec<NoteRef>,
    breaks: Vec<usize>,
}

impl Draft {
    /// Whether there is nothing in it but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether more blanks would be too many.
    pub(crate) fn ends_blank(&self) -> bool {
        self.text.is_empty() || self.text.ends_with([' ', '\t', '\n'])
    }

    /// Length of the text so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends text that stands for a part of the source: byte for byte when both are as long.
    pub(crate) fn push(&mut self, text: &str, bytes: Range<usize>) {
        let at = small(self.text.len());
        let bytes = small(bytes.start)..small(bytes.end);
        self.text.push_str(text);
        let in_step = |length: u32, bytes: &Range<u32>| length == bytes.end.saturating_sub(bytes.start);
        if let Some(last) = self.origin.last_mut()
            && last.bytes.end == bytes.start
            && in_step(at - last.at, &last.bytes)
            && in_step(small(text.len()), &bytes)
        {
            last.bytes.end = bytes.end;
        } else if !text.is_empty() {
            self.origin.push(Origin { at, page: None, bytes });
        }
    }

    /// Appends a space that stands for a break set by the author.
    pub(crate) fn line_break(&mut self, bytes: Range<usize>) {
        self.breaks.push(self.text.len());
        self.push(" ", bytes);
    }

    /// Appends what the source does not have (the tab between cells).
    pub(crate) fn glue(&mut self, glue: &str) {
        let end = self.origin.last().map_or(0, |o| o.bytes.end) as usize;
        self.push(glue, end..end);
    }

    /// Puts a note's mark at the end of the text.
    pub(crate) fn note(&mut self, mark: String) {
        self.notes.push(NoteRef { at: small(self.text.len()), mark, note: None });
    }

    /// The text from a byte on.
    pub(crate) fn tail(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Puts other text in place of all from a byte on.
    pub(crate) fn replace_tail(&mut self, from: usize, with: &str) {
        let Some(end) = self.origin.last().map(|o| o.bytes.end).filter(|_| self.text.is_char_boundary(from))
        else {
            return;
        };
        let (at, mut next, mut start) = (small(from), small(self.text.len()), end);
        self.text.truncate(from);
        while let Some(piece) = self.origin.pop_if(|o| o.at >= at) {
            (next, start) = (piece.at, piece.bytes.start);
        }
        // A piece that reaches over the cut, in step with the source, ends at the cut.
        if let Some(last) =
            self.origin.last_mut().filter(|o| next > at && next - o.at == o.bytes.end - o.bytes.start)
        {
            last.bytes.end = last.bytes.start + (at - last.at);
            start = last.bytes.end;
        }
        self.notes.iter_mut().rev().take_while(|n| n.at > at).for_each(|n| n.at = at);
        self.push(with, start as usize..end as usize);
    }

    fn take_block(&mut self) -> Block {
        Block {
            text: std::mem::take(&mut self.text),
            origin: std::mem::take(&mut self.origin),
            notes: std::mem::take(&mut self.notes),
            ..Block::default()
        }
    }

    /// The finished blocks, trimmed: one, or several when the author's line breaks part the text. Leaves the
    /// draft empty.
    pub(crate) fn finish(&mut self, kind: Kind) -> Vec<Block> {
        let splits = match kind {
            Kind::Paragraph | Kind::Quote | Kind::Note => breaks::parting(&self.text, &self.breaks),
            _ => Vec::new(),
        };
        self.breaks.clear();
        let splits =
            if splits.len().saturating_mul(self.notes.len()) > breaks::MOST { Vec::new() } else { splits };
        let mut first = self.take_block();
        first.kind = kind;
        let mut parts: Vec<Block> = splits.into_iter().rev().map(|at| first.split_off(small(at))).collect();
        parts.push(first);
        parts.into_iter().rev().filter_map(trimmed).collect()
    }
}

/// The block without blanks at either end; `None` when nothing is left.
fn trimmed(mut block: Block) -> Option<Block> {
    let end = block.text.trim_end().len();
    block.split_off(small(end));
    let start = block.text.len() - block.text.trim_start().len();
    if start > 0 {
        let (kind, notes) = (block.kind, std::mem::take(&mut block.notes));
        block = block.split_off(small(start));
        block.kind = kind;
        block.notes =
            notes.into_iter().map(|n| NoteRef { at: n.at.saturating_sub(small(start)), ..n }).collect();
    }
    (!block.text.is_empty()).then_some(block)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stay_in_step() {
        let source = "**The** [Land](x) &amp; Water ";
        let mut draft = Draft::default();
        draft.push("The", 2..5);
        draft.push(" ", 7..8);
        draft.push("Land", 9..13);
        draft.push(" ", 17..18);
        draft.push("&", 18..23);
        draft.push(" Water ", 23..30);
        let blocks = draft.finish(Kind::Paragraph);
        assert_eq!(blocks[0].text, "The Land & Water");
        for (word, from) in [("The", 2), ("Land", 9), ("Water", 24)] {
            let at = u32::try_from(blocks[0].text.find(word).unwrap()).unwrap();
            let bytes = blocks[0].source_of(&(at..at + small(word.len())));
            assert_eq!(bytes.start, from);
            assert_eq!(&source[bytes.start as usize..bytes.end as usize], word);
        }
        assert!(draft.is_blank());
    }

    #[test]
    fn a_tail_is_cut_out_of_the_piece_it_is_in() {
        let mut draft = Draft::default();
        draft.push("km2", 10..13);
        draft.replace_tail(2, "²");
        draft.push(" wide", 13..18);
        let block = draft.finish(Kind::Paragraph).remove(0);
        assert_eq!((block.text.as_str(), block.source_of(&(2..4))), ("km² wide", 12..13));
        assert_eq!(block.source_of(&(5..9)), 14..18);
    }

    #[test]
    fn a_tail_can_be_replaced_and_blanks_are_cut() {
        let mut draft = Draft::default();
        draft.push("  peace", 0..7);
        draft.push("12", 12..14);
        draft.replace_tail(7, "¹²");
        draft.note("a".to_owned());
        let block = draft.finish(Kind::Paragraph).remove(0);
        assert_eq!(block.text, "peace¹²");
        assert_eq!(block.source_of(&(5..9)), 12..14);
        assert_eq!(block.notes[0].at, 9);
        assert_eq!(block.source_at(0), 2);
    }
}
