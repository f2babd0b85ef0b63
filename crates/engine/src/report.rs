//! `report.json`: what a run did.

use std::{collections::BTreeMap, fmt, io, path::Path, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use crate::{failure::LeftOut, staging::Disk};

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
    /// Why documents were worked on, or not.
    pub changes: Changed,
    /// What the archive holds now, and how that differs from before the run; absent without a ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<Archive>,
    /// What the stages did, in the order of the pipeline.
    pub stages: Stages,
    /// The documents of which something was lost, in the order of the run.
    pub partial: Vec<Partial>,
    /// The documents set aside, in the order of the run.
    pub set_aside: Vec<SetAside>,
    /// The documents left out on purpose, in the order of the run.
    pub left_out: Vec<LeftOut>,
    /// The documents that are gone from the sources since an earlier run, by path.
    #[serde(serialize_with = "crate::told::paths")]
    pub removed: Vec<PathBuf>,
    /// The folders that are out of sight, so that the documents in them stay as they are.
    pub missing: Vec<Missing>,
    /// The documents that took longest, the slowest first.
    pub slowest: Vec<Slow>,
}

/// Numbers of documents by their end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Exported, nothing lost.
    pub done: u64,
    /// Exported, something lost.
    pub partial: u64,
    /// Failed, in this run or in an earlier one and not tried again.
    pub set_aside: u64,
    /// Those of them that failed in an earlier run, and of which nothing has changed.
    pub still_set_aside: u64,
    /// Unchanged since an earlier run.
    pub skipped: u64,
    /// Gone from the sources since an earlier run.
    pub removed: u64,
    /// Left out by a stage, on purpose.
    pub left_out: u64,
}

impl Counts {
    /// All documents that came to an end in this run, or stand as they are.
    pub fn ended(&self) -> u64 {
        self.done + self.partial + self.set_aside + self.left_out + self.skipped
    }
}

/// Why sources were worked on, or not: numbers of files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Changed {
    /// The ledger did not know them.
    pub new: u64,
    /// Their content is another one.
    pub changed: u64,
    /// They lie elsewhere.
    pub moved: u64,
    /// Done again, by reason.
    pub redone: BTreeMap<String, u64>,
    /// Nothing has changed.
    pub unchanged: u64,
    /// Something was kept of them that is damaged, and was made again.
    pub damaged: u64,
}

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Archive {
    /// Documents without loss.
    pub done: u64,
    /// Documents of which something is missing.
    pub partial: u64,
    /// Documents that are set aside.
    pub set_aside: u64,
    /// The same before the run: done, partial, set aside.
    pub before: [u64; 3],
    /// Set aside now, and not before the run.
    #[serde(serialize_with = "crate::told::paths")]
    pub newly_set_aside: Vec<PathBuf>,
    /// Set aside before the run, and not now.
    #[serde(serialize_with = "crate::told::paths")]
    pub recovered: Vec<PathBuf>,
}

/// A folder of the sources that is away for a while, as far as can be seen: not there, empty, or not to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Missing {
    /// The folder.
    pub folder: PathBuf,
    /// How many documents of earlier runs lie in it.
    pub documents: u64,
    /// What was seen of it.
    pub reason: String,
    /// Whether the folder itself is there and can be read.
    #[serde(default)]
    pub there: bool,
    /// When the first run began that saw it so.
    #[serde(default)]
    pub since: String,
    /// How many runs in a row have seen it so: 1 when it is new.
    #[serde(default)]
    pub runs: u64,
}

impl Missing {
    /// For how long, when this run is not the first to see it: ` since 2026-11-20T02:00:00Z, in 5 runs`.
    pub fn duration(&self) -> String {
        if self.runs > 1 { format!(" since {}, in {} runs", self.since, self.runs) } else { String::new() }
    }

    /// Takes over from the run before how long it has been so; `now` is when this run began.
    pub(crate) fn count(missing: &mut [Self], before: &[Self], now: &str) {
        for folder in missing {
            let known = before.iter().find(|known| known.folder == folder.folder);
            let since = known.map(|known| known.since.as_str()).filter(|since| !since.is_empty());
            folder.since = since.unwrap_or(now).to_owned();
            folder.runs = known.map_or(0, |known| known.runs.max(1)) + 1;
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display().to_string();
        write!(f, "{} {}", if folder.is_empty() { "this folder" } else { &folder }, self.reason)
    }
}

/// One of the documents that took longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Slow {
    /// The source's path.
    #[serde(serialize_with = "crate::told::path")]
    pub path: PathBuf,
    /// In all stages.
    pub seconds: f64,
    /// By stage.
    pub stages: BTreeMap<String, f64>,
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
    /// Documents whose earlier result was taken.
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
    #[serde(serialize_with = "crate::told::path")]
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
    #[serde(serialize_with = "crate::told::path")]
    pub path: PathBuf,
    /// The step that failed, by its id.
    pub stage: String,
    /// What is wrong.
    pub reason: String,
    /// What to try.
    pub hint: Option<String>,
    /// How often it was tried since its file last changed.
    pub tries: u32,
    /// Whether the reason may pass, so that every run tries it again.
    pub passing: bool,
    /// Whether it failed in an earlier run, and was not tried in this one, as nothing has changed.
    pub still: bool,
    /// The record with all that is known.
    #[serde(serialize_with = "crate::told::path")]
    pub record: PathBuf,
}

impl Report {
    pub(crate) fn write(&self, folder: &Path, disk: &Disk) -> io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        disk.file(&folder.join("report.json"), &json)?;
        disk.file(&folder.join("report.html"), crate::page::page(self).as_bytes())
    }
}

/// To the millionth: enough, and readable.
pub(crate) fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
