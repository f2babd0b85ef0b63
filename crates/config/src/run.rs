//! The `[run]` table: how a run goes.

use std::{num::NonZeroUsize, path::PathBuf};

use toml::de::{DeTable, DeValue};

use crate::{
    Problem,
    keys::{Keys, whole},
};

/// The most threads one stage may have.
pub(crate) const MOST_WORKERS: u64 = 512;

/// In which order documents are exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As the sources gave them: equal runs give equal files.
    #[default]
    Source,
    /// As they are finished: a slow document holds nobody up, and files that hold several documents differ in
    /// their order from run to run.
    Finished,
}

/// What happens when a stage fails on a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnError {
    /// The document is set aside with the reason, the run goes on.
    #[default]
    SetAside,
    /// The document is set aside, no further ones are taken, the run ends as failed.
    Stop,
}

/// When a run is given up because too much of it fails.
///
/// The share is looked at from the [`LEAST`](Self::LEAST)th ended document on, so that a handful of broken files at
/// the beginning (or a small archive) does not end a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StopWhenFailed {
    /// Never.
    Off,
    /// When more than this share of the ended documents, 0 to 1, were set aside.
    Share(f64),
}

impl StopWhenFailed {
    /// How many documents must have ended before the share is looked at.
    pub const LEAST: u64 = 20;

    /// Whether so many failures among so many ended documents end the run.
    pub fn exceeded(self, failed: u64, ended: u64) -> bool {
        match self {
            Self::Off => false,
            // Counts stay far below 2^52.
            #[allow(clippy::cast_precision_loss)]
            Self::Share(share) => ended >= Self::LEAST && failed as f64 > share * ended as f64,
        }
    }
}

/// The settings of `[run]`, defaults filled in.
#[derive(Debug, Clone)]
pub struct Run {
    /// The output folder as the file names it.
    pub out: PathBuf,
    /// Threads for stages that allow several; `None` for as many as the machine has cores.
    pub workers: Option<NonZeroUsize>,
    /// The most documents held in memory at once.
    pub in_flight: usize,
    /// The most memory, estimated in MiB, that the documents held may take together. One document is always let
    /// in, however large.
    pub in_flight_mib: u64,
    /// In which order documents are exported.
    pub order: Order,
    /// What happens when a stage fails, unless the stage says otherwise.
    pub on_error: OnError,
    /// When a run is given up.
    pub stop_when_failed: StopWhenFailed,
    /// Whether stages learn from the whole archive before the first document is done.
    pub learn: bool,
    /// Whether what earlier runs left behind counts for nothing. Not a key of the file: `run --fresh` says so.
    pub fresh: bool,
    /// The folder of the records of failed documents, below the output folder.
    pub set_aside: PathBuf,
    /// The file that remembers what was done, below the output folder; `None` for a run that does everything.
    pub ledger: Option<PathBuf>,
    /// The most room, in MiB, that documents kept for the next run may take.
    pub cache_mib: u64,
    /// Whether documents that were set aside are taken again, whatever the reason. Not a key of the file: `retry` says so.
    pub retry: bool,
    /// Whether documents leave the exports though the folder they lie in is away or empty. Not a key of the file:
    /// `run --remove-missing` says so.
    pub remove_missing: bool,
    /// A program with its arguments, started when a run has ended; it gets the path of `report.json` as its last one.
    pub after: Vec<String>,
    /// A file for a Prometheus server's collector of text files.
    pub metrics: Option<PathBuf>,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            out: "out".into(),
            workers: None,
            in_flight: 1024,
            in_flight_mib: 512,
            order: Order::Source,
            on_error: OnError::SetAside,
            // An archive may well be half broken: every document gets its outcome unless somebody says otherwise.
            stop_when_failed: StopWhenFailed::Off,
            learn: true,
            fresh: false,
            set_aside: "set-aside".into(),
            ledger: Some("ledger.sqlite".into()),
            cache_mib: 2048,
            retry: false,
            remove_missing: false,
            after: Vec::new(),
            metrics: None,
        }
    }
}

impl Run {
    pub(crate) fn read(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Self {
        let mut keys = Keys::new("[run]", table, problems);
        let or = Self::default();
        let run = Self {
            out: keys.path("out").unwrap_or(or.out),
            workers: workers(&mut keys),
            in_flight: usize::try_from(keys.number("in-flight", &(1..=1_000_000)).unwrap_or(1024))
                .unwrap_or(or.in_flight),
            in_flight_mib: keys.number("in-flight-mib", &(1..=1_048_576)).unwrap_or(or.in_flight_mib),
            order: keys
                .word("order", &[("source", Order::Source), ("finished", Order::Finished)])
                .unwrap_or(or.order),
            on_error: on_error(&mut keys).unwrap_or(or.on_error),
            stop_when_failed: stop_when_failed(&mut keys).unwrap_or(or.stop_when_failed),
            learn: keys.boolean("learn").unwrap_or(or.learn),
            fresh: or.fresh,
            set_aside: keys.path("set-aside").unwrap_or(or.set_aside),
            ledger: match keys.path("ledger") {
                Some(path) if path.as_os_str() == "off" => None,
                Some(path) => Some(path),
                None => or.ledger,
            },
            cache_mib: keys.number("cache-mib", &(0..=1_048_576)).unwrap_or(or.cache_mib),
            retry: or.retry,
            remove_missing: or.remove_missing,
            after: keys.strings("after").unwrap_or_default(),
            metrics: keys.path("metrics"),
        };
        keys.finish();
        run
    }
}

/// `on-error`, of [run] and of a stage.
pub(crate) fn on_error(keys: &mut Keys<'_, '_, '_>) -> Option<OnError> {
    keys.word("on-error", &[("set-aside", OnError::SetAside), ("stop", OnError::Stop)])
}

/// `workers`, of [run] and of a stage.
pub(crate) fn workers(keys: &mut Keys<'_, '_, '_>) -> Option<NonZeroUsize> {
    let value = keys.value("workers")?;
    if value.get_ref().as_str() == Some("auto") {
        return None;
    }
    let number = whole(value.get_ref()).filter(|n| *n <= MOST_WORKERS);
    let found = number.and_then(|n| usize::try_from(n).ok()).and_then(NonZeroUsize::new);
    if found.is_none() {
        keys.wrong("workers", &format!("\"auto\" or a whole number from 1 to {MOST_WORKERS}"), value);
    }
    found
}

fn stop_when_failed(keys: &mut Keys<'_, '_, '_>) -> Option<StopWhenFailed> {
    let value = keys.value("stop-when-failed")?;
    let found = match value.get_ref() {
        DeValue::String(s) if s == "off" => Some(StopWhenFailed::Off),
        DeValue::String(s) => {
            s.strip_suffix('%').and_then(|n| n.trim().parse().ok()).and_then(|percent: f64| {
                (0.0..=100.0).contains(&percent).then_some(StopWhenFailed::Share(percent / 100.0))
            })
        }
        _ => None,
    };
    if found.is_none() {
        keys.wrong("stop-when-failed", "a share like \"10%\", or \"off\"", value);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_broken_files_do_not_end_a_run() {
        let tenth = StopWhenFailed::Share(0.1);
        assert!(!tenth.exceeded(19, 19));
        assert!(!tenth.exceeded(2, 20));
        assert!(tenth.exceeded(3, 20));
        assert!(!StopWhenFailed::Off.exceeded(1000, 1000));
    }
}
