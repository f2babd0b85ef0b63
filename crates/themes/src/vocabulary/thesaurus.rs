//! A compiled vocabulary: concepts as numbers, and for each language its labels as a trie over stems.

use rapporteur_words::{Stemmer, tokens};

use super::{
    VocabularyError, compile, packed,
    skos::Vocabulary,
    tables::{Rows, Texts},
    trie::Trie,
};

/// No concept, no stem, no label.
pub(crate) const NONE: u32 = u32::MAX;

/// A vocabulary ready for use; made by [`compile`](Self::compile), or loaded from the bytes it was packed into.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Thesaurus {
    /// URIs of the concepts, sorted.
    pub(crate) uris: Texts,
    pub(crate) broader: Rows,
    pub(crate) narrower: Rows,
    pub(crate) related: Rows,
    /// URIs of other vocabularies, sorted, and by concept those it is mapped to.
    pub(crate) foreign: Texts,
    pub(crate) matches: Rows,
    /// In place of a deprecated concept; `NONE` where there is nothing, the concept itself where it is in use.
    pub(crate) current: Vec<u32>,
    /// By code, sorted.
    pub(crate) tongues: Vec<Tongue>,
}

/// The labels of one language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// ISO 639-1.
    pub(crate) code: String,
    /// The label to show, by concept; empty where there is none.
    pub(crate) shown: Texts,
    /// All stems of labels, sorted.
    pub(crate) stems: Texts,
    pub(crate) trie: Trie,
    pub(crate) entries: Vec<Entry>,
    /// The forms as they are written, in lower case.
    pub(crate) written: Texts,
    /// How many forms of labels have a stem.
    pub(crate) common: Vec<u32>,
    /// Exact spellings of abbreviations.
    pub(crate) spellings: Texts,
    /// Labels of several words, by their rarest stem: entries.
    pub(crate) bags: Rows,
    /// Beside `bags` (same places): another stem of the entry, which rules most of them out at a glance.
    pub(crate) bag_seconds: Vec<u32>,
    /// The stems of an entry that carry meaning, sorted; empty for single words.
    pub(crate) bag_stems: Rows,
}

/// A form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) concept: u32,
    /// It must stand in the text in this spelling; `NONE`: any case, any ending.
    pub(crate) spelling: u32,
    pub(crate) words: u8,
    /// How many of them every report has: "resource management".
    pub(crate) general: u8,
    pub(crate) preferred: bool,
    /// A qualifier was taken away: "mediation (peace)".
    pub(crate) unqualified: bool,
}

impl Thesaurus {
    /// Compiles a vocabulary.
    pub fn compile(vocabulary: &Vocabulary) -> Self {
        compile(vocabulary)
    }

    /// The compiled vocabulary as bytes, which load at once.
    pub fn to_bytes(&self) -> Vec<u8> {
        packed::pack(self)
    }

    /// Loads what [`to_bytes`](Self::to_bytes) gave.
    ///
    /// # Errors
    /// [`VocabularyError::Compiled`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VocabularyError> {
        packed::unpack(bytes).ok_or(VocabularyError::Compiled)
    }

    /// Whether bytes are a compiled vocabulary, and no SKOS file.
    pub fn is_compiled(bytes: &[u8]) -> bool {
        bytes.starts_with(packed::MAGIC)
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.uris.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The languages there are labels in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.tongues.iter().map(|t| t.code.as_str())
    }

    /// How many forms of labels there are in a language.
    pub fn forms(&self, language: &str) -> usize {
        self.tongue(language).map_or(0, |t| t.entries.len())
    }

    /// The number of a concept.
    pub(crate) fn concept(&self, uri: &str) -> Option<u32> {
        self.uris.find(uri)
    }

    /// The URI of the concept that a label names, in any case and ending; where it names several, of the one whose
    /// preferred label it is.
    pub fn named(&self, label: &str, language: &str) -> Option<&str> {
        let tongue = self.tongue(language)?;
        let stemmer = Stemmer::new(language);
        let mut node = 0;
        for token in tokens(label) {
            let stem = tongue.stems.find(&stemmer.stem(&token.text.to_lowercase()))?;
            node = tongue.trie.step(node, stem)?;
        }
        let entries = tongue.trie.ends(node).iter().filter_map(|&e| tongue.entries.get(e as usize));
        let best = entries.min_by_key(|e| {
            let shown = tongue.shown.get(e.concept);
            (shown != label, !shown.eq_ignore_ascii_case(label), !e.preferred, e.concept)
        });
        best.map(|e| self.uris.get(e.concept))
    }

    /// Whether any label is within some stems, word by word.
    pub(crate) fn names_within(&self, stems: &[String], language: &str) -> bool {
        let Some(tongue) = self.tongue(language) else { return false };
        let known: Vec<Option<u32>> = stems.iter().map(|stem| tongue.stems.find(stem)).collect();
        (0..known.len()).any(|from| {
            let mut node = 0;
            known.iter().skip(from).any(|&stem| {
                let next = stem.and_then(|s| tongue.trie.step(node, s));
                node = next.unwrap_or(u32::MAX);
                next.is_some_and(|n| !tongue.trie.ends(n).is_empty())
            })
        })
    }

    /// URIs of what the vocabulary maps a concept to.
    pub(crate) fn matches(&self, concept: u32) -> Vec<String> {
        self.matches.row(concept).iter().map(|&m| self.foreign.get(m).to_owned()).collect()
    }

    pub(crate) fn tongue(&self, language: &str) -> Option<&Tongue> {
        let primary = language.split('-').next().unwrap_or("");
        self.tongues.iter().find(|t| t.code == primary)
    }

    /// The label of a concept in a language, else in English, else in any; the URI at the worst.
    pub(crate) fn label(&self, concept: u32, language: &str) -> &str {
        let wanted = [language, "en"].into_iter().filter_map(|l| self.tongue(l));
        let shown = wanted.chain(&self.tongues).map(|t| t.shown.get(concept));
        shown.into_iter().find(|l| !l.is_empty()).unwrap_or_else(|| self.uris.get(concept))
    }
}

impl Tongue {
    /// The labels of several words whose rarest stem this is, each with another of its stems.
    pub(crate) fn bags(&self, stem: u32) -> impl Iterator<Item = (u32, u32)> {
        let seconds = self.bag_seconds.get(self.bags.range(stem)).unwrap_or(&[]);
        self.bags.row(stem).iter().copied().zip(seconds.iter().copied())
    }

    /// How many forms of labels have a stem.
    pub(crate) fn common(&self, stem: u32) -> u32 {
        self.common.get(stem as usize).copied().unwrap_or(0)
    }
}
