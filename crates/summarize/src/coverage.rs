//! How much of the document's matter a set of sentences covers.

use rapporteur_model::Document;
use rapporteur_words::{Lexis, tokens};
use rustc_hash::FxHashMap;

use crate::candidate::Candidate;

/// The matter of each candidate: numbered features (stems, and pairs of neighbouring stems) with their counts.
#[derive(Debug)]
pub(crate) struct Matter {
    /// Features and counts, by candidate.
    pub(crate) features: Vec<Vec<(u32, u16)>>,
    /// What covering a feature is worth.
    pub(crate) worth: Vec<f32>,
}

impl Matter {
    /// Counts the features of all candidates.
    pub(crate) fn of(doc: &Document, candidates: &[Candidate]) -> Self {
        let mut lexis = Lexis::new(doc.language().unwrap_or("en"));
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut features = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let mut own: Vec<u32> = Vec::new();
            let mut last = None;
            for token in tokens(doc.text(&candidate.span)) {
                let word = lexis.add(token.text);
                if word.stop {
                    last = None;
                    continue;
                }
                let stem = word.stem.0;
                let pair = last.replace(stem).map(|before| (before, stem));
                for key in std::iter::once((u32::MAX, stem)).chain(pair) {
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    own.push(*numbers.entry(key).or_insert(next));
                }
            }
            counts.resize(numbers.len(), 0);
            for &feature in &own {
                if let Some(count) = counts.get_mut(feature as usize) {
                    *count += 1;
                }
            }
            own.sort_unstable();
            features.push(own.chunk_by(|a, b| a == b).filter_map(count_of).collect());
        }
        let worth = counts.iter().map(|&c| worth(c)).collect();
        Self { features, worth }
    }
}

fn count_of(run: &[u32]) -> Option<(u32, u16)> {
    run.first().map(|&feature| (feature, u16::try_from(run.len()).unwrap_or(u16::MAX)))
}

/// As often as it stands; what stands once says nothing about the whole.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn worth(count: u32) -> f32 {
    if count < 2 { 0.0 } else { count as f32 }
}

/// How little a second mention adds to the first: 1 would be as much again, 0 nothing.
const AGAIN: f32 = 0.4;

/// What a growing selection covers. The gain of a sentence only falls as the selection grows, which is what makes
/// lazy greedy selection exact.
#[derive(Debug)]
pub(crate) struct Covered<'m> {
    matter: &'m Matter,
    counts: Vec<u32>,
}

impl<'m> Covered<'m> {
    /// Nothing covered yet.
    pub(crate) fn none(matter: &'m Matter) -> Self {
        Self { matter, counts: vec![0; matter.worth.len()] }
    }

    /// What a candidate would add.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    pub(crate) fn gain(&self, candidate: usize) -> f32 {
        let Some(features) = self.matter.features.get(candidate) else { return 0.0 };
        features
            .iter()
            .map(|&(feature, count)| {
                let worth = self.matter.worth.get(feature as usize).copied().unwrap_or(0.0);
                let have = self.counts.get(feature as usize).copied().unwrap_or(0);
                worth * (((have + u32::from(count)) as f32).powf(AGAIN) - (have as f32).powf(AGAIN))
            })
            .sum()
    }

    /// Takes a candidate into the selection.
    pub(crate) fn take(&mut self, candidate: usize) {
        for &(feature, count) in self.matter.features.get(candidate).into_iter().flatten() {
            if let Some(have) = self.counts.get_mut(feature as usize) {
                *have += u32::from(count);
            }
        }
    }
}
