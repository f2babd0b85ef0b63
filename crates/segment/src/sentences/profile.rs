//! What a language adds: its abbreviations, its stops, the words that open its sentences.
//!
//! The lists in [`super::words`] hold for every language; a profile is asked first. Words in lower case, without their
//! last stop.

use super::words::Abbreviation;

/// What a language adds to the rules that hold for all.
pub(super) struct Profile {
    pub(super) leads_on: &'static [&'static str],
    pub(super) before_number: &'static [&'static str],
    /// Ends of compounds before a number: "Hafenstr. 7".
    pub(super) compounds: &'static [&'static str],
    pub(super) may_end: &'static [&'static str],
    /// Ends a sentence whenever a capital follows: "usw.", "и т. д.".
    pub(super) ends: &'static [&'static str],
    /// Function words that open sentences.
    pub(super) starters: &'static [&'static str],
    /// Stops beside those of every script: the Greek question mark is `;`.
    pub(super) stops: &'static [char],
    /// Whether a dot ends sentences; in Armenian it does not.
    pub(super) dots: bool,
    /// Whether "3." and "XII." may be ordinals.
    pub(super) ordinals: bool,
    /// Whether capitals follow English custom: "The" has one only at the head of a sentence.
    pub(super) english: bool,
}

impl Profile {
    /// The profile of a language by its ISO 639-1 code; English when nothing is known.
    pub(super) fn of(language: Option<&str>) -> &'static Self {
        match language.map_or("en", |l| l.get(..2).unwrap_or("en")) {
            "en" => &ENGLISH,
            "de" => &tables::GERMAN,
            "fr" => &tables::FRENCH,
            "es" => &tables::SPANISH,
            "it" => &tables::ITALIAN,
            "pt" => &tables::PORTUGUESE,
            "nl" => &tables::DUTCH,
            "da" | "nb" | "no" | "nn" | "sv" => &tables::NORDIC,
            "fi" => &tables::FINNISH,
            "pl" => &tables::POLISH,
            "cs" | "sk" => &tables::CZECH,
            "hu" => &tables::HUNGARIAN,
            "ro" => &tables::ROMANIAN,
            "ru" | "uk" | "be" => &tables::RUSSIAN,
            "bg" => &tables::BULGARIAN,
            "kk" => &tables::KAZAKH,
            "el" => &tables::GREEK,
            "hy" => &ARMENIAN,
            _ => &PLAIN,
        }
    }

    /// The kind of abbreviation a word is in this language alone.
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let lists = [
            (self.leads_on, Abbreviation::LeadsOn),
            (self.before_number, Abbreviation::BeforeNumber),
            (self.may_end, Abbreviation::MayEnd),
            (self.ends, Abbreviation::EndsBeforeCapital),
        ];
        let listed = lists.iter().find(|(list, _)| list.contains(&word)).map(|&(_, kind)| kind);
        let compound = || self.compounds.iter().any(|end| word.ends_with(end));
        listed.or_else(|| compound().then_some(Abbreviation::BeforeNumber))
    }
}

/// No word lists, the usual stops.
const PLAIN: Profile = Profile {
    leads_on: &[],
    before_number: &[],
    compounds: &[],
    may_end: &[],
    ends: &[],
    starters: &[],
    stops: &[],
    dots: true,
    ordinals: false,
    english: false,
};

static ENGLISH: Profile = Profile { english: true, ..PLAIN };

/// A colon closes the sentence, a dot parts clauses.
static ARMENIAN: Profile = Profile { stops: &[':'], dots: false, ..PLAIN };

mod tables;
