//! Blocks without their texts, which are told by the places of the extracted text they came from and by what differs
//! there: most of a document is printed as it was written, and need not be kept twice.

use std::{borrow::Cow, ops::Range};

use rapporteur_model::{Block, Kind, NoteRef, Origin};
use serde::{Deserialize, Serialize};

/// A block as it is kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Borrowed<'a> {
    kind: Kind,
    origin: Cow<'a, [Origin]>,
    level: Option<u8>,
    mark: Cow<'a, Option<String>>,
    notes: Cow<'a, [NoteRef]>,
    sentences: Cow<'a, [Range<u32>]>,
    /// Length of the text in bytes.
    length: u32,
    others: Vec<Other<'a>>,
}

/// So many bytes are as they were extracted; then this stands in place of as many bytes.
type Other<'a> = (u32, Cow<'a, str>);

impl<'a> Borrowed<'a> {
    /// Takes the text out of a block.
    pub(crate) fn of(block: &'a Block, extracted: &str) -> Self {
        let Block { kind, text, origin, level, mark, notes, sentences } = block;
        Self {
            kind: *kind,
            origin: Cow::Borrowed(origin),
            level: *level,
            mark: Cow::Borrowed(mark),
            notes: Cow::Borrowed(notes),
            sentences: Cow::Borrowed(sentences),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            others: others(text, &source(origin, text.len(), extracted)),
        }
    }

    /// The block as it was; `None` when it does not go with this text.
    pub(crate) fn with(self, extracted: &str) -> Option<Block> {
        let mut text = source(&self.origin, usize::try_from(self.length).ok()?, extracted);
        let mut at = 0;
        for (same, other) in &self.others {
            let from = usize::try_from(*same).ok()?.checked_add(at)?;
            at = from.checked_add(other.len())?;
            text.get_mut(from..at)?.copy_from_slice(other.as_bytes());
        }
        Some(Block {
            kind: self.kind,
            text: String::from_utf8(text).ok()?,
            origin: self.origin.into_owned(),
            level: self.level,
            mark: self.mark.into_owned(),
            notes: self.notes.into_owned(),
            sentences: self.sentences.into_owned(),
        })
    }
}

/// What a text of this length would be if it were as it was extracted; zeros where it cannot be.
fn source(origin: &[Origin], length: usize, extracted: &str) -> Vec<u8> {
    let mut source = vec![0; length];
    let ends = origin.iter().skip(1).map(|next| next.at as usize).chain([length]);
    for (piece, end) in origin.iter().zip(ends) {
        let from = extracted.as_bytes().get(piece.bytes.start as usize..piece.bytes.end as usize);
        if let (Some(to), Some(from)) = (source.get_mut(piece.at as usize..end), from)
            && to.len() == from.len()
        {
            to.copy_from_slice(from);
        }
    }
    source
}

/// What of a text is not as in `source`, which is as long.
fn others<'a>(text: &'a str, source: &[u8]) -> Vec<Other<'a>> {
    let bytes = text.as_bytes();
    let mut others = Vec::new();
    let mut done = 0;
    while let Some(first) = different(bytes, source, done) {
        let from = text.floor_char_boundary(first);
        let differing = bytes.iter().zip(source).skip(first).take_while(|(a, b)| a != b).count();
        let to = text.ceil_char_boundary(first + differing);
        let same = u32::try_from(from - done).unwrap_or(u32::MAX);
        others.push((same, Cow::Borrowed(text.get(from..to).unwrap_or_default())));
        done = to;
    }
    others
}

/// Bytes that are compared at once.
const STRIDE: usize = 32;

/// The first place, not before `at`, where two texts differ.
fn different(a: &[u8], b: &[u8], at: usize) -> Option<usize> {
    let (a, b) = (a.get(at..)?, b.get(at..)?);
    let alike = a.chunks(STRIDE).zip(b.chunks(STRIDE)).take_while(|(a, b)| a == b).count() * STRIDE;
    let rest = a.iter().zip(b).skip(alike).position(|(a, b)| a != b)?;
    Some(at + alike + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(block: &Block, extracted: &str) -> Option<Block> {
        let bytes = rmp_serde::to_vec(&Borrowed::of(block, extracted)).unwrap();
        rmp_serde::from_slice::<Borrowed<'_>>(&bytes).unwrap().with(extracted)
    }

    #[test]
    fn only_what_differs_is_kept() {
        let extracted = "The wells of the\ndistrict ran dry in Ju-\nne, and nobody\ncounted them.";
        let mut block = Block::new(Kind::Paragraph, extracted, None, 0);
        block.replace_all(&[(16..17, " "), (38..40, ""), (54..55, " ")]);
        let kept = Borrowed::of(&block, extracted);
        assert_eq!(kept.others.iter().map(|(_, s)| s.as_ref()).collect::<Vec<_>>(), [" ", " "]);
        assert_eq!(back(&block, extracted).unwrap(), block);
    }

    proptest! {
        #[test]
        fn every_block_comes_back(
            extracted in "\\PC{0,80}",
            text in "[a-c é\\n€\\x00]{0,80}",
            pieces in prop::collection::vec((0..90u32, 0..90u32, 0..90u32), 0..5),
        ) {
            let origin = pieces.iter().map(|(at, start, end)| Origin { at: *at, page: None, bytes: *start..*end });
            let block = Block { text, origin: origin.collect(), ..Block::default() };
            prop_assert_eq!(back(&block, &extracted), Some(block));
        }

        #[test]
        fn another_text_does_no_harm(text in "[a-c é€]{0,60}", other in "[a-c é€]{0,60}") {
            let block = Block::new(Kind::Paragraph, text.as_str(), None, 0);
            let kept = Borrowed::of(&block, &text);
            if let Some(block) = kept.with(&other) {
                prop_assert_eq!(block.text.len(), text.len());
            }
        }
    }
}
