//! Abstracts that a language model writes, of which only what the report bears out is kept.
//!
//! The decision it rests on: nobody has to believe a model. It is shown numbered sentences of one section and must say
//! for each sentence of its own which of them it rests on; a sentence is kept only when these are there, and hold
//! all its numbers and names, its words of agreement and dissent, and most of its other words. What is not borne out is
//! dropped and counted. The extractive summary of `summarize` stands beside it in any case.
//!
//! This is the only crate that may open a connection, and it does so only where a pipeline file names the stage. The
//! protocol is that of OpenAI's chat completions, which Ollama, llama.cpp, vLLM and most hosted models speak.
//!
//! What it does not do: stream, call tools, or fail a document because a model is away.

mod answer;
mod ask;
mod claims;
mod endpoint;
mod evidence;
mod kept;
mod numbers;
mod options;
mod passages;
mod prompt;
mod stage;
mod tables;

pub use options::Options;
pub use stage::WriteAbstract;

use rapporteur_stage::Registry;

/// Adds `abstract` to the registry.
pub fn register(registry: &mut Registry) {
    registry.add::<WriteAbstract>();
}
