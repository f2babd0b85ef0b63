//! What tests of stages need: documents in one line, and cases that a reader of reports can review.
//!
//! A case file is Markdown: a `## ` heading names a case, a sentence says what the damage is, a fence holds the
//! report (`text`, `markdown` or `html`), a fence `options` may set options of stages (`clean.notes = "keep"`), and a
//! fence `result` says how the document looks afterwards, in the words of [`outline`]; a fence `front` says what is
//! known of title, dates and bodies, a fence `layer NAME` holds a layer as JSON. A fence `stages` above the first case names the stages of the file, where they are not `ingest`, `clean` and
//! `segment`. [`Cases::settle`] compares, or, with `BLESS` in the environment, rewrites what is expected, for a person to
//! read the difference.
//!
//! [`Hostile`] sends any bytes through stages and says which promise is broken: for fuzzing, and for the test that
//! replays what fuzzing found.

mod builders;
mod cases;
mod conformance;
mod hostile;
mod outline;
mod parts;
mod report;
mod sound;
mod targets;

pub use builders::{Setting, document, run};
pub use cases::{Case, Cases};
pub use conformance::{Broken, Conformance};
pub use hostile::Hostile;
pub use outline::outline;
pub use parts::packed;
pub use report::Report;
pub use targets::{TARGETS, Target};
