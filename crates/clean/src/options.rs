//! What an archivist may choose.

use rapporteur_stage::StageError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::{self, Chosen};

/// Options of `clean`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Join paragraphs that a page break, a running head or a footnote cut in two.
    pub join_pages: bool,
    /// Footnotes that landed between the lines of the text: "collect" takes them out and links them to their
    /// marks, "inline" puts them in brackets where their marks stand, "keep" leaves text and marks as they are.
    pub notes: NotePlace,
    /// Take away the backslashes that an export left in the text: `\$100` becomes `$100`.
    pub unescape: bool,
    /// Set running heads and page numbers aside, so that they do not stand in the middle of sentences.
    pub furniture: bool,
    /// Join words that were broken at the end of a line.
    pub hyphens: bool,
    /// Rules to leave out, by name; `rapporteur explain` shows the names of the rules that changed a report.
    pub off: Vec<String>,
}

/// Where footnotes go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// Out of the text, linked to their marks.
    #[default]
    Collect,
    /// In brackets at their marks.
    Inline,
    /// As they are.
    Keep,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            join_pages: true,
            notes: NotePlace::Collect,
            unescape: true,
            furniture: true,
            hyphens: true,
            off: Vec::new(),
        }
    }
}

impl Options {
    /// The rules that these options leave on.
    ///
    /// # Errors
    /// When `off` names a rule that does not exist.
    pub(crate) fn chosen(&self) -> Result<Chosen, StageError> {
        let mut chosen = Chosen::all();
        for name in &self.off {
            let rule = rules::find(name)?;
            chosen.leave_out(rule.name);
        }
        let switches = [
            (self.join_pages, "joins"),
            (self.notes != NotePlace::Keep, "notes"),
            (self.unescape, "escapes"),
            (self.furniture, "furniture"),
            (self.hyphens, "hyphens"),
        ];
        for (_, group) in switches.iter().filter(|(on, _)| !on) {
            for rule in rules::RULES.iter().filter(|r| r.group == *group) {
                chosen.leave_out(rule.name);
            }
        }
        Ok(chosen)
    }
}
