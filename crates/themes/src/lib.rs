//! Subject tags out of a SKOS vocabulary, and key phrases without one; each with the places that earned it.
//!
//! The decision it rests on: a theme is suggested only because words of the report match a label of the concept,
//! stem by stem, longest label first; so every theme can show its words. Ranking looks at how often, how widely
//! and in what places (title, headings) a concept is named.
//!
//! What it does not do: learn from indexed reports, or guess a theme that no word names.

mod index;
mod keyphrases;
mod matching;
mod options;
mod ranking;
mod reading;
mod skos;
mod stage;

pub use options::Options;
pub use skos::{Concept, Label, Vocabulary, VocabularyError};
pub use stage::{TagThemes, embedded};

use rapporteur_stage::Registry;

/// Adds `themes` to the registry.
pub fn register(registry: &mut Registry) {
    registry.add::<TagThemes>();
}
