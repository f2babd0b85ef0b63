//! Blocks: the paragraphs, headings and notes of a document, each tied to the text it came from.
//!
//! A block's text may be edited only through [`Block::replace`], [`Block::join`] and [`Block::split_off`], which
//! keep its [`Origin`]s, note marks and sentences in step.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A piece of text in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text. Before `clean` lines end in `\n`; afterwards only tables and verse keep line ends.
    /// A table has a row a line, cells parted by tabs.
    pub text: String,
    /// Where the text came from, piece by piece, ordered by [`Origin::at`].
    pub origin: Vec<Origin>,
    /// Depth, counted from 1: of a heading as the source marks it up (`h2`, `##`), of a list item as nested.
    pub level: Option<u8>,
    /// The mark in front of it, taken out of the text: of a note ("1", "*"), of a list item ("•", "a.").
    pub mark: Option<String>,
    /// Note marks that stood in the text.
    pub notes: Vec<NoteRef>,
    /// The sentences, as ranges of the text; empty until `segment` has run.
    pub sentences: Vec<Range<u32>>,
}

/// What a block is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// The heading of a section.
    Heading,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A footnote or endnote.
    Note,
    /// A table.
    Table,
    /// Running heads, page numbers, logo lines: on the page, but not part of the text.
    Furniture,
}

/// Where a piece of a block's text came from.
///
/// The piece reaches from `at` to the next piece's `at`. When it is as long as `bytes`, the two run in step byte
/// for byte; otherwise the text was altered there, and the piece as a whole stands for `bytes` as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// First byte of the piece in the block's text.
    pub at: u32,
    /// Page, counted from 1, when the source has pages.
    pub page: Option<u32>,
    /// Bytes of the text as first extracted.
    pub bytes: Range<u32>,
}

/// A note mark that stood in a block's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteRef {
    /// Where it stood: the byte of the block's text in front of which it is to be printed.
    pub at: u32,
    /// The mark ("1", "*").
    pub mark: String,
    /// Index of the note's block, when it was found.
    pub note: Option<u32>,
}

impl Block {
    /// A block whose text is, byte for byte, a part of the extracted text that starts at `start`.
    pub fn new(kind: Kind, text: impl Into<String>, page: Option<u32>, start: u32) -> Self {
        let text = text.into();
        let bytes = start..start + len(&text);
        Self { kind, text, origin: vec![Origin { at: 0, page, bytes }], ..Self::default() }
    }

    /// The byte of the extracted text that a byte of the block's text came from.
    pub fn source_at(&self, at: u32) -> u32 {
        let Some((origin, length)) = self.piece(at) else { return 0 };
        if length == origin.bytes.end - origin.bytes.start {
            origin.bytes.start + (at - origin.at).min(length)
        } else if at >= origin.at + length {
            origin.bytes.end
        } else {
            origin.bytes.start
        }
    }

    /// The bytes of the extracted text that a range of the block's text came from, first to last.
    pub fn source_of(&self, range: &Range<u32>) -> Range<u32> {
        let start = self.source_at(range.start);
        if range.is_empty() {
            return start..start;
        }
        let Some((last, length)) = self.piece(range.end - 1) else { return start..start };
        let end = if length == last.bytes.end - last.bytes.start {
            last.bytes.start + (range.end - last.at)
        } else {
            last.bytes.end
        };
        start..end.max(start)
    }

    /// The page, counted from 1, of a byte of the block's text.
    pub fn page_at(&self, at: u32) -> Option<u32> {
        self.piece(at)?.0.page
    }

    /// The page on which the block starts.
    pub fn page(&self) -> Option<u32> {
        self.origin.first()?.page
    }

    /// The page on which the block ends.
    pub fn last_page(&self) -> Option<u32> {
        self.origin.last()?.page
    }

