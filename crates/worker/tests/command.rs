//! The stage `command` against small Python programs, good ones and bad ones.

#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rapporteur_model::{Block, Document, Kind};
use rapporteur_stage::{CancelToken, Context, Outbox, Registry, Shared, Stage, StageError, StageKind};
use rapporteur_worker::Options;
use tempfile::TempDir;

/// Says hello, then answers each line with what `answer` makes of `line`, a dictionary.
fn program(answer: &str) -> String {
    format!(
        r#"
import json, sys, time
def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
hello = json.loads(sys.stdin.readline())
say({{"protocol": hello["rapporteur"], "name": "test"}})
for text in sys.stdin:
    line = json.loads(text)
{}
"#,
        answer.lines().map(|l| format!("    {l}\n")).collect::<String>()
    )
}

/// `None`, said aloud, on a machine without Python.
fn folder(script: &str) -> Option<TempDir> {
    let python = Command::new("python3").arg("--version").stdout(Stdio::null()).status();
    if !python.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: python3 is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stage.py"), script).unwrap();
    Some(folder)
}

fn stage(folder: &Path) -> Box<dyn Stage> {
    let run = vec!["python3".to_owned(), "stage.py".to_owned()];
    let options = serde_json::json!({ "run": run, "options": { "greeting": "bonjour" } });
    let options: Options = serde_json::from_value(options).unwrap();
    rapporteur_worker::Command::build(&options, &Shared::new(folder, "out")).unwrap()
}

fn report(text: &str) -> Document {
    let mut doc = Document::at("notes.txt");
    doc.extracted.text = text.to_owned();
    doc.blocks.push(Block::new(Kind::Paragraph, text, None, 0));
    doc
}

fn give(stage: &mut dyn Stage, doc: Document, limit: Duration) -> Result<Outbox, StageError> {
    let token = CancelToken::default().until(Some(Instant::now() + limit));
    let mut out = Outbox::default();
    stage.process(doc, &mut Context::new("command", &token), &mut out).map(|()| out)
}

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_program_adds_a_layer() {
    let answer = "say({'id': line['id'], 'document': {'layers': {'greeting': {'text': hello['options']['greeting'], \
                  'words': len(line['document']['blocks'][0]['text'].split())}}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    for text in ["peace and development", "two words"] {
        let out = give(stage.as_mut(), report(text), LONG).unwrap();
        let (documents, _) = out.into_parts();
        assert_eq!(documents[0].extracted.text, text);
        let layer = documents[0].layers.json("greeting").unwrap();
        assert_eq!(layer["text"], "bonjour");
        assert_eq!(layer["words"], text.split(' ').count());
    }
}

#[test]
fn a_program_changes_leaves_out_and_refuses() {
    let answer = "
doc, id = line['document'], line['id']
text = doc['blocks'][0]['text']
if text == 'draft':
    say({'id': id, 'leave_out': 'a draft'})
elif text == 'empty':
    say({'id': id, 'error': 'no text in it'})
else:
    doc['blocks'][0]['kind'] = 'heading'
    say({'id': id, 'document': doc})
";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let (documents, _) = give(stage.as_mut(), report("Session I"), LONG).unwrap().into_parts();
    assert_eq!(documents[0].blocks[0].kind, Kind::Heading);
    let (_, left) = give(stage.as_mut(), report("draft"), LONG).unwrap().into_parts();
    assert_eq!(left[0].1, "a draft");
    let error = give(stage.as_mut(), report("empty"), LONG).unwrap_err();
    assert_eq!(error.message, "no text in it");
}

/// A bad answer costs the document; the next one gets a new process.
fn check_bad(answer: &str, limit: Duration, said: &str) {
    let both = format!(
        "if line['document']['blocks'][0]['text'] == 'good':\n    say({{'id': line['id'], 'document': \
         {{}}}})\nelse:\n{}",
        answer.lines().map(|l| format!("    {l}\n")).collect::<String>()
    );
    let Some(folder) = folder(&program(&both)) else { return };
    let mut stage = stage(folder.path());
    assert!(give(stage.as_mut(), report("good"), LONG).is_ok());
    let error = give(stage.as_mut(), report("bad"), limit).unwrap_err();
    let all = format!("{} = {}", error.message, error.hint.unwrap_or_default());
    assert!(all.contains(said), "{all}");
    assert!(give(stage.as_mut(), report("good"), LONG).is_ok(), "a new process answers");
}

#[test]
fn a_program_that_dies_says_its_last_words() {
    let said = "`python3` ended before it had answered = its last words were: ValueError: no such page";
    check_bad("raise ValueError('no such page')", LONG, said);
}

#[test]
fn garbage_is_shown() {
    check_bad("print('Loading…'); sys.stdout.flush()", LONG, "something that is not a reply: Loading…");
}

#[test]
fn a_wrong_number_is_an_error() {
    check_bad("say({'id': 99, 'document': {}})", LONG, "answered for document 99, which it does not have");
}

#[test]
fn a_program_that_never_answers_is_ended() {
    let start = Instant::now();
    check_bad(
        "time.sleep(600)",
        Duration::from_millis(300),
        "`python3` was ended: it took too long to answer",
    );
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_program_that_says_no_hello_is_told_of() {
    let Some(folder) = folder("print('usage: stage.py FILE')\n") else { return };
    let error = give(stage(folder.path()).as_mut(), report("x"), LONG).unwrap_err();
    assert!(error.message.contains("something that is not a hello: usage"), "{}", error.message);
}

#[test]
fn large_documents_block_neither_side() {
    // Answers before it has read: both pipes are full at once.
    let answer =
        "say({'id': line['id'], 'document': {'layers': {'echo': line['document']['extracted']['text']}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let text = "the decision-making process ".repeat(100_000);
    let (documents, _) = give(stage.as_mut(), report(&text), LONG).unwrap().into_parts();
    assert_eq!(documents[0].layers.json("echo").unwrap(), text);
}

#[test]
fn several_workers_may_share_a_process() {
    let answer = "
import os
say({'id': line['id'], 'document': {'layers': {'process': os.getpid()}}})
";
    let Some(folder) = folder(&program(answer)) else { return };
    let shared = Shared::new(folder.path(), "out");
    let seats = |batch: usize| -> Vec<i64> {
        let run = vec!["python3".to_owned(), "stage.py".to_owned()];
        let options = Options { run, batch, ..Options::default() };
        let mut stages: Vec<_> =
            (0..3).map(|_| rapporteur_worker::Command::build(&options, &shared).unwrap()).collect();
        let process = |stage: &mut Box<dyn Stage>| {
            let (documents, _) = give(stage.as_mut(), report("x"), LONG).unwrap().into_parts();
            documents[0].layers.json("process").unwrap().as_i64().unwrap()
        };
        let mut processes: Vec<_> = stages.iter_mut().map(process).collect();
        processes.sort_unstable();
        processes.dedup();
        processes
    };
    assert_eq!(seats(1).len(), 3);
    assert_eq!(seats(2).len(), 2);
    assert_eq!(seats(16).len(), 1);
}

#[test]
fn the_stage_is_registered() {
    let mut registry = Registry::new();
    rapporteur_worker::register(&mut registry);
    assert!(registry.stage("command").is_some());
}
