//! Which sentences may stand in a summary.
//!
//! This filter alone is worth several points of ROUGE: notes, tables, contents, letterheads, citations and
//! fragments never enter.

use std::ops::Range;

use rapporteur_model::{Document, Kind, Span};

/// A sentence that may be chosen.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Where it stands.
    pub(crate) span: Span,
    /// Index of its section.
    pub(crate) section: u32,
    /// Its words, counted as a reader would: by the spaces.
    pub(crate) words: u32,
    /// Its place among the candidates of its section, from 0.
    pub(crate) place: u32,
    /// It opens a paragraph.
    pub(crate) opens: bool,
    /// It leans on the sentence before it ("However, they …").
    pub(crate) leans: bool,
}

/// Shorter ones are fragments.
const FEWEST_WORDS: u32 = 6;
/// Longer ones are lists, or several sentences that could not be told apart.
const MOST_WORDS: u32 = 90;

/// The candidates of a document, in document order.
pub(crate) fn candidates(doc: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (index, section) in doc.sections.iter().enumerate().filter(|(_, s)| s.role.is_body()) {
        let mut place = 0;
        for block in section.blocks.clone() {
            let Some(b) = doc.blocks.get(block as usize) else { continue };
            if !matches!(b.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote) {
                continue;
            }
            for (nth, bytes) in b.sentences.iter().enumerate() {
                let Some(text) = slice(&b.text, bytes) else { continue };
                let words = count_words(text);
                if !(FEWEST_WORDS..=MOST_WORDS).contains(&words) || !is_prose(text) {
                    continue;
                }
                found.push(Candidate {
                    span: Span { block, bytes: bytes.clone() },
                    section: u32::try_from(index).unwrap_or(u32::MAX),
                    words,
                    place,
                    opens: nth == 0,
                    leans: leans(text),
                });
                place += 1;
            }
        }
    }
    found
}

fn slice<'t>(text: &'t str, bytes: &Range<u32>) -> Option<&'t str> {
    text.get(bytes.start as usize..bytes.end as usize)
}

/// Words as a reader counts them: what stands between spaces.
pub(crate) fn count_words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// A whole sentence of running text: opens like one, ends like one, and is mostly words in lower case.
fn is_prose(text: &str) -> bool {
    let opens = text.chars().find(|c| !is_opening_quote(*c));
    let ends = text.chars().rev().find(|c| !is_closing_quote(*c));
    if !opens.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !has_case(c)) {
        return false;
    }
    if !matches!(ends, Some('.' | '!' | '?' | '…' | '。' | '！' | '？')) {
        return false;
    }
    let (mut lower, mut words, mut odd) = (0, 0, 0);
    for word in text.split_whitespace() {
        words += 1;
        match word.chars().find(|c| !is_opening_quote(*c)) {
            Some(c) if c.is_lowercase() || c.is_alphabetic() && !has_case(c) => lower += 1,
            Some(c) if c.is_uppercase() => {}
            _ => odd += 1,
        }
    }
    // Names and numbers alone make a letterhead, a citation or a row of a table.
    lower * 2 >= words && odd * 4 <= words && !is_citation(text)
}

/// A reference to a publication rather than a statement.
fn is_citation(text: &str) -> bool {
    let web = text.contains("http://") || text.contains("https://") || text.contains("www.");
    let opens = ["See ", "Ibid", "Cf. ", "Source:", "Available at", "Voir ", "Véase "];
    web && text.len() < 200 || opens.iter().any(|o| text.starts_with(o)) && text.len() < 120
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡' | '\u{a0}')
}

fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '\u{a0}')
}

/// Openings that point back to a sentence the reader of a summary does not see.
const LEANING: &[&str] = &[
    "accordingly",
    "additionally",
    "also",
    "although",
    "and",
    "another",
    "as such",
    "besides",
    "but",
    "consequently",
    "conversely",
    "finally",
    "for example",
    "for instance",
    "furthermore",
    "he",
    "hence",
    "here",
    "however",
    "in addition",
    "in contrast",
    "in particular",
    "in response",
    "in this",
    "instead",
    "it",
    "its",
    "last",
    "likewise",
    "meanwhile",
    "moreover",
    "nevertheless",
    "nonetheless",
    "on the other hand",
    "one example",
    "or",
    "she",
    "similarly",
    "so",
    "such",
    "that",
    "their",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "thus",
    "to this end",
    "yet",
    "ainsi",
    "ce",
    "ces",
    "cela",
    "cependant",
    "cet",
    "cette",
    "de même",
    "de plus",
    "elle",
    "elles",
    "en effet",
    "en outre",
    "enfin",
    "ensuite",
    "il",
    "ils",
    "mais",
    "néanmoins",
    "par ailleurs",
    "par exemple",
    "toutefois",
    "además",
    "asimismo",
    "así",
    "ello",
    "ellos",
    "en cambio",
    "esa",
    "ese",
    "eso",
    "esta",
    "estas",
    "este",
    "esto",
    "estos",
    "finalmente",
    "no obstante",
    "pero",
    "por ejemplo",
    "por lo tanto",
    "por otro lado",
    "sin embargo",
    "también",
];

fn leans(text: &str) -> bool {
    let lower: String =
        text.chars().skip_while(|c| is_opening_quote(*c)).take(24).flat_map(char::to_lowercase).collect();
    LEANING.iter().any(|opening| {
        lower.strip_prefix(opening).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
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
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }

    #[test]
    fn leaning_openings_are_whole_words() {
        assert!(leans("However, they did not agree."));
        assert!(leans("They did not agree."));
        assert!(!leans("Italy and Andorra agreed."));
        assert!(!leans("Participants agreed."));
    }
}