    /// Puts `with` in place of a range of the text and gives back what stood there.
    ///
    /// See [`replace_all`](Self::replace_all); an insertion has an empty range.
    pub fn replace(&mut self, range: Range<u32>, with: &str) -> String {
        let before = self.text.get(range.start as usize..range.end as usize).unwrap_or("").to_owned();
        self.replace_all(&[(range, with)]);
        before
    }

    /// Makes several replacements in one pass. Ranges are those of the text as it stands before the call.
    ///
    /// Note marks inside a range move to its end; sentences are forgotten. A range that does not lie on character
    /// boundaries, lies outside the text, or starts before the end of the one before it, is left out.
    pub fn replace_all<S: AsRef<str>>(&mut self, edits: &[(Range<u32>, S)]) {
        let old = std::mem::take(&mut self.text);
        let mut pieces = Pieces::new(std::mem::take(&mut self.origin), len(&old));
        let mut notes = std::mem::take(&mut self.notes).into_iter().peekable();
        let mut done = 0;
        self.text.reserve(old.len());
        for (range, with) in edits {
            let (from, to) = (range.start as usize, range.end as usize);
            if range.start < done || range.end < range.start || old.get(from..to).is_none() {
                continue;
            }
            let with = with.as_ref();
            self.take_notes(&mut notes, range.start, done);
            self.copy(&old, done..range.start, &mut pieces);
            let at = len(&self.text);
            let (page, bytes) = pieces.merged(range.end, || self.origin.last().map_or(0, |o| o.bytes.end));
            self.text.push_str(with);
            self.push_piece(Origin { at, page, bytes }, len(with));
            while let Some(note) = notes.next_if(|n| n.at < range.end) {
                self.notes.push(NoteRef { at: len(&self.text), ..note });
            }
            done = range.end;
        }
        self.take_notes(&mut notes, u32::MAX, done);
        self.copy(&old, done..len(&old), &mut pieces);
        self.sentences.clear();
    }

    /// Moves the notes up to and at `until` over, while the text from `done` on is not yet copied.
    fn take_notes(
        &mut self,
        notes: &mut std::iter::Peekable<std::vec::IntoIter<NoteRef>>,
        until: u32,
        done: u32,
    ) {
        while let Some(note) = notes.next_if(|n| n.at <= until) {
            let at = len(&self.text) + note.at.saturating_sub(done);
            self.notes.push(NoteRef { at, ..note });
        }
    }

    /// Copies a part of the old text as it is.
    fn copy(&mut self, old: &str, range: Range<u32>, pieces: &mut Pieces) {
        let shift = i64::from(len(&self.text)) - i64::from(range.start);
        self.text.push_str(old.get(range.start as usize..range.end as usize).unwrap_or(""));
        pieces.take(range.end, |mut piece, length| {
            piece.at = u32::try_from(i64::from(piece.at) + shift).unwrap_or(0);
            self.push_piece(piece, length);
        });
    }

    /// Appends another block's text, with `glue` in between, which stands for the source between the two.
    pub fn join(&mut self, glue: &str, other: Self) {
        let end = self.origin.last().map_or(0, |o| o.bytes.end);
        let start = other.origin.first().map_or(end, |o| o.bytes.start);
        // When something else lies between the two (a note, a running head), the glue stands for nothing.
        let between = if start >= end && start - end <= len(glue) + 2 { end..start } else { end..end };
        let page = self.last_page();
        let at = len(&self.text);
        self.text.push_str(glue);
        self.push_piece(Origin { at, page, bytes: between }, len(glue));
        let base = len(&self.text);
        let lengths: Vec<u32> = (0..other.origin.len()).map(|i| other.piece_length(i)).collect();
        self.text.push_str(&other.text);
        for (mut piece, length) in other.origin.into_iter().zip(lengths) {
            piece.at += base;
            self.push_piece(piece, length);
        }
        self.notes.extend(other.notes.into_iter().map(|n| NoteRef { at: n.at + base, ..n }));
        self.sentences.clear();
    }

