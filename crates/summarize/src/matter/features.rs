//! Features: stems and pairs of neighbouring stems, with what covering them is worth.

use rustc_hash::FxHashMap;

use crate::{candidate::Candidate, rows::Rows};

/// The features of each candidate, numbered in order of their first appearance.
#[derive(Debug)]
pub(super) struct Features {
    /// Those that stand at least twice in the document, with their counts, by candidate.
    pub(super) held: Rows<(u32, u16)>,
    /// What covering each is worth.
    pub(super) worth: Vec<f32>,
}

/// How often a feature stands, and in how many paragraphs and sections.
#[derive(Clone, Copy)]
struct Spread {
    count: u32,
    paragraphs: u32,
    sections: u32,
    /// Section and paragraph where it was met last.
    last: (u32, u32),
    kind: f32,
}

/// Stop words say little, but where they stand is how a language speaks: they count for a part.
const STOP_WORD: f32 = 0.2;
/// Pairs of two words that carry a subject; pairs of stop words. Pairs of one of each count fully.
const SUBJECT_PAIR: f32 = 0.75;
const STOP_PAIR: f32 = 0.5;

const NONE: u32 = u32::MAX;

impl Features {
    /// Counts the features of sentences whose words have so many different stems.
    pub(super) fn of(candidates: &[Candidate], sentences: &Rows<(u32, bool)>, stems: usize) -> Self {
        let entries = sentences.entries() * 2;
        let mut census = Census::with_room(stems, sentences.entries());
        let mut all: Rows<u32> = Rows::with_room(sentences.len(), entries);
        let mut own: Vec<u32> = Vec::new();
        for (candidate, words) in candidates.iter().zip(sentences.iter()) {
            let at = (candidate.section, candidate.span.block);
            let mut last = None;
            for &(stem, stop) in words {
                own.push(census.single(stem, stop, at));
                if let Some((before, stopped)) = last.replace((stem, stop)) {
                    own.push(census.pair((before, stem), pair_kind(stopped, stop), at));
                }
            }
            own.sort_unstable();
            all.push(own.drain(..));
        }
        let worth: Vec<f32> = census.spreads.iter().map(Spread::worth).collect();
        let telling = |feature: u32| worth.get(feature as usize).is_some_and(|&w| w > 0.0);
        let mut held = Rows::with_room(sentences.len(), entries);
        for own in all.iter() {
            let runs = own.chunk_by(|a, b| a == b).filter_map(count_of);
            held.push(runs.filter(|(feature, _)| telling(*feature)));
        }
        Self { held, worth }
    }
}

fn pair_kind(first_stops: bool, second_stops: bool) -> f32 {
    match (first_stops, second_stops) {
        (true, true) => STOP_PAIR,
        (false, false) => SUBJECT_PAIR,
        _ => 1.0,
    }
}

fn count_of(run: &[u32]) -> Option<(u32, u16)> {
    run.first().map(|&feature| (feature, u16::try_from(run.len()).unwrap_or(u16::MAX)))
}

/// The features met so far.
struct Census {
    /// The feature of each stem.
    singles: Vec<u32>,
    pairs: FxHashMap<(u32, u32), u32>,
    spreads: Vec<Spread>,
}

impl Census {
    fn with_room(stems: usize, pairs: usize) -> Self {
        let mut known = FxHashMap::default();
        // Most pairs come once: without room at the start the table would be built anew a dozen times.
        known.reserve(pairs / 2);
        Self { singles: vec![NONE; stems], pairs: known, spreads: Vec::with_capacity(stems + pairs / 2) }
    }

    /// Meets a stem; gives its feature.
    fn single(&mut self, stem: u32, stop: bool, at: (u32, u32)) -> u32 {
        let next = u32::try_from(self.spreads.len()).unwrap_or(NONE);
        let Some(feature) = self.singles.get_mut(stem as usize) else { return NONE };
        if *feature == NONE {
            *feature = next;
        }
        let feature = *feature;
        self.meet(feature, if stop { STOP_WORD } else { 1.0 }, at);
        feature
    }

    /// Meets two neighbouring stems; gives their feature.
    fn pair(&mut self, stems: (u32, u32), kind: f32, at: (u32, u32)) -> u32 {
        let next = u32::try_from(self.spreads.len()).unwrap_or(NONE);
        let feature = *self.pairs.entry(stems).or_insert(next);
        self.meet(feature, kind, at);
        feature
    }

    fn meet(&mut self, feature: u32, kind: f32, at: (u32, u32)) {
        match self.spreads.get_mut(feature as usize) {
            Some(spread) => spread.meet(at),
            None => self.spreads.push(Spread { count: 1, paragraphs: 1, sections: 1, last: at, kind }),
        }
    }
}

impl Spread {
    fn meet(&mut self, (section, block): (u32, u32)) {
        self.count += 1;
        self.paragraphs += u32::from(self.last.1 != block);
        self.sections += u32::from(self.last.0 != section);
        self.last = (section, block);
    }

    /// What stands once says nothing about the whole. What comes back in many paragraphs and sections is worth more
    /// than what one of them repeats: that is the centrality of LexRank, word by word.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn worth(&self) -> f32 {
        if self.count < 2 {
            return 0.0;
        }
        let [count, paragraphs, sections] = [self.count, self.paragraphs, self.sections].map(|n| n as f32);
        self.kind * count.powf(0.5) * paragraphs.powf(0.75) * sections.powf(0.25)
    }
}
