//! How often a program is started anew: at once after one loss, later and later after several, and in the end no more.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use rapporteur_stage::StageError;

/// The wait after the second loss in a row; twice as long after each further one.
const FIRST: Duration = Duration::from_millis(100);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(10);
/// After so many documents in a row that were lost with their process, the program is given up for this run.
pub(crate) const MOST: u32 = 10;
/// Between two looks at whether the run has ended.
const TICK: Duration = Duration::from_millis(20);

/// The health of one program, for all of its processes.
#[derive(Debug, Default)]
pub(crate) struct Health {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    lost: u32,
    not_before: Option<Instant>,
    last: String,
}

impl Health {
    /// It answered.
    pub(crate) fn well(&self) {
        *self.lock() = State::default();
    }

    /// A document was lost with its process.
    pub(crate) fn lost(&self, reason: &str) {
        let mut state = self.lock();
        state.lost += 1;
        state.not_before = Instant::now().checked_add(pause(state.lost));
        reason.clone_into(&mut state.last);
    }

    /// Waits until the program may be started again.
    ///
    /// # Errors
    /// When it is given up, or the run ends meanwhile.
    pub(crate) fn wait(&self, name: &str, cancelled: &dyn Fn() -> bool) -> Result<(), StageError> {
        loop {
            let state = self.lock();
            if state.lost >= MOST {
                let message =
                    format!("`{name}` broke down on {MOST} documents in a row and is not started again");
                let error = StageError::new(message).hint(format!("the last time: {}", state.last));
                // The next run tries the document again.
                return Err(error.because(std::io::Error::other("the program is broken")));
            }
            if state.not_before.is_none_or(|moment| Instant::now() >= moment) {
                return Ok(());
            }
            drop(state);
            if cancelled() {
                return Err(StageError::new(format!(
                    "`{name}` was not started again in time: it has just broken down"
                )));
            }
            thread::sleep(TICK);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pause(lost: u32) -> Duration {
    match lost {
        0 | 1 => Duration::ZERO,
        n => FIRST.saturating_mul(1 << (n - 2).min(16)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let pauses: Vec<_> = (0..5).map(|n| pause(n).as_millis()).collect();
        assert_eq!(pauses, [0, 0, 100, 200, 400]);
        assert_eq!(pause(u32::MAX), LONGEST);
    }

    #[test]
    fn a_broken_program_is_given_up_until_it_answers() {
        let health = Health::default();
        (0..MOST).for_each(|_| health.lost("no such module"));
        let error = health.wait("names.py", &|| false).unwrap_err();
        assert_eq!(error.message, "`names.py` broke down on 10 documents in a row and is not started again");
        assert_eq!(error.hint.as_deref(), Some("the last time: no such module"));
        health.well();
        assert!(health.wait("names.py", &|| false).is_ok());
    }
}
