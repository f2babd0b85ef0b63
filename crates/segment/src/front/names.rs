//! The names of bodies in a sentence: where each of a list begins and ends, and what is none.

use std::ops::Range;

/// Articles, and prepositions grown together with them, that stand before a name.
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "the ", "la ", "le ", "l'", "les ", "el ", "los ", "pelo ", "pela ", "pelos ", "pelas ", "o ", "os ", "as ", "dal ", "dalla ", "dall'", "der ", "die ", "das ", "dem ",
    "den ", "vom ", "von ",
];

/// The names of a list "the A (X), the B and the C", as ranges of the text.
pub(super) fn names(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let list = text.get(range.clone()).unwrap_or("");
    let mut cuts = vec![0];
    for (at, sign) in list.match_indices([',', ';']) {
        cuts.push(at + sign.len());
    }
    for sign in [" and ", " et ", " y ", " e ", " und ", " & "] {
        for (at, _) in list.match_indices(sign) {
            let before = list.get(..at).unwrap_or("");
            let after = list.get(at + sign.len()..).unwrap_or("");
            let article = ARTICLES.iter().any(|a| after.starts_with(a));
            let last = before.rsplit([',', ' ']).next().unwrap_or("");
            let acronym = before.ends_with(')')
                || (last.len() >= 2 && last.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()));
            if article || acronym || before.ends_with(',') {
                cuts.push(at + sign.len());
            }
        }
    }
    cuts.sort_unstable();
    cuts.push(list.len());
    let mut found = Vec::new();
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        let part = list.get(from..to).unwrap_or("");
        let part = ["and", "et", "y", "e", "und", "&"]
            .iter()
            .fold(part.trim_end_matches([',', ';', ' ']), |p, w| {
                p.strip_suffix(w).filter(|rest| rest.ends_with(' ')).unwrap_or(p)
            });
        let name = clean(part);
        let words = name.split_whitespace().count();
        let capital = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !(1..=16).contains(&words) || !capital || name.chars().count() < 2 || !is_name(&name) {
            continue;
        }
        let at = from + part.find(&name).unwrap_or(0);
        found.push(range.start + at..range.start + at + name.len());
    }
    found
}

/// Verbs of a sentence; the name of a body has none.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "met", "include", "included", "includes",
];

/// Words that open a part of a sentence, and the name of no body.
const OPENERS: &[&str] =
    &["to", "by", "at", "after", "before", "previous", "since", "while", "when", "although", "because"];

pub(super) fn holds_verb(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|w| VERBS.contains(&w))
}

/// Whether a capital opens a name here, not the sentence.
pub(super) fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let first = lower.split(' ').next().unwrap_or("");
    !name.contains(['[', ']', '{', '}'])
        && !OPENERS.contains(&first)
        && !holds_verb(&lower)
        && name.contains(char::is_alphabetic)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A name without article, acronym in brackets and marks.
pub(super) fn clean(part: &str) -> String {
    let mut name = part.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '*' | '_' | '.' | '"' | '“' | '”')
    });
    for word in ["and ", "und ", "The ", "by ", "both ", "jointly "].iter().chain(ARTICLES) {
        name = name.strip_prefix(word).unwrap_or(name);
    }
    name.split(" (").next().unwrap_or(name).trim_end_matches([',', ' ']).to_owned()
}
