//! Sentences that go on behind a page break: what stands between their halves is no text.

use crate::{
    draft::Draft,
    lines::{Line, Lines},
    shape,
};

/// Whether the lines from `first` to `last` stand in the middle of a sentence, between two lines of prose.
pub(super) fn cuts(draft: &Draft<'_>, lines: &Lines, first: usize, last: usize) -> bool {
    let body = |at: usize| lines.all.get(at).filter(|l| l.is_body()).map(Line::is_body);
    let Some(before) = first.checked_sub(1) else { return false };
    if body(before).is_none() || body(last + 1).is_none() {
        return false;
    }
    let (left, right) = (lines.text(draft, before), lines.text(draft, last + 1));
    shape::starts_lower(right)
        && !shape::ends_stopped(left)
        && !shape::has_leaders(left)
        && shape::is_prose(shape::last_part(left), 5)
        && shape::label(right).is_none()
}

/// Lines at the foot of a page among which the broken sentence stands; notes and numbers stand below it.
const FOOT: usize = 12;
/// Words of a running head, at most.
const LONGEST: usize = 10;

/// Whether the first line of a page stands alone in front of the rest of a sentence that the page before began: no
/// heading does.
pub(super) fn heads(draft: &Draft<'_>, lines: &Lines, at: usize) -> bool {
    let Some(page) = lines.all.get(at).filter(|l| l.is_body() && l.page > 1).map(|l| l.page) else {
        return false;
    };
    let (text, next) = (lines.text(draft, at), lines.text(draft, at + 1));
    let alone = lines.opens_block(at) && lines.closes_block(at);
    let same = lines.all.get(at + 1).is_some_and(|l| l.is_body() && l.page == page);
    alone
        && same
        && shape::starts_lower(next)
        && shape::is_prose(next, 3)
        && !shape::starts_lower(text)
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', '!', '?', ',', ';', ':', '-'])
        && text.split_whitespace().count() <= LONGEST
        && shape::label(text).is_none()
        && breaks_off(draft, lines, at)
}

/// Whether one of the last lines of the page before, at the end of a block, breaks off in a sentence.
fn breaks_off(draft: &Draft<'_>, lines: &Lines, first: usize) -> bool {
    (first.saturating_sub(FOOT)..first).any(|at| {
        let text = lines.text(draft, at);
        lines.closes_block(at) && !shape::ends_stopped(text) && shape::is_prose(text, 5)
    })
}
