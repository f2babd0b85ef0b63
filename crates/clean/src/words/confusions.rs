//! Letters that scanning takes for others: `tlie` for `the`, `govemment` for `government`.
//!
//! Only words in small letters that stand once or twice in the document, that the lexicon does not know in any form, and
//! that one change makes a word of it; where two words may have been printed, nothing is said. Spelling is nobody's
//! business here.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{Vocabulary, lexicon::Lexicon};
use crate::{
    draft::{self, Draft},
    edits::Edit,
};

/// A word that stands more often in a document is one of its terms.
const MOST: u32 = 2;
/// Shorter words may be anything.
const SHORTEST: usize = 4;
/// Longer ones are none: what has no spaces is not taken apart letter by letter.
const LONGEST: usize = 64;
/// A word of so many reports of the archive is one.
const REPORTS: u32 = 3;

/// Suggests, or where it is told to applies, what was printed.
pub(crate) fn run(draft: &mut Draft<'_>, words: &Vocabulary<'_>) {
    if !draft.may_be_scanned()
        || !draft.log.chosen.on("confusion")
        || words.lexicon() != Some(Lexicon::English)
    {
        return;
    }
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for item in &draft.items {
        each_word(&item.block.text, |_, word| *counts.entry(word).or_default() += 1);
    }
    let rare = counts.into_iter().filter(|(word, count)| *count <= MOST && !is_word(word));
    let mended = rare.filter_map(|(word, _)| Some((word.to_owned(), printed(word, may_be_printed)?)));
    // Other reports may be misread in the same way; a word of theirs is as common as the one it would be taken for.
    let of_theirs = |word: &str, printed: &str| {
        let count = words.in_archive(&[word]);
        count >= REPORTS && count >= words.in_archive(&[printed])
    };
    let mended: FxHashMap<String, String> =
        mended.filter(|(word, printed)| !of_theirs(word, printed)).collect();
    if mended.is_empty() {
        return;
    }
    draft.edit_all(|block, edits| {
        each_word(&block.text, |at, word| {
            let Some(printed) = mended.get(word) else { return };
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            edits.push(Edit {
                range: start..start + draft::len(word),
                with: Cow::Owned(printed.clone()),
                rule: "confusion",
                confidence: 0.7,
                reason: "one letter read as another made a word that nobody knows",
            });
        });
    });
}

/// The words of a text that are all small letters, figures in them aside, with their first bytes: no parts of compounds
/// and addresses.
fn each_word<'t>(text: &'t str, mut take: impl FnMut(usize, &'t str)) {
    for part in text.split_whitespace() {
        let word = part.trim_start_matches(['(', '“', '"', '‘', '[']);
        let word = word.trim_end_matches([')', '”', '"', ']', '.', ',', ';', ':', '!', '?']);
        let letters = word.bytes().filter(u8::is_ascii_lowercase).count();
        let figures = word.bytes().filter(|b| b"01568".contains(b)).count();
        if (SHORTEST..=LONGEST).contains(&word.len()) && letters >= 2 && letters + figures == word.len() {
            take(word.as_ptr() as usize - text.as_ptr() as usize, word);
        }
    }
}

/// Whether a word was most likely printed: it is in the lexicon, or one of its words with a plain ending.
fn may_be_printed(word: &str) -> bool {
    let has = |root: &str| Lexicon::English.has(root);
    let grown = |ending: &&str| {
        word.strip_suffix(*ending).is_some_and(|root| {
            root.len() >= SHORTEST && (has(root) || *ending != "s" && has(&[root, "e"].concat()))
        })
    };
    has(word) || ["s", "ed", "ing", "ly"].iter().any(grown)
}

/// Endings and beginnings that make words of words, and that no lexicon lists in full.
const ENDINGS: &[&str] = &[
    "ies", "ied", "ier", "ian", "ians", "ion", "ions", "able", "ably", "ible", "al", "ally", "er", "or",
    "ors", "ers", "ing", "ings", "ed", "es", "s", "ly", "ment", "ments", "ness", "ship", "ity", "ities",
    "ward", "wards", "like", "less", "ful", "ism", "ist", "ists", "ise", "ised", "ising", "ize", "ized",
    "izing", "en", "ened", "est", "y", "ily", "age", "ance", "ence", "ous", "ously", "ive", "ively", "ate",
    "ated", "ating", "ation", "ations", "ure",
];
const BEGINNINGS: &[&str] = &[
    "un", "in", "im", "re", "dis", "sub", "over", "under", "non", "pre", "mis", "out", "inter", "fore", "up",
    "en",
];

