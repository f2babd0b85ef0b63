//! What a sentence of running text looks like.
//!
//! This filter alone is worth several points of ROUGE: tables, letterheads, citations and fragments never enter.

/// A whole sentence of running text: opens like one, ends like one, and is mostly words in lower case.
pub(crate) fn is_prose(text: &str) -> bool {
    let opens = text.chars().find(|c| !is_opening_quote(*c));
    let ends = text.chars().rev().find(|c| !is_closing_quote(*c));
    if !opens.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !has_case(c)) {
        return false;
    }
    if !matches!(ends, Some('.' | '!' | '?' | '…' | '。' | '！' | '？')) {
        return false;
    }
    if ends_in_a_mark(text) || opens_with_a_mark(text) || breaks_off(text) {
        return false;
    }
    let Shape { words, lower, odd } = Shape::of(text);
    // Names and numbers alone make a letterhead, a citation or a row of a table.
    lower * 2 >= words && odd * 4 <= words && !is_citation(text)
}

/// How the words of a sentence begin.
#[derive(Default)]
struct Shape {
    words: u32,
    /// With a small letter, or one of a script without cases.
    lower: u32,
    /// With neither a small nor a capital letter.
    odd: u32,
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self::default();
        if text.is_ascii() {
            for word in text.split_ascii_whitespace() {
                shape.words += 1;
                match word.bytes().find(|b| !is_opening_quote(char::from(*b))) {
                    Some(b'a'..=b'z') => shape.lower += 1,
                    Some(b'A'..=b'Z') => {}
                    _ => shape.odd += 1,
                }
            }
            return shape;
        }
        // Whether a word has begun, and whether its first character behind quotes was seen.
        let (mut inside, mut seen) = (false, false);
        for c in text.chars() {
            if c.is_whitespace() {
                shape.odd += u32::from(inside && !seen);
                (inside, seen) = (false, false);
                continue;
            }
            shape.words += u32::from(!inside);
            inside = true;
            if !seen && !is_opening_quote(c) {
                seen = true;
                if c.is_lowercase() || c.is_alphabetic() && !has_case(c) {
                    shape.lower += 1;
                } else if !c.is_uppercase() {
                    shape.odd += 1;
                }
            }
        }
        shape.odd += u32::from(inside && !seen);
        shape
    }
}

/// A full stop behind a word that goes on: "… by the companies or the Department for."
fn breaks_off(text: &str) -> bool {
    const GO_ON: &[&str] = &[
        "a", "an", "and", "because", "for", "from", "into", "of", "or", "than", "the", "their", "whose",
        "with", "le", "les", "des", "du", "et", "ou", "pour", "dans", "el", "los", "las", "del", "y", "para",
        "con",
    ];
    let last =
        text.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(|c: char| !c.is_alphanumeric()).next();
    // A letter alone may be a name: "plan A", "sample y".
    last.is_some_and(|word| word.len() > 1 && GO_ON.contains(&word))
}

/// Mostly words, if not a whole sentence: what a report without sentences is made of.
pub(crate) fn is_wordy(text: &str) -> bool {
    let Shape { words, lower, .. } = Shape::of(text);
    words > 1 && lower * 2 >= words
}

/// The mark of a note sticks to its first word: "1All examples are taken from …".
fn opens_with_a_mark(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut letters = rest.chars();
    (1..=3).contains(&(text.len() - rest.len()))
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
}

/// The mark of the next item hangs on: "Who drives standards? b.".
fn ends_in_a_mark(text: &str) -> bool {
    let Some((rest, last)) = text.rsplit_once(char::is_whitespace) else { return false };
    last.len() == 2
        && list_mark(&format!("{last} x")) > 0
        && rest.trim_end().ends_with(['.', '?', '!', ';', ':'])
}

/// A reference to a publication rather than a statement.
fn is_citation(text: &str) -> bool {
    let web = || text.contains(':') && text.contains("://") || text.contains("www.");
    let opens = ["See ", "Ibid", "Cf. ", "Source:", "Available at", "Voir ", "Véase "];
    text.len() < 200 && web() || text.len() < 120 && opens.iter().any(|o| text.starts_with(o))
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

pub(crate) fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡' | '\u{a0}')
}

fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '\u{a0}')
}

/// Words as a reader counts them: what stands between spaces. Two letters of a script that is written without
/// spaces count as a word.
pub(crate) fn count_words(text: &str) -> u32 {
    if text.is_ascii() {
        let (mut words, mut blank) = (0, true);
        for byte in text.bytes() {
            let before = std::mem::replace(&mut blank, matches!(byte, b' ' | b'\t'..=b'\r'));
            words += u32::from(before && !blank);
        }
        return words;
    }
    let unspaced = |word: &str| word.chars().filter(|c| is_unspaced(*c)).count();
    let words: usize = text.split_whitespace().map(|word| unspaced(word).div_ceil(2).max(1)).sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// A letter of Chinese, Japanese, Thai, Lao, Khmer or Burmese: scripts that put no space between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Words with which a sentence begins, and not the rest of one that begins with a number.
const OPENERS: &[&str] = &[
    "According",
    "An",
    "As",
    "For",
    "From",
    "If",
    "In",
    "It",
    "On",
    "See",
    "The",
    "This",
    "To",
    "Under",
    "We",
];

/// How many bytes at the start are the mark of a list item: `1.`, `(b)`, `•`.
pub(crate) fn list_mark(text: &str) -> usize {
    let Some((mark, rest)) = text.split_once(char::is_whitespace) else { return 0 };
    let bullet = matches!(mark, "•" | "·" | "-" | "–" | "—" | "*" | "o" | "▪" | "■" | "►");
    let inner = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let short = inner.len() <= 2 && inner.chars().all(|c| c.is_ascii_digit())
        || inner.len() == 1 && inner.chars().all(|c| c.is_ascii_lowercase());
    let numbered = short && !inner.is_empty() && mark.ends_with(['.', ')']);
    // The mark of a note in small print, come down into the line: "7 The Act would expand …".
    let next = rest.split_whitespace().next().unwrap_or("");
    let note = mark.len() <= 3 && mark.chars().all(|c| c.is_ascii_digit()) && OPENERS.contains(&next);
    if bullet || numbered || note && !mark.is_empty() { text.len() - rest.trim_start().len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_from_the_rest() {
        for text in [
            "Participants agreed that the fund should be reformed.",
            "“Nobody asked the villages,” said one delegate from the region.",
            "¿Quién debe pagar los costos de la transición?",
            "3D printing was shown to the delegates on the second day.",
            "La réunion a permis de dégager un consensus sur ce point.",
        ] {
            assert!(is_prose(text), "{text}");
        }
        for text in [
            "effectively link national objectives to local efforts.",
            "Dr Amina Okafor, Ministry of Water, Nairobi, Kenya.",
            "See UN Doc. S/2013/22 and the annex there.",
            "Table 3 12.4 15.6 18.1 22.0 24.5 total.",
            "The four points were the following:",
            "Who drives standards setting in food safety? b.",
            "Assessments could be done by the companies or the Department for.",
            "1All examples are taken from the corpus of the challenge.",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }

    #[test]
    fn words_are_told_from_readings_of_machines() {
        assert!(is_wordy("Wells are dry") && is_wordy("We wait"));
        assert!(!is_wordy("17156:27:001F 02-050 2TB 70 PLS MODE: N/A") && !is_wordy("Kenya"));
    }

    #[test]
    fn words_are_counted_in_scripts_without_spaces() {
        assert_eq!(count_words("Nobody asked the villages."), 4);
        assert_eq!(count_words("会议讨论了水资源管理。"), 5);
    }

    #[test]
    fn marks_of_items_are_told_from_words() {
        for (text, mark) in
            [("1.  It is", 4), ("(b) States", 4), ("• Open", "• ".len()), ("a) Open", 3), ("7 The Act", 2)]
        {
            assert_eq!(list_mark(text), mark, "{text}");
        }
        for text in
            ["A delegate asked.", "12 Districts grew", "2013. was", "I. Newton wrote", "We agreed", ""]
        {
            assert_eq!(list_mark(text), 0, "{text}");
        }
    }
}
