//! Phrases that carry a report, whether or not a vocabulary knows them.
//!
//! Candidates as in KP-Miner (El-Beltagy & Rafea 2009): runs of words that no stop word or punctuation mark interrupts.
//! What counts: how often and how early, how long, whether they stand for themselves or always within longer ones.

use std::collections::BTreeMap;

use rapporteur_model::{KeyPhrase, Span};
use rustc_hash::FxHashMap;

use crate::{
    reading::Place,
    text::{GeneralStems, Text, count},
};

/// Longest phrase, in words.
const LONGEST: usize = 4;

/// The stems of a phrase, filled up with [`NONE`]: a key that needs no memory of its own.
type Key = [u32; LONGEST];
const NONE: u32 = u32::MAX;

/// A candidate: where it stands, and in which written forms.
#[derive(Debug, Default)]
struct Phrase<'t> {
    places: Vec<Span>,
    forms: BTreeMap<&'t str, usize>,
    words: usize,
    /// How many of its words every report has.
    general: usize,
    /// Letters of its shortest word.
    shortest: usize,
    /// In a heading or the title.
    headed: bool,
    /// How often a word that may belong to it stands before or behind it.
    within: usize,
    /// Number of its first word.
    first_word: u32,
    /// How often the most frequent phrase stands that it is a part of.
    longer: u32,
}

/// The best phrases of a document.
pub(crate) fn keyphrases(
    text: &Text<'_>,
    general: &GeneralStems,
    most: usize,
    evidence: usize,
) -> Vec<KeyPhrase> {
    if most == 0 {
        return Vec::new();
    }
    let phrases = collect(text, general);
    let weights = Weights::for_words(text.words.len());
    let mut ranked: Vec<(f32, Key, Phrase<'_>)> =
        phrases.into_iter().map(|(key, p)| (weights.score(&p), key, p)).collect();
    ranked.sort_by(|a, b| {
        let place = |p: &Phrase<'_>| (p.first_word, std::cmp::Reverse(p.words));
        b.0.total_cmp(&a.0).then_with(|| place(&a.2).cmp(&place(&b.2)))
    });
    let best = ranked.first().map_or(1.0, |r| r.0);
    let mut kept: Vec<(Key, usize)> = Vec::new();
    let mut found = Vec::new();
    for (score, key, phrase) in ranked {
        if found.len() >= most {
            break;
        }
        let count = phrase.places.len();
        if kept.iter().any(|(longer, times)| count <= *times && is_part(&key, longer)) {
            continue;
        }
        kept.push((key, count));
        found.push(KeyPhrase {
            phrase: best_form(&phrase.forms),
            score: (score - best).exp(),
            evidence: phrase.places.into_iter().take(evidence).collect(),
        });
    }
    found
}

/// What counts how much. Fitted by logistic regression over scientific papers and over news (scores are log-odds), and
/// rounded: a long text is told by its terms of two and three words, a short one by names and single words.
#[derive(Debug, Clone, Copy)]
struct Weights {
    often: f32,
    /// By the number of words.
    words: [f32; LONGEST],
    general: f32,
    capital: f32,
    late: f32,
    part: f32,
    short: f32,
    within: f32,
    headed: f32,
}

const OF_LONG: Weights = Weights {
    often: 1.3,
    words: [-2.15, 0.9, 1.0, 0.25],
    general: -0.55,
    capital: 0.75,
    late: -0.35,
    part: -1.0,
    short: 0.18,
    within: -0.1,
    headed: 0.4,
};

const OF_SHORT: Weights = Weights {
    often: 0.45,
    words: [1.15, 0.2, -0.5, -0.9],
    general: -0.05,
    capital: 0.0,
    late: -0.33,
    part: -0.4,
    short: 0.27,
    within: -0.85,
    headed: 0.2,
};

/// Texts up to here are short, from there on long; between the two the weights pass over.
const SHORT: f32 = 700.0;
const LONG: f32 = 4000.0;

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
impl Weights {
    fn for_words(words: usize) -> Self {
        let long = ((words.max(1) as f32 / SHORT).ln() / (LONG / SHORT).ln()).clamp(0.0, 1.0);
        let mix = |of: fn(&Self) -> f32| of(&OF_SHORT) * (1.0 - long) + of(&OF_LONG) * long;
        let (one, other) = (OF_SHORT.words, OF_LONG.words);
        let mut by_length = [0.0; LONGEST];
        for (slot, (short, of_long)) in by_length.iter_mut().zip(one.into_iter().zip(other)) {
            *slot = short * (1.0 - long) + of_long * long;
        }
        Self {
            often: mix(|w| w.often),
            words: by_length,
            general: mix(|w| w.general),
            capital: mix(|w| w.capital),
            late: mix(|w| w.late),
            part: mix(|w| w.part),
            short: mix(|w| w.short),
            within: mix(|w| w.within),
            headed: mix(|w| w.headed),
        }
    }

    fn score(&self, phrase: &Phrase<'_>) -> f32 {
        let count = phrase.places.len().max(1) as f32;
        let of_length = self.words.get(phrase.words.saturating_sub(1)).copied().unwrap_or(0.0);
        self.often * count.ln()
            + of_length
            + self.general * phrase.general as f32 / phrase.words.max(1) as f32
            + self.capital * capitals(&phrase.forms)
            + self.late * (phrase.first_word as f32).ln_1p()
            + self.part * (phrase.longer as f32 / count)
            + self.short * phrase.shortest.min(12) as f32
            + self.within * phrase.within as f32 / (2.0 * count)
            + if phrase.headed { self.headed } else { 0.0 }
    }
}

/// A word that may be part of a phrase.
struct Part {
    stem: u32,
    word: u32,
    stretch: u32,
    /// No phrase may reach over the front of it.
    opens: bool,
    letters: u32,
}

/// The words that may be parts of phrases, in reading order.
fn parts(text: &Text<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (nth, (_, range)) in text.parts().enumerate() {
        let mut opens = true;
        for (word, at) in text.words.get(range.clone()).unwrap_or(&[]).iter().zip(range) {
            opens |= word.opens;
            if word.stop || !word.letters {
                opens = true;
                continue;
            }
            parts.push(Part {
                stem: word.stem,
                word: count(at),
                stretch: count(nth),
                opens,
                letters: word.end - word.start,
            });
            opens = false;
        }
    }
    parts
}

/// The phrases that end with a word: it alone, it with the one before it, and so on.
fn ending_at(parts: &[Part], last: usize) -> impl Iterator<Item = (Key, &[Part])> {
    let mut open = true;
    (0..LONGEST).map_while(move |back| {
        let phrase = parts.get(last.checked_sub(back)?..=last).filter(|_| open)?;
        open = phrase.first().is_some_and(|p| !p.opens);
        let mut key = [NONE; LONGEST];
        key.iter_mut().zip(phrase).for_each(|(k, p)| *k = p.stem);
        Some((key, phrase))
    })
}

/// In longer texts, phrases that stand only once are not looked at.
const ONCE_UP_TO: usize = 1500;

/// The phrases that may be key phrases. Most stand once, so they are counted before anything is kept of them.
fn collect<'d>(text: &Text<'d>, general: &GeneralStems) -> FxHashMap<Key, Phrase<'d>> {
    let parts = parts(text);
    let least = if text.words.len() > ONCE_UP_TO { 2 } else { 1 };
    let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
    counts.reserve(parts.len() * 2);
    for last in 0..parts.len() {
        ending_at(&parts, last).for_each(|(key, _)| *counts.entry(key).or_default() += 1);
    }
    let mut phrases: FxHashMap<Key, Phrase<'d>> = FxHashMap::default();
    for last in 0..parts.len() {
        for (key, phrase) in ending_at(&parts, last) {
            if counts.get(&key).is_some_and(|&n| n >= least) {
                let before = phrase.first().is_some_and(|p| !p.opens);
                let behind = parts.get(last + 1).is_some_and(|p| !p.opens);
                let within = usize::from(before) + usize::from(behind);
                add(&mut phrases, text, key, phrase, general).within += within;
            }
        }
    }
    for last in 0..parts.len() {
        for (key, phrase) in ending_at(&parts, last).filter(|(_, p)| p.len() > 1) {
            let Some(&count) = counts.get(&key).filter(|&&n| n >= least) else { continue };
            for part in parts_of(&key, phrase.len()) {
                if let Some(part) = phrases.get_mut(&part) {
                    part.longer = part.longer.max(count);
                }
            }
        }
    }
    // A part that never stands without the same longer phrase says nothing of its own.
    phrases.retain(|_, phrase| phrase.places.len() == 1 || (phrase.longer as usize) < phrase.places.len());
    phrases
}

