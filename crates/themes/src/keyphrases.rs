//! Phrases that carry a report, whether or not a vocabulary knows them.
//!
//! After KP-Miner (El-Beltagy & Rafea 2009): runs of words that no stop word or punctuation mark interrupts, seen
//! more than once; longer phrases and early ones count for more.

use std::collections::BTreeMap;

use rapporteur_model::{KeyPhrase, Span};
use rustc_hash::FxHashMap;

use crate::{
    reading::Place,
    text::{Text, count},
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
    weight: f32,
    first: usize,
    /// Number of its first word.
    first_word: u32,
}

/// The best phrases of a document.
pub(crate) fn keyphrases(text: &Text<'_>, most: usize, evidence: usize) -> Vec<KeyPhrase> {
    let phrases = collect(text);
    let stretches = text.stretches.len();
    let mut ranked: Vec<(f32, Key, Phrase<'_>)> =
        phrases.into_iter().map(|(key, p)| (score(&p, stretches), key, p)).collect();
    ranked.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then_with(|| a.2.first_word.cmp(&b.2.first_word)).then(b.2.words.cmp(&a.2.words))
    });
    let best = ranked.first().map_or(1.0, |r| r.0);
    let mut kept: Vec<(Key, usize)> = Vec::new();
    let mut found = Vec::new();
    for (score, key, phrase) in ranked {
        if found.len() >= most {
            break;
        }
        if kept.iter().any(|(other, count)| is_part(&key, other, phrase.places.len(), *count)) {
            continue;
        }
        kept.push((key, phrase.places.len()));
        found.push(KeyPhrase {
            phrase: best_form(&phrase.forms),
            score: score / best,
            evidence: phrase.places.into_iter().take(evidence).collect(),
        });
    }
    found
}

/// A word that may be part of a phrase.
struct Part {
    stem: u32,
    word: u32,
    stretch: u32,
    /// No phrase may reach over the front of it.
    opens: bool,
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
            parts.push(Part { stem: word.stem, word: count(at), stretch: count(nth), opens });
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

/// The phrases that stand at least twice. Most stand once, so they are counted before anything is kept of them.
fn collect<'d>(text: &Text<'d>) -> FxHashMap<Key, Phrase<'d>> {
    let parts = parts(text);
    let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
    counts.reserve(parts.len() * 2);
    for last in 0..parts.len() {
        ending_at(&parts, last).for_each(|(key, _)| *counts.entry(key).or_default() += 1);
    }
    let mut phrases: FxHashMap<Key, Phrase<'d>> = FxHashMap::default();
    for last in 0..parts.len() {
        for (key, phrase) in ending_at(&parts, last) {
            if counts.get(&key).is_some_and(|&n| n >= 2) {
                add(&mut phrases, text, key, phrase);
            }
        }
    }
    phrases
}

fn add<'d>(phrases: &mut FxHashMap<Key, Phrase<'d>>, text: &Text<'d>, key: Key, parts: &[Part]) {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
    let Some(stretch) = text.stretches.get(first.stretch as usize) else { return };
    let phrase = phrases.entry(key).or_insert_with(|| Phrase {
        first: first.stretch as usize,
        first_word: first.word,
        words: parts.len(),
        ..Phrase::default()
    });
    phrase.places.push(text.span(first.stretch, first.word, last.word));
    *phrase.forms.entry(text.written(first.stretch, first.word, last.word)).or_default() += 1;
    phrase.weight += match stretch.place {
        Place::Title => 3.0,
        Place::Heading => 2.0,
        Place::Text => 1.0,
    };
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn score(phrase: &Phrase<'_>, stretches: usize) -> f32 {
    // Single words are frequent by nature: only longer phrases stand on their frequency alone.
    let length = match phrase.words {
        1 if is_name(&phrase.forms) => 0.8,
        1 => 0.45,
        2 => 1.6,
        _ => 1.8,
    };
    let early = 1.0 + 0.5 * (1.0 - phrase.first as f32 / stretches.max(1) as f32);
    phrase.weight.powf(0.9) * length * early
}

/// Mostly written with a capital or in capitals: a name or an abbreviation.
fn is_name(forms: &BTreeMap<&str, usize>) -> bool {
    let all: usize = forms.values().sum();
    let capital: usize =
        forms.iter().filter(|(f, _)| f.starts_with(char::is_uppercase)).map(|(_, n)| n).sum();
    capital * 4 > all * 3
}

/// Whether a phrase says nothing beside one already kept: it is a part of it (or the reverse) and seldom stands
/// without it.
fn is_part(key: &Key, other: &Key, count: usize, other_count: usize) -> bool {
    let (key, other) = (stems(key), stems(other));
    let contains = |long: &[u32], short: &[u32]| long.windows(short.len()).any(|w| w == short);
    if key.len() < other.len() {
        contains(other, key) && count < other_count * 2
    } else {
        contains(key, other)
    }
}

fn stems(key: &Key) -> &[u32] {
    key.split(|&stem| stem == NONE).next().unwrap_or(&[])
}

/// The most frequent form; the first in order among equals, lower case before capitals.
fn best_form(forms: &BTreeMap<&str, usize>) -> String {
    let best = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(b.0)));
    best.map(|(form, _)| (*form).to_owned()).unwrap_or_default()
}
