//! Where sentences end.
//!
//! One pass over the bytes; only at a stop are the words around it looked at, so the cost is that of a scan.
//! What the language of reports adds to common prose: note marks after stops, paragraph and document signs
//! ("para. 41, UN Doc. S/2006/715"), initials, quotes and brackets that close after the stop.

mod inline_list;
mod words;

use std::ops::Range;

use words::{Abbreviation, abbreviation, is_starter};

/// Words longer than this are not looked up; it bounds the work at each stop.
const LONGEST_WORD: usize = 32;

/// The sentences of a paragraph, as byte ranges of its text without the spaces around them.
///
/// The ranges are in order and together hold every character that is not a space.
///
/// ```
/// let text = "See UN Doc. S/2006/715, para. 41. It was adopted.¹ Amb. Jonah agreed.";
/// let sentences: Vec<&str> = rapporteur_segment::sentences(text, Some("en"))
///     .iter()
///     .map(|r| &text[r.start as usize..r.end as usize])
///     .collect();
/// assert_eq!(sentences, ["See UN Doc. S/2006/715, para. 41.", "It was adopted.¹", "Amb. Jonah agreed."]);
/// ```
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<u32>> {
    let ordinals = matches!(language, Some("de" | "da" | "nb" | "no" | "fi" | "cs" | "sk" | "hu" | "pl"));
    let mut splitter = Splitter { text, start: 0, item: None, ordinals, found: Vec::new() };
    splitter.run();
    splitter.found
}

struct Splitter<'a> {
    text: &'a str,
    /// Where the sentence being read begins.
    start: usize,
    /// Where the next item of a list begins, when the sentence being read is an item.
    item: Option<usize>,
    /// Whether "3." may be an ordinal, as in German.
    ordinals: bool,
    found: Vec<Range<u32>>,
}

