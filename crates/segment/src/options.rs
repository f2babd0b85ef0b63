//! The stage's options.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `segment`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Headings of your house beside the usual ones. `{n}` stands for a number in any form: `"Mesa técnica {n}"`
    /// finds "Mesa técnica 2: Agua" and "MESA TÉCNICA II". Without `{n}` the words themselves are a heading.
    pub headings: Vec<String>,
    /// Which numbers may follow a word like "Session": `either`, `arabic` or `roman`. With `either`, "Session I"
    /// and "Session 1" are the same kind of heading.
    pub numerals: Numerals,
    /// A line that may or may not be a heading is taken as text when fewer words than this would stand below it.
    /// Numbered, named and marked-up headings are kept whatever their length.
    pub smallest_section_words: usize,
    /// The languages that your reports are in (`["en", "fr"]`), by their ISO 639-1 codes; none named means all that
    /// can be told. A short list keeps a page of names from being taken for a language nobody writes.
    pub languages: Vec<String>,
    /// Whether long sections without headings are parted into topics, by the words their paragraphs share. Topics
    /// stand beside the sections, with the words that set them apart; they never become headings.
    pub topics: bool,
    /// A section with fewer words than this is not parted into topics.
    pub longest_unparted_words: usize,
    /// No topic has fewer words than this.
    pub smallest_topic_words: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            headings: Vec::new(),
            numerals: Numerals::Either,
            smallest_section_words: 10,
            languages: Vec::new(),
            topics: false,
            longest_unparted_words: 1500,
            smallest_topic_words: 200,
        }
    }
}

/// Which numbers may follow a word like "Session".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numerals {
    /// Both, and words ("Session Two").
    #[default]
    Either,
    /// 1, 2, 3 only.
    Arabic,
    /// I, II, III only.
    Roman,
}
