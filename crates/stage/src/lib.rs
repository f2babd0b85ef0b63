//! What a stage is. The one crate that the author of a stage reads.
//!
//! A stage improves one document at a time. Write a struct, give it [`Edit`], tell the house about it with [`StageKind`],
//! and hand it to the [`Registry`]. `rapporteur new stage NAME` makes a crate with all of this, building and passing its
//! tests at once; the [`guide`] goes from there to a published crate, with an example of everything.
//!
//! Sources and exports are made in the same way: [`Source`] with [`SourceKind`], [`Export`] with [`ExportKind`].
//!
//! The decision it rests on: a stage is known to the house because a line of code names it, and everything
//! about it (options, needs, version) is known before anything runs.
//!
//! What it does not do: run stages (that is the engine's), or read configuration files.

#![deny(missing_docs)]

#[doc = include_str!("../docs/guide.md")]
pub mod guide {}

mod context;
mod error;
pub mod guard;
mod kind;
mod learned;
mod registry;
mod shared;
mod traits;

pub use context::{CancelToken, Context, Outbox};
pub use error::StageError;
pub use kind::{Concurrency, ExportKind, SourceKind, StageKind};
pub use learned::{Learned, Seen};
pub use registry::{ExportEntry, Prepared, Registry, SourceEntry, StageEntry};
pub use shared::Shared;
pub use traits::{Edit, Export, Part, Shape, Source, Stage, unique};

/// The document: blocks, sections, layers, evidence. The same crate as `rapporteur-model`, so that yours need name this
/// one alone.
pub use rapporteur_model as model;
