//! Heals what scanning, page breaks and export did to a report, and logs every repair.
//!
//! The decision it rests on: a chain of small rules ([`RULES`]), each with a name, a reason and a confidence. A
//! rule never writes text; it hands in edits, and the one place that applies them (`edits.rs`)
//! also writes the log. So the log is complete by construction, and [`undo`] leads from the cleaned document
//! back to the text as first extracted, byte for byte. The same place asks what the rule may do ([`Mode`]), so a
//! rule that only suggests finds the same, and changes nothing.
//!
//! The order of the chain: characters, leftover markup, page furniture, notes, line breaks, paragraphs cut in
//! two, note marks. Characters come first because all others read words; furniture and notes come before line
//! breaks because they are made of lines; note marks come last because they stand in finished sentences.
//!
//! What it does not do: correct spelling, unify quotation marks, decide what is a heading, or drop a block. A
//! running head becomes [`Kind::Furniture`](rapporteur_model::Kind::Furniture) and stays where it was.

mod breaks;
mod characters;
mod clean;
mod draft;
mod edits;
mod furniture;
mod gate;
mod joins;
mod layer;
mod learned;
mod lines;
mod markup;
mod modes;
mod notes;
mod options;
mod placed;
mod rules;
mod shape;
mod specks;
mod stage;
mod undo;
mod words;

pub use clean::clean;
pub use layer::Cleaned;
pub use modes::{Mode, RuleChoice, RuleTable};
pub use options::{NotePlace, Options};
pub use rules::{RULES, Rule};
pub use stage::{Clean, register};
pub use undo::{NotUndone, undo};
