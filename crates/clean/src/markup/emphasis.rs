//! Asterisks and underscores left around words that were in italics or bold: `*gacaca* courts`.
//!
//! A pair counts only when it hugs its words on the inside and stands free on the outside, so a lone asterisk
//! (a note mark), a product `3 * 4` and a name with underscores stay.

use std::borrow::Cow;

use crate::{draft::len, edits::Edit};

/// The longest run of words taken for emphasis, in bytes: a title, not a page.
const LONGEST: usize = 400;

pub(super) fn find(text: &str, edits: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|r| r.iter().position(|b| matches!(b, b'*' | b'_'))) {
        at += step;
        let sign = bytes.get(at).copied().unwrap_or(b'*');
        let width = run(bytes, at, sign);
        let Some(close) =
            (width <= 3 && opens(text, at, width)).then(|| closing(text, at + width, sign, width)).flatten()
        else {
            at += width;
            continue;
        };
        edits.push(gone(at, width));
        edits.push(gone(close, width));
        at = close + width;
    }
}

fn gone(at: usize, width: usize) -> Edit {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    Edit {
        range: start..start + len("***".get(..width).unwrap_or("*")),
        with: Cow::Borrowed(""),
        rule: "emphasis",
        confidence: 0.9,
        reason: "a pair of signs around words marks italics or bold",
    }
}

/// How many of the same sign stand here.
fn run(bytes: &[u8], at: usize, sign: u8) -> usize {
    bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| **b == sign).count()
}

fn opens(text: &str, at: usize, width: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + width..).and_then(|t| t.chars().next());
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ';' | '*' | '_'))
        && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '\'' | '‘' | '(' | '['))
}

/// Where the pair closes, when it does so soon and cleanly.
fn closing(text: &str, from: usize, sign: u8, width: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = (from + LONGEST).min(bytes.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut at = from;
    loop {
        at += bytes.get(at..end)?.iter().position(|b| *b == sign)?;
        let here = run(bytes, at, sign);
        let before = text.get(..at)?.chars().next_back()?;
        let after = text.get(at + here..)?.chars().next();
        let free = after.is_none_or(|c| !c.is_alphanumeric());
        if here == width && !before.is_whitespace() && free {
            return Some(at);
        }
        // Inside a word underscores are part of it; anything else means that the signs are not a pair.
        let inside_word = sign == b'_' && before.is_alphanumeric() && !free;
        if !inside_word {
            return None;
        }
        at += here;
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn pairs_go() {
        check(super::find, "the *gacaca* courts", "the gacaca courts");
        check(super::find, "titled *Towards Peace: a\nView* at", "titled Towards Peace: a\nView at");
        check(super::find, "**Note** that _both_ (*ibid.*)", "Note that both (ibid.)");
    }

    #[test]
    fn what_is_no_pair_stays() {
        for text in [
            "Smith* and Jones* said",
            "* The author",
            "3 * 4 * 5",
            "snake_case_name and _x_y",
            "a*b*c",
            "*** ***",
            "*open only",
        ] {
            check(super::find, text, text);
        }
    }
}
