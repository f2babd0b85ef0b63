//! Wakes a program that stands by, and ends its run when that is asked.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rapporteur_engine::Stop;

use crate::{
    output::Voice,
    signals::{self, Asked},
};

/// What has woken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rung {
    /// It is to end.
    End,
    /// It is to read its pipeline file again.
    Reload,
    /// Nobody: the time is over.
    Nobody,
}

#[derive(Debug, Default)]
struct State {
    end: bool,
    reload: bool,
    /// The run under way.
    stop: Option<Stop>,
}

/// Rung by signals.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(Arc<(Mutex<State>, Condvar)>);

impl Bell {
    /// Listens from now on.
    pub(crate) fn hang(voice: Voice) -> Self {
        let bell = Self::default();
        let ringing = bell.clone();
        signals::listen(move |asked| ringing.ring(asked, voice));
        bell
    }

    fn ring(&self, asked: Asked, voice: Voice) {
        let mut state = self.state();
        match (asked, &state.stop) {
            (Asked::HangUp, _) => state.reload = true,
            (Asked::End(code), Some(stop)) if stop.closed() => signals::leave(stop, code, voice),
            (Asked::End(_), Some(stop)) => {
                signals::drain(stop, voice);
                state.end = true;
            }
            (Asked::End(_), None) => state.end = true,
        }
        self.0.1.notify_all();
    }

    /// A run begins, or has ended. One that begins after the end was asked for has nothing to do.
    pub(crate) fn during(&self, stop: Option<Stop>) {
        let mut state = self.state();
        if let Some(stop) = stop.as_ref().filter(|_| state.end) {
            stop.close();
        }
        state.stop = stop;
    }

    /// Waits until somebody rings, or the time is over.
    pub(crate) fn wait(&self, time: Duration) -> Rung {
        let until = Instant::now() + time;
        let mut state = self.state();
        loop {
            if state.end {
                return Rung::End;
            }
            if std::mem::take(&mut state.reload) {
                return Rung::Reload;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Rung::Nobody;
            }
            state = self.0.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
