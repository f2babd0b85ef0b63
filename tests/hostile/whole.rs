//! One run over everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::{
    drawings,
    folder::{Folder, Must, SECRET, WORDS},
    fonts, markup, packed, places,
    run::{Ended, run},
    streams, tables, text, trees,
};

/// Whether the readers work in processes of their own.
const ISOLATED: bool = true;

/// The time of a document in a stage, in seconds; without optimisation, honest work takes ten times as long.
const LIMIT: u64 = if cfg!(debug_assertions) { 30 } else { 5 };

/// How much later than that a document may end, in seconds.
const LATE: f64 = 1.0;

/// The most memory that the program may take, in KiB. Without processes of their own, what the readers take comes on top.
const MEMORY: u64 = if ISOLATED { 512 << 10 } else { 1024 << 10 };

fn pipeline() -> String {
    let isolate = if ISOLATED { "isolate = true\n" } else { "" };
    let stages: String = ["ingest", "clean", "segment", "themes", "summarize"]
        .map(|name| {
            let more = if name == "ingest" { isolate } else { "" };
            format!("[[stage]]\nuse = \"{name}\"\ntimeout-seconds = {LIMIT}\n{more}")
        })
        .concat();
    format!(
        "[run]\nworkers = 2\nin-flight-mib = 128\n[[source]]\nuse = \"files\"\ninclude = [\"in\"]\n{stages}[[export]]\nuse = \
         \"jsonl\"\nto = \"out/reports.jsonl\"\n[[export]]\nuse = \"markdown\"\nto = \"out/markdown/{{stem}}.md\"\n"
    )
}

/// All files.
fn folder(root: &Path) -> Folder {
    let mut folder = Folder::new(root, ISOLATED);
    let makers: [fn(&mut Folder); 9] = [
        trees::make,
        tables::make,
        streams::make,
        drawings::make,
        fonts::make,
        markup::make,
        packed::make,
        text::make,
        places::make,
    ];
    makers.iter().for_each(|make| make(&mut folder));
    fs::write(root.join("pipeline.toml"), pipeline()).unwrap();
    folder
}

#[test]
fn every_file_ends_in_its_time_with_a_reason_or_with_its_words() {
    let root = tempfile::tempdir().unwrap();
    let mut folder = folder(root.path());
    let growing = folder.place("growing.txt");
    fs::write(&growing, WORDS).unwrap();
    folder.is_there(growing.clone(), Must::End);
    let beside = names(root.path());
    let over = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let mut file = fs::OpenOptions::new().append(true).open(&growing).unwrap();
                file.write_all(b" And it grew.\n").unwrap();
                thread::sleep(Duration::from_millis(5));
            }
        });
        let ended = run(root.path(), &["run"], Duration::from_secs(1800));
        over.store(true, Ordering::Relaxed);
        ended
    });
    println!(
        "{} files in {:.1} s with at most {} MiB",
        folder.files.len(),
        ended.time.as_secs_f64(),
        ended.peak_kib.unwrap_or(0) >> 10
    );
    assert!(folder.files.len() >= 60);
    let wrong = match ended.code {
        Some(1) => judged(&folder, &ended),
        code => vec![format!(
            "the run ended with {code:?}: {}\n{}",
            last(&ended.err),
            culprits(&folder).join("\n")
        )],
    };
    let mut left = names(root.path());
    left.retain(|name| !beside.contains(name) && !name.starts_with("out") && !name.starts_with("said."));
    if !wrong.is_empty() || !left.is_empty() {
        let kept = root.keep();
        panic!("left outside: {left:?}\n{}\nall of it is kept in {}", wrong.join("\n"), kept.display());
    }
}

fn last(text: &str) -> String {
    text.lines().rev().take(5).collect::<Vec<_>>().join(" / ")
}

/// The files in a folder and above it in the folder of the run: an archive must not have written beside it.
fn names(root: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(root).unwrap().chain(fs::read_dir(root.join("in")).unwrap());
    entries.map(|e| e.unwrap().path().strip_prefix(root).unwrap().display().to_string()).collect()
}

/// What became of a file, and of the files in it.
#[derive(Default)]
struct Fate {
    reasons: Vec<String>,
    /// Exports, with what a reader sees of them.
    texts: Vec<String>,
}

