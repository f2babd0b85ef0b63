//! Fingerprints: what the result of a stage, or the file of an export, depends on beside the document.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rapporteur_config::Step;
use rapporteur_model::Document;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::memory::endings;

/// One stage or export, as far as it decides about results.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepPrint {
    pub(crate) id: String,
    name: String,
    version: u32,
    options: Value,
    when: String,
    /// The files it was built from, with their hashes.
    files: BTreeMap<PathBuf, String>,
    /// What it has learned from the archive, as a hash.
    pub(crate) learned: Option<String>,
}

impl StepPrint {
    pub(crate) fn of<T: ?Sized + 'static>(
        step: &Step<T>,
        files: BTreeMap<PathBuf, String>,
        learned: Option<String>,
    ) -> Self {
        Self {
            id: step.id.clone(),
            name: step.name.to_owned(),
            version: step.version,
            options: step.options().clone(),
            when: format!("{:?}", step.when),
            files,
            learned,
        }
    }

    /// The fingerprint.
    pub(crate) fn hash(&self) -> String {
        // A map of values that came from JSON goes back into it.
        hash(&[&serde_json::to_string(self).unwrap_or_default()])
    }

    /// What differs from an earlier one, for people.
    pub(crate) fn difference(&self, before: &Self) -> String {
        let id = &self.id;
        if before.name != self.name || before.id != *id {
            return format!("stage `{id}` in place of `{}`", before.id);
        }
        if before.version != self.version {
            return format!("`{id}` has version {} in place of {}", self.version, before.version);
        }
        if let Some(option) = option(&before.options, &self.options) {
            return format!("option `{option}` of `{id}` changed");
        }
        if before.when != self.when {
            return format!("`when` of `{id}` changed");
        }
        if let Some(file) = file(&before.files, &self.files) {
            return format!("{file}, which `{id}` uses, changed");
        }
        format!("what `{id}` has learned from the archive changed")
    }
}

fn option(before: &Value, now: &Value) -> Option<String> {
    let (before, now) = (before.as_object()?, now.as_object()?);
    let all = before.keys().chain(now.keys());
    all.filter(|key| before.get(*key) != now.get(*key)).min().cloned()
}

fn file(before: &BTreeMap<PathBuf, String>, now: &BTreeMap<PathBuf, String>) -> Option<String> {
    let all = now.keys().chain(before.keys());
    let changed = all.filter(|path| before.get(*path) != now.get(*path)).min()?;
    Some(changed.display().to_string())
}

/// A hash of texts, each kept apart from the next.
pub(crate) fn hash(texts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().get(..32).unwrap_or_default().to_owned()
}

/// A stage in a run.
#[derive(Debug, Clone)]
pub(crate) struct StagePrint {
    pub(crate) print: StepPrint,
    pub(crate) hash: String,
    /// Whether a document is worth keeping as it leaves the stage.
    pub(crate) keep: Option<fn(&Document) -> bool>,
    /// Whether it does no more than write layers, and entries at the end of the trail.
    pub(crate) adds: bool,
    /// Whether it may remember documents: then it has to see all of them in every run.
    pub(crate) remembers: bool,
    /// What it cannot do on this machine; empty when nothing is missing.
    pub(crate) lacks: String,
    /// What decides, beside the fingerprint, whether it fails.
    pub(crate) limits: String,
}

/// An export in a run.
#[derive(Debug, Clone)]
pub(crate) struct ExportPrint {
    pub(crate) print: StepPrint,
    pub(crate) hash: String,
}

/// All steps of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prints {
    pub(crate) stages: Vec<StagePrint>,
    /// For each stage, whether its result depends on where a file lies.
    pub(crate) minds_path: Vec<bool>,
    pub(crate) exports: Vec<ExportPrint>,
}

impl Prints {
    /// All fingerprints with what they stand for.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &StepPrint)> {
        let stages = self.stages.iter().map(|s| (s.hash.as_str(), &s.print));
        stages.chain(self.exports.iter().map(|e| (e.hash.as_str(), &e.print)))
    }

    /// The keys of a document with this content: before the first stage, after it, and so on to the last.
    pub(crate) fn keys(&self, content: &str, path: &Path) -> Vec<String> {
        let mut keys = vec![hash(&[content, &endings(path)])];
        let place = path.to_string_lossy();
        for (at, stage) in self.stages.iter().enumerate() {
            let above = keys.last().map_or("", String::as_str);
            let key = match self.minds_path.get(at) {
                Some(true) => hash(&[above, &stage.hash, &place]),
                _ => hash(&[above, &stage.hash]),
            };
            keys.push(key);
        }
        keys
    }

    /// How many stages a document may skip at most.
    pub(crate) fn skippable(&self) -> usize {
        self.stages.iter().position(|s| s.remembers).unwrap_or(self.stages.len())
    }

    /// What is missing on this machine for the stages up to one (counted from 1).
    pub(crate) fn lacks(&self, stages: usize) -> String {
        let lacks: Vec<&str> = self.stages.iter().take(stages).map(|s| s.lacks.as_str()).collect();
        if lacks.iter().all(|l| l.is_empty()) { String::new() } else { hash(&lacks) }
    }
}
