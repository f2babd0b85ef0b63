//! The typed half: everything that is known before anything runs.

use rapporteur_model::Document;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Export, Seen, Shared, Source, Stage, StageError};

/// How many instances of a stage may work at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concurrency {
    /// As many as there are workers.
    Many,
    /// One at a time, in the order of arrival.
    One,
}

/// What the house must know of a stage.
///
/// `Options` derive `Serialize, Deserialize, JsonSchema, Default` with
/// `#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]`; their doc comments are the reference page.
/// Ranges given to the schema are documentation only: `build` checks them.
pub trait StageKind: 'static {
    /// The name in the pipeline file: `use = "..."`.
    const NAME: &'static str;
    /// Raised when the output changes: old results are then made again.
    const VERSION: u32;
    /// One lower-case line for `rapporteur stages`.
    const SUMMARY: &'static str;
    /// What must be there before: names of layers, or `blocks` or `sections`.
    const NEEDS: &'static [&'static str] = &[];
    /// What it gives: names of layers, or `blocks` or `sections`.
    const GIVES: &'static [&'static str] = &[];
    /// How many instances may work at once.
    const CONCURRENCY: Concurrency = Concurrency::Many;
    /// What it learns from the documents of the archive before it works on any of them: called once for each document,
    /// as the stages above have made it, and in any order. What all of them gave is in [`Shared::learned`] when the
    /// stage is built for a run; see [`Learned`](crate::Learned).
    const LEARN: Option<fn(&Document, &mut Seen)> = None;
    /// Whether a document, as it leaves the stage, is worth keeping for the next run: one that took long to make.
    const KEEP: Option<fn(&Document) -> bool> = None;
    /// Whether all that it does to a document is to write layers, and entries at the end of the trail: the rest it leaves
    /// as it found it, and it gives one document for one. What is kept for the next run then costs less.
    const ADDS: bool = false;
    /// Whether it wants to learn at all, with these options: learning takes the archive once more through the stages
    /// above.
    fn learns(_: &Self::Options) -> bool {
        true
    }
    /// Its keys in the pipeline file.
    type Options: DeserializeOwned + Serialize + JsonSchema + Default + Send + Sync + 'static;
    /// Makes one instance; called once per worker, and by `check`. Refuses options out of range.
    fn build(options: &Self::Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError>;
}

/// What the house must know of a source.
pub trait SourceKind: 'static {
    /// The name in the pipeline file: `use = "..."`.
    const NAME: &'static str;
    /// One lower-case line for `rapporteur stages`.
    const SUMMARY: &'static str;
    /// Its keys in the pipeline file.
    type Options: DeserializeOwned + Serialize + JsonSchema + Default + Send + Sync + 'static;
    /// Opens the source.
    fn build(options: &Self::Options, shared: &Shared) -> Result<Box<dyn Source>, StageError>;
}

/// What the house must know of an export.
pub trait ExportKind: 'static {
    /// The name in the pipeline file: `use = "..."`.
    const NAME: &'static str;
    /// Raised when what it writes changes: files of earlier runs are then written again.
    const VERSION: u32 = 1;
    /// One lower-case line for `rapporteur stages`.
    const SUMMARY: &'static str;
    /// Its keys in the pipeline file.
    type Options: DeserializeOwned + Serialize + JsonSchema + Default + Send + Sync + 'static;
    /// Makes the export ready. Must not leave anything behind when nothing is ever written.
    fn build(options: &Self::Options, shared: &Shared) -> Result<Box<dyn Export>, StageError>;
}
