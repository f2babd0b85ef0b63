//! Where zones of notes begin and end.

use super::{
    guessed,
    marks::{self, Head, Look},
    zone::Above,
};
use crate::{draft::Draft, lines::Lines, shape};

/// The mark in front of a line that stands among notes.
pub(super) fn read(text: &str) -> Option<Head> {
    marks::head(text).or_else(|| guessed::blurred(text))
}

/// Where the zone that starts at a line ends: behind the last block that has a mark or is torn off a note.
pub(super) fn end(draft: &Draft<'_>, lines: &Lines, body: &[usize], start: usize, above: &Above) -> usize {
    let text = |at: usize| body.get(at).map_or("", |l| lines.text(draft, *l));
    let opens = |at: usize| body.get(at).is_none_or(|l| lines.opens_block(*l));
    let mut end = start + 1;
    while end < body.len() {
        if opens(end) {
            let marked = read(text(end)).is_some();
            let size = (end + 1..body.len())
                .take_while(|at| !opens(*at) && marks::head(text(*at)).is_none())
                .count()
                + 1;
            let torn = !shape::ends_sentence(text(end - 1))
                && size <= 2
                && (marks::is_notelike(text(end)) || size == 1);
            let marked_below = (end + 1..(end + 4).min(body.len()))
                .any(|at| !opens(at) && marks::head(text(at)).is_some_and(|h| h.look == Look::Digits));
            let small = body.iter().skip(end).take(size).any(|line| above.small(*line));
            if !marked && !torn && !marked_below && !small {
                break;
            }
        }
        end += 1;
    }
    end
}

/// The most notes whose marks were lost in front of one that can be read, and the lines of each.
const LOST: u32 = 3;
const LOST_LINES: usize = 3;

/// The line at which a zone starts when the marks of its first notes were lost: `See Alvarez …` above `2 Ibid.`
pub(super) fn lost_head(
    draft: &Draft<'_>,
    lines: &Lines,
    body: &[usize],
    start: usize,
    from: usize,
    head: Head,
    last: u32,
    above: &Above,
) -> usize {
    let text = |at: usize| body.get(at).map_or("", |l| lines.text(draft, *l));
    let opens = |at: usize| body.get(at).is_some_and(|l| lines.opens_block(*l));
    let small = |at: usize| body.get(at).is_some_and(|l| above.small(*l));
    let Some(value) = head.value.filter(|_| matches!(head.look, Look::Digits | Look::Listed)) else {
        return start;
    };
    let missing = match value.saturating_sub(last) {
        0 | 1 if value > 1 && head.look == Look::Listed => 1,
        0 | 1 => 0,
        gap if gap - 1 <= LOST => gap - 1,
        _ => u32::from(value > 1 && head.look == Look::Listed),
    };
    let mut first = start;
    for _ in 0..missing {
        let least = first.saturating_sub(LOST_LINES).max(from.max(1));
        let Some(at) = (least..first).rev().find(|at| opens(*at)) else { break };
        let like = (at..first).any(|l| marks::is_notelike(text(l)) || small(l));
        let marked = read(text(at)).is_some() && first - at <= 2;
        let breaks_in = !shape::ends_stopped(text(at - 1));
        if !like && !marked || !breaks_in && shape::starts_lower(text(at)) {
            break;
        }
        first = at;
    }
    first
}

/// A note whose mark is gone: a paragraph that reads like one, or is set in smaller type.
pub(super) fn lost(lines: &Lines, at: usize, text: &str, small: bool) -> Option<Head> {
    let fits = lines.opens_block(at) && (small || marks::is_citing(text)) && !shape::starts_lower(text);
    fits.then_some(Head { look: Look::Lost, value: None, length: 0 })
}

/// Whether the paragraph above starts with the number before: `3.` above `4.` is a list.
pub(super) fn goes_on(
    draft: &Draft<'_>,
    lines: &Lines,
    body: &[usize],
    start: usize,
    head: Option<Head>,
) -> bool {
    let text = |at: &usize| lines.text(draft, *at);
    if head.is_some_and(|h| h.look == Look::Lost) {
        // A paragraph above that reads like a note too: a list of references.
        let mut above = body.iter().take(start).rev().filter(|l| lines.opens_block(**l));
        return above.next().is_some_and(|l| marks::is_notelike(text(l)));
    }
    if head.is_some_and(|h| matches!(h.look, Look::Sign | Look::Misread)) {
        // The same sign in front of paragraphs further up is a bullet; a quotation mark is none.
        let sign = |at: &usize| lines.text(draft, *at).chars().next();
        let mine = body.get(start).and_then(sign);
        return mine.is_some_and(|c| !marks::is_quote(c) && !c.is_alphanumeric())
            && body.iter().take(start).any(|l| lines.opens_block(*l) && sign(l) == mine);
    }
    let Some(value) = head.filter(|h| h.look == Look::Listed).and_then(|h| h.value) else { return false };
    let above = body.get(..start).unwrap_or(&[]).iter().rev().take(12);
    let mut labels =
        above.filter_map(|at| marks::head(lines.text(draft, *at))).filter(|h| h.look == Look::Listed);
    labels.next().is_some_and(|h| h.value.is_some_and(|v| v + 1 == value || v == value))
}
