//! The document that every stage of `rapporteur` reads and improves.
//!
//! The decision it rests on: a document is a flat list of [`Block`]s in reading order, and nothing is ever
//! removed from it. A running head becomes [`Kind::Furniture`], a footnote becomes [`Kind::Note`], a repaired
//! word keeps its [`Origin`]; so every character that reaches a reader leads back to a byte and a page of the
//! text as it was first extracted, and every wrong guess can be seen and undone. Sections are ranges over the
//! blocks; conclusions (themes, summary, …) are typed [`Layer`]s whose every entry carries [`Span`]s as evidence.
//!
//! What it does not do: read files, decide anything, or know any stage.

mod block;
mod date;
mod document;
mod extracted;
mod findings;
mod generated;
mod languages;
mod layers;
mod meta;
mod section;
mod sound;
mod topics;
mod trail;

pub use block::{Block, Kind, NoteRef, Origin};
pub use date::Date;
pub use document::{Document, Source, Status};
pub use extracted::{Extracted, Line, Page, Rect};
pub use findings::{Cited, Digest, DigestPart, KeyPhrase, KeyPhrases, Summary, Theme, Themes};
pub use generated::{Abstract, Cost, GeneratedSentence};
pub use languages::{OtherLanguages, ParagraphLanguage};
pub use layers::{Layer, LayerError, Layers};
pub use meta::{Conference, Found, Meta, Span};
pub use section::{Role, Section};
pub use sound::{lost, places};
pub use topics::{Topic, Topics};
pub use trail::{Event, Issue, Repair};
