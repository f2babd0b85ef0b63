//! Extractive summaries: sentences of the report itself, in its own order, each one cited.
//!
//! The decision it rests on: a summary of a conference report must cover its sessions. So every session first gets a
//! seat; the rest of the budget is filled greedily with what covers most of the report's matter (submodular coverage
//! of stems and stem pairs, after Lin & Bilmes 2011, "A Class of Submodular Functions for Document Summarization").
//! Whole sentences, never above the budget. Key sentences, the headline and the digest of what was agreed, disputed,
//! recommended and left open are chosen the same way, with an ear for the phrases that announce such things.
//!
//! What it does not do: write a sentence of its own, or change one.

mod body;
mod candidate;
mod cues;
mod digest;
mod faith;
mod leaning;
mod matter;
mod options;
mod prose;
mod rows;
mod seats;
mod select;
mod stage;
mod tongue;
mod weight;
mod within;

pub use options::Options;
pub use stage::{Summarize, summarize};

use rapporteur_stage::Registry;

/// Adds `summarize` to the registry.
pub fn register(registry: &mut Registry) {
    registry.add::<Summarize>();
}
