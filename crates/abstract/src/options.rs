//! The options of `abstract`.

use rapporteur_stage::StageError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `abstract`. The stage sends sentences of your reports to the endpoint: name one that may read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Address of an endpoint that speaks OpenAI's protocol, up to and with the `/v1`: Ollama, llama.cpp, vLLM or a
    /// hosted one. Requests go to `chat/completions` below it.
    pub endpoint: String,
    /// Name of the model. Empty: the one that the endpoint has loaded (llama.cpp, vLLM).
    pub model: String,
    /// Name of the environment variable that holds the key of the endpoint. Empty: no key is sent. The key itself has no
    /// place in a pipeline file.
    pub api_key_variable: String,
    /// Most sentences for each section.
    #[schemars(range(min = 1, max = 20))]
    pub sentences: u32,
    /// Sections with fewer words are left alone.
    pub smallest_section_words: u32,
    /// Words of the report in one request; longer sections are sent in several.
    #[schemars(range(min = 50, max = 100_000))]
    pub request_words: u32,
    /// Most requests for one report; what is left of it is not summarized, with a warning.
    #[schemars(range(min = 1))]
    pub most_requests: u32,
    /// How long to wait for one answer, in seconds.
    #[schemars(range(min = 1, max = 3600))]
    pub answer_seconds: u32,
    /// How often a request is made again when the endpoint is busy (429), in trouble (500 and above), or breaks off.
    /// The pause doubles each time, unless the endpoint names one.
    #[schemars(range(max = 10))]
    pub retries: u32,
    /// Most tokens of one answer.
    #[schemars(range(min = 50))]
    pub answer_tokens: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            endpoint: "http://localhost:11434/v1".to_owned(),
            model: String::new(),
            api_key_variable: String::new(),
            sentences: 3,
            smallest_section_words: 60,
            request_words: 1500,
            most_requests: 60,
            answer_seconds: 120,
            retries: 3,
            answer_tokens: 600,
        }
    }
}

impl Options {
    /// Refuses what cannot work.
    pub(crate) fn check(&self) -> Result<(), StageError> {
        let within = |name: &str, value: u32, least: u32, most: u32| {
            if (least..=most).contains(&value) {
                return Ok(());
            }
            Err(StageError::new(format!("`{name}` is {value}"))
                .hint(format!("give a number from {least} to {most}")))
        };
        within("sentences", self.sentences, 1, 20)?;
        within("request-words", self.request_words, 50, 100_000)?;
        within("most-requests", self.most_requests, 1, u32::MAX)?;
        within("answer-seconds", self.answer_seconds, 1, 3600)?;
        within("retries", self.retries, 0, 10)?;
        within("answer-tokens", self.answer_tokens, 50, u32::MAX)?;
        let secure = self.endpoint.starts_with("https://");
        if !secure && !self.endpoint.starts_with("http://") {
            return Err(StageError::new(format!(
                "`endpoint = \"{}\"` is no address of the web",
                self.endpoint
            ))
            .hint("it begins with http:// or https://, such as http://localhost:11434/v1"));
        }
        if secure && !cfg!(feature = "https") {
            return Err(StageError::new("this program was built without https")
                .hint("build it with the feature `https`, or name an endpoint on this machine"));
        }
        Ok(())
    }
}
