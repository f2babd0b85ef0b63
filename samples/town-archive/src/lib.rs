//! A source and an export of one's own, as a town's archive might need them: its reports are texts in a database, and
//! what comes out goes to a search server.
//!
//! They are told to the program as stages are, by a line in `main`, and appear in `rapporteur stages`, in the schema of
//! the pipeline file, and in `rapporteur check` like those that come with it.

mod bulk;
mod database;

use rapporteur_stage::Registry;

pub use bulk::{Bulk, BulkOptions, Unit};
pub use database::{Database, DatabaseOptions};

/// Adds the source `database` and the export `search-bulk` to a program.
pub fn register(registry: &mut Registry) {
    registry.add_source::<Database>();
    registry.add_export::<Bulk>();
}
