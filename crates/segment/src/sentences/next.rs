//! What follows a stop.

use super::LONGEST_WORD;

/// What follows a stop.
pub(super) struct Next<'a> {
    pub(super) word: &'a str,
    /// What follows the word.
    pub(super) rest: &'a str,
    /// Nothing opens before the word.
    pub(super) bare: bool,
    pub(super) upper: bool,
    pub(super) lower: bool,
    pub(super) digit: bool,
    /// A document sign or a Roman number: "S/2006/715", "A/RES/60/1", "IV".
    pub(super) sign: bool,
    pub(super) symbol: bool,
}

impl<'a> Next<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let begin = text.char_indices().take(8).find(|&(_, c)| !opens(c)).map_or(0, |(i, _)| i);
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
        let address = is_address(rest);
        let lower = first.is_lowercase() && !is_camel(word) && !address;
        let upper = first.is_uppercase() || address || is_camel(word) || (first.is_alphabetic() && !lower);
        let digit = first.is_numeric();
        Self {
            word,
            rest: rest.get(length..).unwrap_or(""),
            bare: begin == 0,
            upper,
            lower,
            digit,
            sign,
            symbol: !upper && !lower && !digit,
        }
    }

    /// A sign that never opens a sentence: "2012. № 590", "No. § 4".
    pub(super) fn leads_on(&self) -> bool {
        self.symbol && self.bare && self.rest.starts_with(['№', '§', '%', '&', ',', ';', '/', '|'])
    }

    /// The word is one or two letters with a stop glued to it: the second half of "z. B.", "EE. UU.".
    pub(super) fn is_half(&self) -> bool {
        let letters = self.word.chars().take(3).filter(|c| c.is_alphabetic()).count();
        self.bare
            && (1..3).contains(&letters)
            && self.word.chars().count() == letters
            && self.rest.starts_with('.')
    }

    /// A year in brackets: "Viva Maria! (1965), and".
    pub(super) fn is_year(&self) -> bool {
        !self.bare
            && self.word.len() == 4
            && self.word.bytes().all(|b| b.is_ascii_digit())
            && self.rest.starts_with(')')
    }
}

/// Whether a sign may open a sentence before its first word.
fn opens(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
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
}

/// "eBay", "iPhone": a capital in disguise.
fn is_camel(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_some_and(char::is_uppercase)
}

/// Web addresses stand apart from the sentence before them.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|p| text.starts_with(p))
}
