//! Finding the labels of a vocabulary in a report.

use rapporteur_words::tokens;

use crate::{
    alike::same_word,
    roughly::Roughly,
    text::{Reader, Text, Word, count},
    vocabulary::{Entry, NONE, Tongue},
};

/// A label may be spread over so many more words than it has.
const GAP: usize = 3;

/// A place where a concept is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) concept: u32,
    /// The form of the label that was found.
    pub(crate) entry: u32,
    pub(crate) stretch: u32,
    /// Numbers of the first and the last word.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) manner: Manner,
    /// The words are those of the label, apart from case and plural; not only their stems.
    pub(crate) alike: bool,
}

/// How a label was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Manner {
    /// Word by word, and no longer label reaches over it.
    Whole,
    /// Word by word, within a longer label.
    Nested,
    /// In another order or with words between: "management of all forests".
    Spread,
}

/// In a sentence of more words, what stands near what says nothing, and to look for it takes their square.
const LONGEST: usize = 5_000;

/// All places, by concept and then in reading order.
pub(crate) fn hits(text: &Text<'_>, reader: &Reader) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(tongue) = reader.tongue() else { return hits };
    let mut found = Vec::new();
    let mut present = vec![0; tongue.stems.len()];
    for (nth, (stretch, range)) in text.parts().enumerate() {
        let Some(words) = text.words.get(range.clone()) else { continue };
        let mut finder = Finder {
            tongue,
            words,
            text: stretch.text,
            base: count(range.start),
            stretch: count(nth),
            hits: &mut hits,
            found: &mut found,
            present: &mut present,
        };
        finder.word_by_word();
        if words.len() <= LONGEST {
            finder.spread();
        }
    }
    hits.sort_by_key(|h| (h.concept, h.first, h.manner, h.last));
    hits.dedup_by_key(|h| (h.concept, h.first, h.last));
    hits
}

/// A label met word by word.
struct Met {
    first: usize,
    /// The word after its last.
    end: usize,
    entry: u32,
    concept: u32,
    manner: Manner,
    alike: bool,
}

/// At work on one stretch.
struct Finder<'f> {
    tongue: &'f Tongue,
    words: &'f [Word],
    text: &'f str,
    /// Number of the first word.
    base: u32,
    stretch: u32,
    hits: &'f mut Vec<Hit>,
    /// Empty, and kept only for its memory.
    found: &'f mut Vec<Met>,
    /// By stem, the last stretch that has it, counted from 1: most labels are ruled out by a look at this.
    present: &'f mut [u32],
}

