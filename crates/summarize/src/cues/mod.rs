//! Phrases by which a report says what was agreed, disputed, recommended or left open.
//!
//! Lists of our own for English, French and Spanish, gathered from conference reports; a sentence in another
//! language has no cues, and is judged by its matter alone.

mod phrases;

use rapporteur_words::tokens;
use rustc_hash::FxHashMap;

/// What a phrase is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Agreed,
    Disputed,
    /// Plainly a recommendation.
    Recommended,
    /// "Should", "must".
    Ought,
    /// "Need", "necessary": tells an important sentence, not yet a recommendation.
    Need,
    Open,
    /// What the meeting was for.
    Purpose,
    /// The meeting, or all who sat in it.
    People,
}

/// Where a sentence belongs in the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It tells an agreement.
    Agreed,
    /// It tells two sides.
    Disputed,
    /// It recommends.
    Recommended,
    /// It asks, or says that something is not known.
    Open,
}

/// The signs found in one sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs(u8);

impl Signs {
    fn add(&mut self, sign: Sign) {
        self.0 |= 1 << sign as u8;
    }

    fn has(self, sign: Sign) -> bool {
        self.0 & (1 << sign as u8) != 0
    }

    /// How much makes it a sentence that a rapporteur would pull: the kinds of its signs, agreement and recommendation
    /// half as much again.
    pub(crate) fn weight(self) -> f32 {
        let agreed = self.has(Sign::Agreed) || self.has(Sign::Disputed);
        let ought = self.has(Sign::Recommended) || self.has(Sign::Ought) || self.has(Sign::Need);
        let kinds =
            [(agreed, 1.5), (ought, 1.5), (self.has(Sign::Purpose), 1.0), (self.has(Sign::People), 1.0)];
        kinds.iter().filter(|(found, _)| *found).map(|(_, weight)| weight).sum()
    }

    /// The one heading of the digest under which it stands.
    pub(crate) fn verdict(self) -> Option<Verdict> {
        let order = [
            (Sign::Disputed, Verdict::Disputed),
            (Sign::Recommended, Verdict::Recommended),
            (Sign::Agreed, Verdict::Agreed),
            (Sign::Open, Verdict::Open),
            (Sign::Ought, Verdict::Recommended),
        ];
        // "The aim was to explore open questions" leaves none open.
        let aims = self.has(Sign::Purpose);
        let tells = |sign: Sign| self.has(sign) && !(aims && sign == Sign::Open);
        order.into_iter().find(|(sign, _)| tells(*sign)).map(|(_, verdict)| verdict)
    }
}

/// The phrases of one language, found by their first letters.
#[derive(Debug, Default)]
pub(crate) struct Cues(FxHashMap<u32, Vec<Phrase>>);

#[derive(Debug)]
struct Phrase {
    text: &'static str,
    /// Any ending may follow.
    begins: bool,
    sign: Sign,
}

/// The first three bytes of a phrase, as a number.
fn key(text: &[u8]) -> Option<u32> {
    text.first_chunk().map(|&[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
}

impl Cues {
    /// The phrases of an ISO 639-1 code.
    pub(crate) fn of(language: &str) -> Self {
        let lists = match language.get(..2) {
            Some("en") => phrases::ENGLISH,
            Some("fr") => phrases::FRENCH,
            Some("es") => phrases::SPANISH,
            _ => return Self::default(),
        };
        let mut cues = Self::default();
        for (sign, phrases) in lists {
            for phrase in phrases.split(',').map(str::trim) {
                let (text, begins) = phrase.strip_suffix('*').map_or((phrase, false), |p| (p, true));
                if let Some(key) = key(text.as_bytes()) {
                    cues.0.entry(key).or_default().push(Phrase { text, begins, sign: *sign });
                }
            }
        }
        cues
    }

    /// The signs in a sentence.
    pub(crate) fn read(&self, sentence: &str) -> Signs {
        let lower = sentence.to_lowercase();
        let mut signs = Signs::default();
        if !self.0.is_empty() {
            word_starts(&lower).for_each(|at| self.at(&lower, at, &mut signs));
        }
        // A question is one whatever else it says.
        if lower.trim_end_matches(['"', '”', '’', '»', ')', ' ']).ends_with(['?', '？']) {
            signs = Signs::default();
            signs.add(Sign::Open);
        }
        signs
    }

    fn at(&self, lower: &str, at: usize, signs: &mut Signs) {
        let Some(key) = lower.as_bytes().get(at..).and_then(key) else { return };
        let Some(phrases) = self.0.get(&key) else { return };
        let rest = lower.get(at..).unwrap_or("");
        for phrase in phrases {
            let found = rest.strip_prefix(phrase.text);
            if found.is_some_and(|after| phrase.begins || !after.starts_with(char::is_alphanumeric)) {
                signs.add(phrase.sign);
            }
        }
    }
}

/// Where words begin: bytes of letters behind no letter and no digit.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    tokens(text).filter(|token| token.text.starts_with(char::is_alphabetic)).map(|token| token.bytes.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(language: &str, sentence: &str) -> Option<Verdict> {
        Cues::of(language).read(sentence).verdict()
    }

    #[test]
    fn each_heading_of_the_digest_has_its_phrases() {
        for (sentence, expected) in [
            ("Participants agreed that missions lack exit strategies.", Some(Verdict::Agreed)),
            ("While participants agreed on peace, some disagreed on justice.", Some(Verdict::Disputed)),
            ("There was no consensus on the fund.", Some(Verdict::Disputed)),
            ("Some wanted a fund, but others argued for loans.", Some(Verdict::Disputed)),
            ("It was suggested that the fund be moved.", Some(Verdict::Recommended)),
            ("FAO should encourage gradual change.", Some(Verdict::Recommended)),
            ("Who should pay, participants asked, and did they agree?", Some(Verdict::Open)),
            ("One delegate asked whether the fund would last.", Some(Verdict::Open)),
            ("The mustard harvest was early.", None),
            ("The aim of the workshop was to explore open questions.", None),
            ("Most farmers prepared land, while some planted already.", None),
        ] {
            assert_eq!(verdict("en", sentence), expected, "{sentence}");
        }
        assert_eq!(verdict("fr", "L’atelier recommande une réforme."), Some(Verdict::Recommended));
        assert_eq!(verdict("es", "Los delegados acordaron un plan."), Some(Verdict::Agreed));
        assert_eq!(verdict("pl", "Uczestnicy zgodzili się."), None);
        assert_eq!(verdict("pl", "Kto zapłaci?"), Some(Verdict::Open));
    }

    #[test]
    fn kinds_of_signs_add_up() {
        let weight = |text| Cues::of("en").read(text).weight();
        assert!(weight("Wells were dug.").abs() < 1e-6);
        let all = weight("Participants agreed that wells must be dug, and recommended it.");
        assert!((all - 4.0).abs() < 1e-6, "{all}");
    }
}
