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
