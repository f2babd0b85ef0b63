//! The items of a numbered list are no headings, though their numbers are in sequence.

use super::candidate::Candidate;
use crate::shape::{Flow, Shape};

/// Where type sizes are known: numbered lines set as the text, directly one after the other.
pub(super) fn listed(flow: &Flow, candidates: &mut [Candidate]) {
    if !flow.layout {
        return;
    }
    let items: Vec<bool> = (0..candidates.len())
        .map(|i| {
            let Some(own) = candidates.get(i).filter(|c| is_plain(flow, c)) else { return false };
            let beside = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
            beside.filter_map(|at| candidates.get(at)).any(|other| follows(flow, own, other))
        })
        .collect();
    for (c, item) in candidates.iter_mut().zip(items) {
        if item && !c.telling() {
            c.score -= 4.0;
        }
    }
}

/// Whether one of two candidates is the next item after the other.
fn follows(flow: &Flow, a: &Candidate, b: &Candidate) -> bool {
    is_plain(flow, b)
        && a.at.abs_diff(b.at) == 1
        && a.plain_number() == b.plain_number()
        && value(a).zip(value(b)).is_some_and(|(a, b)| a.abs_diff(b) == 1)
}

fn value(c: &Candidate) -> Option<u16> {
    c.form.number.as_ref().and_then(|(number, _)| number.single()).filter(|_| c.form.label.is_none())
}

/// Whether nothing about its type is a heading's.
fn is_plain(flow: &Flow, c: &Candidate) -> bool {
    let plain = |s: &Shape| (0.95..1.05).contains(&s.size) && !s.bold && !s.caps && !s.italic;
    !c.marked && flow.get(c.at).is_some_and(plain)
}
