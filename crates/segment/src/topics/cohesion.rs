//! The cheapest way to tell a text part by part.

use std::collections::HashMap;

/// A sentence or paragraph.
pub(super) struct Unit {
    /// Its words that carry a subject, as numbers.
    pub(super) stems: Vec<u32>,
    /// How many words it has in all.
    pub(super) words: usize,
}

/// No part is looked at that is longer than so many words; it bounds the work on long texts.
const LONGEST: usize = 8000;

/// The units with which a new part begins, the first left out. No part has fewer words than `smallest`.
pub(super) fn starts(units: &[Unit], smallest: usize) -> Vec<usize> {
    let text = Text::of(units);
    let mut best = vec![f64::INFINITY; units.len() + 1];
    let mut from = vec![0; units.len() + 1];
    if let Some(first) = best.first_mut() {
        *first = 0.0;
    }
    let mut counts = vec![0_u32; text.kinds];
    for start in 0..units.len() {
        let so_far = best.get(start).copied().unwrap_or(f64::INFINITY);
        if so_far.is_infinite() {
            continue;
        }
        text.costs_from(start, &mut counts, |end, cost, words| {
            let whole = start == 0 && end == units.len();
            if let (Some(known), Some(origin)) = (best.get_mut(end), from.get_mut(end))
                && (words >= smallest || whole)
                && so_far + cost < *known
            {
                (*known, *origin) = (so_far + cost, start);
            }
        });
    }
    trace(&from)
}

/// Follows the best parting back from the end.
fn trace(from: &[usize]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = from.len().saturating_sub(1);
    while let Some(&start) = from.get(at).filter(|&&start| start > 0 && start < at) {
        starts.push(start);
        at = start;
    }
    starts.reverse();
    starts
}

/// A text with its words numbered from 0 without gaps.
struct Text<'u> {
    units: &'u [Unit],
    stems: Vec<Vec<u32>>,
    /// How many different words it has.
    kinds: usize,
    /// Logarithms of whole numbers.
    logs: Vec<f64>,
    /// What telling one more part costs.
    part: f64,
}

impl<'u> Text<'u> {
    fn of(units: &'u [Unit]) -> Self {
        let mut numbers = HashMap::new();
        let mut number = |stem: u32| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(stem).or_insert(next)
        };
        let stems: Vec<Vec<u32>> =
            units.iter().map(|u| u.stems.iter().map(|&s| number(s)).collect()).collect();
        let kinds = numbers.len();
        let total: usize = stems.iter().map(Vec::len).sum();
        #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
        let logs: Vec<f64> = (0..total + kinds + 2).map(|n| (n.max(1) as f64).ln()).collect();
        let part = logs.get(total).copied().unwrap_or(0.0);
        Self { units, stems, kinds, logs, part }
    }

    /// Calls a function with the end, cost and words of each part that begins at a unit. The cost is the number of
    /// nats that tell the part's words by its own frequencies, each word counted once more than it stands there, and
    /// that tell the part itself. `counts` is all zero, before and after.
    fn costs_from(&self, start: usize, counts: &mut [u32], mut found: impl FnMut(usize, f64, usize)) {
        let (mut told, mut stems, mut words, mut end) = (0.0, 0, 0, start);
        for (unit, own) in self.units.iter().zip(&self.stems).skip(start) {
            for &stem in own {
                let Some(count) = counts.get_mut(stem as usize) else { continue };
                told += self.step(*count as usize);
                *count += 1;
            }
            stems += own.len();
            words += unit.words;
            end += 1;
            found(end, times(stems, self.log(stems + self.kinds)) - told + self.part, words);
            if words > LONGEST {
                break;
            }
        }
        for &stem in self.stems.iter().take(end).skip(start).flatten() {
            if let Some(count) = counts.get_mut(stem as usize) {
                *count = 0;
            }
        }
    }

    /// How much `f ln(f + 1)` grows when a word that stood there so often stands there once more.
    fn step(&self, count: usize) -> f64 {
        times(count + 1, self.log(count + 2)) - times(count, self.log(count + 1))
    }

    fn log(&self, n: usize) -> f64 {
        self.logs.get(n).copied().unwrap_or(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn times(n: usize, x: f64) -> f64 {
    n as f64 * x
}
