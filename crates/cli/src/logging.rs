//! What stages and engine log, on standard error; and the progress bar that must not be written over.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use indicatif::ProgressBar;
use rapporteur_worker::Wire;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::args::{LogFormat, Talk};

/// The environment variable that chooses what is logged, per crate: `RAPPORTEUR_LOG=rapporteur_clean=debug`.
const VARIABLE: &str = "RAPPORTEUR_LOG";

static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Sets logging up; warnings and errors unless the command line says otherwise. A child logs to its parent.
pub(crate) fn set_up(talk: Talk, parent: Option<Wire>) {
    let level = match (talk.quiet, talk.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 0) => LevelFilter::WARN,
        (_, 1) => LevelFilter::INFO,
        (_, 2) => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let filter = EnvFilter::builder().with_default_directive(level.into());
    // What the engine warns of (a document set aside) is told at the end, in full.
    let usual = if talk.verbose == 0 { "rapporteur_engine=error" } else { "" };
    let filter = filter.parse_lossy(std::env::var(VARIABLE).as_deref().unwrap_or(usual));
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Lines { parent }).without_time();
    // A second program in the same process (a test) keeps the first one's logging.
    let _already_set = match talk.log_format {
        LogFormat::Text => base.with_target(talk.verbose > 1).with_ansi(colours()).try_init(),
        LogFormat::Json => base.json().flatten_event(true).try_init(),
    };
}

/// Whether standard error shows colours.
pub(crate) fn colours() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Shows a bar that log lines go around, until [`hide`].
pub(crate) fn show(bar: ProgressBar) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
}

/// Takes the bar away.
pub(crate) fn hide() {
    if let Some(bar) = BAR.lock().unwrap_or_else(PoisonError::into_inner).take() {
        bar.finish_and_clear();
    }
}

/// Writes to standard error while the bar steps aside.
pub(crate) fn around_the_bar<R>(write: impl FnOnce() -> R) -> R {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Writes a line that a child has logged, in the form that it was given there.
pub(crate) fn pass_on(line: &[u8]) {
    // Nobody is left to be told when standard error is closed.
    let _unheard = around_the_bar(|| io::stderr().write_all(line));
}

/// A writer for log lines: around the bar, or to the parent.
#[derive(Clone)]
struct Lines {
    parent: Option<Wire>,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &self.parent {
            Some(parent) => parent.log(bytes),
            None => return around_the_bar(|| io::stderr().write(bytes)),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
