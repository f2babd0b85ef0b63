//! `pipeline.toml`: read with positions, checked, explained, described as a schema.
//!
//! The decision it rests on: whoever writes a pipeline file is told everything that is wrong with it at once,
//! each time with the place and what to do. So nothing here stops at the first problem: a [`Problem`] is data,
//! and [`load`] gives back what it could make of the file together with the list of them.
//!
//! ```
//! use rapporteur_config::{Overrides, parse};
//! use rapporteur_stage::Registry;
//!
//! let text = "[run]\nordre = \"finished\"\n";
//! let checked = parse("pipeline.toml".as_ref(), text, &Registry::new(), &Overrides::stages_only());
//! let said = checked.problems().render(false);
//! assert!(said.contains("did you mean `order`?"), "{said}");
//! ```
//!
//! What it does not do: run anything, print anything, or know a single stage by name.

mod absent;
mod allowed;
mod calendar;
mod case;
mod commented;
mod file;
mod keys;
mod known;
mod options;
mod order;
mod overrides;
mod pipeline;
mod problem;
mod render;
mod run;
mod schedule;
mod schema;
mod step;
mod steps;
mod suggest;
mod verify;
mod when;

pub use case::{Expect, Input, Notes, TestCase};
pub use commented::{export_toml, program_toml, source_toml, stage_toml};
pub use file::{implicit, load, parse};
pub use known::Known;
pub use overrides::Overrides;
pub use pipeline::{Checked, Pipeline};
pub use problem::{Problem, Problems, Severity};
pub use run::{OnError, Order, Run, StopWhenFailed};
pub use schedule::{At, Missed, Schedule};
pub use schema::schema;
pub use step::{ExportStep, Place, SourceStep, StageStep, Step};
pub use suggest::closest;
pub use when::When;
