//! Whether a sentence is borne out by those it cites.

use std::collections::BTreeSet;

use rapporteur_words::{GeneralWords, Stemmer, StopWords, tokens};

use crate::{numbers::numbers, tables};

/// Why a sentence is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cites nothing.
    NoCitation,
    /// It cites a sentence that was not shown.
    UnknownCitation,
    /// A number of its own.
    Number,
    /// A name of its own.
    Name,
    /// Words of its own: too many, or one that takes a side.
    Words,
    /// It denies what the others say, or the other way round.
    Negation,
    /// It was said before.
    Repeated,
}

impl Fault {
    /// As it is counted.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NoCitation => "no citation",
            Self::UnknownCitation => "unknown citation",
            Self::Number => "number",
            Self::Name => "name",
            Self::Words => "words",
            Self::Negation => "negation",
            Self::Repeated => "repeated",
        }
    }
}

/// Per cent of the words that carry a subject which the cited sentences must have.
const SHARED: usize = 70;

/// The judge of one language.
pub(crate) struct Judge {
    stemmer: Stemmer,
    stop: StopWords,
    general: GeneralWords,
    negations: BTreeSet<&'static str>,
    sides: BTreeSet<String>,
}

impl Judge {
    /// For a language by its ISO 639-1 code.
    pub(crate) fn of(language: &str) -> Self {
        let stemmer = Stemmer::new(language);
        let sides = tables::sides(language).map(|word| stemmer.stem(word).into_owned()).collect();
        Self {
            stop: StopWords::new(language),
            general: GeneralWords::new(language),
            negations: tables::negations(language).collect(),
            sides,
            stemmer,
        }
    }

    /// Whether the cited sentences bear a sentence out.
    pub(crate) fn judge(&self, sentence: &str, cited: &[&str]) -> Result<(), Fault> {
        let numbers_there: BTreeSet<String> = cited.iter().flat_map(|text| numbers(text)).collect();
        if !numbers(sentence).is_subset(&numbers_there) {
            return Err(Fault::Number);
        }
        let there = self.words(cited);
        if self.names(sentence).any(|name| !there.contains(&name)) {
            return Err(Fault::Name);
        }
        let denied = cited.iter().filter(|text| self.denies(text)).count();
        let denies = self.denies(sentence);
        if denies && denied == 0 || !denies && denied == cited.len() {
            return Err(Fault::Negation);
        }
        self.shares_words(sentence, &there)
    }

    fn shares_words(&self, sentence: &str, there: &BTreeSet<String>) -> Result<(), Fault> {
        let (mut all, mut shared) = (0, 0);
        for token in tokens(sentence) {
            let lower = token.text.to_lowercase();
            let stem = self.stemmer.stem(&lower);
            let found = there.contains(stem.as_ref());
            if self.sides.contains(stem.as_ref()) && !found {
                return Err(Fault::Words);
            }
            if !self.stop.has(&lower) {
                all += 1;
                shared += usize::from(found);
            }
        }
        if shared > 0 && shared * 100 >= all * SHARED { Ok(()) } else { Err(Fault::Words) }
    }

    fn words(&self, texts: &[&str]) -> BTreeSet<String> {
        texts.iter().flat_map(|text| tokens(text)).map(|token| self.stem(token.text)).collect()
    }

    fn stem(&self, word: &str) -> String {
        self.stemmer.stem(&word.to_lowercase()).into_owned()
    }

    /// The stems of words in capitals. The first word of a sentence is one in any case: it is taken for a name unless
    /// it is common.
    fn names(&self, sentence: &str) -> impl Iterator<Item = String> {
        let capital = tokens(sentence).enumerate().filter(|(_, t)| t.text.starts_with(char::is_uppercase));
        capital.filter_map(|(at, token)| {
            let stem = self.stem(token.text);
            let common = self.stop.has(&token.text.to_lowercase()) || self.general.has(&stem);
            (at > 0 && token.text.chars().count() > 1 || at == 0 && !common).then_some(stem)
        })
    }

    fn denies(&self, text: &str) -> bool {
        tokens(text).any(|token| self.negations.contains(token.text.to_lowercase().as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITED: &[&str] = &[
        "Participants from Niger agreed in 2013 that the fund of 4.2 million dollars should be moved to Niamey.",
        "Several speakers feared that the villages would lose their wells.",
    ];

    fn check(sentence: &str, expected: Result<(), Fault>) {
        assert_eq!(Judge::of("en").judge(sentence, CITED), expected, "{sentence}");
    }

    #[test]
    fn what_is_borne_out_is_kept() {
        check("Participants agreed that the fund should be moved to Niamey.", Ok(()));
        check("Speakers feared that villages would lose wells.", Ok(()));
        check("The fund of 4.2 million dollars should move to Niamey.", Ok(()));
    }

    #[test]
    fn what_is_not_borne_out_has_a_name() {
        check("Participants agreed in 2014 that the fund should be moved.", Err(Fault::Number));
        check("Twelve participants agreed that the fund should be moved.", Err(Fault::Number));
        check("Participants from Mali agreed that the fund should be moved.", Err(Fault::Name));
        check("Kenya agreed that the fund should be moved.", Err(Fault::Name));
        check("Participants agreed that the fund should not be moved.", Err(Fault::Negation));
        check("Participants disagreed that the fund be moved to Niamey.", Err(Fault::Words));
        check("Participants praised a pleasant lunch beside the fund.", Err(Fault::Words));
        let denied = ["Participants could not agree that the fund be moved."];
        let judged = Judge::of("en").judge("Participants agree that the fund be moved.", &denied);
        assert_eq!(judged, Err(Fault::Negation));
    }

    #[test]
    fn other_languages_have_their_own_words() {
        let cited = ["Les participants n’ont pas recommandé la réforme du fonds en 2013."];
        let judge = |text| Judge::of("fr").judge(text, &cited);
        assert_eq!(judge("Les participants ont recommandé la réforme du fonds."), Err(Fault::Negation));
        assert_eq!(judge("La réforme du fonds n’a pas été recommandée en 2013."), Ok(()));
    }
}
