//! Paragraphs in another language than the document's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Layer;

/// The paragraphs that are plainly in another language than the document, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OtherLanguages {
    /// The paragraphs.
    pub paragraphs: Vec<ParagraphLanguage>,
}

/// The language of one paragraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParagraphLanguage {
    /// Its block.
    pub block: u32,
    /// The language, ISO 639-1.
    pub language: String,
    /// 0 to 1.
    pub confidence: f32,
}

impl Layer for OtherLanguages {
    const NAME: &'static str = "other-languages";
}
