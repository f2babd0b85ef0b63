//! Where zones of notes begin and end.

use super::marks::{self, Head, Look};
use crate::{draft::Draft, lines::Lines, shape};

/// Where the zone that starts at a line ends: behind the last block that has a mark or is torn off a note.
pub(super) fn end(draft: &Draft<'_>, lines: &Lines, body: &[usize], start: usize) -> usize {
    let text = |at: usize| body.get(at).map_or("", |l| lines.text(draft, *l));
    let opens = |at: usize| body.get(at).is_none_or(|l| lines.opens_block(*l));
    let mut end = start + 1;
    while end < body.len() {
        if opens(end) {
            let marked = marks::head(text(end)).is_some();
            let size = (end + 1..body.len())
                .take_while(|at| !opens(*at) && marks::head(text(*at)).is_none())
                .count()
                + 1;
            let torn = !shape::ends_sentence(text(end - 1))
                && size <= 2
                && (marks::is_notelike(text(end)) || size == 1);
            let marked_below = (end + 1..(end + 4).min(body.len()))
                .any(|at| !opens(at) && marks::head(text(at)).is_some_and(|h| h.look == Look::Digits));
            if !marked && !torn && !marked_below {
                break;
            }
        }
        end += 1;
    }
    end
}

/// The line at which a zone starts when the mark of its first note was lost: `See Alvarez …` above `2 Ibid.`
pub(super) fn lost_head(
    draft: &Draft<'_>,
    lines: &Lines,
    body: &[usize],
    start: usize,
    from: usize,
    head: Head,
    last: u32,
) -> usize {
    let due = head.value.is_some_and(|v| v == last + 2 || v > 1 && head.look == Look::Listed);
    let missing = matches!(head.look, Look::Digits | Look::Listed) && due;
    let text = |at: usize| body.get(at).map_or("", |l| lines.text(draft, *l));
    let opens = |at: usize| body.get(at).is_some_and(|l| lines.opens_block(*l));
    if !missing {
        return start;
    }
    let mut at = start;
    while at > from.max(1) && start - at < 3 {
        at -= 1;
        if opens(at) {
            let whole = (at..start).any(|l| marks::is_notelike(text(l)));
            let breaks_in = !shape::ends_stopped(text(at - 1));
            return if whole && (breaks_in || !shape::starts_lower(text(at))) { at } else { start };
        }
    }
    start
}

/// A note whose mark is gone: a paragraph that reads like one.
pub(super) fn lost(lines: &Lines, at: usize, text: &str) -> Option<Head> {
    let fits = lines.opens_block(at) && marks::is_citing(text) && !shape::starts_lower(text);
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
        // The same sign in front of paragraphs further up is a bullet.
        let sign = |at: &usize| lines.text(draft, *at).chars().next();
        let mine = body.get(start).and_then(sign);
        return body.iter().take(start).any(|l| lines.opens_block(*l) && sign(l) == mine);
    }
    let Some(value) = head.filter(|h| h.look == Look::Listed).and_then(|h| h.value) else { return false };
    let above = body.get(..start).unwrap_or(&[]).iter().rev().take(12);
    let mut labels =
        above.filter_map(|at| marks::head(lines.text(draft, *at))).filter(|h| h.look == Look::Listed);
    labels.next().is_some_and(|h| h.value.is_some_and(|v| v + 1 == value || v == value))
}
