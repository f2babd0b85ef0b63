//! A stop with what belongs to it: more stops, closing quotes and brackets, note marks.

use super::{Splitter, lowered, next::Next};

/// A run of stops with what closes after it.
pub(super) struct Stop {
    /// First stop.
    pub(super) at: usize,
    /// After the last stop.
    pub(super) after: usize,
    /// After closing quotes, brackets and note marks.
    pub(super) end: usize,
    pub(super) dots: usize,
    /// `?` or `!` is in the run.
    pub(super) mark: bool,
    /// A stop that needs no space after it: `。`.
    pub(super) full: bool,
    pub(super) quote: bool,
}

impl Splitter<'_> {
    /// The stop that begins at a byte, if one does.
    pub(super) fn stop(&self, at: usize) -> Option<Stop> {
        let rest = self.text.get(at..)?;
        let mut stop = Stop { at, after: at, end: at, dots: 0, mark: false, full: false, quote: false };
        for c in rest.chars() {
            match c {
                '.' => stop.dots += 1,
                '…' => stop.dots += 3,
                '?' | '!' | '؟' | '‽' | '։' | '۔' => stop.mark = true,
                // "３．２９": between digits it parts the fraction.
                '．' if rest[stop.after - at + 3..].starts_with(char::is_numeric) => break,
                '。' | '！' | '？' | '।' | '॥' | '።' | '፧' | '፨' | '．' | '။' | '។' | '៕' =>
                {
                    stop.full = true;
                }
                _ if self.profile.stops.contains(&c) => stop.mark = true,
                _ => break,
            }
            stop.after += c.len_utf8();
        }
        if stop.after == at {
            return None;
        }
        if !self.omission_after(&mut stop) {
            self.spaced_dots(&mut stop);
        }
        stop.end = stop.after;
        self.closers(&mut stop);
        Some(stop)
    }

    /// "compounds. . . . The": the first dot ends the sentence, the three others stand for what was left out.
    fn omission_after(&self, stop: &mut Stop) -> bool {
        let rest = self.text.get(stop.after..).and_then(|r| r.strip_prefix(" . . . "));
        let word = self.text.get(..stop.at).is_some_and(|t| t.ends_with(char::is_alphanumeric));
        stop.dots == 1 && word && rest.is_some_and(|r| r.starts_with(char::is_uppercase))
    }

    /// Takes ". . ." as one run.
    fn spaced_dots(&self, stop: &mut Stop) {
        let bytes = self.text.as_bytes();
        while stop.dots > 0
            && bytes.get(stop.after) == Some(&b' ')
            && bytes.get(stop.after + 1) == Some(&b'.')
            && bytes.get(stop.after + 2).is_none_or(|b| !b.is_ascii_alphanumeric())
        {
            stop.after += 2;
            stop.dots += 1;
        }
    }

    /// Takes in what closes after the stop: quotes, brackets, note marks.
    fn closers(&self, stop: &mut Stop) {
        loop {
            let rest = self.text.get(stop.end..).unwrap_or("");
            let Some(c) = rest.chars().next() else { return };
            let length = match c {
                '"' | '”' | '’' | '\'' | '»' | '›' | '」' | '』' => {
                    stop.quote = true;
                    c.len_utf8()
                }
                // Closes in German, Czech and others, opens in English.
                '“' | '‘' if stands_alone(rest, c) => {
                    stop.quote = true;
                    c.len_utf8()
                }
                ')' | ']' | '}' | '*' | '_' | '）' | '》' | '〉' => c.len_utf8(),
                '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '†' | '‡' => c.len_utf8(),
                // What OCR makes of a raised figure.
                '°' | '®' | '«' if stop.dots == 1 && stands_alone(rest, c) => c.len_utf8(),
                // French sets its closing quotation mark off with a space.
                ' ' | '\u{a0}' | '\u{202f}' if rest[c.len_utf8()..].starts_with('»') => c.len_utf8(),
                ' ' if closing_bracket(rest) => 2,
                '[' | '{' | '(' | ' ' => match note_mark(rest).or_else(|| omission(rest)) {
                    Some(length) => length,
                    None => return,
                },
                '0'..='9' if stop.end == stop.after && stop.dots == 1 => match self.glued_mark(stop, rest) {
                    Some(length) => length,
                    None => return,
                },
                _ => return,
            };
            stop.end += length;
        }
    }

    /// The length of a note's number that is glued to the stop: "assessment.5 The".
    fn glued_mark(&self, stop: &Stop, rest: &str) -> Option<usize> {
        let before = self.text.get(..stop.at)?.chars().next_back()?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).take(4).count();
        let spaced = rest.as_bytes().get(digits).is_none_or(|&b| b == b' ' || b == b'\n');
        let word = before.is_lowercase() || matches!(before, ')' | '”' | '"');
        (digits <= 3 && spaced && word && self.known(stop.at).is_none()).then_some(digits)
    }
}

/// Whether a text is this character and then a space or nothing.
fn stands_alone(text: &str, sign: char) -> bool {
    text.get(sign.len_utf8()..).is_some_and(|r| r.is_empty() || r.starts_with(char::is_whitespace))
}

/// A bracket that lost touch with its sentence: "next day. ) Then".
fn closing_bracket(text: &str) -> bool {
    text.starts_with(" ) ") || text == " )"
}

/// "[…]" and "[...]" after a stop: something was left out behind the sentence.
fn omission(text: &str) -> Option<usize> {
    let marks = [" […]", " [...]", "[…]", "[...]"];
    let mark = marks.into_iter().find(|m| text.starts_with(m))?;
    text.get(mark.len()..)?.trim_start().starts_with(char::is_uppercase).then_some(mark.len())
}

/// The length of a note mark at the head of a text, perhaps after a space: "[12]", " [3, 4]", " 9 The".
fn note_mark(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let space = text.len() - rest.len();
    if space > 1 {
        return None;
    }
    if rest.starts_with(['[', '{', '(']) {
        return bracketed_mark(rest).map(|length| space + length);
    }
    // A number that lost its brackets is a mark only before a word that opens sentences.
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let next = rest.get(digits..)?.strip_prefix(' ')?;
    let word = Next::of(next).word;
    let opens = word.chars().next().is_some_and(char::is_uppercase);
    let starter = opens && lowered(word, super::words::is_starter)?;
    ((1..3).contains(&digits) && starter).then_some(space + digits)
}

/// A mark in brackets; OCR takes square ones for curly or round ones, which then do not match: "{2]", "(1o}".
fn bracketed_mark(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = bytes.iter().skip(1).take(16).position(|b| matches!(b, b']' | b'}' | b')'))?;
    let (open, close) = (bytes.first()?, bytes.get(length + 1)?);
    let round = (open, close) == (&b'(', &b')');
    let square = (open, close) == (&b'[', &b']');
    let inner = bytes.get(1..=length)?;
    let mark = |b: &u8| b.is_ascii_digit() || b" ,-".contains(b) || (!square && b"olI".contains(b));
    let digits = inner.iter().any(u8::is_ascii_digit);
    (length > 0 && digits && !round && inner.iter().all(mark)).then_some(length + 2)
}
