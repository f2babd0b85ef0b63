//! Stems as small numbers.

use rustc_hash::FxHashMap;

use crate::{Stemmer, StopWords};

/// The number of a stem in a [`Lexis`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(pub u32);

/// What a [`Lexis`] knows of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its stem.
    pub stem: Stem,
    /// Too common to carry a subject.
    pub stop: bool,
}

/// Gives each stem a number, in order of first appearance, and remembers which written word has which stem, so that
/// each word of a text is stemmed once.
#[derive(Debug)]
pub struct Lexis {
    stemmer: Stemmer,
    stop: StopWords,
    words: FxHashMap<Box<str>, Word>,
    stems: FxHashMap<Box<str>, Stem>,
    /// The stems by number.
    names: Vec<Box<str>>,
    /// Words that were asked for and not added.
    asked: FxHashMap<Box<str>, Option<Stem>>,
}

/// So many foreign words are remembered; then memory matters more than time.
const REMEMBERED: usize = 50_000;

impl Lexis {
    /// An empty lexis of a language (ISO 639-1).
    pub fn new(language: &str) -> Self {
        Self {
            stemmer: Stemmer::new(language),
            stop: StopWords::new(language),
            words: FxHashMap::default(),
            stems: FxHashMap::default(),
            names: Vec::new(),
            asked: FxHashMap::default(),
        }
    }

    /// The word's stem, a new number for a new one, and whether it is a stop word.
    pub fn add(&mut self, written: &str) -> Word {
        if let Some(&word) = self.words.get(written) {
            return word;
        }
        let lower = written.to_lowercase();
        let stop = self.stop.has(&lower);
        let next = Stem(u32::try_from(self.stems.len()).unwrap_or(u32::MAX));
        let name = self.stemmer.stem(&lower);
        let stem = match self.stems.get(name.as_ref()) {
            Some(&known) => known,
            None => {
                self.stems.insert(name.as_ref().into(), next);
                self.names.push(name.into());
                next
            }
        };
        let word = Word { stem, stop };
        self.words.insert(written.into(), word);
        word
    }

    /// The word's stem, when a word with that stem was added.
    pub fn find(&mut self, written: &str) -> Option<Stem> {
        if let Some(word) = self.words.get(written) {
            return Some(word.stem);
        }
        if let Some(&stem) = self.asked.get(written) {
            return stem;
        }
        let stem = self.stems.get(self.stemmer.stem(&written.to_lowercase()).as_ref()).copied();
        if self.asked.len() >= REMEMBERED {
            self.asked.clear();
        }
        self.asked.insert(written.into(), stem);
        stem
    }

    /// A stem as it is written; empty for a number that was never given.
    pub fn name(&self, stem: Stem) -> &str {
        self.names.get(stem.0 as usize).map_or("", AsRef::as_ref)
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
        let one = lexis.add("Mediation").stem;
        assert_eq!(lexis.add("mediations").stem, one);
        assert_ne!(lexis.add("peace").stem, one);
        assert!(lexis.add("The").stop);
        assert_eq!(lexis.find("MEDIATION"), Some(one));
        assert_eq!(lexis.find("war"), None);
        assert_eq!(lexis.len(), 3);
        assert_eq!((lexis.name(one), lexis.name(Stem(99))), ("mediat", ""));
    }
}
