//! Small programs in a folder of their own, and documents to give them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rapporteur_model::{Block, Document, Kind};
use rapporteur_stage::{CancelToken, Context, Outbox, Shared, Stage, StageError, StageKind};
use rapporteur_worker::Options;
use tempfile::TempDir;

/// Enough for anything that does not hang.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A Python program: `say` is at hand, and the lines of `body`.
pub(crate) fn script(body: &str) -> String {
    format!(
        "import json, os, subprocess, sys, time\n\
         def say(value):\n    sys.stdout.write(json.dumps(value) + '\\n')\n    sys.stdout.flush()\n\
         def greet(**more):\n    hello = json.loads(sys.stdin.readline())\n    \
         say({{'protocol': hello['rapporteur'], 'name': 'test', **more}})\n    return hello\n{body}\n"
    )
}

/// Says hello, then answers each line with what `answer` makes of `line`, a dictionary; `id` and `doc` are its parts,
/// `text` is the text of its first block.
pub(crate) fn program(answer: &str) -> String {
    let answer: String = answer.lines().map(|l| format!("    {l}\n")).collect();
    script(&format!(
        "hello = greet()\nfor got in sys.stdin:\n    line = json.loads(got)\n    id, doc = line['id'], \
         line['document']\n    text = doc['blocks'][0]['text'] if doc.get('blocks') else ''\n{answer}"
    ))
}

/// A folder with `stage.py`; `None`, said aloud, on a machine without Python.
pub(crate) fn folder(script: &str) -> Option<TempDir> {
    let python = Command::new("python3").arg("--version").stdout(Stdio::null()).status();
    if !python.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: python3 is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stage.py"), script).unwrap();
    Some(folder)
}

pub(crate) fn options() -> Options {
    let run = vec!["python3".to_owned(), "stage.py".to_owned()];
    let options =
        serde_json::json!({ "run": run, "options": { "greeting": "bonjour" }, "start-seconds": 20 });
    serde_json::from_value(options).unwrap()
}

pub(crate) fn build(folder: &Path, options: &Options) -> Result<Box<dyn Stage>, StageError> {
    rapporteur_worker::Command::build(options, &Shared::new(folder, "out"))
}

pub(crate) fn stage(folder: &Path) -> Box<dyn Stage> {
    build(folder, &options()).unwrap()
}

pub(crate) fn report(text: &str) -> Document {
    let mut doc = Document::at("notes.txt");
    doc.extracted.text = text.to_owned();
    doc.blocks.push(Block::new(Kind::Paragraph, text, None, 0));
    doc
}

pub(crate) fn give(stage: &mut dyn Stage, doc: Document, limit: Duration) -> Result<Outbox, StageError> {
    let token = CancelToken::default().until(Some(Instant::now() + limit));
    let mut out = Outbox::default();
    stage.process(doc, &mut Context::new("command", &token), &mut out).map(|()| out)
}
