//! What an archive teaches about each of its documents: in how many of them a term stands.
//!
//! Counting documents is all there is to it, since counts can be added up in any order: what is learned depends on the
//! documents alone, not on the number of workers or on who was first.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

/// Terms that one document gives; more are those of no report.
const MOST: usize = 100_000;
/// Longer terms are not kept, in bytes.
const LONGEST: usize = 200;
/// The first line of the file, before the number of documents.
const HEAD: &str = "rapporteur learned 1, documents";

/// The terms of one document.
#[derive(Debug, Default)]
pub struct Seen {
    terms: BTreeMap<&'static str, FxHashSet<String>>,
    count: usize,
}

impl Seen {
    /// Notes that a term of some kind (`word`, `head`) stands in the document; said twice, it counts once. Kinds hold no
    /// white space. A term with a control character in it, or of more than 200 bytes, is left out.
    pub fn note(&mut self, kind: &'static str, term: &str) {
        let of_kind = self.terms.entry(kind).or_default();
        if self.count < MOST
            && term.len() <= LONGEST
            && !of_kind.contains(term)
            && !term.contains(char::is_control)
        {
            of_kind.insert(term.to_owned());
            self.count += 1;
        }
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// In how many documents of the archive each term stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learned {
    documents: u32,
    counts: BTreeMap<String, FxHashMap<String, u32>>,
}

impl Learned {
    /// How many documents were looked at.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// In how many of them a term stands. Those of a single document are not remembered once the archive has been read:
    /// they say nothing about another one.
    pub fn count(&self, kind: &str, term: &str) -> u32 {
        self.counts.get(kind).and_then(|of_kind| of_kind.get(term)).copied().unwrap_or(0)
    }

    /// Adds one document.
    pub fn add(&mut self, seen: Seen) {
        self.documents += 1;
        for (kind, terms) in seen.terms {
            let counts = self.of_kind(kind);
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
            for term in terms {
                *counts.entry(term).or_default() += 1;
            }
        }
    }

    /// Adds what was learned from other documents.
    pub fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        for (kind, counts) in other.counts {
            let ours = self.of_kind(&kind);
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
            for (term, count) in counts {
                *ours.entry(term).or_default() += count;
            }
        }
    }

    /// Forgets what stands in a single document.
    pub fn forget_the_single(&mut self) {
        for counts in self.counts.values_mut() {
            counts.retain(|_, count| *count > 1);
        }
    }

    fn of_kind(&mut self, kind: &str) -> &mut FxHashMap<String, u32> {
        self.counts.entry(kind.to_owned()).or_default()
    }

    /// As a file that people can read: the number of documents, then kind, term and count, parted by tabs.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\t{}\n", self.documents);
        for (kind, counts) in &self.counts {
            for (term, count) in counts.iter().collect::<BTreeMap<_, _>>() {
                text.push_str(&format!("{kind}\t{term}\t{count}\n"));
            }
        }
        text
    }

    /// Reads such a file; `None` when it is none, or is not whole.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let documents = lines.next()?.strip_prefix(HEAD)?.strip_prefix('\t')?.parse().ok()?;
        let mut learned = Self { documents, ..Self::default() };
        for line in lines {
            let (kind, rest) = line.split_once('\t')?;
            let (term, count) = rest.split_once('\t')?;
            learned.of_kind(kind).insert(term.to_owned(), count.parse().ok()?);
        }
        Some(learned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(terms: &[(&'static str, &str)]) -> Seen {
        let mut seen = Seen::default();
        terms.iter().for_each(|(kind, term)| seen.note(kind, term));
        seen
    }

    #[test]
    fn documents_are_counted_in_any_order() {
        let documents = || {
            [
                seen(&[("word", "peace"), ("word", "peace"), ("head", "report no #")]),
                seen(&[("word", "peace"), ("word", "well")]),
                seen(&[]),
            ]
        };
        let (mut forth, mut back) = (Learned::default(), Learned::default());
        documents().into_iter().for_each(|d| forth.add(d));
        for document in documents().into_iter().rev() {
            let mut one = Learned::default();
            one.add(document);
            back.merge(one);
        }
        assert_eq!(forth, back);
        assert_eq!(
            (forth.documents(), forth.count("word", "peace"), forth.count("head", "report no #")),
            (3, 2, 1)
        );
        forth.forget_the_single();
        assert_eq!((forth.count("word", "peace"), forth.count("word", "well")), (2, 0));
    }

    #[test]
    fn the_file_gives_back_what_was_written() {
        let mut learned = Learned::default();
        learned.add(seen(&[
            ("word", "peace-building"),
            ("head", "two words"),
            ("head", "no\ttab"),
            ("word", "élan"),
        ]));
        let text = learned.to_text();
        assert_eq!(Learned::from_text(&text), Some(learned));
        assert!(!text.contains("no\ttab"));
        for broken in
            ["", "something else\n", text.trim_end(), "rapporteur learned 1, documents\t3\nword\tpeace\n"]
        {
            assert_eq!(Learned::from_text(broken), None, "{broken:?}");
        }
    }
}
