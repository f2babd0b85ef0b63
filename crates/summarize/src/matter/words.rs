//! The words of the candidates, as numbers of their stems.

use rapporteur_model::Document;
use rapporteur_words::tokens;

use crate::{candidate::Candidate, prose::is_unspaced, rows::Rows, tongue::Tongue};

/// The words of each candidate.
#[derive(Debug)]
pub(super) struct Words {
    /// Their stems, and whether they are stop words.
    pub(super) stems: Rows<(u32, bool)>,
    /// The share of them that hold a digit.
    pub(super) numbers: Vec<f32>,
}

impl Words {
    /// Reads every candidate once.
    pub(super) fn of(doc: &Document, candidates: &[Candidate], tongue: &mut Tongue) -> Self {
        let all: u32 = candidates.iter().map(|c| c.words).sum();
        let mut words = Self {
            stems: Rows::with_room(candidates.len(), all as usize),
            numbers: Vec::with_capacity(candidates.len()),
        };
        let mut sentence = Vec::new();
        for candidate in candidates {
            words.numbers.push(read(doc.text(&candidate.span), tongue, &mut sentence));
            words.stems.push(sentence.drain(..));
        }
        if !tongue.has_stop_words {
            find_stop_words(&mut words.stems, tongue.held());
        }
        words
    }
}

/// Adds the words of a sentence; gives the share of them that hold a digit.
#[expect(clippy::cast_precision_loss, reason = "a sentence is short")]
fn read(text: &str, tongue: &mut Tongue, words: &mut Vec<(u32, bool)>) -> f32 {
    let (mut with_digit, mut all) = (0, 0);
    for token in tokens(text) {
        all += 1;
        with_digit += usize::from(token.text.bytes().any(|b| b.is_ascii_digit()));
        if token.text.starts_with(is_unspaced) {
            words.extend(pairs_of_letters(token.text).map(|pair| (tongue.number(pair).0, false)));
        } else {
            words.push(tongue.number(token.text));
        }
    }
    with_digit as f32 / all.max(1) as f32
}

/// In scripts without spaces pairs of neighbouring letters do what words do elsewhere.
fn pairs_of_letters(run: &str) -> impl Iterator<Item = &str> {
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    run.char_indices().zip(ends).filter_map(|((start, _), end)| run.get(start..end))
}

/// In a language without a list: what stands in one sentence of eight carries no subject.
fn find_stop_words(sentences: &mut Rows<(u32, bool)>, stems: usize) {
    const FEWEST: usize = 16;
    if sentences.len() < FEWEST {
        return;
    }
    let standing = standing_in(sentences, stems);
    let common = sentences.len() / 8;
    for (stem, stop) in sentences.entries_mut() {
        *stop |= standing.get(*stem as usize).is_some_and(|&n| n as usize > common);
    }
}

/// In how many sentences each stem stands.
pub(super) fn standing_in(sentences: &Rows<(u32, bool)>, stems: usize) -> Vec<u32> {
    let mut standing = vec![(0, u32::MAX); stems];
    for (index, words) in (0..).zip(sentences.iter()) {
        for &(stem, _) in words {
            if let Some((count, seen)) = standing.get_mut(stem as usize)
                && *seen != index
            {
                *seen = index;
                *count += 1;
            }
        }
    }
    standing.into_iter().map(|(count, _)| count).collect()
}
