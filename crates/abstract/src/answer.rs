//! An answer of the endpoint.

use serde::{Deserialize, Serialize};

/// What is kept of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// What the model wrote.
    pub(crate) text: String,
    /// Tokens of the question; 0 when the endpoint does not count.
    pub(crate) prompt_tokens: u64,
    /// Tokens of the answer.
    pub(crate) completion_tokens: u64,
}

/// The answer as it comes. Fields that we do not need are not asked for: endpoints differ in them.
#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    prompt_tokens: u64,
    completion_tokens: u64,
}

impl Answer {
    /// Reads the body of a response; says what is wrong with it.
    pub(crate) fn read(body: &[u8]) -> Result<Self, String> {
        let completion: Completion = serde_json::from_slice(body).map_err(|e| e.to_string())?;
        let text = completion.choices.into_iter().next().and_then(|choice| choice.message.content);
        let usage = completion.usage.unwrap_or_default();
        Ok(Self {
            text: text.ok_or_else(|| "it holds no text".to_owned())?,
            prompt_tokens: usage.prompt_tokens,
            completion_tokens: usage.completion_tokens,
        })
    }
}
