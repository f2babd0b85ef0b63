//! What somebody who watches a run is told.

use std::path::Path;

/// Told by the engine, from several threads, while a run goes on. Calls must be quick: a slow watcher slows the
/// run.
pub trait Progress: Send + Sync {
    /// How many documents the sources will give, when they know.
    fn total(&self, documents: Option<usize>) {
        let _unused = documents;
    }

    /// The stages look through the archive, before the first document enters the house.
    fn learning(&self, documents: usize) {
        let _unused = documents;
    }

    /// A document enters the house.
    fn started(&self, path: &Path) {
        let _unused = path;
    }

    /// A document has come to its end. One that was split ends several times.
    fn ended(&self, path: &Path, how: Outcome) {
        let _unused = (path, how);
    }
}

/// Nobody watches.
impl Progress for () {}

/// How a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Exported, nothing lost.
    Done,
    /// Exported, something lost.
    Partial,
    /// Nothing has changed since an earlier run: it was not worked on.
    Unchanged,
    /// Left out by a stage, on purpose.
    LeftOut,
    /// Failed, and set aside with the reason.
    SetAside,
}
