//! Where zones of notes begin and end.

use std::ops::Range;

use super::{
    guessed,
    marks::{self, Head, Look},
    page::Page,
};
use crate::shape;

/// The mark in front of a line that stands among notes.
pub(super) fn read(text: &str) -> Option<Head> {
    marks::head(text).or_else(|| guessed::blurred(text))
}

/// Where the zone that starts at a line ends: behind the last block that has a mark or is torn off a note.
pub(super) fn end(page: Page<'_, '_>, start: usize) -> usize {
    let (text, opens, last) = (|at| page.text(at), |at| page.opens(at), page.body.len());
    let mut end = start + 1;
    while end < last {
        if opens(end) {
            let marked = read(text(end)).is_some();
            let size =
                (end + 1..last).take_while(|at| !opens(*at) && marks::head(text(*at)).is_none()).count() + 1;
            let torn = !shape::ends_sentence(text(end - 1))
                && size <= 2
                && (marks::is_notelike(text(end)) || size == 1);
            let marked_below = (end + 1..(end + 4).min(last))
                .any(|at| !opens(at) && marks::head(text(at)).is_some_and(|h| h.look == Look::Digits));
            let small = (end..end + size).any(|at| page.small(at));
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
///
/// `between` is where notes were looked for before, and the line with the mark.
pub(super) fn lost_head(page: Page<'_, '_>, between: Range<usize>, head: Head, last: u32) -> usize {
    let Range { start: from, end: start } = between;
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
        let Some(at) = (least..first).rev().find(|at| page.opens(*at)) else { break };
        let like = (at..first).any(|l| marks::is_notelike(page.text(l)) || page.small(l));
        let marked = read(page.text(at)).is_some() && first - at <= 2;
        let breaks_in = !shape::ends_stopped(page.text(at - 1));
        if !like && !marked || !breaks_in && shape::starts_lower(page.text(at)) {
            break;
        }
        first = at;
    }
    first
}

/// A note whose mark is gone: a paragraph that reads like one, or is set in smaller type.
pub(super) fn lost(page: Page<'_, '_>, at: usize) -> Option<Head> {
    let text = page.text(at);
    let like = || page.small_block(at) || marks::is_citing(text);
    (page.opens(at) && like() && !shape::starts_lower(text)).then_some(Head {
        look: Look::Lost,
        value: None,
        length: 0,
    })
}

/// Whether the paragraph above starts with the number before: `3.` above `4.` is a list.
pub(super) fn goes_on(page: Page<'_, '_>, start: usize, head: Head) -> bool {
    match head.look {
        Look::Lost => {
            // A paragraph above that reads like a note too: a list of references.
            let mut above = (0..start).rev().filter(|at| page.opens(*at));
            above.next().is_some_and(|at| marks::is_notelike(page.text(at)))
        }
        Look::Sign | Look::Misread => {
            // The same sign in front of paragraphs further up is a bullet; a quotation mark is none.
            let sign = |at: usize| page.text(at).chars().next();
            let mine = sign(start);
            mine.is_some_and(|c| !marks::is_quote(c) && !c.is_alphanumeric())
                && (0..start).any(|at| page.opens(at) && sign(at) == mine)
        }
        Look::Listed => {
            let above = (0..start).rev().take(12).filter_map(|at| marks::head(page.text(at)));
            let label = above.filter(|h| h.look == Look::Listed).map(|h| h.value).next().flatten();
            let before = |value| label.is_some_and(|v| v + 1 == value || v == value);
            head.value.is_some_and(before)
        }
        Look::Raised | Look::Caret | Look::Digits => false,
    }
}
