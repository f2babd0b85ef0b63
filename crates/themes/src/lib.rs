//! Subject tags out of a SKOS vocabulary, and key phrases without one; each with the places that earned it.
//!
//! The decision it rests on: a theme is suggested because words of the report match a label of the concept, stem by
//! stem, longest label first; so every theme can show its words. Without training, ranking looks at how often, how
//! widely and in what places (title, headings) a concept is named; with a model learned from indexed reports it ranks as
//! their indexers did, and may propose what similar reports have: such a theme says so and has no words to show.
//!
//! What it does not do: touch files (what it needs comes through `Shared`), or look outside the report and the model.

mod alike;
mod candidates;
mod controls;
mod corrections;
mod gaps;
mod keyphrases;
mod learning;
mod load;
mod matching;
mod misread;
mod naming;
mod options;
mod ranking;
mod reading;
mod roughly;
mod stage;
mod text;
mod vocabulary;

pub use gaps::{Gap, gaps};
pub use learning::{Lesson, Measures, Model, ModelError, Trainer};
pub use load::{compiled_beside, compiled_of, embedded, thesaurus as load_vocabulary};
pub use options::Options;
pub use stage::TagThemes;
pub use vocabulary::{
    Concept, Finding, Label, LabelKind, Places, Thesaurus, Vocabulary, VocabularyError, check,
};

use rapporteur_stage::Registry;

/// Adds `themes` to the registry.
pub fn register(registry: &mut Registry) {
    registry.add::<TagThemes>();
}
