//! Phrases that carry a report, whether or not a vocabulary knows them.
//!
//! Candidates as in KP-Miner (El-Beltagy & Rafea 2009): runs of words that no stop word or punctuation mark interrupts.
//! What counts: how often and how early, how long, whether they stand for themselves or always within longer ones.

mod phrases;

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use rapporteur_model::{Document, KeyPhrase};
use rapporteur_stage::{Learned, Seen};

use crate::text::{Reader, Text};
use phrases::{LONGEST, Phrase, Phrases};

/// The best phrases of a document.
pub(crate) fn keyphrases(
    text: &Text<'_>,
    reader: &Reader,
    archive: Option<&Learned>,
    most: usize,
    evidence: usize,
) -> Vec<KeyPhrase> {
    if most == 0 {
        return Vec::new();
    }
    let phrases = Phrases::of(text);
    let weights = Weights::for_words(text.words.len());
    let mut ranked: Vec<(f32, Phrase)> =
        phrases.candidates(&reader.general).into_iter().map(|p| (weights.score(&p), p)).collect();
    if let Some(archive) = archive {
        let rare = |phrase: &Phrase| rarity(&phrases.stems(phrase), archive, reader);
        ranked.iter_mut().for_each(|(score, phrase)| *score += weights.rare * rare(phrase));
    }
    ranked.sort_unstable_by(|a, b| {
        let place = |p: &Phrase| (p.first_word, Reverse(p.words));
        b.0.total_cmp(&a.0).then_with(|| place(&a.1).cmp(&place(&b.1)))
    });
    let best = ranked.first().map_or(1.0, |r| r.0);
    let mut kept: Vec<(Vec<u32>, u32)> = Vec::new();
    let mut found = Vec::new();
    for (score, phrase) in ranked {
        if found.len() >= most {
            break;
        }
        let stems = phrases.stems(&phrase);
        if kept.iter().any(|(longer, times)| phrase.count <= *times && is_part(&stems, longer)) {
            continue;
        }
        kept.push((stems, phrase.count));
        let (evidence, form) = phrases.shown(&phrase, evidence);
        found.push(KeyPhrase { phrase: form, score: (score - best).exp(), evidence });
    }
    found
}

/// The kind of what is noted of an archive: a stem.
const STEM: &str = "stem";

/// Notes the stems of a report, so that words of most reports can be told from those of few.
pub(crate) fn learn(doc: &Document, seen: &mut Seen) {
    let language = doc.language().and_then(|l| l.split('-').next()).unwrap_or("en");
    let mut reader = Reader::new(&Arc::default(), language);
    let text = reader.read(doc);
    let stems: BTreeSet<u32> = text.words.iter().filter(|w| w.letters && !w.stop).map(|w| w.stem).collect();
    stems.into_iter().for_each(|stem| seen.note(STEM, reader.name(stem)));
}

/// How rare the words of a phrase are in the archive: the mean of the logarithms of one report in so many.
#[expect(clippy::cast_precision_loss, reason = "counts of reports")]
fn rarity(stems: &[u32], archive: &Learned, reader: &Reader) -> f32 {
    let one_in = |&stem: &u32| {
        // What stands in a single report is not remembered.
        let with = archive.count(STEM, reader.name(stem)).max(1);
        (archive.documents().max(1) as f32 / with as f32).ln()
    };
    stems.iter().map(one_in).sum::<f32>() / stems.len().max(1) as f32
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
    /// Rarity in the archive, where that was learned. In a short text the rare words are names in passing.
    rare: f32,
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
    rare: 0.35,
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
    rare: 0.0,
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
            rare: mix(|w| w.rare),
        }
    }

    fn score(&self, phrase: &Phrase) -> f32 {
        let count = phrase.count.max(1) as f32;
        let of_length = self.words.get(phrase.words.saturating_sub(1)).copied().unwrap_or(0.0);
        self.often * count.ln()
            + of_length
            + self.general * phrase.general as f32 / phrase.words.max(1) as f32
            + self.capital * (phrase.capital as f32 / count)
            + self.late * (phrase.first_word as f32).ln_1p()
            + self.part * (phrase.longer as f32 / count)
            + self.short * phrase.shortest.min(12) as f32
            + self.within * phrase.within as f32 / (2.0 * count)
            + if phrase.headed { self.headed } else { 0.0 }
    }
}

/// Whether the stems of a phrase are within those of another.
fn is_part(stems: &[u32], longer: &[u32]) -> bool {
    stems.len() < longer.len() && longer.windows(stems.len()).any(|w| w == stems)
}
