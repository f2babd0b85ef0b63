//! The conclusions that several crates share: themes, key phrases, summary.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Layer, Span};

/// Subjects out of a controlled vocabulary, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Themes {
    /// Themes of the whole document.
    pub document: Vec<Theme>,
    /// Themes of single sections, by index into [`Document::sections`](crate::Document::sections).
    pub sections: BTreeMap<u32, Vec<Theme>>,
}

/// One concept, and the words that earned it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Theme {
    /// The concept's URI.
    pub uri: String,
    /// Preferred label in the document's language, else in English.
    pub label: String,
    /// 0 to 1.
    pub score: f32,
    /// One sentence for the reader: why this theme.
    pub why: String,
    /// URIs of what the vocabulary maps it to: concepts of other vocabularies, Sustainable Development Goals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<String>,
    /// Where its labels were found.
    pub evidence: Vec<Span>,
}

impl Layer for Themes {
    const NAME: &'static str = "themes";
}

/// Phrases that carry the document, whether or not a vocabulary knows them, best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KeyPhrases {
    /// The phrases.
    pub phrases: Vec<KeyPhrase>,
}

/// A phrase as the document most often writes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeyPhrase {
    /// Its most frequent surface form.
    pub phrase: String,
    /// 0 to 1, relative to the best phrase of the document.
    pub score: f32,
    /// Where it stands.
    pub evidence: Vec<Span>,
}

impl Layer for KeyPhrases {
    const NAME: &'static str = "keyphrases";
}

/// An extractive summary: sentences of the document, in document order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Summary {
    /// The summary of the whole document.
    pub sentences: Vec<Cited>,
    /// Summaries of single sections, by index into [`Document::sections`](crate::Document::sections).
    pub sections: BTreeMap<u32, Vec<Cited>>,
    /// The sentences a careful rapporteur would pull.
    pub key_sentences: Vec<Cited>,
    /// The one sentence that stands for the report.
    pub headline: Option<Cited>,
    /// What was agreed, disputed, recommended and left open.
    pub digest: Digest,
}

/// What was agreed, disputed, recommended and left open, in the document's own sentences.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Digest {
    /// Sentences that tell an agreement.
    pub agreed: DigestPart,
    /// Sentences that tell two sides.
    pub disputed: DigestPart,
    /// Sentences that recommend.
    pub recommended: DigestPart,
    /// Questions, and what is said not to be known yet.
    pub open_questions: DigestPart,
}

/// One heading of a [`Digest`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DigestPart {
    /// How many such sentences there are.
    pub count: u32,
    /// The most telling of them, in document order.
    pub sentences: Vec<Cited>,
}

/// A sentence of the document, word for word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cited {
    /// Index of its section.
    pub section: u32,
    /// Where it stands.
    pub span: Span,
}

impl Layer for Summary {
    const NAME: &'static str = "summary";
}
