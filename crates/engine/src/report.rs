//! `report.json`: what a run did.

use std::{io, path::Path, path::PathBuf, time::Duration};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{failure::LeftOut, replace};

/// What a run did. Written as `report.json` into the output folder.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Version of the program.
    pub version: String,
    /// When it began, RFC 3339 in UTC.
    pub start: String,
    /// When it ended.
    pub end: String,
    /// How long it took.
    pub seconds: f64,
    /// Whether it was ended before the sources were.
    pub interrupted: bool,
    /// Why the run could not be made or was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// How the documents ended.
    pub documents: Counts,
    /// What the stages did, in the order of the pipeline.
    pub stages: Stages,
    /// The documents of which something was lost, in the order of the run.
    pub partial: Vec<Partial>,
    /// The documents set aside, in the order of the run.
    pub set_aside: Vec<SetAside>,
    /// The documents left out on purpose, in the order of the run.
    pub left_out: Vec<LeftOut>,
}

/// Numbers of documents by their end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Exported, nothing lost.
    pub done: u64,
    /// Exported, something lost.
    pub partial: u64,
    /// Failed.
    pub set_aside: u64,
    /// Unchanged since an earlier run. Always 0 as long as there is no ledger.
    pub skipped: u64,
    /// Gone from the sources since an earlier run. Always 0 as long as there is no ledger.
    pub removed: u64,
    /// Left out by a stage, on purpose.
    pub left_out: u64,
}

impl Counts {
    /// All documents that came to an end in this run.
    pub fn ended(&self) -> u64 {
        self.done + self.partial + self.set_aside + self.left_out
    }
}

/// Counts by stage, in the order of the pipeline; a JSON object by the stages' ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stages(pub Vec<(String, StageCount)>);

impl Serialize for Stages {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

/// What one stage did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StageCount {
    /// Documents it worked on.
    pub executed: u64,
    /// Documents whose earlier result was taken. Always 0 as long as there is no ledger.
    pub cached: u64,
    /// Time it took for them, added up over its workers.
    pub seconds: f64,
}

impl StageCount {
    pub(crate) fn add(&mut self, executed: u64, spent: Duration) {
        self.executed += executed;
        self.seconds = rounded(self.seconds + spent.as_secs_f64());
    }
}

/// One document of which something was lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Partial {
    /// The source's path.
    pub path: PathBuf,
    /// The stage that lost something first.
    pub stage: String,
    /// What is missing.
    pub reason: String,
    /// What to try.
    pub hint: Option<String>,
}

/// One document set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SetAside {
    /// The source's path.
    pub path: PathBuf,
    /// The step that failed, by its id.
    pub stage: String,
    /// What is wrong.
    pub reason: String,
    /// What to try.
    pub hint: Option<String>,
    /// The record with all that is known.
    pub record: PathBuf,
}

impl Report {
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        replace::file(&folder.join("report.json"), &json)
    }
}

/// To the millionth: enough, and readable.
pub(crate) fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