/// Whether a word is one, as far as its parts tell.
fn is_word(word: &str) -> bool {
    let has = |word: &str| word.len() >= SHORTEST && Lexicon::English.has(word);
    let grows = |root: &str| ["", "e", "y", "ion", "t"].iter().any(|end| has(&[root, end].concat()));
    let doubled = |root: &str| {
        let mut last = root.bytes().rev();
        last.next() == last.next() && root.get(..root.len() - 1).is_some_and(has)
    };
    Lexicon::English.has_form(word)
        || ENDINGS
            .iter()
            .filter_map(|ending| word.strip_suffix(ending))
            .any(|root| root.len() >= 3 && (grows(root) || doubled(root)))
        || BEGINNINGS
            .iter()
            .filter_map(|beginning| word.strip_prefix(beginning))
            .any(|rest| rest.len() >= SHORTEST && Lexicon::English.has_form(rest))
        || (SHORTEST..word.len().saturating_sub(SHORTEST - 1))
            .any(|at| word.get(..at).is_some_and(has) && word.get(at..).is_some_and(has))
}

/// What is read, and what may have been printed.
const PAIRS: &[(&str, &str)] = &[
    ("rn", "m"),
    ("m", "rn"),
    ("ii", "u"),
    ("ii", "n"),
    ("li", "h"),
    ("h", "li"),
    ("cl", "d"),
    ("d", "cl"),
    ("vv", "w"),
    ("1", "l"),
    ("1", "i"),
    ("0", "o"),
    ("6", "o"),
    ("5", "s"),
    ("8", "s"),
    ("l", "i"),
    ("i", "l"),
    ("l", "t"),
    ("t", "l"),
    ("i", "t"),
    ("t", "i"),
    ("c", "e"),
    ("e", "c"),
    ("o", "e"),
    ("o", "c"),
    ("a", "o"),
    ("s", "a"),
    ("h", "b"),
    ("b", "h"),
    ("f", "t"),
    ("t", "f"),
    ("f", "s"),
    ("s", "f"),
    ("n", "u"),
    ("u", "n"),
    ("v", "y"),
    ("y", "v"),
    ("r", "i"),
    ("j", "i"),
    ("ri", "n"),
    ("ti", "n"),
    ("in", "m"),
    ("m", "in"),
    ("nn", "m"),
    ("ni", "m"),
    ("nl", "m"),
    ("iu", "in"),
    ("ui", "in"),
    ("lu", "in"),
    ("tli", "th"),
    ("tb", "th"),
    ("ib", "th"),
    ("il", "ll"),
    ("ff", "fi"),
];

/// The one word that was printed, when one change of [`PAIRS`] makes a known word of a text that is none, and no other
/// change does.
fn printed(read: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let mut found: Option<String> = None;
    for (at, _) in read.char_indices() {
        let (left, rest) = read.split_at(at);
        let first = rest.bytes().next();
        for (from, to) in PAIRS.iter().filter(|(from, _)| from.bytes().next() == first) {
            let Some(right) = rest.strip_prefix(from) else { continue };
            // Nearly every short word becomes another one with a letter more.
            if to.len() > from.len() && read.len() <= SHORTEST {
                continue;
            }
            let word = [left, to, right].concat();
            if found.as_ref() != Some(&word) && known(&word) {
                if found.is_some() {
                    return None;
                }
                found = Some(word);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reading_is_taken_and_two_are_none() {
        let known = |word: &str| ["government", "come", "corne", "lead", "load", "dead"].contains(&word);
        assert_eq!(printed("govemment", known).as_deref(), Some("government"));
        assert_eq!(printed("corne", |w| w == "come").as_deref(), Some("come"));
        assert_eq!(printed("qovernment", known), None);
        // `lcad` may be `lead`; `load` would take two changes.
        assert_eq!(printed("lcad", known).as_deref(), Some("lead"));
        assert_eq!(printed("fall", |w| ["fail", "tall"].contains(&w)), None);
    }

    #[test]
    fn words_are_known_by_their_parts() {
        for word in
            ["sureties", "politicians", "metalling", "inundations", "unmended", "waterside", "negotiable"]
        {
            assert!(is_word(word), "{word}");
        }
        for word in ["govemment", "tlieir", "obseivations"] {
            assert!(!is_word(word), "{word}");
        }
    }
}
