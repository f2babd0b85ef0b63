//! What was done to a document, and what to look at.

use std::{borrow::Cow, ops::Range};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// One entry of a document's trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// The text was changed, or a block's kind was.
    Repair(Repair),
    /// A rule would change the text, and was told only to suggest it: nothing was changed.
    Suggestion(Repair),
    /// Something odd that lost nothing.
    Warning(Issue),
    /// Something was lost: the document is partial.
    Error(Issue),
}

/// A change to the text, in terms of the text as first extracted.
///
/// Putting `before` back in place of `after` undoes it. A change of kind alone (a line that was found to be a
/// running head) has `before` equal to `after`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Repair {
    /// The rule's name: `hyphen-join`, `running-head`, …
    pub rule: Cow<'static, str>,
    /// Bytes of the extracted text that the change stands for.
    pub bytes: Range<u32>,
    /// Page, counted from 1, when there are pages.
    pub page: Option<u32>,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// 0 to 1.
    pub confidence: f32,
    /// Why, in a few words for the archive's owner.
    pub reason: Cow<'static, str>,
}

/// A warning or an error of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Issue {
    /// The stage that says so.
    pub stage: String,
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// What to try, when there is something.
    pub hint: Option<String>,
    /// Page, counted from 1, when known.
    pub page: Option<u32>,
    /// The place in the document, when known.
    pub span: Option<Span>,
}
