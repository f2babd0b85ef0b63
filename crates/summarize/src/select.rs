//! Choosing sentences within a budget.

use std::{cmp::Ordering, collections::BinaryHeap};

use crate::{
    candidate::Candidate,
    coverage::{Covered, Matter},
    seats,
};

/// What a selection may not exceed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Words, together.
    pub(crate) words: u32,
    /// Sentences.
    pub(crate) sentences: u32,
}

impl Budget {
    /// Longer sentences cover more; this exponent says how much of that is held against them. Where sentences are
    /// counted and words are not, little is.
    fn length(self) -> f32 {
        if self.words == u32::MAX { 0.3 } else { 0.8 }
    }
}

/// Sentences with fewer words say little by themselves: they count for their part of it.
const SHORT: f32 = 12.0;
/// A sentence that leans on the one before it must be this much better.
const LEANING: f32 = 0.75;

/// Chooses among `pool` (indices of candidates): first a seat for each of `parts`, then what covers most.
/// Gives indices in document order.
pub(crate) fn select(
    candidates: &[Candidate],
    matter: &Matter,
    pool: &[usize],
    parts: Vec<Vec<usize>>,
    budget: Budget,
) -> Vec<usize> {
    let mut choice = Choice {
        candidates,
        covered: Covered::none(matter),
        chosen: Vec::new(),
        words: 0,
        budget,
        prior: prior(budget.words),
    };
    choice.fill_seats(seats::that_fit(parts, candidates, budget.words));
    choice.fill(pool);
    choice.chosen.sort_unstable();
    choice.chosen
}

/// How much an early place counts: a good deal in a short summary, little in a long one.
#[expect(clippy::cast_precision_loss, reason = "a budget is small")]
fn prior(words: u32) -> f32 {
    0.8 * 150.0 / (150.0 + words as f32)
}

struct Choice<'c> {
    candidates: &'c [Candidate],
    covered: Covered<'c>,
    chosen: Vec<usize>,
    words: u32,
    budget: Budget,
    prior: f32,
}

impl Choice<'_> {
    /// What a candidate adds for its length, its place and its opening considered.
    #[expect(clippy::cast_precision_loss, reason = "lengths are small")]
    fn score(&self, index: usize) -> f32 {
        let Some(c) = self.candidates.get(index) else { return 0.0 };
        let place = 1.0 + self.prior / (1.0 + c.place as f32) + if c.opens { self.prior * 0.2 } else { 0.0 };
        let leaning = if c.leans { LEANING } else { 1.0 };
        let words = c.words as f32;
        self.covered.gain(index) * place * leaning * (words / SHORT).min(1.0)
            / words.powf(self.budget.length())
    }

    fn fits(&self, index: usize, kept_free: u32) -> bool {
        let sentences = u32::try_from(self.chosen.len()).unwrap_or(u32::MAX);
        sentences < self.budget.sentences
            && self.candidates.get(index).is_some_and(|c| {
                self.words.saturating_add(c.words).saturating_add(kept_free) <= self.budget.words
            })
    }

    fn take(&mut self, index: usize) {
        self.covered.take(index);
        self.words += self.candidates.get(index).map_or(0, |c| c.words);
        self.chosen.push(index);
    }

    /// The best sentence of each part that leaves room for the shortest of those to come, and takes not much more
    /// than its share.
    fn fill_seats(&mut self, parts: Vec<Vec<usize>>) {
        let mut kept_free: u32 = parts.iter().map(|m| seats::shortest(m, self.candidates)).sum();
        let mut left = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        for members in parts {
            let shortest = seats::shortest(&members, self.candidates);
            kept_free -= shortest;
            let share = self.budget.words.saturating_sub(self.words) / left.max(1);
            let most = share.saturating_add(share / 4).max(shortest);
            left -= 1;
            let best = members
                .into_iter()
                .filter(|&i| {
                    self.fits(i, kept_free) && self.candidates.get(i).is_some_and(|c| c.words <= most)
                })
                .max_by(|&a, &b| self.score(a).total_cmp(&self.score(b)).then(b.cmp(&a)));
            if let Some(best) = best {
                self.take(best);
            }
        }
    }

    /// Lazy greedy: a score computed earlier is an upper bound, so only the top of the heap is computed anew.
    fn fill(&mut self, pool: &[usize]) {
        let mut heap: BinaryHeap<Entry> = pool
            .iter()
            .filter(|i| !self.chosen.contains(i))
            .map(|&index| Entry { score: self.score(index), index })
            .collect();
        while let Some(top) = heap.pop() {
            if !self.fits(top.index, 0) {
                continue;
            }
            let score = self.score(top.index);
            if heap.peek().is_some_and(|next| next.score > score) {
                heap.push(Entry { score, ..top });
            } else if score > 0.0 {
                self.take(top.index);
            }
        }
    }
}

struct Entry {
    score: f32,
    index: usize,
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.index.cmp(&self.index))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}