    /// Cuts the block in two and gives back what stood from `at` on, with the same kind and no mark.
    ///
    /// An `at` that is not a character boundary cuts nothing off.
    pub fn split_off(&mut self, at: u32) -> Self {
        let mut rest = Self { kind: self.kind, level: self.level, ..Self::default() };
        if !self.text.is_char_boundary(at as usize) {
            return rest;
        }
        let mut pieces = Pieces::new(std::mem::take(&mut self.origin), len(&self.text));
        rest.text = self.text.split_off(at as usize);
        pieces.take(at, |piece, length| self.push_piece(piece, length));
        pieces.take(u32::MAX, |piece, length| {
            rest.push_piece(Origin { at: piece.at - at, ..piece }, length);
        });
        let (here, there): (Vec<_>, Vec<_>) = self.notes.drain(..).partition(|n| n.at <= at);
        self.notes = here;
        rest.notes = there.into_iter().map(|n| NoteRef { at: n.at - at, ..n }).collect();
        self.sentences.clear();
        rest
    }

    /// The piece that holds a byte of the text, and its length; the last one for the end of the text.
    fn piece(&self, at: u32) -> Option<(&Origin, u32)> {
        let next = self.origin.partition_point(|o| o.at <= at);
        let index = next.checked_sub(1)?;
        self.origin.get(index).map(|o| (o, self.piece_length(index)))
    }

    fn piece_length(&self, index: usize) -> u32 {
        let end = self.origin.get(index + 1).map_or(len(&self.text), |o| o.at);
        self.origin.get(index).map_or(0, |o| end.saturating_sub(o.at))
    }

    /// Appends a piece, merged into the last one when both run in step and meet in the source.
    fn push_piece(&mut self, piece: Origin, length: u32) {
        if length == 0 && piece.bytes.is_empty() {
            return;
        }
        let in_step = length == piece.bytes.end - piece.bytes.start;
        if let Some(last) = self.origin.last_mut() {
            let last_in_step = piece.at - last.at == last.bytes.end - last.bytes.start;
            if in_step && last_in_step && last.bytes.end == piece.bytes.start && last.page == piece.page {
                last.bytes.end = piece.bytes.end;
                return;
            }
        }
        self.origin.push(piece);
    }
}

/// The pieces of a text, taken front to back.
struct Pieces {
    pieces: std::iter::Peekable<std::vec::IntoIter<(Origin, u32)>>,
}

impl Pieces {
    fn new(origin: Vec<Origin>, text: u32) -> Self {
        let ends: Vec<u32> = origin.iter().skip(1).map(|o| o.at).chain([text]).collect();
        let pieces: Vec<_> =
            origin.into_iter().zip(ends).map(|(o, end)| (o.clone(), end.saturating_sub(o.at))).collect();
        Self { pieces: pieces.into_iter().peekable() }
    }

    /// Hands out the pieces up to a byte of the text; one that reaches over it is cut there.
    fn take(&mut self, until: u32, mut give: impl FnMut(Origin, u32)) {
        while let Some((piece, length)) = self.pieces.next_if(|(p, l)| p.at + l <= until) {
            give(piece, length);
        }
        let Some((piece, length)) = self.pieces.peek_mut() else { return };
        let part = until.saturating_sub(piece.at);
        if part == 0 {
            return;
        }
        // An altered piece cannot be cut in its source: the first part stands for all of it.
        let in_step = *length == piece.bytes.end - piece.bytes.start;
        let cut = if in_step { piece.bytes.start + part } else { piece.bytes.end };
        let head = Origin { at: piece.at, page: piece.page, bytes: piece.bytes.start..cut };
        piece.at = until;
        piece.bytes.start = cut;
        *length -= part;
        give(head, part);
    }

