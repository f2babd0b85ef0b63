//! Text that a language model wrote. It is told apart from everything else in a document, by its type and in every
//! export.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Layer, findings::Cited};

/// An abstract that a language model wrote, of which only those sentences are kept that their citations bear out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Abstract {
    /// The model, as it was asked for; empty when the endpoint had only one.
    pub model: String,
    /// What was kept, in document order.
    pub sentences: Vec<GeneratedSentence>,
    /// How many sentences were dropped, by reason: `no citation`, `unknown citation`, `number`, `name`, `words`,
    /// `negation`, `repeated`, `too many`.
    pub dropped: BTreeMap<String, u32>,
    /// What it cost.
    pub cost: Cost,
}

/// A sentence that a language model wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GeneratedSentence {
    /// As it was written, without its citations.
    pub text: String,
    /// The sentences of the document that it rests on; never empty.
    pub cited: Vec<Cited>,
}

/// What a language model's answers cost, as the endpoint counts. Answers that were kept from an earlier run count as
/// on the day they were given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cost {
    /// Answers.
    pub answers: u32,
    /// Tokens of the questions.
    pub prompt_tokens: u64,
    /// Tokens of the answers.
    pub completion_tokens: u64,
}

impl Layer for Abstract {
    const NAME: &'static str = "abstract";
}
