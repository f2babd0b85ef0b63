//! The phrases of a report: runs of words that no stop word or punctuation mark interrupts, counted.
//!
//! Each phrase gets a number, by the number of the phrase without its last word and that word's stem; so a phrase is
//! met again by one look, and the phrases within it are known by where they end.

use std::collections::BTreeMap;

use rapporteur_model::Span;
use rustc_hash::FxHashMap;

use crate::{
    reading::Place,
    text::{GeneralStems, Text, count},
};

/// Longest phrase, in words.
pub(super) const LONGEST: usize = 4;
/// In longer texts, phrases that stand only once are not looked at.
const ONCE_UP_TO: usize = 1500;
/// No phrase.
const NONE: u32 = u32::MAX;

/// A phrase that may be a key phrase.
#[derive(Debug, Default, Clone)]
pub(super) struct Phrase {
    number: u32,
    /// How often it stands in the text.
    pub(super) count: u32,
    pub(super) words: usize,
    /// How many of its words every report has.
    pub(super) general: usize,
    /// Letters of its shortest word.
    pub(super) shortest: usize,
    /// In how many places each of its words begins with a capital.
    pub(super) capital: u32,
    /// In a heading or the title.
    pub(super) headed: bool,
    /// How often a word that may belong to it stands before or behind it.
    pub(super) within: usize,
    /// Number of its first word.
    pub(super) first_word: u32,
    /// How often the most frequent phrase stands that it is a part of.
    pub(super) longer: u32,
    /// Its last word where it stands first, among the parts.
    ends: usize,
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

/// The phrases of a text.
pub(super) struct Phrases<'t, 'd> {
    text: &'t Text<'d>,
    parts: Vec<Part>,
    /// For each part the phrases that end with it: it alone, it with the one before it, and so on.
    ending: Vec<[u32; LONGEST]>,
    /// How often each phrase stands, by number.
    counts: Vec<u32>,
}

impl<'t, 'd> Phrases<'t, 'd> {
    /// Counts the phrases of a text.
    pub(super) fn of(text: &'t Text<'d>) -> Self {
        let parts = parts(text);
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        numbers.reserve(parts.len() * 2);
        let mut ending: Vec<[u32; LONGEST]> = Vec::with_capacity(parts.len());
        let mut counts = Vec::new();
        for part in &parts {
            let before = ending.last().filter(|_| !part.opens).copied().unwrap_or([NONE; LONGEST]);
            // It alone, and behind each phrase that ends with the word before it.
            let heads = std::iter::once(NONE).chain(before.into_iter().take_while(|&n| n != NONE));
            let mut here = [NONE; LONGEST];
            for (slot, head) in here.iter_mut().zip(heads) {
                let number = *numbers.entry((head, part.stem)).or_insert_with(|| {
                    counts.push(0_u32);
                    count(counts.len() - 1)
                });
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
                *slot = number;
            }
            ending.push(here);
        }
        Self { text, parts, ending, counts }
    }

    /// The phrases that may be key phrases.
    pub(super) fn candidates(&self, general: &GeneralStems) -> Vec<Phrase> {
        let least = if self.text.words.len() > ONCE_UP_TO { 2 } else { 1 };
        let mut places = vec![NONE; self.counts.len()];
        let mut found: Vec<Phrase> = Vec::new();
        for (last, number, words) in self.all() {
            let count = self.count(number);
            if count < least {
                continue;
            }
            let Some(place) = places.get_mut(number as usize) else { continue };
            if *place == NONE {
                *place = crate::text::count(found.len());
                found.push(Phrase { number, count, words, ends: last, ..self.first(last, words, general) });
            }
            let Some(phrase) = found.get_mut(*place as usize) else { continue };
            self.add(phrase, last, words);
        }
        for (last, number, words) in self.all().filter(|a| a.2 > 1) {
            let count = self.count(number);
            if count < least {
                continue;
            }
            for part in self.within(last, words) {
                let place = places.get(part as usize).copied().unwrap_or(NONE);
                if let Some(part) = found.get_mut(place as usize) {
                    part.longer = part.longer.max(count);
                }
            }
        }
        // A part that never stands without the same longer phrase says nothing of its own.
        found.retain(|phrase| phrase.count == 1 || phrase.longer < phrase.count);
        found
    }