    /// Takes the pieces up to a byte as one: its page and its source, an empty range at `or` when there is none.
    fn merged(&mut self, until: u32, or: impl FnOnce() -> u32) -> (Option<u32>, Range<u32>) {
        let mut found: Option<(Option<u32>, Range<u32>)> = None;
        self.take(until, |piece, _| match &mut found {
            None => found = Some((piece.page, piece.bytes)),
            Some((_, bytes)) => *bytes = bytes.start.min(piece.bytes.start)..bytes.end.max(piece.bytes.end),
        });
        found.unwrap_or_else(|| {
            let start = or();
            (self.pieces.peek().and_then(|(p, _)| p.page), start..start)
        })
    }
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte of the text leads to the source byte it came from.
    fn check(block: &Block, source: &str, verbatim: &[&str]) {
        for part in verbatim {
            let at = block.text.find(part).expect("part is in the text");
            let range = u32::try_from(at).unwrap()..u32::try_from(at + part.len()).unwrap();
            let from = block.source_of(&range);
            assert_eq!(&source[from.start as usize..from.end as usize], *part, "{block:?}");
        }
        assert_eq!(block.origin.first().map(|o| o.at), Some(0));
        assert!(block.origin.is_sorted_by_key(|o| o.at));
    }

    #[test]
    fn a_hyphen_join_keeps_both_sides_in_step() {
        let source = "the consulta-\ntion ended in Rome";
        let mut block = Block::new(Kind::Paragraph, source, Some(2), 0);
        assert_eq!(block.replace(12..14, ""), "-\n");
        assert_eq!(block.text, "the consultation ended in Rome");
        check(&block, source, &["the consulta", "tion ended in Rome"]);
        assert_eq!(block.source_of(&(4..16)), 4..18);
    }

    #[test]
    fn edits_can_follow_one_another() {
        let source = "a\u{fb01}rst \\$100 re-\nport";
        let mut block = Block::new(Kind::Paragraph, source, None, 0);
        block.replace(1..4, "fi");
        assert_eq!(block.replace(7..8, ""), "\\");
        block.replace(14..16, "");
        assert_eq!(block.text, "afirst $100 report");
        check(&block, source, &["a", "rst ", "$100 re", "port"]);
        let mut once = Block::new(Kind::Paragraph, source, None, 0);
        once.replace_all(&[(1..4, "fi"), (8..9, ""), (16..18, "")]);
        assert_eq!(once, block);
    }

    #[test]
    fn joined_and_split_blocks_keep_their_pages() {
        let source = "UN Security\n\n2\n\nCouncil and act";
        let mut block = Block::new(Kind::Paragraph, "UN Security", Some(1), 0);
        block.join(" ", Block::new(Kind::Paragraph, "Council and act", Some(2), 16));
        assert_eq!(block.text, "UN Security Council and act");
        check(&block, source, &["UN Security", "Council and act"]);
        assert_eq!((block.page_at(4), block.page_at(14)), (Some(1), Some(2)));
        let rest = block.split_off(20);
        assert_eq!((block.text.as_str(), rest.text.as_str()), ("UN Security Council ", "and act"));
        check(&rest, source, &["and act"]);
        assert_eq!(rest.page(), Some(2));
    }

    #[test]
    fn note_marks_move_with_the_text() {
        let mut block = Block::new(Kind::Paragraph, "agenda,\u{b9} each", None, 0);
        block.notes.push(NoteRef { at: 7, mark: "1".into(), note: None });
        block.replace(7..9, "");
        block.replace(0..0, "The ");
        assert_eq!((block.text.as_str(), block.notes[0].at), ("The agenda, each", 11));
    }

    #[test]
    fn impossible_ranges_change_nothing() {
        let mut block = Block::new(Kind::Paragraph, "é", None, 0);
        assert_eq!(block.replace(1..2, "x"), "");
        assert_eq!(block.replace(5..9, "x"), "");
        assert_eq!(block.split_off(1).text, "");
        assert_eq!(block.text, "é");
    }
}
