//! Reading note marks: in front of a note, and in the text.

use crate::shape;

/// What a note's mark looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// `¹`
    Raised,
    /// `[^1]`
    Caret,
    /// `1`
    Digits,
    /// `1.` or `1)`: as a list item has it.
    Listed,
    /// `*`, `†`
    Sign,
    /// What scanning makes of a mark: `'`, `°`, `?`, a lone `i`.
    Misread,
    /// Nothing: the mark is gone.
    Lost,
}

/// A mark in front of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) look: Look,
    /// The number, where it can be read.
    pub(super) value: Option<u32>,
    /// Bytes of the mark and of the space behind it.
    pub(super) length: usize,
}

/// The mark in front of a line, if it may be a note.
pub(super) fn head(line: &str) -> Option<Head> {
    let found = raised(line).or_else(|| caret(line)).or_else(|| digits(line)).or_else(|| sign(line))?;
    let rest = line.get(found.length..)?;
    // In front of a small letter a sign is dirt, unless a source is cited: `‘bid., pp. 4-9`.
    if found.look == Look::Misread && shape::starts_lower(rest.trim_start()) && !is_citing(line) {
        return None;
    }
    let space = rest.len() - rest.trim_start().len();
    (rest.len() > space).then_some(Head { length: found.length + space, ..found })
}

fn raised(line: &str) -> Option<Head> {
    let mut value = 0u32;
    let mut length = 0;
    for char in line.chars() {
        let Some(digit) = shape::superscript(char) else { break };
        value = value.saturating_mul(10).saturating_add(digit);
        length += char.len_utf8();
    }
    (length > 0 && value > 0).then_some(Head { look: Look::Raised, value: Some(value), length })
}

fn caret(line: &str) -> Option<Head> {
    let inner = line.strip_prefix("[^")?;
    let end = inner.find(']')?;
    let value = inner.get(..end)?.parse().ok();
    let colon = usize::from(inner.get(end + 1..)?.starts_with(':'));
    Some(Head { look: Look::Caret, value, length: 2 + end + 1 + colon })
}

/// `1 Ibid.`, `1. Ibid.`, and with the space lost `1General Assembly`.
fn digits(line: &str) -> Option<Head> {
    let length = line.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 =
        line.get(..length).filter(|d| (1..=3).contains(&d.len()) && !d.starts_with('0'))?.parse().ok()?;
    let rest = line.get(length..)?;
    let next = rest.chars().next()?;
    let head = |look, length| Some(Head { look, value: Some(value), length });
    if next == ' ' || next == '\t' {
        let word = rest.trim_start().chars().next()?;
        return (!word.is_ascii_digit() && word != '%').then_some(Head {
            look: Look::Digits,
            value: Some(value),
            length,
        });
    }
    if next.is_uppercase() || matches!(next, '“' | '"' | '‘') {
        return head(Look::Digits, length);
    }
    // Scanning reads the stop as a comma.
    (matches!(next, '.' | ')' | ',') && rest.get(1..)?.starts_with(' ')).then_some(Head {
        look: Look::Listed,
        value: Some(value),
        length: length + 1,
    })
}

fn sign(line: &str) -> Option<Head> {
    let first = line.chars().next()?;
    let length = first.len_utf8();
    let rest = line.get(length..)?;
    let head = |look| Some(Head { look, value: None, length });
    if matches!(first, '*' | '†' | '‡') && rest.starts_with(|c: char| c == ' ' || c.is_alphabetic()) {
        return head(Look::Sign);
    }
    let apart = rest.starts_with(' ');
    let odd = matches!(
        first,
        '\'' | '‘'
            | '’'
            | '"'
            | '“'
            | '”'
            | '`'
            | '°'
            | '?'
            | '!'
            | '®'
            | '©'
            | '^'
            | '~'
            | '¢'
            | '¥'
            | '£'
            | '{'
            | '\\'
            | '§'
    );
    let letter = matches!(first, 'i' | 'l' | 'I' | 't') && apart && shape::starts_upper(rest.trim_start());
    (odd && (apart || !matches!(first, '"' | '“')) || letter).then_some(Head {
        look: Look::Misread,
        value: None,
        length,
    })
}

/// A place in the text where a mark may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// First byte.
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) value: Option<u32>,
    /// How much it looks like a mark, 1 to 8.
    pub(super) strength: u32,
}

/// All places in a text where a mark may stand, in order.
pub(super) fn places(text: &str, mut take: impl FnMut(Place)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let may_mark = |b: &u8| MARKS.get(usize::from(*b)) == Some(&true);
    while let Some(step) = bytes.get(at..).and_then(|r| r.iter().position(may_mark)) {
        at += step;
        // Most are full stops with no letter behind them that could be a mark.
        let stop = bytes.get(at) == Some(&b'.') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\n'));
        if stop || !text.is_char_boundary(at) {
            at += 1;
            continue;
        }
        match place(text, at) {
            Some(place) => {
                take(place);
                at = place.at + place.length;
            }
            None => at += text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8),
        }
    }
}

