//! Numbers of notes that an OCR program read: their places on the page are sound, their marks are not.

use super::marks::{self, Head, Look};
use crate::{draft::Draft, lines::Lines, shape};

/// A note: its first line, the bytes of its mark, its number.
pub(super) struct Guessed {
    pub(super) line: usize,
    pub(super) mark: usize,
    pub(super) number: u32,
}

/// Numbers the notes of a page that start at these lines: as most of the marks say that can be read, or on from the
/// `last` number of the pages before. A line that goes on with the last page's note is left out.
pub(super) fn number(draft: &Draft<'_>, lines: &Lines, starts: &[usize], last: u32) -> Vec<Guessed> {
    let goes_on = |at: usize| {
        let text = lines.text(draft, at);
        last > 0 && head(text).is_none() && shape::starts_lower(text)
    };
    let starts = match starts.split_first() {
        Some((first, rest)) if goes_on(*first) => rest,
        _ => starts,
    };
    let heads: Vec<Option<(usize, Option<u32>)>> =
        starts.iter().map(|at| head(lines.text(draft, *at))).collect();
    let votes: Vec<u32> = (0u32..)
        .zip(&heads)
        .filter_map(|(at, head)| (*head)?.1?.checked_sub(at).filter(|first| *first > 0))
        .collect();
    let count = |first: u32| votes.iter().filter(|v| **v == first).count();
    let best = votes.iter().copied().max_by_key(|v| (count(*v), *v == last + 1));
    let first = best.filter(|v| count(*v) * 2 > heads.len() || near(*v, last)).unwrap_or(last + 1);
    let numbered = (first..).zip(starts.iter().zip(&heads));
    numbered
        .map(|(number, (at, head))| Guessed { line: *at, mark: head.map_or(0, |h| h.0), number })
        .collect()
}

/// A page whose notes start anew, or with a number or two left out.
fn near(first: u32, last: u32) -> bool {
    first == 1 || (last + 1..=last + 3).contains(&first)
}

/// The mark in front of a line among notes, where scanning made of it what no mark looks like elsewhere: a quotation
/// mark that nothing closes, a letter stuck to the note's first word.
pub(super) fn blurred(text: &str) -> Option<Head> {
    let stuck = text.chars().next().filter(|c| c.is_alphanumeric()).map(char::len_utf8);
    let length = match stuck {
        Some(length) => match figure_and_sign(text) {
            Some(length) => length,
            None => opens_note(text.get(length..)?).then_some(length)?,
        },
        None => head(text)?.0,
    };
    Some(Head { look: Look::Misread, value: None, length })
}

/// A figure with dirt behind it, in front of a capital: `2? The session`, `2-The session`.
fn figure_and_sign(text: &str) -> Option<usize> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(figures..)?;
    let sign = rest.chars().next().filter(|c| "?!*-'’°”".contains(*c))?;
    let behind = rest.get(sign.len_utf8()..)?;
    ((1..=2).contains(&figures) && shape::starts_upper(behind.trim_start()))
        .then_some(figures + sign.len_utf8())
}

/// Words that notes begin with and that no word ends with.
const OPENERS: &[&str] = &["ibid", "UN Do", "Ibid", "See ", "Cf."];

fn opens_note(text: &str) -> bool {
    OPENERS.iter().any(|opener| text.starts_with(opener))
}

/// The bytes of a note's mark, and its number where it can be read.
fn head(text: &str) -> Option<(usize, Option<u32>)> {
    if let Some(head) = marks::head(text) {
        let read = head.value.filter(|_| head.look != Look::Misread);
        return Some((head.length, read));
    }
    // Other signs than those a mark is mostly taken for, in front of a word.
    let length =
        text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"([<".contains(c)).len();
    let rest = text.get(length..)?;
    let closes = text.starts_with(['“', '"']) && rest.contains(['”', '"']);
    (length > 0 && length <= 8 && !rest.is_empty() && !closes).then_some((length, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_or_guessed() {
        assert_eq!(head("2 Figures are"), Some((2, Some(2))));
        assert_eq!(head("+UN Doc. S/2006"), Some((1, None)));
        assert_eq!(head("“UN Doc. S/2013"), Some(("“".len(), None)));
        assert_eq!(head("> Figures are"), Some((2, None)));
        assert_eq!(head("“Mandates and Means”, p. 4"), None);
        assert_eq!(head("See Alvarez"), None);
        let length = |text| blurred(text).map(|h| h.length);
        assert_eq!(length("2? The session was held"), Some(2));
        assert_eq!(length("SUN Doc. S/2014/267"), Some(1));
        assert_eq!(length("2 The session was held"), None);
        assert_eq!(length("Sun and rain"), None);
    }
}
