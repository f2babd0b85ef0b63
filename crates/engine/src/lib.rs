//! Runs a pipeline: channels, workers, order, limits, set-aside, stop.
//!
//! The decision it rests on: one document can fail, the run goes on. What travels from stage to stage is a parcel
//! with the number of the source document and whatever became of it (one document, several, none, a failure), so
//! that leaving out, setting aside and splitting never leave a hole in the numbering, and order can be restored
//! before export. A stage that fails or panics costs its document, which is set aside with the reason; only what
//! makes the whole run pointless (no output folder, no documents, a dead export, too many failures) ends it, as
//! [`Trouble`].
//!
//! [`run`] does a whole pipeline with threads; [`Chain`] does single documents without.
//!
//! What it does not do: print, know a stage by name, or look at the clock except for the times in `report.json`
//! and the limits of `timeout-seconds`.

mod archive;
mod away;
mod books;
mod borrowed;
mod byway;
mod cache;
mod cases;
mod chain;
mod clock;
mod crew;
mod deliver;
mod dry;
mod entries;
mod failure;
mod feed;
mod glance;
mod house;
mod joint;
mod learn;
mod ledger;
mod lock;
mod look;
mod memory;
mod metrics;
mod outlet;
mod page;
mod pages;
mod parcel;
mod parts;
mod permits;
mod pieces;
mod prints;
mod progress;
mod record;
mod remember;
mod reorder;
mod report;
mod row;
mod run;
mod runner;
mod snapshot;
mod staging;
mod status;
mod stop;
mod told;
mod why;

use rapporteur_stage::guard;

pub use cases::{TestOutcome, run_tests};
pub use chain::{Chain, Processed, Step};
pub use dry::{DryRun, DryStep, Foreseen, dry_run};
pub use failure::{Failure, LeftOut};
pub use glance::{Glance, glance};
pub use learn::recall;
pub use lock::at_work;
pub use look::Look;
pub use metrics::text as metrics;
pub use progress::{Outcome, Progress};
pub use report::{Archive, Changed, Counts, Missing, Partial, Report, SetAside, Slow, StageCount, Stages};
pub use run::{Finished, Trouble, run, run_leaving, run_on};
pub use staging::Disk;
pub use status::{LastRun, Standing, Status, last_run, status};
pub use stop::Stop;
pub use why::{Sort, Why};