/// Bytes that a mark can start with.
const MARKS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = byte.is_ascii_digit()
            || byte >= 0xc2
            || matches!(byte, b'*' | b'!' | b'?' | b'^' | b'\'' | b'"' | b'`' | b'[' | b'>' | b'.');
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

fn place(text: &str, at: usize) -> Option<Place> {
    let (left, right) = (text.get(..at)?, text.get(at..)?);
    let before = left.chars().next_back()?;
    let first = right.chars().next()?;
    if let Some(found) = caret(right).filter(|h| h.value.is_some()) {
        let colon = usize::from(right.get(..found.length)?.ends_with(':'));
        return Some(Place { at, length: found.length - colon, value: found.value, strength: 8 });
    }
    if let Some(found) = raised(right) {
        return (!before.is_whitespace()).then_some(Place {
            at,
            length: found.length,
            value: found.value,
            strength: 6,
        });
    }
    if first.is_ascii_digit() {
        return glued(left, right, at);
    }
    if first == '.' {
        return letter(before, right).then_some(Place { at: at + 1, length: 1, value: None, strength: 3 });
    }
    misread(left, right, at)
}

/// Digits stuck to a word or to the stop behind it: `world.15`, `assessment5`.
fn glued(left: &str, right: &str, at: usize) -> Option<Place> {
    let before = left.chars().next_back()?;
    let length = right.bytes().take_while(u8::is_ascii_digit).count();
    let value = right.get(..length).filter(|d| d.len() <= 3 && !d.starts_with('0'))?.parse().ok()?;
    let after = right.get(length..)?.chars().next();
    if after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '/' | '-' | '–' | '\'' | '’' | '°'))
    {
        return None;
    }
    // A number goes on behind a stop or a colon: `3.5`, `10:30`.
    let open = right.get(length..)?.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if open && matches!(after, Some('.' | ',' | ':')) {
        return None;
    }
    let strength = match before {
        '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '"' | '’' | ']' | '»' => {
            let inner = left.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().next_back()?;
            let number = left.trim_end_matches(before).bytes().rev().take_while(u8::is_ascii_digit).count();
            match number {
                0 => 4,
                // `[12]3`: a citation that the mark follows.
                _ if before == ']' => 3,
                // Behind a section's number comes the subsection's, unless a sentence begins: `in the year 71.6 York`.
                1..4 if inner.is_ascii_digit() => {
                    let next = right.get(length..)?.trim_start();
                    let parted = next.len() < right.len() - length;
                    let within = left.contains(char::is_alphabetic);
                    return (before == '.' && within && parted && shape::starts_upper(next))
                        .then_some(Place { at, length, value: Some(value), strength: 1 });
                }
                // Behind a year a mark may stand.
                _ => 2,
            }
        }
        '-' | '—' | '–' => 2,
        c if c.is_lowercase() => 2,
        c if c.is_alphabetic() => 1,
        _ => return None,
    };
    Some(Place { at, length, value: Some(value), strength })
}

/// Whether a lone letter that looks like a figure stands behind a full stop: `for wrongdoing.t My colleague`.
fn letter(before: char, right: &str) -> bool {
    let mut chars = right.chars().skip(1);
    let like = matches!(chars.next(), Some('t' | 'l' | 'i' | 'f' | 'I'));
    like && before.is_lowercase() && matches!(chars.next(), None | Some(' ' | '\n'))
}

/// What scanning makes of a raised digit: a sign where none belongs.
fn misread(left: &str, right: &str, at: usize) -> Option<Place> {
    let mut tail = left.chars().rev();
    let (before, inner) = (tail.next()?, tail.next().unwrap_or(' '));
    let first = right.chars().next()?;
    // Of one raised figure scanning may make two signs.
    let second = right.chars().nth(1).filter(|c| is_quote(first) && matches!(c, '!' | '?' | '*' | '°'));
    let length = first.len_utf8() + second.map_or(0, char::len_utf8);
    let rest = right.get(length..)?;
    let free = rest.is_empty() || rest.starts_with([' ', '\n']);
    let stop = matches!(before, '.' | ',' | ';' | ':' | ')' | '!' | '?' | '”' | '"' | ']');
    let word = before.is_alphabetic();
    let strength = match first {
        '°' | '®' | '©' | '*' | '^' | '™' | '¢' | '†' if (stop || word) && free => 3,
        // `25°` is a temperature.
        '!' | '?' if stop && free && !matches!(before, '!' | '?') => 3,
        '>' if free && stop => 3,
        _ if is_quote(first) && free && stop && inner != ' ' => {
            // A quotation that was opened and closes here is none.
            if second.is_none() && closes(left, first) { return None } else { 2 }
        }
        _ => return None,
    };
    Some(Place { at, length, value: None, strength })
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '’' | '‘' | '\'' | '`' | '”' | '“' | '"')
}

