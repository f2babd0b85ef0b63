//! Cutting text into words.

use std::ops::Range;

/// A word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// The word as written.
    pub text: &'t str,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
}

impl Token<'_> {
    /// Whether it has a letter; otherwise it is a number.
    pub fn has_letter(&self) -> bool {
        self.text.chars().any(char::is_alphabetic)
    }
}

/// The words of a text: longest runs of letters and digits.
///
/// Hyphens and apostrophes part words, so that "peace-building" meets "peace building" and "l'aide" is "l", "aide".
///
/// ```
/// let words: Vec<_> = rapporteur_words::tokens("China's peace-building, 2013").map(|t| t.text).collect();
/// assert_eq!(words, ["China", "s", "peace", "building", "2013"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + run(text, at, |c| !c.is_alphanumeric());
        at = start + run(text, start, |c| c.is_alphanumeric() || is_mark(c));
        text.get(start..at).filter(|word| !word.is_empty()).map(|word| Token { text: word, bytes: start..at })
    })
}

/// How many bytes from a place on are of one kind. Most texts are mostly ASCII, whose kind stands in a table.
#[inline]
fn run(text: &str, from: usize, is_kind: impl Fn(char) -> bool) -> usize {
    let letters = is_kind('a');
    let mut at = from;
    let bytes = text.as_bytes();
    loop {
        at += bytes.get(at..).map_or(0, |rest| {
            let of_kind = |b: &&u8| ASCII_LETTERS.get(usize::from(**b)) == Some(&letters);
            rest.iter().take_while(of_kind).count()
        });
        // Beyond ASCII, a character at a time.
        match bytes.get(at).filter(|b| !b.is_ascii()).and_then(|_| text.get(at..)?.chars().next()) {
            Some(c) if is_kind(c) => at += c.len_utf8(),
            _ => return at - from,
        }
    }
}

/// Whether an ASCII character is a letter or digit.
const ASCII_LETTERS: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Combining accents belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
