//! The words of English, French and Spanish, in lists that are part of the program: nothing to load.

use rapporteur_words::{Stemmer, StopWords};

use super::list::List;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lexicon {
    English,
    French,
    Spanish,
}

/// One word a line, in byte order (`lexicon/README.md`).
static ENGLISH: List = List::new(include_str!("../../lexicon/english.txt"));
/// Words of conference reports that small lists leave out, one a line likewise.
static REPORTS: List = List::new(include_str!("../../lexicon/reports.txt"));
/// Stems, and compounds with their hyphens.
static FRENCH: List = List::new(include_str!("../../lexicon/french.txt"));
/// Stems.
static SPANISH: List = List::new(include_str!("../../lexicon/spanish.txt"));

impl Lexicon {
    /// All there are.
    pub(super) const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// Whether the list has a lower-case word: in English as it is written, in French and Spanish by its stem.
    pub(super) fn has(self, word: &str) -> bool {
        if word.is_empty() {
            return false;
        }
        let by_stem = |list: &List, code, word: &str| list.holds(&Stemmer::new(code).stem(word));
        match self {
            Self::English => ENGLISH.holds(word) || REPORTS.holds(word),
            Self::French => {
                let verb = word.strip_suffix("ent").filter(|w| w.len() >= 3);
                by_stem(&FRENCH, "fr", word)
                    // Snowball leaves `acceptent` as it is.
                    || verb.is_some_and(|w| by_stem(&FRENCH, "fr", &[w, "er"].concat()))
            }
            Self::Spanish => {
                let plural = word.strip_suffix("es").filter(|w| w.len() >= 3);
                // To Snowball, `mujer` and `mujeres` are two words.
                by_stem(&SPANISH, "es", word) || plural.is_some_and(|w| by_stem(&SPANISH, "es", w))
            }
        }
    }

    /// Whether the list has a lower-case word, or in English what is left of it without its ending.
    pub(super) fn has_form(self, word: &str) -> bool {
        self.has(word) || self.has_stem(word, 0)
    }

    /// Whether an inflected English word is there without its ending, and what is left is longer than `least`:
    /// `grained`, `revisited`. The other lists are of stems anyway.
    pub(super) fn has_stem(self, word: &str, least: usize) -> bool {
        let stem = stem(word);
        self == Self::English
            && stem.len() > least
            && stem != word
            && (self.has(stem) || self.has(&[stem, "e"].concat()))
    }

    /// Whether the list writes a word with this hyphen.
    pub(super) fn has_compound(self, left: &str, right: &str) -> bool {
        let singular = right.strip_suffix(['s', 'x']).unwrap_or(right);
        self == Self::French
            && [right, singular].iter().any(|right| FRENCH.holds(&[left, "-", right].concat()))
    }

    /// The small words of the language, which the lists leave out where their stems are irregular.
    pub(super) fn small_words(self) -> StopWords {
        StopWords::new(match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        })
    }
}

/// An English word without the commonest endings.
fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "ization", "isation", "ations", "ingly", "ments", "ation", "ness", "ings", "ers", "ing", "ed", "ly",
        "es", "s",
    ];
    ENDINGS.iter().find_map(|e| word.strip_suffix(e).filter(|w| w.len() >= 4)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_no_other() {
        for list in [&ENGLISH, &REPORTS, &FRENCH, &SPANISH] {
            assert!(list.lines().is_sorted());
            assert!(list.lines().all(|line| list.holds(line)));
            for word in ["", "aa", "zzz", "consulta", "tion", "government ", "\n", "ý"] {
                assert!(!list.holds(word), "{word:?}");
            }
        }
    }

    #[test]
    fn inflected_words_are_known() {
        for (lexicon, known, unknown) in [
            (Lexicon::English, "grained governing", "tion geohydro"),
            (Lexicon::French, "acceptent négociations régionaux villes œuvre", "tion vraisem osu"),
            (Lexicon::Spanish, "mujeres negociaciones regionales acuerdos paz niños", "ción insistie gar"),
        ] {
            for word in known.split(' ') {
                assert!(lexicon.has_form(word), "{word}");
            }
            for word in unknown.split(' ') {
                assert!(!lexicon.has_form(word), "{word}");
            }
        }
        assert!(Lexicon::French.has_compound("porte", "parole"));
        assert!(Lexicon::French.has_compound("peut", "être"));
        assert!(!Lexicon::French.has_compound("négo", "ciation"));
    }
}
