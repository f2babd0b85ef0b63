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
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.by_ref().find(|(_, c)| c.is_alphanumeric())?;
        while rest.next_if(|(_, c)| c.is_alphanumeric() || is_mark(*c)).is_some() {}
        let end = rest.peek().map_or(text.len(), |(at, _)| *at);
        text.get(start..end).map(|word| Token { text: word, bytes: start..end })
    })
}

/// Combining accents belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
