//! What all threads of a run share.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rapporteur_config::Pipeline;

use crate::{Progress, Stop, permits::Permits, run::Trouble, staging::Disk};

/// A run under way.
pub(crate) struct House<'a> {
    pub(crate) pipeline: &'a Pipeline,
    /// Closed from outside by whoever holds a copy.
    pub(crate) outer: &'a Stop,
    /// Closed from within when the run is given up.
    pub(crate) inner: Stop,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) permits: Permits,
    pub(crate) disk: Disk,
    /// Files that are not to be touched in this run.
    pub(crate) leave: BTreeSet<PathBuf>,
    trouble: Mutex<Option<Trouble>>,
    idle: AtomicBool,
    /// Whether the sources have given all they have.
    emptied: AtomicBool,
}

impl<'a> House<'a> {
    pub(crate) fn new(pipeline: &'a Pipeline, stop: &'a Stop, progress: &'a dyn Progress) -> Self {
        let run = &pipeline.run;
        Self {
            pipeline,
            outer: stop,
            inner: Stop::default(),
            progress,
            disk: Disk::default(),
            leave: BTreeSet::new(),
            permits: Permits::new(run.in_flight, run.in_flight_mib.saturating_mul(1 << 20)),
            trouble: Mutex::default(),
            idle: AtomicBool::new(false),
            emptied: AtomicBool::new(false),
        }
    }

    /// The same with another disk.
    pub(crate) fn on(self, disk: &Disk) -> Self {
        Self { disk: disk.clone(), ..self }
    }

    /// The same, when some files are not to be touched.
    pub(crate) fn leaving(self, leave: &BTreeSet<PathBuf>) -> Self {
        Self { leave: leave.clone(), ..self }
    }

    /// Whether no further documents are taken.
    pub(crate) fn closed(&self) -> bool {
        self.outer.closed() || self.inner.closed()
    }

    /// Gives the run up: no further documents. The first trouble is the one that is told.
    pub(crate) fn give_up(&self, trouble: Trouble) {
        self.inner.close();
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(trouble);
    }

    /// Whether the run was given up.
    pub(crate) fn given_up(&self) -> bool {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Nobody takes the documents any more: those under way need not be worked on.
    pub(crate) fn lay_down(&self) {
        self.idle.store(true, Ordering::Relaxed);
    }

    /// Whether work is pointless.
    pub(crate) fn idle(&self) -> bool {
        self.idle.load(Ordering::Relaxed)
    }

    /// The sources have given all they have.
    pub(crate) fn emptied(&self) {
        self.emptied.store(true, Ordering::Relaxed);
    }

    /// Whether somebody outside ended the run before it was done.
    pub(crate) fn interrupted(&self) -> bool {
        let cut = self.outer.closed() && !self.emptied.load(Ordering::Relaxed);
        cut || self.outer.token().cancelled()
    }

    pub(crate) fn into_trouble(self) -> Option<Trouble> {
        self.trouble.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
