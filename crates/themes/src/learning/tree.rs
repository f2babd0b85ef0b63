//! One regression tree, grown level by level over binned features.

use super::bins::Bins;

/// What growing a tree obeys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    pub(super) depth: usize,
    /// A leaf has at least this much weight of rows.
    pub(super) least_weight: f32,
    /// Draws leaves towards zero.
    pub(super) calm: f32,
}

/// A tree: nodes in the order in which they were made, the root first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tree(pub(super) Vec<Node>);

/// A node of a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Node {
    /// Where the feature does not exceed the bound, on to `low`; else to the node after it.
    Split { feature: u16, bound: f32, low: u32 },
    /// What the tree adds to the score.
    Leaf(f32),
}

impl Tree {
    /// Believes only a part of what the tree says.
    pub(super) fn shrink(&mut self, rate: f32) {
        for node in &mut self.0 {
            if let Node::Leaf(value) = node {
                *value *= rate;
            }
        }
    }

    /// What the tree says to some features.
    #[cfg(test)]
    pub(super) fn value(&self, features: &[f32]) -> f32 {
        let mut at = 0;
        loop {
            match self.0.get(at) {
                Some(&Node::Split { feature, bound, low }) => {
                    let above = features.get(usize::from(feature)).is_some_and(|&v| v > bound);
                    let next = low as usize + usize::from(above);
                    // Nodes lead onwards only, so a damaged tree ends too.
                    if next <= at {
                        return 0.0;
                    }
                    at = next;
                }
                Some(&Node::Leaf(value)) => return value,
                None => return 0.0,
            }
        }
    }
}

/// Sums over the rows of a node: of slopes and of weights.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    slope: f32,
    weight: f32,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.slope += other.slope;
        self.weight += other.weight;
    }

    fn without(self, other: Self) -> Self {
        Self { slope: self.slope - other.slope, weight: self.weight - other.weight }
    }

    fn gain(self, calm: f32) -> f32 {
        self.slope * self.slope / (self.weight + calm)
    }
}

/// A node that may still be split.
struct Open {
    node: usize,
    rows: Vec<u32>,
    sum: Sum,
    /// By feature, sums by bin.
    bins: Vec<Vec<Sum>>,
}

struct Split {
    feature: usize,
    bin: u8,
    gain: f32,
}

/// Slopes and weights of all rows, and the features a tree may look at.
pub(super) struct Grower<'g> {
    pub(super) bins: &'g Bins,
    pub(super) slopes: &'g [f32],
    pub(super) weights: &'g [f32],
    pub(super) features: &'g [usize],
    pub(super) growth: Growth,
}

impl Grower<'_> {
    /// Grows a tree on some rows.
    pub(super) fn grow(&self, rows: Vec<u32>) -> Tree {
        let mut nodes = vec![Node::Leaf(0.0)];
        let bins = self.sums(&rows);
        let mut open = vec![Open { node: 0, sum: self.total(&rows), rows, bins }];
        for level in 0..=self.growth.depth {
            let mut next = Vec::new();
            for here in open {
                let split = if level < self.growth.depth { self.best(&here) } else { None };
                match split {
                    Some(split) => next.extend(self.part(&here, &split, &mut nodes)),
                    None => self.close(&here, &mut nodes),
                }
            }
            open = next;
        }
        Tree(nodes)
    }

    fn close(&self, here: &Open, nodes: &mut [Node]) {
        if let Some(node) = nodes.get_mut(here.node) {
            *node = Node::Leaf(-here.sum.slope / (here.sum.weight + self.growth.calm));
        }
    }

    fn of(&self, row: u32) -> Sum {
        let at = row as usize;
        let get = |all: &[f32]| all.get(at).copied().unwrap_or(0.0);
        Sum { slope: get(self.slopes), weight: get(self.weights) }
    }

    fn total(&self, rows: &[u32]) -> Sum {
        let mut sum = Sum::default();
        rows.iter().for_each(|&row| sum.add(self.of(row)));
        sum
    }

    fn sums(&self, rows: &[u32]) -> Vec<Vec<Sum>> {
        let own: Vec<Sum> = rows.iter().map(|&row| self.of(row)).collect();
        let one = |&feature: &usize| {
            let bounds = self.bins.bounds.get(feature).map_or(0, Vec::len);
            let mut sums = vec![Sum::default(); bounds + 1];
            let Some(column) = self.bins.columns.get(feature) else { return sums };
            for (&row, &own) in rows.iter().zip(&own) {
                if let Some(&bin) = column.get(row as usize)
                    && let Some(sum) = sums.get_mut(usize::from(bin))
                {
                    sum.add(own);
                }
            }
            sums
        };
        self.features.iter().map(one).collect()
    }

    fn best(&self, here: &Open) -> Option<Split> {
        let Growth { least_weight, calm, .. } = self.growth;
        let mut best: Option<Split> = None;
        for (&feature, sums) in self.features.iter().zip(&here.bins) {
            let mut low = Sum::default();
            for (bin, &sum) in (0_u8..).zip(sums.iter().take(sums.len() - 1)) {
                low.add(sum);
                let high = here.sum.without(low);
                if low.weight < least_weight || high.weight < least_weight {
                    continue;
                }
                let gain = low.gain(calm) + high.gain(calm) - here.sum.gain(calm);
                if gain > best.as_ref().map_or(1e-4, |b| b.gain) {
                    best = Some(Split { feature, bin, gain });
                }
            }
        }
        best
    }

    /// Splits a node; the sums of the larger part are what those of the smaller leave.
    fn part(&self, here: &Open, split: &Split, nodes: &mut Vec<Node>) -> [Open; 2] {
        let column = self.bins.columns.get(split.feature).map_or(&[][..], |c| c);
        let is_low = |row: &u32| column.get(*row as usize).is_some_and(|&b| b <= split.bin);
        let (low, high): (Vec<u32>, Vec<u32>) = here.rows.iter().partition(|row| is_low(row));
        let small_is_low = low.len() <= high.len();
        let small = self.sums(if small_is_low { &low } else { &high });
        let pairs = here.bins.iter().zip(&small);
        let large: Vec<Vec<Sum>> =
            pairs.map(|(all, part)| all.iter().zip(part).map(|(a, p)| a.without(*p)).collect()).collect();
        let (low_bins, high_bins) = if small_is_low { (small, large) } else { (large, small) };
        let first = nodes.len();
        if let Some(node) = nodes.get_mut(here.node) {
            let bounds = self.bins.bounds.get(split.feature);
            let bound = bounds.and_then(|b| b.get(usize::from(split.bin))).copied().unwrap_or(f32::MAX);
            let feature = u16::try_from(split.feature).unwrap_or(u16::MAX);
            *node = Node::Split { feature, bound, low: u32::try_from(first).unwrap_or(u32::MAX) };
        }
        nodes.extend([Node::Leaf(0.0); 2]);
        [
            Open { node: first, sum: self.total(&low), rows: low, bins: low_bins },
            Open { node: first + 1, sum: self.total(&high), rows: high, bins: high_bins },
        ]
    }
}
