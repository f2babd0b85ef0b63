//! Gradient boosting: trees that each mend what those before them got wrong (Friedman 2001), for yes and no.

use super::{
    bins::Bins,
    flat::{self, DEPTH, Flat},
    tree::{Grower, Growth, Tree},
};

/// How a forest is grown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boosting {
    pub(super) trees: usize,
    /// How much of each tree is believed.
    pub(super) rate: f32,
    /// Share of the rows, and of the features, that a tree sees.
    pub(super) rows: f32,
    pub(super) features: f32,
    pub(super) growth: Growth,
}

impl Default for Boosting {
    fn default() -> Self {
        let growth = Growth { depth: DEPTH, least_weight: 12.0, calm: 4.0 };
        Self { trees: 250, rate: 0.04, rows: 0.5, features: 0.3, growth }
    }
}

/// A sum of trees: the larger, the likelier.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Forest {
    /// Log-odds before any feature was looked at.
    pub(super) base: f32,
    trees: Vec<Tree>,
    /// The same, laid out.
    flat: Vec<Flat>,
}

impl Forest {
    /// Log-odds of yes, for each of some rows.
    pub(crate) fn scores<const N: usize>(&self, rows: &[[f32; N]]) -> Vec<f32> {
        let mut sums = flat::sums(&self.flat, rows);
        sums.iter_mut().for_each(|sum| *sum += self.base);
        sums
    }

    /// The trees, in order.
    pub(super) fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// Adds a tree; `false` for one that is too deep, or leads back or nowhere.
    pub(super) fn push(&mut self, tree: Tree) -> bool {
        let flat = Flat::of(&tree);
        flat.is_some_and(|flat| {
            self.flat.push(flat);
            self.trees.push(tree);
            true
        })
    }

    /// Learns which rows are a yes. The same rows give the same forest.
    pub(super) fn learn<const N: usize>(rows: &[[f32; N]], yes: &[bool], how: &Boosting) -> Self {
        let bins = Bins::new(rows);
        let base = base(yes);
        let mut scores = vec![base; rows.len()];
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let mut forest = Self { base, ..Self::default() };
        for _ in 0..how.trees {
            let (slopes, weights): (Vec<f32>, Vec<f32>) = scores.iter().zip(yes).map(slope).unzip();
            let features = dice.some(N, how.features);
            let sample = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).filter(|_| dice.below(how.rows));
            let sample: Vec<u32> = sample.collect();
            let grower = Grower {
                bins: &bins,
                slopes: &slopes,
                weights: &weights,
                features: &features,
                growth: how.growth,
            };
            let mut tree = grower.grow(sample);
            tree.shrink(how.rate);
            if forest.push(tree) {
                let said = flat::sums(forest.flat.last().map_or(&[], std::slice::from_ref), rows);
                scores.iter_mut().zip(said).for_each(|(score, said)| *score += said);
            }
        }
        forest
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn base(yes: &[bool]) -> f32 {
    let share = (yes.iter().filter(|y| **y).count() as f32 + 0.5) / (yes.len() as f32 + 1.0);
    (share / (1.0 - share)).ln()
}

/// Slope and weight of the log-loss at a score.
fn slope((score, yes): (&f32, &bool)) -> (f32, f32) {
    let likely = 1.0 / (1.0 + (-score).exp());
    (likely - f32::from(u8::from(*yes)), (likely * (1.0 - likely)).max(1e-6))
}

/// Numbers that look random and are always the same (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        u32::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32).unwrap_or(0)
    }

    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    fn below(&mut self, share: f32) -> bool {
        (self.roll() as f32 / u32::MAX as f32) < share
    }

    /// Some of so many numbers; all of them should chance leave none.
    fn some(&mut self, count: usize, share: f32) -> Vec<usize> {
        let some: Vec<usize> = (0..count).filter(|_| self.below(share)).collect();
        if some.is_empty() { (0..count).collect() } else { some }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_of_two_features_is_learned() {
        let rows: Vec<[f32; 2]> = (0..400_u16).map(|n| [f32::from(n % 20), f32::from(n / 20)]).collect();
        let yes: Vec<bool> = rows.iter().map(|r| r[0] > 10.0 && r[1] > 10.0).collect();
        let how = Boosting {
            features: 1.0,
            growth: Growth { depth: 3, least_weight: 0.5, calm: 1.0 },
            ..Boosting::default()
        };
        let forest = Forest::learn(&rows, &yes, &how);
        let scores = forest.scores(&[[15.0, 15.0], [15.0, 5.0], [5.0, 15.0]]);
        assert!(scores[0] > 1.0 && scores[1] < -1.0 && scores[2] < -1.0, "{scores:?}");
        assert_eq!(forest, Forest::learn(&rows, &yes, &how));
    }

    #[test]
    fn nothing_to_learn_from_is_no_panic() {
        let forest = Forest::learn(&[] as &[[f32; 2]], &[], &Boosting::default());
        assert!(forest.scores(&[[1.0, 2.0]])[0].is_finite());
    }
}