impl Finder<'_> {
    /// Longest labels first, one after the other; then what lies within them.
    fn word_by_word(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let length = self.longest(at);
            if length > 0 {
                self.take(at, at + length);
            }
            at += length.max(1);
        }
    }

    /// The length of the longest label that begins at a word; 0 for none.
    fn longest(&self, at: usize) -> usize {
        let mut longest = 0;
        self.walk(at, self.words.len(), |length, _, _| longest = length);
        longest
    }

    /// Takes the label that fills these words, and those within.
    fn take(&mut self, from: usize, to: usize) {
        let mut found = std::mem::take(self.found);
        for start in from..to {
            self.walk(start, to, |length, number, entry| {
                let end = start + length;
                let manner = if (start, end) == (from, to) { Manner::Whole } else { Manner::Nested };
                let alike = self.alike(start, number);
                found.push(Met { first: start, end, entry: number, concept: entry.concept, manner, alike });
            });
        }
        // "Water" is a name of "water" and not of "watering", though their stems are one: where a label is met as it
        // is written, those met by their stems alone are meant by nobody.
        for same in found.chunk_by(|a, b| (a.first, a.end) == (b.first, b.end)) {
            let any = same.iter().any(|m| m.alike);
            for met in same.iter().filter(|m| m.alike || !any) {
                self.add((met.first, met.end - 1), met.entry, met.concept, met.manner, met.alike);
            }
        }
        found.clear();
        *self.found = found;
    }

    /// Whether the words from here on are those of a label.
    fn alike(&self, first: usize, entry: u32) -> bool {
        let label = self.tongue.written.get(entry);
        let words = &mut self.words.iter().skip(first);
        // Most labels are plain words with spaces between; the others are cut as texts are.
        if label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
            return label.split(' ').zip(words).all(|(token, word)| same_word(token, self.written(word)));
        }
        tokens(label).zip(words).all(|(token, word)| same_word(token.text, self.written(word)))
    }

    fn written(&self, word: &Word) -> &str {
        self.text.get(word.start as usize..word.end as usize).unwrap_or("")
    }

    /// All labels that begin at a word and end before another, shorter ones first.
    fn walk(&self, at: usize, end: usize, mut each: impl FnMut(usize, u32, &Entry)) {
        let mut node = 0;
        for (nth, word) in self.words.iter().enumerate().take(end).skip(at) {
            let Some(next) =
                Some(word.known).filter(|&k| k != NONE).and_then(|k| self.tongue.trie.step(node, k))
            else {
                return;
            };
            node = next;
            for &number in self.tongue.trie.ends(node) {
                if let Some(entry) = self.tongue.entries.get(number as usize)
                    && self.may_stand(entry, word, nth == at)
                {
                    each(nth + 1 - at, number, entry);
                }
            }
        }
    }

    /// A stop word alone names nothing ("can" is no tin). An abbreviation has to stand here as it is written; an s of
    /// the plural is allowed: "NGOs".
    fn may_stand(&self, entry: &Entry, word: &Word, alone: bool) -> bool {
        if entry.spelling == NONE {
            return !(alone && word.stop);
        }
        let spelling = self.tongue.spellings.get(entry.spelling);
        let written = self.written(word);
        written == spelling || written.strip_suffix('s') == Some(spelling)
    }

    /// Labels of several words in any order, with a few words between.
    fn spread(&mut self) {
        let here = self.hits.iter().rposition(|h| h.stretch != self.stretch).map_or(0, |n| n + 1);
        let now = self.stretch + 1;
        let mut roughly = Roughly::default();
        for word in self.words {
            if let Some(stretch) = self.present.get_mut(word.known as usize) {
                *stretch = now;
                roughly.add(word.known);
            }
        }
        for at in 0..self.words.len() {
            let Some(word) = self.words.get(at).filter(|w| w.known != NONE && !w.stop) else { continue };
            let tongue = self.tongue;
            for (number, second) in tongue.bags(word.known) {
                if !roughly.may_have(second) || self.present.get(second as usize) != Some(&now) {
                    continue;
                }
                let stems = tongue.bag_stems.row(number);
                if stems.iter().any(|&s| self.present.get(s as usize) != Some(&now)) {
                    continue;
                }
                let Some((first, last)) = self.around(at, stems) else { continue };
                let Some(concept) = tongue.entries.get(number as usize).map(|e| e.concept) else { continue };
                let (from, to) = (self.base + count(first), self.base + count(last));
                let met = |h: &Hit| h.concept == concept && h.first <= to && h.last >= from;
                if !self.hits.iter().skip(here).any(met) {
                    self.add((first, last), number, concept, Manner::Spread, false);
                }
            }
        }
    }

    /// The words around one that have all these stems.
    fn around(&self, at: usize, stems: &[u32]) -> Option<(usize, usize)> {
        let (mut first, mut last) = (at, at);
        let reach = stems.len() + GAP;
        for &stem in stems {
            let near = (1..reach).find_map(|away| {
                let places = [at.checked_sub(away), Some(at + away)];
                places.into_iter().flatten().find(|&p| self.words.get(p).is_some_and(|w| w.known == stem))
            });
            let place = if self.words.get(at).is_some_and(|w| w.known == stem) { at } else { near? };
            (first, last) = (first.min(place), last.max(place));
        }
        (last - first < reach).then_some((first, last))
    }

    fn add(&mut self, place: (usize, usize), entry: u32, concept: u32, manner: Manner, alike: bool) {
        let (first, last) = (self.base + count(place.0), self.base + count(place.1));
        self.hits.push(Hit { concept, entry, stretch: self.stretch, first, last, manner, alike });
    }
}
