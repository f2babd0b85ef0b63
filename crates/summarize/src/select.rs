//! Choosing sentences within a budget.

use std::{cmp::Ordering, collections::BinaryHeap};

use rapporteur_model::Cited;

use crate::{
    candidate::Candidate,
    matter::{Covered, Matter, likeness},
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

/// Chooses sentences, again and again from the same ground.
#[derive(Debug)]
pub(crate) struct Chooser<'c> {
    /// What it chooses from.
    pub(crate) ground: Ground<'c>,
    /// What speaks for each candidate of the pool at hand, besides its matter.
    factors: Vec<f32>,
    covered: Covered<'c>,
    chosen: Vec<usize>,
    words: u32,
    budget: Budget,
}

impl<'c> Chooser<'c> {
    /// Nothing chosen yet.
    pub(crate) fn new(ground: Ground<'c>) -> Self {
        Self {
            ground,
            factors: vec![0.0; ground.candidates.len()],
            covered: Covered::none(ground.matter),
            chosen: Vec::new(),
            words: 0,
            budget: Budget { words: 0, sentences: 0 },
        }
    }

    /// Chooses among `pool` (indices of candidates): first a seat for each of `parts` of it, then what covers most.
    /// Gives the sentences in document order.
    pub(crate) fn choose(
        &mut self,
        pool: &[usize],
        parts: Vec<Vec<usize>>,
        budget: Budget,
        taste: Taste,
    ) -> Vec<Cited> {
        self.covered.clear();
        (self.words, self.budget) = (0, budget);
        for &index in pool {
            if let (Some(marks), Some(factor)) = (self.ground.marks.get(index), self.factors.get_mut(index)) {
                *factor = marks.factor(taste);
            }
        }
        self.fill_seats(seats::that_fit(parts, self.ground.candidates, budget.words));
        self.fill(pool);
        self.chosen.sort_unstable();
        let candidates = self.ground.candidates;
        self.chosen.drain(..).filter_map(|i| candidates.get(i)).map(Candidate::cited).collect()
    }

    /// The same for sentences that each stand alone: those that lean on another are left out where there are enough
    /// without them.
    pub(crate) fn choose_single(
        &mut self,
        pool: &[usize],
        parts: Vec<Vec<usize>>,
        sentences: u32,
        taste: Taste,
    ) -> Vec<Cited> {
        let stands = |index: &usize| self.candidate(*index).is_some_and(|c| !c.leans);
        let standing = |indices: &[usize]| indices.iter().copied().filter(stands).collect::<Vec<_>>();
        let budget = Budget { words: u32::MAX, sentences };
        let alone = standing(pool);
        if alone.len() < sentences as usize {
            return self.choose(pool, parts, budget, taste);
        }
        let parts = parts.iter().map(|members| standing(members)).filter(|m| !m.is_empty()).collect();
        self.choose(&alone, parts, budget, taste)
    }

    fn candidate(&self, index: usize) -> Option<&'c Candidate> {
        self.ground.candidates.get(index)
    }

    /// What a candidate adds, all that speaks for it considered.
    fn score(&self, index: usize) -> f32 {
        self.weighed(index, self.covered.gain(index))
    }

    /// The most that its score can be.
    fn most(&self, index: usize) -> f32 {
        self.weighed(index, self.covered.most(index))
    }

    fn weighed(&self, index: usize, gain: f32) -> f32 {
        let factor = self.factors.get(index).copied().unwrap_or(0.0);
        let led = if self.is_led(index) { LEANING.exp() } else { 1.0 };
        (gain + ANYTHING) * factor * led
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
        let subjects = |index: usize| self.ground.matter.subjects.row(index);
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

    /// Lazy greedy: a score computed earlier is an upper bound, so only the top of the heap is computed anew, and what
    /// a sentence would cover alone does for a start. Taking one lifts the one that leans on it, which is entered again.
    fn fill(&mut self, pool: &[usize]) {
        let mut heap: BinaryHeap<Entry> = pool
            .iter()
            .filter(|i| !self.chosen.contains(i))
            .map(|&index| Entry { score: self.most(index), index })
            .collect();
        while let Some(top) = heap.pop() {
            if self.chosen.contains(&top.index) || !self.fits(top.index, 0) {
                continue;
            }
            let now = Entry { score: self.score(top.index), ..top };
            if heap.peek().is_some_and(|next| *next > now) {
                heap.push(now);
            } else if now.score > 0.0 && !self.says_it_again(top.index) {
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
