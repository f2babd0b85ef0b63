//! What a process says on standard error: into the log, as much of it as a log can bear, and the last of it kept, since
//! it is usually the reason of an early end.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tracing::{info, warn};

/// The longest line; a longer one counts as several.
const LONGEST: u64 = 4 << 10;
/// So many lines are kept …
const KEPT: usize = 8;
/// … with so many characters of each.
const KEPT_LENGTH: usize = 300;
/// How long the end of standard error is waited for, after that of standard output.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Standard error of one process.
#[derive(Debug, Default)]
pub(crate) struct Said {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    last: VecDeque<String>,
    silent: bool,
}

impl Said {
    /// Reads to the end, and logs.
    pub(crate) fn listen(&self, name: &str, errors: impl Read) {
        let mut errors = BufReader::new(errors);
        let mut allowance = Allowance::new(Instant::now());
        let mut line = Vec::new();
        while errors.by_ref().take(LONGEST).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if text.is_empty() {
                continue;
            }
            let (logged, left_out) = allowance.take(text.len(), Instant::now());
            tell_left_out(name, left_out);
            if logged {
                info!(program = name, "{text}");
            }
            let mut state = self.lock();
            state.last.push_back(text.chars().take(KEPT_LENGTH).collect());
            if state.last.len() > KEPT {
                state.last.pop_front();
            }
        }
        tell_left_out(name, allowance.left_out);
        self.lock().silent = true;
    }

    /// The last line, once the process has had a moment to say it.
    pub(crate) fn last_words(&self) -> Option<String> {
        self.wait();
        self.lock().last.back().cloned()
    }

    /// The last few lines, once the process has had a moment to say them.
    pub(crate) fn last_lines(&self) -> Vec<String> {
        self.wait();
        self.lock().last.iter().cloned().collect()
    }

    fn wait(&self) {
        let limit = Instant::now() + LAST_WORDS;
        while !self.lock().silent && Instant::now() < limit {
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell_left_out(name: &str, lines: u64) {
    if lines > 0 {
        warn!(program = name, lines, "so many more lines on standard error were left out");
    }
}

/// What may be logged of one process: a flood must not fill a disk.
#[derive(Debug)]
struct Allowance {
    since: Instant,
    lines: u32,
    bytes: usize,
    left_out: u64,
}

impl Allowance {
    const TIME: Duration = Duration::from_secs(10);
    const LINES: u32 = 200;
    const BYTES: usize = 64 << 10;

    fn new(now: Instant) -> Self {
        Self { since: now, lines: 0, bytes: 0, left_out: 0 }
    }

    /// Whether a line of so many bytes may be logged now; and how many were left out before, when that is to be told.
    fn take(&mut self, bytes: usize, now: Instant) -> (bool, u64) {
        let mut told = 0;
        if now.duration_since(self.since) >= Self::TIME {
            told = self.left_out;
            *self = Self::new(now);
        }
        let fits = self.lines < Self::LINES && self.bytes + bytes <= Self::BYTES;
        if fits {
            self.lines += 1;
            self.bytes += bytes;
        } else {
            self.left_out += 1;
        }
        (fits, told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_and_counted() {
        let start = Instant::now();
        let mut allowance = Allowance::new(start);
        let logged = (0..1000).filter(|_| allowance.take(10, start).0).count();
        assert_eq!(logged, 200);
        assert_eq!(allowance.take(10, start + Allowance::TIME), (true, 800));
        assert!(!allowance.take(Allowance::BYTES, start + Allowance::TIME).0);
    }

    #[test]
    fn the_last_lines_are_kept() {
        let said = Said::default();
        let text = format!("{}\nthe last\n\n", (0..50).map(|n| format!("line {n}\n")).collect::<String>());
        said.listen("test", text.as_bytes());
        assert_eq!(said.last_words().as_deref(), Some("the last"));
        assert_eq!(said.last_lines().len(), KEPT);
    }
}
