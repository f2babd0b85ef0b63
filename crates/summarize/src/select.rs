//! Choosing sentences within a budget.

use std::{cmp::Ordering, collections::BinaryHeap};

use crate::{
    candidate::Candidate,
    coverage::{Covered, Matter, likeness},
    seats,
    weight::{LEANING, Marks, Taste},
};

/// What a selection may not exceed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Words, together.
    pub(crate) words: u32,
    /// Sentences.
    pub(crate) sentences: u32,
}

/// What is known of all candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'c> {
    /// The candidates, in document order.
    pub(crate) candidates: &'c [Candidate],
    /// Their matter.
    pub(crate) matter: &'c Matter,
    /// What else speaks for them.
    pub(crate) marks: &'c [Marks],
}

/// What a sentence is worth that shares no word with any other: in a note of three sentences all may be like that.
const ANYTHING: f32 = 1e-3;
/// Sentences more alike than this do not stand in one selection.
const ALIKE: f32 = 0.5;

/// Chooses among `pool` (indices of candidates): first a seat for each of `parts` of it, then what covers most.
/// Gives indices in document order.
pub(crate) fn select(
    ground: Ground<'_>,
    pool: &[usize],
    parts: Vec<Vec<usize>>,
    budget: Budget,
    taste: Taste,
) -> Vec<usize> {
    let mut factors = vec![0.0; ground.candidates.len()];
    for &index in pool {
        if let (Some(marks), Some(candidate), Some(factor)) =
            (ground.marks.get(index), ground.candidates.get(index), factors.get_mut(index))
        {
            *factor = marks.factor(candidate.words, taste);
        }
    }
    let mut choice = Choice {
        ground,
        factors,
        covered: Covered::none(ground.matter),
        chosen: Vec::new(),
        words: 0,
        budget,
    };
    choice.fill_seats(seats::that_fit(parts, ground.candidates, budget.words));
    choice.fill(pool);
    choice.chosen.sort_unstable();
    choice.chosen
}

struct Choice<'c> {
    ground: Ground<'c>,
    factors: Vec<f32>,
    covered: Covered<'c>,
    chosen: Vec<usize>,
    words: u32,
    budget: Budget,
}

impl Choice<'_> {
    fn candidate(&self, index: usize) -> Option<&Candidate> {
        self.ground.candidates.get(index)
    }

    /// What a candidate adds, all that speaks for it considered.
    fn score(&self, index: usize) -> f32 {
        let factor = self.factors.get(index).copied().unwrap_or(0.0);
        let led = if self.is_led(index) { LEANING.exp() } else { 1.0 };
        (self.covered.gain(index) + ANYTHING) * factor * led
    }

    /// It leans on the sentence before it, and that one is chosen.
    fn is_led(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let (Some(candidate), Some(leader)) = (self.candidate(index), self.candidate(before)) else {
            return false;
        };
        candidate.leans && candidate.follows(leader) && self.chosen.contains(&before)
    }

    fn fits(&self, index: usize, kept_free: u32) -> bool {
        let sentences = u32::try_from(self.chosen.len()).unwrap_or(u32::MAX);
        sentences < self.budget.sentences
            && self.candidate(index).is_some_and(|c| {
                self.words.saturating_add(c.words).saturating_add(kept_free) <= self.budget.words
            })
    }

    fn says_it_again(&self, index: usize) -> bool {
        let subjects = |index: usize| self.ground.matter.subjects.get(index).map_or(&[][..], Vec::as_slice);
        self.chosen.iter().any(|&other| likeness(subjects(index), subjects(other)) > ALIKE)
    }

    fn take(&mut self, index: usize) {
        self.covered.take(index);
        self.words += self.candidate(index).map_or(0, |c| c.words);
        self.chosen.push(index);
    }

    /// The best sentence of each part that leaves room for the shortest of those to come, and takes not much more
    /// than its share.
    fn fill_seats(&mut self, parts: Vec<Vec<usize>>) {
        let candidates = self.ground.candidates;
        let mut kept_free: u32 = parts.iter().map(|m| seats::shortest(m, candidates)).sum();
        let mut left = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        for members in parts {
            let shortest = seats::shortest(&members, candidates);
            kept_free -= shortest;
            let share = self.budget.words.saturating_sub(self.words) / left.max(1);
            let most = share.saturating_add(share / 4).max(shortest);
            left -= 1;
            let short = |&i: &usize| self.candidate(i).is_some_and(|c| c.words <= most);
            let best = members
                .into_iter()
                .filter(|&i| self.fits(i, kept_free) && short(&i) && !self.says_it_again(i))
                .map(|i| (self.score(i), i))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, best)) = best {
                self.take(best);
            }
        }
    }

    /// Lazy greedy: a score computed earlier is an upper bound, so only the top of the heap is computed anew. Taking
    /// a sentence lifts the one that leans on it, which is entered once more.
    fn fill(&mut self, pool: &[usize]) {
        let mut heap: BinaryHeap<Entry> = pool
            .iter()
            .filter(|i| !self.chosen.contains(i))
            .map(|&index| Entry { score: self.score(index), index })
            .collect();
        while let Some(top) = heap.pop() {
            if self.chosen.contains(&top.index) || !self.fits(top.index, 0) {
                continue;
            }
            let score = self.score(top.index);
            if heap.peek().is_some_and(|next| next.score > score) {
                heap.push(Entry { score, ..top });
            } else if score > 0.0 && !self.says_it_again(top.index) {
                self.take(top.index);
                let next = top.index + 1;
                if pool.contains(&next) && self.is_led(next) {
                    heap.push(Entry { score: self.score(next), index: next });
                }
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
