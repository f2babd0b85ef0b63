//! What the ledger knows of one source.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{failure::LeftOut, look::Look};

/// What became of one source in the run that last worked on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// How the file looked.
    pub(crate) look: Look,
    /// Its content, as a hash.
    pub(crate) content: String,
    /// The fingerprints of the stages, in order.
    pub(crate) stages: Vec<String>,
    /// What its results depend on, as far as it came: see `Prints::keys`, and for one that failed the limits too.
    pub(crate) key: String,
    /// Through how many stages it came: all of them, or up to the one that failed.
    pub(crate) through: usize,
    /// What was missing on the machine, when it shows.
    pub(crate) lacks: String,
    pub(crate) ended: Ended,
    /// The exports that have it, each with its fingerprint.
    pub(crate) exports: BTreeMap<String, String>,
    pub(crate) outputs: Vec<Output>,
    /// How often it was tried since its content last changed.
    pub(crate) tries: u32,
    /// When it first failed, as long as it fails.
    pub(crate) since: String,
    /// Seconds in each stage that worked on it in its last run, in order.
    pub(crate) seconds: Vec<f64>,
    /// How often each rule changed it.
    pub(crate) repairs: BTreeMap<String, u64>,
}

/// How the documents of a source ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) done: u64,
    pub(crate) partial: u64,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) failed: Vec<Failed>,
}

/// What is remembered of a failure; the record in the set-aside folder has all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Failed {
    #[serde(serialize_with = "crate::told::path")]
    pub(crate) path: PathBuf,
    pub(crate) stage: String,
    pub(crate) reason: String,
    pub(crate) hint: Option<String>,
    /// Whether it may well go next time: a disk, a program, another machine.
    pub(crate) passing: bool,
    pub(crate) record: PathBuf,
}

/// One document in one export.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Output {
    pub(crate) export: String,
    /// The name that the export asked for; empty in a joint file.
    pub(crate) wished: PathBuf,
    /// The name that it got, below the output folder.
    pub(crate) path: PathBuf,
    /// Where its part begins in a joint file.
    pub(crate) start: u64,
    pub(crate) length: u64,
    /// BLAKE3 of its part.
    pub(crate) hash: String,
    /// How the file looked when it was written.
    pub(crate) look: Look,
}

/// A joint file as it was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct JointRow {
    pub(crate) path: PathBuf,
    pub(crate) look: Look,
    pub(crate) hash: String,
    /// The file that was assembled of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) whole: Option<Whole>,
}

/// A file that was assembled of a joint one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Whole {
    pub(crate) path: PathBuf,
    pub(crate) look: Look,
    pub(crate) hash: String,
}

impl Row {
    /// In one word.
    pub(crate) fn outcome(&self) -> &'static str {
        match &self.ended {
            e if !e.failed.is_empty() => "set-aside",
            e if e.partial > 0 => "partial",
            e if e.done > 0 => "done",
            _ => "left-out",
        }
    }

    /// What it has in one export.
    pub(crate) fn outputs_of<'r>(&'r self, export: &'r str) -> impl Iterator<Item = &'r Output> + 'r {
        self.outputs.iter().filter(move |o| o.export == export)
    }
}

/// Whether an output file is as it was written.
pub(crate) fn stands(out: &Path, path: &Path, look: &Look, hash: &str) -> bool {
    let file = out.join(path);
    match Look::at(&file) {
        Ok(now) if now == *look => true,
        // Touched, or brought back from a copy: the content counts.
        Ok(now) if now.size == look.size => crate::look::hash(&file).is_ok_and(|h| h == hash),
        _ => false,
    }
}
