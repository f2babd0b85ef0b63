//! What speaks against a sentence in its middle.

/// Words that point out of a sentence, and marks of damage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Within {
    /// Words that point back, or to another place of the page: "… that this complicates matters", "… described below".
    pub(crate) pointing: u8,
    /// Full stops before a small letter: dirt of OCR, or two halves that do not belong together.
    pub(crate) stops: u8,
}

impl Within {
    /// Reads a sentence, word by word. The phrases are English; in other languages only the stops are seen.
    pub(crate) fn of(text: &str) -> Self {
        let mut within = Self::default();
        let (mut before, mut at) = ("", 0);
        for word in text.split(' ') {
            let plain = word.trim_end_matches([',', '.', ';', ':', ')', '”', '"']);
            let earlier = || text.get(..at).unwrap_or("");
            within.pointing = within.pointing.saturating_add(u8::from(points(before, plain, earlier)));
            at += word.len() + 1;
            within.stops = within.stops.saturating_add(u8::from(is_stray(before, word)));
            before = word;
        }
        within
    }
}

fn points<'t>(before: &str, word: &str, earlier: impl Fn() -> &'t str) -> bool {
    match before {
        "this" => is_verb(word) || !is_named(word, earlier()),
        "these" => !is_named(word, earlier()),
        "such" => !matches!(word, "" | "as" | "a" | "an" | "that"),
        "that" => word == "reason",
        "the" => matches!(word, "former" | "latter" | "above-mentioned"),
        "as" | "described" | "mentioned" | "noted" | "given" | "listed" | "shown" | "table" => {
            matches!(word, "above" | "below")
        }
        _ => false,
    }
}

/// Whether the sentence itself says what "this data", "these wells" are: it has the word before (as it has for "this one"),
/// or speaks of the report, its event or its time.
fn is_named(noun: &str, earlier: &str) -> bool {
    #[rustfmt::skip]
    const OWN: &[&str] = &[
        "article", "book", "century", "chapter", "conference", "consultation", "decade", "document", "event", "forum",
        "meeting", "month", "note", "one", "paper", "publication", "quarter", "report", "section", "seminar", "study",
        "summary", "summit", "symposium", "week", "work", "workshop", "year",
    ];
    let singular = noun.strip_suffix('s').unwrap_or(noun);
    OWN.contains(&singular)
        || earlier.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(singular))
}

/// What follows a "this" that stands alone.
fn is_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "also", "can", "could", "did", "does", "further", "had", "has", "is", "may", "meant", "means",
        "might", "must", "should", "was", "will", "would",
    ];
    VERBS.contains(&word)
}

/// Abbreviations are short, or have stops of their own ("et al.", "approx.", "i.e.").
const LONGEST_ABBREVIATION: usize = 6;

fn is_stray(before: &str, word: &str) -> bool {
    before.strip_suffix('.').is_some_and(|b| b.len() > LONGEST_ABBREVIATION && !b.contains('.'))
        && word.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_point_out_are_counted() {
        let pointing = |text| Within::of(text).pointing;
        assert_eq!(pointing("Some felt that this would lead to such delays, as such."), 2);
        assert_eq!(pointing("The latter, for that reason, differ as shown below."), 2);
        assert_eq!(pointing("The tools to read this data were agreed in these three towns."), 2);
        assert_eq!(pointing("Of all data, this data and these workshops matter to this report."), 0);
        assert_eq!(pointing("Such wells as this one, in countries such as Niger, are dear."), 0);
    }

    #[test]
    fn stray_stops_are_dirt_and_abbreviations_are_not() {
        let stops = |text| Within::of(text).stops;
        assert_eq!(stops("The failures of peacekeeping. missions were many."), 1);
        assert_eq!(stops("Smith et al. found approx. ten wells, i.e. two a village."), 0);
    }
}
