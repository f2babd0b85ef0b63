//! What a language model wrote, in the exported JSON.

use std::collections::BTreeMap;

use rapporteur_model::{Abstract, Document, GeneratedSentence};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Evidence, evidence::places};

/// An abstract that a language model wrote, as far as the report bears it out.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AbstractFields {
    /// Always true: these are not the report's own words.
    pub generated: bool,
    /// The model, as it was asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// Its sentences as running text.
    pub text: String,
    /// The sentences with what they rest on.
    pub sentences: Vec<AbstractSentence>,
    /// How many sentences were dropped, by reason: they cited nothing, or had a number or name of their own, …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dropped: BTreeMap<String, u32>,
    /// What it cost.
    pub cost: CostFields,
}

/// A sentence that a language model wrote.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AbstractSentence {
    /// The sentence.
    pub text: String,
    /// The sentences of the report that it rests on.
    pub evidence: Vec<Evidence>,
}

/// What a language model cost, as the endpoint counts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CostFields {
    /// Answers, those of earlier runs included.
    pub answers: u32,
    /// Tokens of the questions.
    pub prompt_tokens: u64,
    /// Tokens of the answers.
    pub completion_tokens: u64,
}

/// The layer as readers see it.
pub(crate) fn fields(doc: &Document) -> Option<AbstractFields> {
    let layer = doc.layers.get::<Abstract>().ok().flatten()?;
    let sentence = |s: &GeneratedSentence| {
        let spans: Vec<_> = s.cited.iter().map(|c| c.span.clone()).collect();
        AbstractSentence { text: s.text.clone(), evidence: places(doc, &spans) }
    };
    let texts: Vec<&str> = layer.sentences.iter().map(|s| s.text.as_str()).collect();
    Some(AbstractFields {
        generated: true,
        model: layer.model.clone(),
        text: texts.join(" "),
        sentences: layer.sentences.iter().map(sentence).collect(),
        dropped: layer.dropped.clone(),
        cost: CostFields {
            answers: layer.cost.answers,
            prompt_tokens: layer.cost.prompt_tokens,
            completion_tokens: layer.cost.completion_tokens,
        },
    })
}
