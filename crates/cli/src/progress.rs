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
    last: Instant,
}

impl Shown {
    /// A bar when standard error is a terminal and people are listening.
    pub(crate) fn new(voice: Voice) -> Self {
        let bar = (voice.chatty() && !voice.json() && io::stderr().is_terminal()).then(bar);
        if let Some(bar) = &bar {
            logging::show(bar.clone());
        }
        let state = State { total: None, ended: 0, set_aside: 0, last: Instant::now() };
        Self { voice, bar, state: Mutex::new(state) }
    }

    fn state<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Progress for Shown {
    fn total(&self, documents: Option<usize>) {
        self.state(|s| s.total = documents);
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
    fn line(&self) -> String {
        let failed =
            if self.set_aside > 0 { format!(", {} set aside", self.set_aside) } else { String::new() };
        let documents = match self.total {
            Some(total) => format!("{} of {}", self.ended, count(total, "document")),
            None => count(self.ended, "document"),
        };
        format!("{documents}{failed}")
    }
}