/// Whether a quotation mark closes one that was opened before it in the same text.
fn closes(left: &str, mark: char) -> bool {
    let near = left.char_indices().rev().take(600).last().map_or(0, |(i, _)| i);
    let near = left.get(near..).unwrap_or(left);
    let count = |signs: &[char]| near.chars().filter(|c| signs.contains(c)).count();
    match mark {
        '”' | '“' | '"' => {
            let curly = count(&['“']) > count(&['”']);
            curly || count(&['"']) % 2 == 1
        }
        _ => near
            .match_indices(['‘', '\''])
            .rfind(|(i, _)| near.get(..*i).is_none_or(|b| b.is_empty() || b.ends_with([' ', '(', '“', '"'])))
            .is_some_and(|(i, opening)| !near.get(i + opening.len()..).is_some_and(is_closed)),
    }
}

/// Whether a single quotation mark stands at the end of a word: the quotation is over.
fn is_closed(text: &str) -> bool {
    text.match_indices(['’', '\'']).any(|(i, mark)| {
        let word = text.get(..i).is_some_and(|t| t.ends_with(|c: char| !c.is_whitespace()));
        word && text.get(i + mark.len()..).is_some_and(|t| t.starts_with(|c: char| !c.is_alphanumeric()))
    })
}

/// Words that notes have and paragraphs seldom start with, by their first letter.
fn cues(first: u8) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        b'a' => &["accessed", "available at"],
        b'c' => &["cf."],
        b'd' => &["doc."],
        b'e' => &["et al", "eds."],
        b'h' => &["http"],
        b'i' => &["ibid"],
        b'j' => &["journal of"],
        b'l' => &["loc. cit"],
        b'n' => &["no. "],
        b'o' => &["op. cit"],
        b'p' => &["pp.", "p. ", "para."],
        b'r' => &["resolution "],
        b's' => &["see ", "supra"],
        b'v' => &["vol.", "voir ", "véase"],
        b'w' => &["www."],
        _ => &[],
    }
}

/// Whether a line reads like a note: a source, a reference, a date of publication.
pub(super) fn is_notelike(line: &str) -> bool {
    let year = || line.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    is_citing(line) || line.len() < 120 && line.contains(", ") && year()
}

/// Whether a line has one of the words that sources are cited with.
pub(super) fn is_citing(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut inside = false;
    while let Some(&byte) = bytes.get(at) {
        let (letter, length) = match line.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if !byte.is_ascii() => (c.is_alphabetic(), c.len_utf8()),
            _ => (byte.is_ascii_alphabetic(), 1),
        };
        // `p. ` is a cue, the end of "help. " is none.
        if letter && !std::mem::replace(&mut inside, letter) {
            let rest = bytes.get(at..).unwrap_or_default();
            let starts =
                |cue: &&str| rest.get(..cue.len()).is_some_and(|s| s.eq_ignore_ascii_case(cue.as_bytes()));
            if cues(byte).iter().any(starts) {
                return true;
            }
        }
        inside = letter;
        at += length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let read = |t| head(t).map(|h| (h.look, h.value, h.length));
        assert_eq!(read("¹² Ibid."), Some((Look::Raised, Some(12), 5)));
        assert_eq!(read("[^3]: Ibid."), Some((Look::Caret, Some(3), 6)));
        assert_eq!(read("4 UN Doc. S/2013"), Some((Look::Digits, Some(4), 2)));
        assert_eq!(read("2General Assembly"), Some((Look::Digits, Some(2), 1)));
        assert_eq!(read("3. Ibid."), Some((Look::Listed, Some(3), 3)));
        assert_eq!(read("' The session"), Some((Look::Misread, None, 2)));
        for text in ["2013 was", "5 000 people", "3rd", "The end", "“When", "10 % of"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn read(text: &str) -> Vec<(usize, Option<u32>)> {
        let mut out = Vec::new();
        places(text, |p| out.push((p.at, p.value)));
        out
    }

    #[test]
    fn marks_in_text() {
        assert_eq!(read("the agenda,¹ each"), [(11, Some(1))]);
        assert_eq!(read("the world.15 But"), [(10, Some(15))]);
        assert_eq!(read("an assessment5 of"), [(13, Some(5))]);
        assert_eq!(read("a free man.! But"), [(11, None)]);
        assert_eq!(read("so it was.* But"), [(10, None)]);
        assert_eq!(read("a nature reserve.> But"), [(17, None)]);
        assert_eq!(read("elite [17, 18].'! But"), [(15, None)]);
        assert_eq!(read("for wrongdoing.t My colleague"), [(15, None)]);
        assert_eq!(read("the end[^2]"), [(7, Some(2))]);
        assert_eq!(read("Scholars Program. [1]6 In 1998,"), [(21, Some(6))]);
        assert_eq!(read("in the year 71.6 York was"), [(15, Some(6))]);
    }

    #[test]
    fn numbers_that_are_no_marks() {
        for text in [
            "section 4.15 of",
            "4.15 The end",
            "at 10:30 sharp",
            "1,500 men",
            "in 2013.",
            "2.5 HTTP",
            "S/2013/520",
            "“So.” He",
            "what?!",
            "the 'old' way",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