/// A run of stops with what closes after it.
struct Stop {
    /// First stop.
    at: usize,
    /// After the last stop.
    after: usize,
    /// After closing quotes, brackets and note marks.
    end: usize,
    dots: usize,
    /// `?` or `!` is in the run.
    mark: bool,
    /// A stop that needs no space after it: `。`.
    full: bool,
    quote: bool,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        self.look_for_item();
        while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|&b| may_stop(b))) {
            at += step;
            self.items_before(at);
            match self.stop(at) {
                Some(stop) => {
                    at = stop.end.max(at + 1);
                    if self.breaks(&stop) {
                        self.close(stop.end);
                        self.look_for_item();
                    }
                }
                None => at += 1,
            }
        }
        self.items_before(self.text.len());
        self.close(self.text.len());
    }

    fn look_for_item(&mut self) {
        let rest = self.text.get(self.start..).unwrap_or("");
        self.item = inline_list::next_item(rest).map(|at| self.start + at);
    }

    /// Ends the sentence where the next item of its list begins.
    fn items_before(&mut self, at: usize) {
        while let Some(item) = self.item.filter(|&i| i < at) {
            self.close(item);
            self.look_for_item();
        }
    }

    /// Ends the sentence being read.
    fn close(&mut self, end: usize) {
        let part = self.text.get(self.start..end).unwrap_or("");
        let trimmed = part.trim_start();
        let start = self.start + (part.len() - trimmed.len());
        let length = trimmed.trim_end().len();
        if length > 0
            && let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + length))
        {
            self.found.push(from..to);
        }
        self.start = end;
    }

    /// The stop that begins at a byte, if one does.
    fn stop(&self, at: usize) -> Option<Stop> {
        let rest = self.text.get(at..)?;
        let mut stop = Stop { at, after: at, end: at, dots: 0, mark: false, full: false, quote: false };
        for c in rest.chars() {
            match c {
                '.' => stop.dots += 1,
                '…' => stop.dots += 3,
                '?' | '!' | '؟' | '‽' => stop.mark = true,
                '。' | '！' | '？' | '।' | '։' | '۔' | '።' | '．' => stop.full = true,
                _ => break,
            }
            stop.after += c.len_utf8();
        }
        if stop.after == at {
            return None;
        }
        self.spaced_dots(&mut stop);
        stop.end = stop.after;
        self.closers(&mut stop);
        Some(stop)
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
        let before = self.text.get(..stop.at).and_then(|t| t.chars().next_back());
        loop {
            let rest = self.text.get(stop.end..).unwrap_or("");
            let Some(c) = rest.chars().next() else { return };
            match c {
                '"' | '”' | '’' | '\'' | '»' | '›' | '」' | '』' => stop.quote = true,
                ')' | ']' | '}' | '*' | '_' | '）' => {}
                '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '†' | '‡' => {}
                // French sets its closing quotation mark off with a space.
                ' ' | '\u{a0}' | '\u{202f}' if rest[c.len_utf8()..].starts_with('»') => {}
                '[' | ' ' => {
                    let Some(length) = note_mark(rest) else { return };
                    stop.end += length;
                    continue;
                }
                // A note's number, glued to the stop: "assessment.5 The".
                '0'..='9' if stop.end == stop.after && stop.dots == 1 => {
                    let digits = rest.bytes().take_while(u8::is_ascii_digit).take(4).count();
                    let spaced = rest.as_bytes().get(digits).is_none_or(|&b| b == b' ' || b == b'\n');
                    let word = before.is_some_and(|b| b.is_lowercase() || matches!(b, ')' | '”' | '"'));
                    if digits > 3 || !spaced || !word || self.known(stop.at).is_some() {
                        return;
                    }
                    stop.end += digits;
                    continue;
                }
                _ => return,
            }
            stop.end += c.len_utf8();
        }
    }

    /// The word that ends at a byte, without what opens before it.
    fn word_before(&self, at: usize) -> &str {
        let from = floor(self.text, at.saturating_sub(LONGEST_WORD).max(self.start));
        let part = self.text.get(from..at).unwrap_or("");
        let begin = part
            .char_indices()
            .rev()
            .find(|&(_, c)| {
                c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '«' | '–' | '—' | '/')
            })
            .map_or(0, |(i, c)| i + c.len_utf8());
        part.get(begin..).unwrap_or("")
    }

    fn known(&self, at: usize) -> Option<Abbreviation> {
        lowered(self.word_before(at), abbreviation).flatten()
    }

    /// Whether a sentence ends with the stop.
    fn breaks(&self, stop: &Stop) -> bool {
        let rest = self.text.get(stop.end..).unwrap_or("");
        if stop.full {
            return true;
        }
        let next = rest.trim_start();
        if next.is_empty() || next.len() == rest.len() {
            return false;
        }
        let next = Next::of(next);
        if stop.mark {
            return self.breaks_after_mark(stop, &next);
        }
        if stop.dots > 1 {
            let omission = self.text.get(stop.after..stop.end).is_some_and(|c| c.starts_with(']'));
            return next.upper && !omission && !(stop.dots == 3 && next.word == "I");
        }
        self.breaks_after_dot(stop, &next)
    }

    fn breaks_after_mark(&self, stop: &Stop, next: &Next<'_>) -> bool {
        if next.lower {
            return !stop.quote && stop.end == stop.after && self.starts_lower();
        }
        // "Yahoo! Inc.", "?!)": a mark inside a name or a bracket leads on.
        next.upper || next.digit || next.symbol
    }

    fn breaks_after_dot(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let word = self.word_before(stop.at);
        let closed = stop.end > stop.after;
        let starter = lowered(next.word, is_starter).unwrap_or(false);
        if next.lower {
            return !closed && self.starts_lower() && word.len() > 3 && self.known(stop.at).is_none();
        }
        if closed && stop.quote {
            return true;
        }
        match self.known(stop.at) {
            Some(Abbreviation::LeadsOn) => return closed && starter,
            Some(Abbreviation::BeforeNumber) => {
                return !next.digit && !next.sign && (starter || closed) && next.bare;
            }
            Some(Abbreviation::MayEnd) if word != "etc" => return starter || (closed && next.upper),
            Some(Abbreviation::Month) => return !next.digit && (starter || next.upper),
            _ => {}
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // "c. 1818": a small letter before a number.
        if letters == 1 && next.digit && word.chars().all(char::is_lowercase) {
            return false;
        }
        let at_start = self.start
            + (self.text.get(self.start..stop.at).map_or(0, |t| t.len() - t.trim_start().len()))
            + word.len()
            == stop.at;
        // A list's number or letter opens its sentence: "1. The first", "a. The first", "iv. The fourth".
        if at_start
            && (!closed || self.text.get(stop.after..stop.end) == Some(")"))
            && (letters <= 1 || is_small_roman(word))
            && word.chars().count() <= 5
        {
            return false;
        }
        if letters == 1 && word.chars().all(char::is_uppercase) {
            return starter && next.word != "A";
        }
        if word.contains('.') && letters * 2 >= word.chars().count() {
            return starter || next.symbol || (!next.upper && !next.digit);
        }
        if self.ordinals && letters == 0 && (1..=2).contains(&word.len()) {
            return starter;
        }
        next.upper || next.digit || next.symbol
    }

    /// Whether the sentence being read starts with a small letter: in such text case says nothing.
    fn starts_lower(&self) -> bool {
        let part = self.text.get(self.start..).unwrap_or("");
        part.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
    }
}

