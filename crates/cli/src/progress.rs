//! How far a run is: a bar on a terminal, now and then a line elsewhere.

use std::{
    io::{self, IsTerminal},
    path::Path,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rapporteur_engine::{Outcome, Progress};

use crate::{
    logging,
    output::{Voice, count},
};

/// The least time between two lines.
const BETWEEN: Duration = Duration::from_secs(5);

/// Shows how far a run is.
pub(crate) struct Shown {
    voice: Voice,
    bar: Option<ProgressBar>,
    state: Mutex<State>,
}

struct State {
    total: Option<usize>,
    ended: usize,
    set_aside: usize,
    /// Those that were worked on.
    worked: usize,
    begun: Instant,
    last: Instant,
}

impl Shown {
    /// A bar when standard error is a terminal and people are listening.
    pub(crate) fn new(voice: Voice) -> Self {
        let bar = (voice.chatty() && !voice.json() && io::stderr().is_terminal()).then(bar);
        if let Some(bar) = &bar {
            logging::show(bar.clone());
        }
        let state = State {
            total: None,
            ended: 0,
            set_aside: 0,
            worked: 0,
            begun: Instant::now(),
            last: Instant::now(),
        };
        Self { voice, bar, state: Mutex::new(state) }
    }

    fn state<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed}, {per_sec}, {eta} left {wide_msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Progress for Shown {
    fn total(&self, documents: Option<usize>) {
        self.state(|s| {
            s.total = documents;
            s.begun = Instant::now();
        });
        if let (Some(bar), Some(total)) = (&self.bar, documents) {
            bar.set_length(total as u64);
        }
    }

    fn learning(&self, documents: usize) {
        self.voice.remark(&format!("learning the words of {}", count(documents, "document")));
    }

    fn started(&self, path: &Path) {
        if let Some(bar) = &self.bar {
            bar.set_message(path.display().to_string());
        }
    }

    fn ended(&self, _path: &Path, how: Outcome) {
        let line = self.state(|s| {
            s.ended += 1;
            s.worked += usize::from(how != Outcome::Unchanged);
            s.set_aside += usize::from(how == Outcome::SetAside);
            let due = s.last.elapsed() >= BETWEEN;
            if due {
                s.last = Instant::now();
            }
            due.then(|| s.line())
        });
        match (&self.bar, line) {
            (Some(bar), _) => bar.inc(1),
            (None, Some(line)) => self.voice.remark(&line),
            (None, None) => {}
        }
    }
}

impl State {
    /// Documents a second of those that were worked on, and how long the rest may take.
    fn rate(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let (worked, left) = (self.worked as f64, self.total.map(|t| t.saturating_sub(self.ended) as f64));
        if worked < 1.0 || seconds < 1.0 {
            return String::new();
        }
        let rate = worked / seconds;
        let left = left.map_or(String::new(), |left| format!(", {} left", duration(left / rate)));
        format!(", {rate:.1} a second{left}")
    }

    fn line(&self) -> String {
        let failed =
            if self.set_aside > 0 { format!(", {} set aside", self.set_aside) } else { String::new() };
        let documents = match self.total {
            Some(total) => format!("{} of {}", self.ended, count(total, "document")),
            None => count(self.ended, "document"),
        };
        format!("{documents}{failed}{}", self.rate())
    }
}

/// So many seconds as people say them.
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} seconds"),
        s if s < 5400.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_are_told_in_their_own_measure() {
        let told = [4.0, 89.0, 600.0, 9000.0].map(super::duration);
        assert_eq!(told, ["4 seconds", "89 seconds", "10 minutes", "2.5 hours"]);
    }
}
