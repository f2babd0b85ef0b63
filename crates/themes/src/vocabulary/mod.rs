//! Controlled vocabularies: read from SKOS, checked, and compiled to an index that loads at once.

mod check;
mod compile;
mod forms;
mod packed;
mod places;
mod skos;
mod statements;
mod syntax;
mod tables;
mod thesaurus;
mod trie;

pub use check::{Finding, check};
pub use places::Places;
pub use skos::{Concept, Label, LabelKind, Vocabulary, VocabularyError};
pub use thesaurus::Thesaurus;

pub(crate) use compile::compile;
pub(crate) use tables::Texts;
pub(crate) use thesaurus::{Entry, NONE, Tongue};
