//! How much of the document's matter a set of sentences covers.

use std::sync::LazyLock;

use super::Matter;

/// How little a second mention adds to the first: 1 would be as much again, 0 nothing.
const AGAIN: f32 = 0.3;

/// What a growing selection covers. The gain of a sentence only falls as the selection grows, which is what makes
/// lazy greedy selection exact.
#[derive(Debug)]
pub(crate) struct Covered<'m> {
    matter: &'m Matter,
    /// What each candidate covers where nothing is covered yet.
    alone: Vec<f32>,
    counts: Vec<u32>,
    /// The candidates taken.
    taken: Vec<usize>,
    /// What so many mentions are worth, from 0 on.
    powers: &'static [f32],
}

impl<'m> Covered<'m> {
    /// Nothing covered yet.
    pub(crate) fn none(matter: &'m Matter) -> Self {
        let counts = vec![0; matter.features.worth.len()];
        let alone = Vec::new();
        let mut covered = Self { matter, alone, counts, taken: Vec::new(), powers: POWERS.as_slice() };
        covered.alone = (0..matter.features.held.len()).map(|candidate| covered.gain(candidate)).collect();
        covered
    }

    /// Covers nothing again.
    pub(crate) fn clear(&mut self) {
        let matter = self.matter;
        for candidate in self.taken.drain(..) {
            for &(feature, _) in matter.features.held.row(candidate) {
                if let Some(have) = self.counts.get_mut(feature as usize) {
                    *have = 0;
                }
            }
        }
    }

    /// The most that a candidate can add: what it covers alone.
    pub(crate) fn most(&self, candidate: usize) -> f32 {
        self.alone.get(candidate).copied().unwrap_or(0.0)
    }

    /// What a candidate would add.
    pub(crate) fn gain(&self, candidate: usize) -> f32 {
        let features = &self.matter.features;
        let gain = |&(feature, count): &(u32, u16)| {
            let worth = features.worth.get(feature as usize).copied().unwrap_or(0.0);
            let have = self.counts.get(feature as usize).copied().unwrap_or(0);
            worth * (self.mentions(have + u32::from(count)) - self.mentions(have))
        };
        features.held.row(candidate).iter().map(gain).sum()
    }

    fn mentions(&self, count: u32) -> f32 {
        self.powers.get(count as usize).copied().unwrap_or_else(|| power(count))
    }

    /// Takes a candidate into the selection.
    pub(crate) fn take(&mut self, candidate: usize) {
        for &(feature, count) in self.matter.features.held.row(candidate) {
            if let Some(have) = self.counts.get_mut(feature as usize) {
                *have += u32::from(count);
            }
        }
        self.taken.push(candidate);
    }
}

static POWERS: LazyLock<[f32; 128]> =
    LazyLock::new(|| std::array::from_fn(|n| power(u32::try_from(n).unwrap_or(u32::MAX))));

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn power(count: u32) -> f32 {
    (count as f32).powf(AGAIN)
}
