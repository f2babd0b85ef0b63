//! Blocks without their texts, which are told by the places of the extracted text they came from and by what differs
//! there: most of a document is printed as it was written, and need not be kept twice.

use std::{borrow::Cow, ops::Range};

use rapporteur_model::{Block, Kind, NoteRef, Origin};
use serde::{Deserialize, Serialize};

/// The blocks of a document as they are kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Borrowed<'a> {
    blocks: Vec<Lean<'a>>,
    /// Of each block in turn: four numbers for each origin (`at`, the page or 0, the first byte, the number of bytes), two
    /// for each sentence (how far it starts behind the end of the one before, and its length).
    numbers: Vec<u32>,
}

/// A block without its text.
#[derive(Serialize, Deserialize)]
struct Lean<'a> {
    kind: Kind,
    origins: u32,
    sentences: u32,
    level: Option<u8>,
    mark: Cow<'a, Option<String>>,
    notes: Cow<'a, [NoteRef]>,
    /// Length of the text in bytes.
    length: u32,
    others: Vec<Other<'a>>,
}

/// So many bytes are as they were extracted; then this stands in place of as many bytes.
type Other<'a> = (u32, Cow<'a, str>);

impl<'a> Borrowed<'a> {
    /// Takes the texts out of blocks.
    pub(crate) fn of(blocks: &'a [Block], extracted: &str) -> Self {
        let (mut numbers, mut buffer) = (Vec::new(), Vec::new());
        let lean = blocks.iter().map(|block| {
            let Block { kind, text, origin, level, mark, notes, sentences } = block;
            put_origins(origin, &mut numbers);
            put_sentences(sentences, &mut numbers);
            source(origin, text.len(), extracted, &mut buffer);
            Lean {
                kind: *kind,
                origins: count(origin.len()),
                sentences: count(sentences.len()),
                level: *level,
                mark: Cow::Borrowed(mark),
                notes: Cow::Borrowed(notes),
                length: count(text.len()),
                others: others(text, &buffer),
            }
        });
        let blocks = lean.collect();
        Self { blocks, numbers }
    }

    /// The blocks as they were; `None` when they do not go with this text.
    pub(crate) fn with(self, extracted: &str) -> Option<Vec<Block>> {
        let mut numbers = self.numbers.as_slice();
        let mut next = |count: u32, each: usize| {
            let (these, rest) = numbers.split_at_checked(usize::try_from(count).ok()?.checked_mul(each)?)?;
            numbers = rest;
            Some(these)
        };
        let whole = |lean: Lean<'_>| {
            let origin = next(lean.origins, 4)?.chunks_exact(4).map(origin).collect::<Option<Vec<_>>>()?;
            let sentences = ranges(next(lean.sentences, 2)?)?;
            let text = lean.text(&origin, extracted)?;
            let (mark, notes) = (lean.mark.into_owned(), lean.notes.into_owned());
            Some(Block { kind: lean.kind, text, origin, level: lean.level, mark, notes, sentences })
        };
        self.blocks.into_iter().map(whole).collect()
    }
}

impl Lean<'_> {
    fn text(&self, origin: &[Origin], extracted: &str) -> Option<String> {
        let mut text = Vec::new();
        source(origin, usize::try_from(self.length).ok()?, extracted, &mut text);
        let mut at = 0;
        for (same, other) in &self.others {
            let from = usize::try_from(*same).ok()?.checked_add(at)?;
            at = from.checked_add(other.len())?;
            text.get_mut(from..at)?.copy_from_slice(other.as_bytes());
        }
        String::from_utf8(text).ok()
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn put_origins(origins: &[Origin], numbers: &mut Vec<u32>) {
    for Origin { at, page, bytes } in origins {
        let page = page.map_or(0, |page| page.wrapping_add(1));
        numbers.extend([*at, page, bytes.start, bytes.end.wrapping_sub(bytes.start)]);
    }
}

fn origin(numbers: &[u32]) -> Option<Origin> {
    let [at, page, start, length] = *numbers else { return None };
    Some(Origin { at, page: (page > 0).then(|| page - 1), bytes: start..start.wrapping_add(length) })
}

fn put_sentences(sentences: &[Range<u32>], numbers: &mut Vec<u32>) {
    let mut end = 0;
    for range in sentences {
        numbers.extend([range.start.wrapping_sub(end), range.end.wrapping_sub(range.start)]);
        end = range.end;
    }
}

fn ranges(steps: &[u32]) -> Option<Vec<Range<u32>>> {
    let mut end: u32 = 0;
    let range = |step: &[u32]| {
        let [behind, length] = *step else { return None };
        let start = end.wrapping_add(behind);
        end = start.wrapping_add(length);
        Some(start..end)
    };
    steps.chunks_exact(2).map(range).collect()
}

/// Puts into `source` what a text of this length would be if it were as it was extracted; zeros where it cannot be.
fn source(origin: &[Origin], length: usize, extracted: &str, source: &mut Vec<u8>) {
    source.clear();
    source.resize(length, 0);
    let ends = origin.iter().skip(1).map(|next| next.at as usize).chain([length]);
    for (piece, end) in origin.iter().zip(ends) {
        let from = extracted.as_bytes().get(piece.bytes.start as usize..piece.bytes.end as usize);
        if let (Some(to), Some(from)) = (source.get_mut(piece.at as usize..end), from)
            && to.len() == from.len()
        {
            to.copy_from_slice(from);
        }
    }
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

    fn back(blocks: &[Block], extracted: &str) -> Option<Vec<Block>> {
        let bytes = rmp_serde::to_vec(&Borrowed::of(blocks, extracted)).unwrap();
        rmp_serde::from_slice::<Borrowed<'_>>(&bytes).unwrap().with(extracted)
    }

    #[test]
    fn only_what_differs_is_kept() {
        let extracted = "The wells of the\ndistrict ran dry in Ju-\nne, and nobody\ncounted them.";
        let mut block = Block::new(Kind::Paragraph, extracted, None, 0);
        block.replace_all(&[(16..17, " "), (38..40, ""), (54..55, " ")]);
        let blocks = [block.clone(), Block::default(), block];
        let kept = Borrowed::of(&blocks, extracted);
        assert_eq!(kept.blocks[0].others.iter().map(|(_, s)| s.as_ref()).collect::<Vec<_>>(), [" ", " "]);
        assert_eq!(back(&blocks, extracted).unwrap(), blocks);
    }

    proptest! {
        #[test]
        fn every_block_comes_back(
            extracted in "\\PC{0,80}",
            text in "[a-c é\\n€\\x00]{0,80}",
            pieces in prop::collection::vec((0..90u32, 0..90u32, 0..90u32), 0..5),
        ) {
            let origin = pieces.iter().map(|(at, start, end)| {
                Origin { at: *at, page: (*at > 45).then_some(*at), bytes: *start..*end }
            });
            let sentences = pieces.iter().map(|(_, start, end)| *start..*end);
            let block =
                Block { text, origin: origin.collect(), sentences: sentences.collect(), ..Block::default() };
            let blocks = [block.clone(), block];
            prop_assert_eq!(back(&blocks, &extracted), Some(blocks.to_vec()));
        }

        #[test]
        fn another_text_does_no_harm(text in "[a-c é€]{0,60}", other in "[a-c é€]{0,60}") {
            let block = Block::new(Kind::Paragraph, text.as_str(), None, 0);
            let blocks = [block];
            if let Some(blocks) = Borrowed::of(&blocks, &text).with(&other) {
                prop_assert_eq!(blocks[0].text.len(), text.len());
            }
        }
    }
}
