//! Which workers of a stage share a process.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use rapporteur_stage::StageError;

use crate::child::{Child, Start};

/// The places for processes of one stage.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    places: Mutex<Vec<Arc<Place>>>,
}

/// One process, not started before the first document, and anew after its end.
#[derive(Debug, Default)]
struct Place {
    members: AtomicUsize,
    child: Mutex<Option<Arc<Child>>>,
}

/// A worker's seat at a place. The last one to leave ends the process.
#[derive(Debug)]
pub(crate) struct Seat {
    place: Arc<Place>,
}

impl Pool {
    /// A seat at a place that has fewer than `batch` members.
    pub(crate) fn seat(&self, batch: usize) -> Seat {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let free = places.iter().find(|p| (1..batch).contains(&p.members.load(Ordering::SeqCst)));
        let place = free.cloned().unwrap_or_default();
        if place.members.fetch_add(1, Ordering::SeqCst) == 0 {
            places.retain(|p| p.members.load(Ordering::SeqCst) > 0);
            places.push(Arc::clone(&place));
        }
        Seat { place }
    }
}

impl Seat {
    /// The process, started when there is none or the last one has ended.
    pub(crate) fn child(
        &self,
        start: &Start,
        cancelled: impl Fn() -> bool,
    ) -> Result<Arc<Child>, StageError> {
        let mut child = self.place.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = child.as_ref().filter(|c| !c.is_over()) {
            return Ok(Arc::clone(child));
        }
        *child = None;
        let new = Arc::new(Child::start(start, cancelled)?);
        *child = Some(Arc::clone(&new));
        Ok(new)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.place.members.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.place.child.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}
