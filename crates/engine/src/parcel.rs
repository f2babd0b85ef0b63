//! What travels from stage to stage.

use rapporteur_model::Document;

use crate::{
    failure::{Failure, LeftOut},
    memory::Ticket,
    permits::Weight,
};

/// What became of one source document so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch {
    pub(crate) documents: Vec<Document>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) failures: Vec<Failure>,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.left_out.is_empty() && self.failures.is_empty()
    }
}

/// The place of a parcel in the order of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// The source document's number, counted from 0 without holes.
    Number(u64),
    /// What a stage said last: after all documents, by stage and worker.
    Last { stage: usize, worker: usize },
}

/// A batch under way.
#[derive(Debug)]
pub(crate) struct Parcel {
    pub(crate) key: Key,
    pub(crate) batch: Batch,
    /// What was taken from the permits for it.
    pub(crate) weight: Weight,
    /// What is known of its source; nothing for what a stage said last, or an entry without a path.
    pub(crate) ticket: Option<Box<Ticket>>,
    /// Seconds that each stage took for it.
    pub(crate) seconds: Vec<f64>,
}

impl Parcel {
    pub(crate) fn new(key: Key, batch: Batch, weight: Weight) -> Self {
        Self { key, batch, weight, ticket: None, seconds: Vec::new() }
    }
}
