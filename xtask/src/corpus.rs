//! `cargo xtask corpus DIR`: every document of a folder through the pipeline, and what changed since the last run.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cargo::{release_program, scratch};

/// What is remembered of one document from one run to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Outcome {
    status: String,
    sections: Vec<String>,
    paragraphs: usize,
    notes: usize,
    themes: Vec<String>,
    repairs: BTreeMap<String, u64>,
}

/// Runs the folder; fails when a document has no outcome.
pub(crate) fn corpus(folder: &Path) -> io::Result<()> {
    let program = release_program()?;
    let memory = memory_of(folder)?;
    let before: BTreeMap<String, Outcome> =
        fs::read(&memory).ok().and_then(|b| serde_json::from_slice(&b).ok()).unwrap_or_default();
    let files = documents(folder)?;
    println!(
        "{:<44} {:>9} {:>7} {:>8} {:>6} {:>8}",
        "document", "outcome", "ms", "sections", "notes", "repairs"
    );
    let mut now = BTreeMap::new();
    let mut failed = 0;
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file).display().to_string();
        let start = Instant::now();
        let outcome = outcome(&program, file)?;
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        failed += usize::from(outcome.status == "set aside");
        let repairs: u64 = outcome.repairs.values().sum();
        let sections = outcome.sections.len();
        println!(
            "{name:<44} {:>9} {milliseconds:>7.0} {sections:>8} {:>6} {repairs:>8}",
            outcome.status, outcome.notes
        );
        now.insert(name, outcome);
    }
    differences(&before, &now);
    fs::write(&memory, serde_json::to_vec_pretty(&now)?)?;
    println!("{} documents, {failed} without an outcome", files.len());
    if failed == 0 && !files.is_empty() {
        Ok(())
    } else {
        Err(io::Error::other("not every document has an outcome"))
    }
}

/// The file that remembers the last run over a folder.
fn memory_of(folder: &Path) -> io::Result<PathBuf> {
    let full = folder.canonicalize()?.display().to_string();
    let name: String = full.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    Ok(scratch("corpus")?.join(format!("{}.json", name.trim_matches('-'))))
}

fn documents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let known = ["pdf", "txt", "md", "html", "htm"];
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| known.contains(&e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn outcome(program: &Path, file: &Path) -> io::Result<Outcome> {
    let output = Command::new(program).arg("read").arg(file).args(["--as", "json"]).output()?;
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let status = match json.get("status").and_then(Value::as_str) {
        Some(status) if output.status.success() => status.to_owned(),
        _ => "set aside".to_owned(),
    };
    let list = |key: &str| json.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let paragraphs = |s: &Value| s.get("paragraphs").and_then(Value::as_array).map_or(0, Vec::len);
    Ok(Outcome {
        status,
        sections: list("sections")
            .iter()
            .map(|s| format!("{} {}", text(s, "number"), text(s, "heading")))
            .collect(),
        paragraphs: list("sections").iter().map(paragraphs).sum(),
        notes: list("footnotes").len(),
        themes: list("themes").iter().map(|t| text(t, "label")).collect(),
        repairs: json.get("repairs").and_then(|r| serde_json::from_value(r.clone()).ok()).unwrap_or_default(),
    })
}

fn differences(before: &BTreeMap<String, Outcome>, now: &BTreeMap<String, Outcome>) {
    if before.is_empty() {
        println!("first run over this folder: nothing to compare with");
        return;
    }
    let mut changed = 0;
    for (name, new) in now {
        let Some(old) = before.get(name) else {
            println!("new: {name}");
            continue;
        };
        if old == new {
            continue;
        }
        changed += 1;
        println!("changed: {name}");
        if old.status != new.status {
            println!("  outcome {} -> {}", old.status, new.status);
        }
        lists("section", &old.sections, &new.sections);
        lists("theme", &old.themes, &new.themes);
        if (old.paragraphs, old.notes) != (new.paragraphs, new.notes) {
            println!(
                "  paragraphs {} -> {}, notes {} -> {}",
                old.paragraphs, new.paragraphs, old.notes, new.notes
            );
        }
        for rule in old.repairs.keys().chain(new.repairs.keys().filter(|r| !old.repairs.contains_key(*r))) {
            let count = |o: &Outcome| o.repairs.get(rule).copied().unwrap_or(0);
            if count(old) != count(new) {
                println!("  {rule} {} -> {}", count(old), count(new));
            }
        }
    }
    println!("{changed} changed since the last run");
}

fn lists(what: &str, old: &[String], new: &[String]) {
    for gone in old.iter().filter(|o| !new.contains(o)) {
        println!("  - {what} {gone}");
    }
    for come in new.iter().filter(|n| !old.contains(n)) {
        println!("  + {what} {come}");
    }
}
