//! What the ledger says of an archive, for `status`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    archive::archive,
    ledger,
    report::{Archive, Missing},
};

/// What the ledger knows.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// How many files it knows.
    pub sources: u64,
    /// What they came to.
    pub archive: Archive,
    /// The last run that came to its end, one way or the other.
    pub last: Option<LastRun>,
    /// When a run began after it that has not come to its end: it is at work, or was killed, or the machine went down.
    pub unended: Option<String>,
    /// What is set aside, by path.
    pub set_aside: Vec<Standing>,
}

/// How the last run ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LastRun {
    /// When it began, RFC 3339 in UTC.
    pub start: String,
    /// When it ended.
    pub end: String,
    /// How long it took.
    pub seconds: f64,
    /// Whether it was ended before the sources were.
    pub interrupted: bool,
    /// Why it was given up.
    #[serde(default)]
    pub trouble: Option<String>,
    /// The folders that were out of sight.
    #[serde(default)]
    pub missing: Vec<Missing>,
}

/// How the last run into an output folder ended, as its `report.json` has it; also where no ledger is kept.
pub fn last_run(out: &Path) -> Option<LastRun> {
    serde_json::from_slice(&std::fs::read(out.join("report.json")).ok()?).ok()
}

/// A document that is set aside.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Standing {
    /// Its path.
    pub path: PathBuf,
    /// The step that failed, by its id.
    pub stage: String,
    /// What is wrong.
    pub reason: String,
    /// What to try.
    pub hint: Option<String>,
    /// How often it was tried since its file last changed.
    pub tries: u32,
    /// When it first failed.
    pub since: String,
    /// Whether the reason may pass, so that every run tries again.
    pub passing: bool,
    /// The record with all that is known.
    pub record: PathBuf,
}

/// Reads a ledger.
///
/// # Errors
/// When it cannot be read, with the reason.
pub fn status(path: &Path) -> Result<Status, String> {
    let known = ledger::look(path).map_err(|e| e.to_string())?;
    let standing = known.rows.values().flat_map(|row| {
        row.ended.failed.iter().cloned().map(|f| Standing {
            path: f.path,
            stage: f.stage,
            reason: f.reason,
            hint: f.hint,
            tries: row.tries,
            since: row.since.clone(),
            passing: f.passing,
            record: f.record,
        })
    });
    Ok(Status {
        sources: known.rows.len() as u64,
        archive: archive(&known, &known),
        last: known.last.as_deref().and_then(|json| serde_json::from_str(json).ok()),
        unended: known.unended.clone(),
        set_aside: standing.collect(),
    })
}