    /// Every place of every phrase: its last part, its number, its words.
    fn all(&self) -> impl Iterator<Item = (usize, u32, usize)> + '_ {
        self.ending.iter().enumerate().flat_map(|(last, here)| {
            here.iter()
                .take_while(|&&n| n != NONE)
                .zip(1..)
                .map(move |(&number, words)| (last, number, words))
        })
    }

    fn count(&self, number: u32) -> u32 {
        self.counts.get(number as usize).copied().unwrap_or(0)
    }

    /// All shorter phrases within one.
    fn within(&self, last: usize, words: usize) -> impl Iterator<Item = u32> + '_ {
        let ends = (0..words).filter_map(move |back| Some((back, self.ending.get(last.checked_sub(back)?)?)));
        ends.flat_map(move |(back, here)| here.iter().take((words - back).min(words - 1)).copied())
    }

    fn phrase(&self, last: usize, words: usize) -> &[Part] {
        (last + 1).checked_sub(words).and_then(|first| self.parts.get(first..=last)).unwrap_or(&[])
    }

    /// What is the same in all places.
    fn first(&self, last: usize, words: usize, general: &GeneralStems) -> Phrase {
        let parts = self.phrase(last, words);
        Phrase {
            first_word: parts.first().map_or(0, |p| p.word),
            general: parts.iter().filter(|p| general.has(p.stem)).count(),
            shortest: parts.iter().map(|p| p.letters as usize).min().unwrap_or(0),
            ..Phrase::default()
        }
    }

    /// Notes one place.
    fn add(&self, phrase: &mut Phrase, last: usize, words: usize) {
        let parts = self.phrase(last, words);
        let before = parts.first().is_some_and(|p| !p.opens);
        let behind = self.parts.get(last + 1).is_some_and(|p| !p.opens);
        phrase.within += usize::from(before) + usize::from(behind);
        let capital = |p: &Part| self.text.written(p.stretch, p.word, p.word).starts_with(char::is_uppercase);
        phrase.capital += u32::from(parts.iter().all(capital));
        let stretch = parts.first().and_then(|p| self.text.stretches.get(p.stretch as usize));
        phrase.headed |= stretch.is_some_and(|s| matches!(s.place, Place::Title | Place::Heading));
    }

    /// The stems of a phrase.
    pub(super) fn stems(&self, phrase: &Phrase) -> Vec<u32> {
        self.phrase(phrase.ends, phrase.words).iter().map(|p| p.stem).collect()
    }

    /// Where a phrase stands, in reading order, and how it is written there.
    fn places(&self, phrase: &Phrase) -> impl Iterator<Item = (Span, &'d str)> + '_ {
        let (number, words) = (phrase.number, phrase.words);
        let here = move |here: &[u32; LONGEST]| here.get(words - 1) == Some(&number);
        let lasts = self.ending.iter().enumerate().filter(move |(_, e)| here(e)).map(|(last, _)| last);
        lasts.filter_map(move |last| {
            let (first, last) = (self.phrase(last, words).first()?, self.parts.get(last)?);
            let span = self.text.span(first.stretch, first.word, last.word);
            Some((span, self.text.written(first.stretch, first.word, last.word)))
        })
    }

    /// The first places of a phrase, and the form in which it is written most often; lower case before capitals.
    pub(super) fn shown(&self, phrase: &Phrase, most: usize) -> (Vec<Span>, String) {
        let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
        let mut spans = Vec::new();
        for (span, form) in self.places(phrase) {
            *forms.entry(form).or_default() += 1;
            if spans.len() < most {
                spans.push(span);
            }
        }
        let best = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(b.0)));
        (spans, best.map(|(form, _)| (*form).to_owned()).unwrap_or_default())
    }
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
