//! What a stage is. The one crate that the author of a stage reads.
//!
//! A stage improves one document at a time. Write a struct, give it [`Edit`], tell the house about it with
//! [`StageKind`], and hand it to the [`Registry`]:
//!
//! ```
//! use rapporteur_model::{Document, Layer};
//! use rapporteur_stage::{Context, Edit, Registry, Shared, Stage, StageError, StageKind};
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//!
//! /// Options of `acme-shouting`.
//! #[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
//! #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
//! struct Options {
//!     /// Count question marks too.
//!     questions: bool,
//! }
//!
//! #[derive(Serialize, Deserialize, JsonSchema)]
//! struct Shouts {
//!     count: usize,
//! }
//! impl Layer for Shouts {
//!     const NAME: &'static str = "acme-shouts";
//! }
//!
//! struct Shouting {
//!     marks: &'static [char],
//! }
//! impl Edit for Shouting {
//!     fn edit(&mut self, doc: &mut Document, _cx: &mut Context<'_>) -> Result<(), StageError> {
//!         let count = doc.blocks.iter().map(|b| b.text.matches(self.marks).count()).sum();
//!         doc.layers.put(Shouts { count });
//!         Ok(())
//!     }
//! }
//!
//! struct ShoutingKind;
//! impl StageKind for ShoutingKind {
//!     const NAME: &'static str = "acme-shouting";
//!     const VERSION: u32 = 1;
//!     const SUMMARY: &'static str = "counts exclamation marks";
//!     const GIVES: &'static [&'static str] = &["acme-shouts"];
//!     type Options = Options;
//!     fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
//!         Ok(Box::new(Shouting { marks: if options.questions { &['!', '?'] } else { &['!'] } }))
//!     }
//! }
//!
//! pub fn register(registry: &mut Registry) {
//!     registry.add::<ShoutingKind>();
//! }
//! # let mut r = Registry::new();
//! # register(&mut r);
//! # assert!(r.stage("acme-shouting").is_some());
//! ```
//!
//! Whether the stage keeps what every stage promises is tried by `rapporteur-testkit`, in a test of three lines:
//!
//! ```ignore
//! let mut registry = Registry::new();
//! register(&mut registry);
//! Conformance::of("acme-shouting", &registry).unwrap().check().unwrap();
//! ```
//!
//! The decision it rests on: a stage is known to the house because a line of code names it, and everything
//! about it (options, needs, version) is known before anything runs.
//!
//! What it does not do: run stages (that is the engine's), or read configuration files.

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
