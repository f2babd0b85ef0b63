//! Stems by language.

use std::borrow::Cow;

use rust_stemmers::Algorithm;

/// Cuts the endings off the words of one language (Snowball algorithms); leaves words alone in languages it does
/// not know.
pub struct Stemmer(Option<rust_stemmers::Stemmer>);

impl Stemmer {
    /// The stemmer for an ISO 639-1 code. Greek is left out: its algorithm panics on some words.
    pub fn new(language: &str) -> Self {
        let algorithm = match language.get(..2).unwrap_or("") {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(rust_stemmers::Stemmer::create(algorithm)))
    }

    /// Whether the language has a stemmer.
    pub fn known(&self) -> bool {
        self.0.is_some()
    }

    /// The stem of a word that is already in lower case.
    pub fn stem<'w>(&self, lower: &'w str) -> Cow<'w, str> {
        match &self.0 {
            Some(stemmer) => stemmer.stem(lower),
            None => Cow::Borrowed(lower),
        }
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Stemmer").field(&self.known()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_what_it_knows_and_leaves_the_rest() {
        assert_eq!(Stemmer::new("en").stem("negotiations"), "negoti");
        assert_eq!(Stemmer::new("fr").stem("négociations"), "négoci");
        assert_eq!(Stemmer::new("el").stem("ισαισα"), "ισαισα");
        assert_eq!(Stemmer::new("").stem("word"), "word");
    }
}
