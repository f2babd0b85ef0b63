//! Topics: what a long text without headings speaks of, part by part.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Layer, Span};

/// The parts of long sections without headings, in reading order.
///
/// They are inferred, not printed: sections and their headings stay as they are, and no reader can take a topic's
/// words for a heading of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Topics {
    /// The topics. Those of one section lie side by side and together cover its blocks of text.
    pub topics: Vec<Topic>,
}

/// A run of paragraphs that share their words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// The section it is a part of, by index into [`Document::sections`](crate::Document::sections).
    pub section: u32,
    /// Its blocks, from the first paragraph of the topic to the first of the next.
    pub blocks: Range<u32>,
    /// The words that set it apart from the rest of its section, the most telling first.
    pub words: Vec<String>,
    /// Where each of the words stands for the first time in the topic, in the order of [`words`](Self::words).
    pub evidence: Vec<Span>,
}

impl Layer for Topics {
    const NAME: &'static str = "topics";
}