/// Everything that is not as it must be.
fn judged(folder: &Folder, ended: &Ended) -> Vec<String> {
    let root = &folder.root;
    let report: Value = serde_json::from_slice(&fs::read(root.join("out/report.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let fates = fates(root, &report, &mut wrong);
    for (path, must) in &folder.files {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let inner = format!("{name}/");
        let here = |(key, _): &(&String, &Fate)| **key == name || key.starts_with(&inner);
        let (mut reasons, mut texts): (Vec<&String>, Vec<&String>) = Default::default();
        for (_, fate) in fates.iter().filter(here) {
            reasons.extend(&fate.reasons);
            texts.extend(&fate.texts);
        }
        let right = match must {
            Must::Fail => !reasons.is_empty() && texts.is_empty(),
            Must::Give => texts.iter().any(|text| text.contains(WORDS)),
            Must::End => !reasons.is_empty() || !texts.is_empty(),
            Must::BePassedOver => reasons.is_empty() && texts.is_empty(),
        };
        if !right {
            let texts: Vec<String> = texts.iter().map(|t| t.chars().take(60).collect()).collect();
            wrong.push(format!("{name} must {must:?}: {reasons:?} {texts:?}"));
        }
    }
    wrong.extend(late(&report));
    if ended.peak_kib.is_some_and(|peak| peak > MEMORY) {
        wrong.push(format!("the program took {} MiB", ended.peak_kib.unwrap_or(0) >> 10));
    }
    if let Some(odd) = ended.err.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        wrong.push(format!("{odd:?} was sent to the terminal"));
    }
    if ended.err.contains("panicked") {
        wrong.push("a panic was told to the user".to_owned());
    }
    wrong.extend(spoken(&root.join("out")));
    wrong
}

fn fates(root: &Path, report: &Value, wrong: &mut Vec<String>) -> BTreeMap<String, Fate> {
    let mut fates: BTreeMap<String, Fate> = BTreeMap::new();
    for failure in report["set_aside"].as_array().unwrap() {
        let said = |key: &str| failure[key].as_str().unwrap_or_default().to_owned();
        let (path, reason) = (said("path"), said("reason"));
        if reason.trim().is_empty() || reason.chars().any(char::is_control) || said("stage").is_empty() {
            wrong.push(format!("{path} was set aside for no reason that can be told: {reason:?}"));
        }
        fates.entry(path).or_default().reasons.push(reason);
    }
    for line in fs::read_to_string(root.join("out/reports.jsonl")).unwrap().lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let path = report["source"]["path"].as_str().unwrap_or_default().to_owned();
        let empty = Vec::new();
        let sections = report["sections"].as_array().unwrap_or(&empty).iter();
        let paragraphs = sections.flat_map(|s| s["paragraphs"].as_array().into_iter().flatten());
        let mut text: Vec<&str> = paragraphs.filter_map(|p| p["text"].as_str()).collect();
        text.extend(report["title"].as_str());
        text.extend(
            report["sections"].as_array().unwrap_or(&empty).iter().filter_map(|s| s["heading"].as_str()),
        );
        let text = text.join("\n");
        if report["status"] == "done" && !text.chars().any(char::is_alphanumeric) {
            wrong.push(format!("{path} is a success without text"));
        }
        if report["status"] == "partial" && report["warnings"].as_array().is_none_or(Vec::is_empty) {
            wrong.push(format!("{path} is partial for no reason"));
        }
        fates.entry(path).or_default().texts.push(text);
    }
    fates
}

/// The documents that took longer than they may; where the slowest of all are in time, all are.
fn late(report: &Value) -> Vec<String> {
    let mut late = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "a few seconds")]
    let most = LIMIT as f64 + LATE;
    let slowest = report["slowest"].as_array().unwrap();
    assert!(!slowest.is_empty(), "nothing took any time");
    for slow in slowest {
        for (stage, seconds) in slow["stages"].as_object().unwrap() {
            if seconds.as_f64().unwrap() > most {
                late.push(format!("{} took {seconds} s in {stage}", slow["path"]));
            }
        }
    }
    late
}

/// Files of the output folder that hold what lies outside the archive.
fn spoken(out: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if fs::read(&path).unwrap().windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()) {
                found.push(format!("{} holds the secret", path.display()));
            }
        }
    }
    found
}

/// The files that end the program when it is alone with them.
fn culprits(folder: &Folder) -> Vec<String> {
    let alone = |path: &PathBuf| {
        let path = path.strip_prefix(&folder.root).unwrap().to_str()?;
        let ended = run(&folder.root, &["read", path, "--as", "text"], Duration::from_secs(5 * LIMIT));
        (ended.code.is_none()).then(|| format!("{path} alone: {}", last(&ended.err)))
    };
    folder
        .files
        .iter()
        .filter(|(_, must)| *must != Must::BePassedOver)
        .filter_map(|(path, _)| alone(path))
        .collect()
}
