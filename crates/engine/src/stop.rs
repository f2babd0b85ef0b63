//! The handle by which a run is ended from outside.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use rapporteur_stage::CancelToken;

/// Ends a run from outside, from any thread. Copies are one handle.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    closed: Arc<AtomicBool>,
    token: CancelToken,
}

impl Stop {
    /// Takes no further documents; those under way are ended and exported. What the first Ctrl-C does.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    /// Also tells the stages to give up. Documents under way are lost to this run.
    pub fn abort(&self) {
        self.close();
        self.token.cancel();
    }

    /// Whether no further documents are taken.
    pub fn closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Whether the stages were told to give up.
    pub fn aborted(&self) -> bool {
        self.token.cancelled()
    }

    /// The flag that stages see.
    pub(crate) fn token(&self) -> &CancelToken {
        &self.token
    }
}
