//! Where a conference was held: places in title blocks and opening sentences.

use std::{collections::BTreeMap, sync::LazyLock};

use super::countries::COUNTRIES;

/// Country by name or town, lower case; `true` for the name of a country.
static INDEX: LazyLock<BTreeMap<String, (&'static str, bool)>> = LazyLock::new(|| {
    let mut index = BTreeMap::new();
    for &(country, _, towns) in COUNTRIES {
        for &town in towns {
            index.entry(town.to_owned()).or_insert((country, false));
        }
    }
    for &(country, names, _) in COUNTRIES {
        index.insert(country.to_lowercase(), (country, true));
        for &name in names {
            index.insert(name.to_owned(), (country, true));
        }
    }
    index
});

/// The country that a text names, as a whole: by its own name or a town's.
pub(crate) fn country(text: &str) -> Option<&'static str> {
    lookup(text).map(|(country, _)| country)
}

fn lookup(text: &str) -> Option<(&'static str, bool)> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    if text.is_empty() || text.len() > 48 {
        return None;
    }
    let lower = text.to_lowercase().replace('’', "'");
    INDEX.get(&lower).or_else(|| INDEX.get(lower.trim_end_matches('.'))).copied()
}

/// Whether a line names a place: one of its comma-parted pieces is a country or a town.
pub(crate) fn is_place(line: &str) -> bool {
    line.split([',', '(', ')', ';']).any(|part| country(part.trim()).is_some())
}

/// The country that any part of a text names; its last part counts most.
pub(super) fn country_in(text: &str) -> Option<&'static str> {
    let parts: Vec<&str> = text.split([',', '(', ')', ';']).map(str::trim).collect();
    let named = parts.iter().rev().find_map(|p| lookup(p).filter(|&(_, name)| name));
    named
        .or_else(|| parts.iter().rev().find_map(|p| lookup(p)))
        .or_else(|| parts.iter().rev().find_map(|p| last_words(p)))
        .map(|(country, _)| country)
}

/// "University of Amsterdam": the last words of a part name a town.
fn last_words(part: &str) -> Option<(&'static str, bool)> {
    let starts: Vec<usize> =
        part.char_indices().filter(|&(i, _)| i == 0 || part[..i].ends_with(' ')).map(|(i, _)| i).collect();
    starts.iter().rev().take(3).rev().find_map(|&i| lookup(part.get(i..).unwrap_or("")))
}

/// "Virtual on Zoom", "online"
pub(super) fn is_online(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["virtual", "online", "zoom", "webinar", "en ligne", "en línea", "hybrid"]
        .iter()
        .any(|w| lower.contains(w))
}

/// A text without the words for the kind of event before the place: "Expert Consultation Rome" is "Rome".
pub(super) fn without_genre(text: &str) -> &str {
    const WORDS: &[&str] = &[
        "expert",
        "consultation",
        "workshop",
        "conference",
        "seminar",
        "meeting",
        "held",
        "in",
        "at",
        "report",
        "chair",
        "rapporteur",
        "summary",
        "of",
        "the",
        "a",
        "an",
        "symposium",
        "international",
        "regional",
        "technical",
        "fao",
        "and",
        "proceedings",
        "from",
        "on",
        "roundtable",
        "forum",
        "dialogue",
    ];
    let mut rest = text.trim();
    if lookup(rest).is_some() {
        return rest;
    }
    while let Some((word, tail)) = rest.split_once(' ') {
        if !WORDS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

#[rustfmt::skip]
const VENUES: &[&str] = &[
    "university", "hotel", "centre", "center", "headquarters", "palais", "house", "hall", "institute", "campus", "offices", "office", "college",
    "building", "embassy", "parliament", "museum", "palace", "school", "academy", "residence", "château", "université", "universidad", "hôtel", "sede", "siège", "library", "club",
];

/// The place that a sentence names after "in" or "at", with its bytes; the likeliest of several.
pub(super) fn held_at(sentence: &str) -> Option<(String, std::ops::Range<usize>)> {
    let mut best: Option<(i32, String, std::ops::Range<usize>)> = None;
    for sign in [" in ", " at ", " à ", " au ", " en ", " a ", " em "] {
        for (at, _) in sentence.match_indices(sign) {
            let from = at + sign.len();
            let Some(length) = phrase(sentence.get(from..).unwrap_or("")) else { continue };
            let text = sentence.get(from..from + length).unwrap_or("");
            let text = text.strip_prefix("the ").unwrap_or(text).trim_end_matches([',', ' ']);
            let lower = text.to_lowercase();
            let venue = lower.split(|c: char| !c.is_alphanumeric()).any(|w| VENUES.contains(&w));
            let place = is_place(text) || country_in(text).is_some();
            let score = i32::from(place) * 3 + i32::from(venue) * 2;
            let named = text.contains(char::is_uppercase);
            if score > 0 && named && best.as_ref().is_none_or(|(s, ..)| score > *s) {
                let start = from + sentence.get(from..).and_then(|t| t.find(text)).unwrap_or(0);
                best = Some((score, text.to_owned(), start..start + text.len()));
            }
        }
    }
    best.map(|(_, text, bytes)| (text, bytes))
}

/// The length of a phrase of names: capitals, the small words between them, and " in " before a further name.
fn phrase(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    for (i, word) in text.split_inclusive(' ').enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.starts_with(char::is_uppercase);
        let small = matches!(
            bare.to_lowercase().as_str(),
            "the"
                | "of"
                | "de"
                | "du"
                | "la"
                | "for"
                | "and"
                | "del"
                | "des"
                | "in"
                | "le"
                | "d"
                | "los"
                | "las"
                | "el"
                | "&"
                | "at"
        );
        let venue = VENUES.contains(&bare.to_lowercase().as_str());
        let month = super::dates::find(&format!("{bare} 2000")).first().is_some_and(|d| d.bytes.start == 0);
        if i > 24 || month || !(capital || small || (venue && i < 3)) || word.starts_with('(') && !capital {
            break;
        }
        at += word.len();
        if capital || venue {
            end = at - word.len() + word.trim_end().len();
        }
        if word.trim_end().ends_with([';', ':', '.']) && !bare.contains('.') {
            end = end.min(at - word.len() + word.trim_end().trim_end_matches([';', ':', '.']).len());
            break;
        }
    }
    (end > 0).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_countries() {
        assert_eq!(country("Beijing"), Some("China"));
        assert_eq!(country("Genève"), Some("Switzerland"));
        assert_eq!(country_in("Reston, VA, USA"), Some("United States"));
        assert_eq!(country_in("University of Amsterdam"), Some("Netherlands"));
        assert!(is_place("Lomé, Togo"));
        assert!(!is_place("Towards better water"));
        assert_eq!(without_genre("Expert Consultation Rome"), "Rome");
    }

    #[test]
    fn places_in_sentences() {
        let at = |text: &str| held_at(text).map(|(place, _)| place);
        assert_eq!(
            at("It was hosted by ACME in Reston, VA, USA on June 4.").as_deref(),
            Some("Reston, VA, USA")
        );
        assert_eq!(
            at("It was held at the headquarters of the Union in Rome from 22 to 24 June.").as_deref(),
            Some("headquarters of the Union in Rome")
        );
        assert_eq!(
            at("It was held at the University of Lund on 3 May.").as_deref(),
            Some("University of Lund")
        );
        assert_eq!(at("It was held in partnership with others."), None);
        assert_eq!(at("The meeting was held while they should be at school."), None);
    }
}
