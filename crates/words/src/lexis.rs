//! Stems as small numbers.

use std::collections::HashMap;

use crate::Stemmer;

/// The number of a stem in a [`Lexis`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(pub u32);

/// Gives each stem a number, in order of first appearance, and remembers which written word has which stem.
#[derive(Debug)]
pub struct Lexis {
    stemmer: Stemmer,
    words: HashMap<Box<str>, Stem>,
    stems: HashMap<Box<str>, Stem>,
    lower: String,
}

impl Lexis {
    /// An empty lexis of a language (ISO 639-1).
    pub fn new(language: &str) -> Self {
        Self {
            stemmer: Stemmer::new(language),
            words: HashMap::new(),
            stems: HashMap::new(),
            lower: String::new(),
        }
    }

    /// The number of a word's stem; a new one for a new stem.
    pub fn add(&mut self, word: &str) -> Stem {
        if let Some(&stem) = self.words.get(word) {
            return stem;
        }
        let lower = word.to_lowercase();
        let stemmed = self.stemmer.stem(&lower);
        let next = Stem(u32::try_from(self.stems.len()).unwrap_or(u32::MAX));
        let stem = *self.stems.entry(stemmed.into()).or_insert(next);
        self.words.insert(word.into(), stem);
        stem
    }

    /// The number of a word's stem, when it has one; for words as written that were not added, this stems anew.
    pub fn find(&mut self, word: &str) -> Option<Stem> {
        if let Some(&stem) = self.words.get(word) {
            return Some(stem);
        }
        self.lower.clear();
        self.lower.extend(word.chars().flat_map(char::to_lowercase));
        self.stems.get(self.stemmer.stem(&self.lower).as_ref()).copied()
    }

    /// How many stems there are.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_have_one_number() {
        let mut lexis = Lexis::new("en");
        let one = lexis.add("Mediation");
        assert_eq!(lexis.add("mediations"), one);
        assert_ne!(lexis.add("peace"), one);
        assert_eq!(lexis.find("MEDIATION"), Some(one));
        assert_eq!(lexis.find("war"), None);
        assert_eq!(lexis.len(), 2);
    }
}
