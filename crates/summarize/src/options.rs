//! The options of `summarize`.

use rapporteur_stage::StageError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `summarize`. Where a summary has several limits, it keeps to all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Length of the report's summary in words. It is never exceeded; whole sentences only. 0: no summary.
    pub words: u32,
    /// Most sentences in the report's summary. 0: as many as fit.
    pub sentences: u32,
    /// Length of the report's summary in per cent of the report's sentences. 0: no such limit.
    #[schemars(range(max = 100))]
    pub percent: u32,
    /// Length of each section's own summary in words. 0: none.
    pub section_words: u32,
    /// Most sentences in the summary of a section. 0: as many as fit.
    pub section_sentences: u32,
    /// Length of each section's own summary in per cent of the section, though at least one sentence if
    /// `section-words` allows it. 0: no such limit.
    #[schemars(range(max = 100))]
    pub section_percent: u32,
    /// How many key sentences to pull from the whole report: those that say what was agreed, recommended or aimed
    /// at. 0: none.
    pub key_sentences: u32,
    /// Length of the headline in words: one sentence that stands for the report. 0: none.
    pub headline_words: u32,
    /// How many sentences to show under each heading of the digest (agreed, disputed, recommended, open questions).
    /// All are counted. 0: no digest.
    pub digest_sentences: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            words: 150,
            sentences: 0,
            percent: 0,
            section_words: 60,
            section_sentences: 0,
            section_percent: 33,
            key_sentences: 10,
            headline_words: 35,
            digest_sentences: 5,
        }
    }
}

impl Options {
    /// Says what no summary can be made with.
    pub(crate) fn check(&self) -> Result<(), StageError> {
        for (name, percent) in [("percent", self.percent), ("section-percent", self.section_percent)] {
            if percent > 100 {
                return Err(StageError::new(format!("`{name}` is {percent}, which is more than the whole"))
                    .hint("give a number from 1 to 100, or 0 for no such limit"));
            }
        }
        Ok(())
    }
}
