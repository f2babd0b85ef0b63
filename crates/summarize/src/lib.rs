//! Extractive summaries: sentences of the report itself, in its own order, each one cited.
//!
//! The decision it rests on: a summary of a conference report must cover its sessions. So every part of the
//! body first gets a seat, filled with the sentence that covers most of the document's words for its length;
//! the rest of the budget is filled greedily (submodular coverage of stems and stem pairs, after Lin & Bilmes
//! 2011, "A Class of Submodular Functions for Document Summarization"). Whole sentences, never above the budget.
//!
//! What it does not do: write a sentence of its own, or change one.

mod candidate;
mod coverage;
mod options;
mod seats;
mod select;
mod stage;

pub use options::Options;
pub use stage::{Summarize, summarize};

use rapporteur_stage::Registry;

/// Adds `summarize` to the registry.
pub fn register(registry: &mut Registry) {
    registry.add::<Summarize>();
}
