//! Headings printed again at the head of a page are none.

use std::collections::BTreeMap;

use rapporteur_model::Kind;

use super::candidate::Candidate;
use crate::shape::{End, Flow, Start};

/// A line that opens page after page is a running head.
pub(super) fn heads(flow: &Flow, candidates: &mut [Candidate]) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for c in candidates.iter() {
        let opens_page =
            c.at.checked_sub(1).and_then(|i| flow.get(i)).map(|s| s.page) != flow.get(c.at).map(|s| s.page);
        let count = counts.entry(c.key.as_str()).or_default();
        count.0 += 1;
        count.1 += usize::from(opens_page);
    }
    let heads: Vec<bool> = candidates
        .iter()
        .map(|c| counts.get(c.key.as_str()).is_some_and(|&(all, opening)| all >= 3 && opening * 3 >= all * 2))
        .collect();
    for (c, head) in candidates.iter_mut().zip(heads) {
        let paged = flow.get(c.at).is_some_and(|s| s.page.is_some());
        if head && paged && c.form.number.is_none() {
            c.score -= 6.0;
        }
    }
}

/// "5 Reccomendations" in the middle of a sentence of section 5: the heading again, as OCR read it at the page's head.
pub(super) fn numbers(flow: &Flow, candidates: &mut [Candidate]) {
    let mut first: BTreeMap<Vec<u16>, String> = BTreeMap::new();
    for c in candidates.iter_mut() {
        let Some((number, _)) = c.form.number.as_ref().filter(|_| c.form.label.is_none()) else { continue };
        match first.get(&number.parts) {
            Some(key) if nearly(key, &c.key) && torn(flow, c.at) => c.score -= 9.0,
            Some(_) => {}
            None => {
                first.insert(number.parts.clone(), c.key.clone());
            }
        }
    }
}

/// "Sharing the Lake 11" in the middle of a sentence: a running head with its page.
pub(super) fn paged(flow: &Flow, candidates: &mut [Candidate]) {
    for c in candidates.iter_mut().filter(|c| c.form.label.is_none() && !c.marked) {
        let last = c.key.rsplit(' ').next().unwrap_or("");
        let page = (1..=3).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit());
        if page && last.len() < c.key.len() && torn(flow, c.at) {
            c.score -= 6.0;
        }
    }
}

/// Whether the text goes on behind a line as though it were not there: a sentence, or a list that was announced.
fn torn(flow: &Flow, at: usize) -> bool {
    let around = at.checked_sub(1).and_then(|i| flow.get(i)).zip(flow.get(at + 1));
    around.is_some_and(|(before, after)| match before.end {
        End::Bare | End::Open => before.prose || before.kind == Kind::ListItem || before.words >= 12,
        End::Colon => after.kind == Kind::ListItem || after.start == Start::Bullet,
        _ => false,
    } && (after.start == Start::Lower || before.end == End::Colon))
}

/// Whether two titles differ in a letter or two at one place.
fn nearly(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    let end = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count();
    same + end.min(short - same) + 3 >= long && same + end >= 3
}

#[cfg(test)]
mod tests {
    use super::nearly;

    #[test]
    fn misread_titles_are_nearly_the_same() {
        for (a, b) in
            [("recommendations", "reccomendations"), ("who pays", "who pays"), ("the towns", "the towus")]
        {
            assert!(nearly(a, b), "{a}");
        }
        for (a, b) in [("the towns", "the fishers"), ("", "boats"), ("water", "")] {
            assert!(!nearly(a, b), "{a}");
        }
    }
}
