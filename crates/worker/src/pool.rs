//! Which workers of a stage share a process.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use rapporteur_stage::StageError;

use crate::{
    child::{Child, Start},
    health::Health,
    protocol::Welcome,
};

/// The processes of one program.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    places: Mutex<Vec<Arc<Place>>>,
    /// What the program said of itself, and the process that said it, until somebody takes it.
    greeted: Mutex<Option<(Welcome, Option<Child>)>>,
    health: Health,
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
    pool: Arc<Pool>,
    place: Arc<Place>,
}

impl Pool {
    /// What the program says of itself: it is started for it once, and that process is the first to get documents.
    pub(crate) fn greet(&self, start: &Start) -> Result<Welcome, StageError> {
        let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((welcome, _)) = greeted.as_ref() {
            return Ok(welcome.clone());
        }
        let child = Child::start(start, &|| false)?;
        let welcome = child.welcome().clone();
        *greeted = Some((welcome.clone(), Some(child)));
        Ok(welcome)
    }

    /// A seat at a place that has fewer than `batch` members.
    pub(crate) fn seat(self: &Arc<Self>, batch: usize) -> Seat {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let free = places.iter().find(|p| (1..batch).contains(&p.members.load(Ordering::SeqCst)));
        let place = free.cloned().unwrap_or_default();
        if place.members.fetch_add(1, Ordering::SeqCst) == 0 {
            places.retain(|p| p.members.load(Ordering::SeqCst) > 0);
            places.push(Arc::clone(&place));
        }
        Seat { pool: Arc::clone(self), place }
    }

    fn spare(&self) -> Option<Child> {
        let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
        greeted.as_mut().and_then(|(_, child)| child.take()).filter(|child| !child.is_over())
    }
}

impl Seat {
    /// The process, started when there is none or the last one has ended.
    pub(crate) fn child(
        &self,
        start: &Start,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Arc<Child>, StageError> {
        let mut child = self.place.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = child.as_ref().filter(|c| !c.is_over()) {
            return Ok(Arc::clone(child));
        }
        *child = None;
        self.health().wait(&start.name(), cancelled)?;
        let new = match self.pool.spare() {
            Some(spare) => spare,
            None => Child::start(start, cancelled).inspect_err(|e| self.health().lost(&e.message))?,
        };
        let new = Arc::new(new);
        *child = Some(Arc::clone(&new));
        Ok(new)
    }

    /// The health of the program, for all workers.
    pub(crate) fn health(&self) -> &Health {
        &self.pool.health
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if self.place.members.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.place.child.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}
