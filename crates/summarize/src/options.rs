//! The keys of `summarize` in the pipeline file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `summarize`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Length of the report's summary in words. It is never exceeded; whole sentences only. 0: no summary.
    pub words: u32,
    /// Length of each section's own summary in words, at most a third of the section. 0: none.
    pub section_words: u32,
    /// How many key sentences to pull from the whole report. 0: none.
    pub key_sentences: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { words: 250, section_words: 60, key_sentences: 10 }
    }
}
