//! What is known of a language, kept from one document to the next.

use rapporteur_words::{Lexis, StopWords};

use crate::cues::Cues;

/// The stems, stop words and cues of one language.
///
/// Stems are remembered from document to document, since stemming is dear and most words of a report stand in the last
/// one too; but each document numbers the stems it has in order of their first appearance, so that nothing in a summary
/// depends on what was read before.
#[derive(Debug)]
pub(crate) struct Tongue {
    language: String,
    lexis: Lexis,
    /// The number in this document of each stem of the lexis, [`NONE`] when it does not stand in it.
    numbers: Vec<u32>,
    /// The stems of the lexis that this document has, by number.
    held: Vec<u32>,
    /// Whether there is a list of stop words.
    pub(crate) has_stop_words: bool,
    /// The phrases that announce things.
    pub(crate) cues: Cues,
}

/// The number of a stem that the document does not have.
pub(crate) const NONE: u32 = u32::MAX;
/// So many stems are remembered; then memory matters more than time.
const REMEMBERED: usize = 30_000;

impl Tongue {
    /// A language by its ISO 639-1 code.
    pub(crate) fn new(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            lexis: Lexis::new(language),
            numbers: Vec::new(),
            held: Vec::new(),
            has_stop_words: has_stop_words(language),
            cues: Cues::of(language),
        }
    }

    /// Forgets the numbers of the last document.
    pub(crate) fn begin(&mut self) {
        if self.lexis.len() > REMEMBERED {
            self.lexis = Lexis::new(&self.language);
            self.numbers.clear();
            self.held.clear();
        }
        for stem in self.held.drain(..) {
            if let Some(number) = self.numbers.get_mut(stem as usize) {
                *number = NONE;
            }
        }
    }

    /// The number of a word's stem in this document, a new one for a new stem, and whether it is a stop word.
    pub(crate) fn number(&mut self, word: &str) -> (u32, bool) {
        let known = self.lexis.add(word);
        let stem = known.stem.0;
        if self.numbers.len() <= stem as usize {
            self.numbers.resize(self.lexis.len(), NONE);
        }
        let Some(number) = self.numbers.get_mut(stem as usize) else { return (NONE, known.stop) };
        if *number == NONE {
            *number = u32::try_from(self.held.len()).unwrap_or(NONE);
            self.held.push(stem);
        }
        (*number, known.stop)
    }

    /// The number of a word's stem, [`NONE`] if the document has not used it, and whether it is a stop word.
    pub(crate) fn number_held(&mut self, word: &str) -> (u32, bool) {
        let known = self.lexis.add(word);
        (self.numbers.get(known.stem.0 as usize).copied().unwrap_or(NONE), known.stop)
    }

    /// How many stems this document has.
    pub(crate) fn held(&self) -> usize {
        self.held.len()
    }
}

fn has_stop_words(language: &str) -> bool {
    // Other languages are given the English list.
    matches!(language.get(..2), Some("en")) || !StopWords::new(language).has("the")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_numbers_its_own_stems() {
        let mut tongue = Tongue::new("en");
        assert_eq!([tongue.number("Wells").0, tongue.number("the").0, tongue.number("well").0], [0, 1, 0]);
        tongue.begin();
        assert_eq!(tongue.number_held("wells").0, NONE);
        assert_eq!((tongue.number("rain").0, tongue.number("wells").0, tongue.held()), (0, 1, 2));
        assert!(tongue.number("The").1 && tongue.has_stop_words && !Tongue::new("pl").has_stop_words);
    }
}
