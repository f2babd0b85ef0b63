//! Finds the programme of a conference in its report: front matter, sections and sessions, sentences, language.
//!
//! The decision it rests on: headings are not recognised one by one. Every short block is a candidate with evidence
//! for and against it; numbering, contents page, repetition and look are then weighed over the whole document, and
//! the reading that holds together wins. So a rule learnt on one report does not decide alone on the next.
//!
//! What it does not do: repair text (that is `clean`), say who speaks, or read files.

mod contents;
mod front;
mod headings;
mod join;
mod language;
mod lone_number;
mod options;
mod roles;
mod run_in;
mod sections;
mod sentences;
mod shape;
mod stage;
mod told;
mod topics;

use rapporteur_stage::Registry;

pub use options::{Numerals, Options};
pub use sentences::sentences;
pub use stage::Segment;
pub use topics::topic_starts;

/// Adds the stage `segment`.
pub fn register(registry: &mut Registry) {
    registry.add::<Segment>();
}
