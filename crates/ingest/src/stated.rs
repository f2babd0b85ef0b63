//! What a file says of itself (YAML head, HTML head), put into [`Meta`].

use rapporteur_model::{Date, Found, Meta};

/// What a value states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Subtitle,
    Language,
    Date,
    Event,
    EventStart,
    EventEnd,
    Place,
    Country,
    Organizer,
    Partner,
}

impl Field {
    /// The field that a key of a YAML head stands for.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Some(match key.to_ascii_lowercase().replace('_', "-").as_str() {
            "title" => Self::Title,
            "subtitle" => Self::Subtitle,
            "lang" | "language" => Self::Language,
            "date" | "published" | "publication-date" | "pubdate" => Self::Date,
            "event" | "conference" => Self::Event,
            "event-date" | "start" | "start-date" | "event-start" => Self::EventStart,
            "end" | "end-date" | "event-end" => Self::EventEnd,
            "place" | "location" | "venue" => Self::Place,
            "country" => Self::Country,
            "organizer" | "organizers" | "organiser" | "organisers" | "host" | "hosts" => Self::Organizer,
            "partner" | "partners" => Self::Partner,
            _ => return None,
        })
    }
}

/// Puts a stated value where it belongs, if nothing surer stands there. Values that cannot be read are left out:
/// they stay in the text.
pub(crate) fn put(meta: &mut Meta, field: Field, value: &str, confidence: f32) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    // Switches and tables of a site's generator are no names.
    if value.is_empty() || value.starts_with('{') || matches!(value.as_str(), "true" | "false") {
        return;
    }
    match field {
        Field::Title => set(&mut meta.title, Some(value), confidence),
        Field::Subtitle => set(&mut meta.subtitle, Some(value), confidence),
        Field::Language => set(&mut meta.language, language(&value), confidence),
        Field::Date => set(&mut meta.document_date, date(&value), confidence),
        Field::Event if !value.contains(' ') => {}
        Field::Event => set(&mut meta.event.name, Some(value), confidence),
        Field::EventStart => set(&mut meta.event.start, date(&value), confidence),
        Field::EventEnd => set(&mut meta.event.end, date(&value), confidence),
        Field::Place => set(&mut meta.event.place, Some(value), confidence),
        Field::Country => set(&mut meta.event.country, Some(value), confidence),
        Field::Organizer => meta.event.organizers.push(Found::stated(value, confidence)),
        Field::Partner => meta.event.partners.push(Found::stated(value, confidence)),
    }
}

fn set<T>(slot: &mut Option<Found<T>>, value: Option<T>, confidence: f32) {
    if let Some(value) = value
        && slot.as_ref().is_none_or(|old| old.confidence < confidence)
    {
        *slot = Some(Found::stated(value, confidence));
    }
}

/// ISO 639-1 of a language tag: `en` of `en-GB`, `fr` of `fra`.
fn language(tag: &str) -> Option<String> {
    const LONG: &[(&str, &str)] = &[
        ("eng", "en"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spa", "es"),
        ("por", "pt"),
        ("deu", "de"),
        ("ger", "de"),
        ("ita", "it"),
        ("rus", "ru"),
        ("ara", "ar"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("english", "en"),
        ("french", "fr"),
        ("spanish", "es"),
        ("français", "fr"),
        ("español", "es"),
    ];
    let first = tag.split(['-', '_']).next()?.to_lowercase();
    match first.len() {
        2 if first.bytes().all(|b| b.is_ascii_lowercase()) => Some(first),
        _ => LONG.iter().find(|(long, _)| *long == first).map(|&(_, short)| short.to_owned()),
    }
}

const MONTHS: &[(&str, u8)] = &[
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("déc", 12),
    ("dic", 12),
];

/// Reads `2022-12-05`, `2022-12-05T10:00:00Z`, `5 December 2022`, `December 5th, 2022`, `mai 2004`, `2004`.
///
/// Forms in which day and month cannot be told apart (`05/12/2022`) are not read.
pub(crate) fn date(value: &str) -> Option<Date> {
    let value = value.trim();
    let iso = value.split(['T', ' ']).next().unwrap_or_default();
    if let Ok(date) = iso.parse() {
        // `2022 ...` may be a title; a bare year counts only alone.
        return (iso.len() > 4 || iso.len() == value.len()).then_some(date);
    }
    let (mut year, mut month, mut day) = (None, None, None);
    for word in value.split([' ', ',', '.', '-', '\u{a0}']).filter(|w| !w.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        match (digits.parse::<u16>(), digits.len()) {
            (Ok(number), 4) if year.is_none() && word.len() == 4 => year = Some(number),
            (Ok(number), 1 | 2) if day.is_none() => day = u8::try_from(number).ok(),
            (Err(_), 0) if matches!(word, "de" | "of" | "le" | "el" | "the" | "del") => {}
            (Err(_), 0) if month.is_none() => month = Some(month_of(word)?),
            _ => return None,
        }
    }
    match day {
        Some(day) => Date::new(year?, month?, day),
        None => Date::month(year?, month?),
    }
}

fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    // The longest form wins: `juin` before `jui`.
    MONTHS
        .iter()
        .filter(|(name, _)| word.starts_with(name))
        .max_by_key(|(name, _)| name.len())
        .map(|&(_, m)| m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_the_forms_of_heads() {
        for (text, iso) in [
            ("2022-12-05", "2022-12-05"),
            ("2022-12-05 10:00:00 +0000", "2022-12-05"),
            ("2013-05-13T09:30:00Z", "2013-05-13"),
            ("2022-09", "2022-09"),
            ("2005", "2005"),
            ("5 December 2022", "2022-12-05"),
            ("December 5th, 2022", "2022-12-05"),
            ("le 3 juin 2004", "2004-06-03"),
            ("julio de 2011", "2011-07"),
            ("Sept. 2021", "2021-09"),
        ] {
            assert_eq!(date(text).map(|d| d.to_string()), Some(iso.to_owned()), "{text}");
        }
        for text in ["05/12/2022", "2022 in review", "soon", "13–14 May 2013", "", "31 February 2020"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn the_surer_value_stays() {
        let mut meta = Meta::default();
        put(&mut meta, Field::Title, "  Land and\n Water ", 0.6);
        put(&mut meta, Field::Title, "Other", 0.5);
        put(&mut meta, Field::Language, "en-GB", 0.9);
        put(&mut meta, Field::Language, "klingon", 1.0);
        assert_eq!(meta.title.unwrap().value, "Land and Water");
        assert_eq!(meta.language.unwrap().value, "en");
    }
}