/// What follows a stop.
struct Next<'a> {
    word: &'a str,
    /// Nothing opens before the word.
    bare: bool,
    upper: bool,
    lower: bool,
    digit: bool,
    /// A document sign or a Roman number: "S/2006/715", "A/RES/60/1", "IV".
    sign: bool,
    symbol: bool,
}

impl<'a> Next<'a> {
    fn of(text: &'a str) -> Self {
        let open = |c: char| {
            matches!(
                c,
                '"' | '\''
                    | '“'
                    | '‘'
                    | '„'
                    | '«'
                    | '‹'
                    | '('
                    | '['
                    | '{'
                    | '¿'
                    | '¡'
                    | '*'
                    | '_'
                    | '-'
                    | '–'
                    | '—'
            ) || c.is_whitespace()
        };
        let begin = text.char_indices().take(8).find(|&(_, c)| !open(c)).map_or(0, |(i, _)| i);
        let rest = text.get(begin..).unwrap_or("");
        let first = rest.chars().next().unwrap_or(' ');
        let length: usize = rest
            .chars()
            .take(LONGEST_WORD)
            .take_while(|c| c.is_alphanumeric() || *c == '/')
            .map(char::len_utf8)
            .sum();
        let word = rest.get(..length).unwrap_or("");
        let sign = (word.contains('/') && word.contains(|c: char| c.is_ascii_digit()))
            || (!word.is_empty() && word.bytes().all(|b| b"IVXLC".contains(&b)) && word != "I");
        let lower = first.is_lowercase() && !is_camel(word);
        let upper = first.is_uppercase() || is_camel(word) || (first.is_alphabetic() && !lower);
        let digit = first.is_numeric();
        Self { word, bare: begin == 0, upper, lower, digit, sign, symbol: !upper && !lower && !digit }
    }
}

/// The length of a note mark at the head of a text, perhaps after a space: "[12]", " [3, 4]", " 9 The".
fn note_mark(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let space = text.len() - rest.len();
    if space > 1 {
        return None;
    }
    let Some(inner) = rest.strip_prefix('[') else {
        // A number that lost its brackets is a mark only before a word that opens sentences.
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let next = rest.get(digits..)?.strip_prefix(' ')?;
        let word = Next::of(next).word;
        let opens = word.chars().next().is_some_and(char::is_uppercase);
        return ((1..3).contains(&digits) && opens && lowered(word, is_starter)?).then_some(space + digits);
    };
    let length = inner.bytes().take(16).position(|b| b == b']')?;
    let marks = inner.bytes().take(length).all(|b| b.is_ascii_digit() || b" ,-".contains(&b));
    (length > 0 && marks).then_some(space + length + 2)
}

/// "eBay", "iPhone": a capital in disguise.
fn is_camel(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_some_and(char::is_uppercase)
}

fn is_small_roman(word: &str) -> bool {
    (1..=4).contains(&word.len()) && word.bytes().all(|b| b"ivxIVX".contains(&b))
}

/// Calls a function with the word in lower case; `None` when it is empty or too long to be of interest.
fn lowered<T>(word: &str, with: impl FnOnce(&str) -> T) -> Option<T> {
    if word.is_empty() || word.len() > LONGEST_WORD {
        return None;
    }
    if word.is_ascii() {
        let mut buffer = [0_u8; LONGEST_WORD];
        let slot = buffer.get_mut(..word.len())?;
        slot.copy_from_slice(word.as_bytes());
        slot.make_ascii_lowercase();
        return std::str::from_utf8(slot).ok().map(with);
    }
    Some(with(&word.to_lowercase()))
}

/// The greatest character boundary not after a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Whether a byte can begin a stop.
const fn may_stop(byte: u8) -> bool {
    matches!(byte, b'.' | b'?' | b'!' | 0xE2 | 0xE3 | 0xEF | 0xD8 | 0xDB | 0xE0 | 0xE1 | 0xD6)
}

#[cfg(test)]
mod tests;
