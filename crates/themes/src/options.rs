//! The keys of `themes` in the pipeline file.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `themes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// A SKOS vocabulary in Turtle or N-Triples, relative to the pipeline file. Without it, the vocabulary that
    /// comes with the program is used: peace and security, development, governance, digital policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<PathBuf>,
    /// How many themes a report gets at most.
    pub most: u32,
    /// Themes with a lower score (0 to 1) are not given.
    pub least_score: f32,
    /// How many themes a section gets at most. 0: none.
    pub section_most: u32,
    /// How many places are listed for each theme and key phrase at most. All places count for the score.
    pub evidence: u32,
    /// How many key phrases a report gets at most. 0: none.
    pub keyphrases: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { vocabulary: None, most: 8, least_score: 0.15, section_most: 3, evidence: 20, keyphrases: 15 }
    }
}
