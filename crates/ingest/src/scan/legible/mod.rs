//! How much of a page's text reads like words of a language; rubbish of a bad OCR layer does not.
//!
//! No dictionary: a word is letters of one script in a usual pattern of capitals, with a vowel, without heaps of
//! consonants; and running text has its small words. Both are shares, so that long and short pages compare.

mod common;
mod shape;

use std::collections::BTreeMap;

/// With fewer words nothing is said.
const LEAST: usize = 12;
/// Share of small words from which on they are as frequent as in any text.
const USUAL: f32 = 0.12;
/// What a page without small words loses: a table has none either.
const SMALL_WORDS: f32 = 0.4;

/// How a text reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Legibility {
    /// From 0 (rubbish) to 1.
    pub(crate) score: f32,
    /// Tokens that look like words.
    pub(crate) words: usize,
}

/// How a text reads; `None` when it is too short to say, or not written in Latin letters.
pub(crate) fn judge(text: &str) -> Option<Legibility> {
    let mut counts = Counts::default();
    text.split_whitespace().for_each(|token| counts.add(token));
    let judged = counts.good + counts.bad;
    if judged < LEAST || counts.foreign > judged {
        return None;
    }
    let shape = counts.good as f32 / judged as f32;
    let small = counts.small as f32 / counts.good.max(1) as f32;
    let score = shape * (1.0 - SMALL_WORDS + SMALL_WORDS * (small / USUAL).min(1.0));
    Some(Legibility { score, words: counts.good })
}

/// Tokens of a text that have letters, roughly: for comparing how much two readings have.
pub(crate) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|t| t.chars().filter(|c| c.is_alphanumeric()).count() >= 2).count()
}

/// The language whose small words are plainly the most frequent, by `tesseract`'s code.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let mut all = 0_usize;
    let mut found: BTreeMap<&'static str, usize> = BTreeMap::new();
    for token in text.split_whitespace() {
        let word = shape::plain(token).to_lowercase();
        if word.chars().any(char::is_alphabetic) {
            all += 1;
            common::languages(&word).for_each(|code| *found.entry(code).or_default() += 1);
        }
    }
    let mut ranked: Vec<(usize, &'static str)> =
        found.into_iter().map(|(code, count)| (count, code)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let (most, code) = *ranked.first()?;
    let next = ranked.get(1).map_or(0, |r| r.0);
    (most >= 12 && 8 * most > all && 4 * most > 5 * next).then_some(code)
}

#[derive(Default)]
struct Counts {
    good: usize,
    bad: usize,
    small: usize,
    foreign: usize,
}

impl Counts {
    fn add(&mut self, token: &str) {
        match shape::look(token) {
            shape::Look::Word => {
                self.good += 1;
                self.small += usize::from(common::is_small(&shape::plain(token).to_lowercase()));
            }
            shape::Look::Rubbish => self.bad += 1,
            shape::Look::Foreign => self.foreign += 1,
            shape::Look::Neutral => {}
        }
    }
}

#[cfg(test)]
mod tests;