/// The keys of all shorter phrases within one.
fn parts_of(key: &Key, words: usize) -> impl Iterator<Item = Key> {
    let key = *key;
    (1..words).flat_map(move |length| {
        (0..=words - length).map(move |from| {
            let mut part = [NONE; LONGEST];
            part.iter_mut().zip(key.iter().skip(from).take(length)).for_each(|(p, k)| *p = *k);
            part
        })
    })
}

fn add<'p, 'd>(
    phrases: &'p mut FxHashMap<Key, Phrase<'d>>,
    text: &Text<'d>,
    key: Key,
    parts: &[Part],
    general: &GeneralStems,
) -> &'p mut Phrase<'d> {
    let (first, last) = (parts.first(), parts.last());
    let [stretch, word] = [first.map_or(0, |p| p.stretch), first.map_or(0, |p| p.word)];
    let end = last.map_or(word, |p| p.word);
    let phrase = phrases.entry(key).or_insert_with(|| Phrase {
        first_word: word,
        words: parts.len(),
        general: parts.iter().filter(|p| general.has(p.stem)).count(),
        shortest: parts.iter().map(|p| p.letters as usize).min().unwrap_or(0),
        ..Phrase::default()
    });
    phrase.places.push(text.span(stretch, word, end));
    *phrase.forms.entry(text.written(stretch, word, end)).or_default() += 1;
    phrase.headed |= text
        .stretches
        .get(stretch as usize)
        .is_some_and(|s| matches!(s.place, Place::Title | Place::Heading));
    phrase
}

/// Share of the places where it begins with a capital.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn capitals(forms: &BTreeMap<&str, usize>) -> f32 {
    let all: usize = forms.values().sum();
    let capital: usize = forms
        .iter()
        .filter(|(f, _)| f.split([' ', '-']).all(|w| w.starts_with(char::is_uppercase)))
        .map(|(_, n)| n)
        .sum();
    capital as f32 / all.max(1) as f32
}

/// Whether a phrase is a part of another.
fn is_part(key: &Key, longer: &Key) -> bool {
    let (key, longer) = (stems(key), stems(longer));
    key.len() < longer.len() && longer.windows(key.len()).any(|w| w == key)
}

fn stems(key: &Key) -> &[u32] {
    key.split(|&stem| stem == NONE).next().unwrap_or(&[])
}

/// The most frequent form; the first in order among equals, lower case before capitals.
fn best_form(forms: &BTreeMap<&str, usize>) -> String {
    let best = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(b.0)));
    best.map(|(form, _)| (*form).to_owned()).unwrap_or_default()
}
