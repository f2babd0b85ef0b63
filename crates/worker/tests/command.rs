//! The stage `command` with small Python programs that do what they should.

#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use rapporteur_model::Kind;
use rapporteur_stage::{Registry, Shared, Stage, StageKind};
use rapporteur_worker::Options;
use serde_json::json;

use self::program::{LONG, build, folder, give, options, program, report, script, stage};

mod program;

#[test]
fn a_program_adds_a_layer() {
    let answer = "say({'id': id, 'document': {'layers': {'greeting': {'text': hello['options']['greeting'], \
                  'words': len(text.split())}}}})";
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
if text == 'draft':
    say({'id': id, 'leave_out': 'a draft'})
elif text == 'empty':
    say({'id': id, 'error': 'no text in it'})
elif text == 'none':
    say({'id': id, 'documents': []})
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
    let (_, left) = give(stage.as_mut(), report("none"), LONG).unwrap().into_parts();
    assert_eq!(left[0].1, "`stage.py` gave no document for it");
    let error = give(stage.as_mut(), report("empty"), LONG).unwrap_err();
    assert_eq!(error.message, "`stage.py`: no text in it");
}

#[test]
fn a_program_sees_no_more_than_it_takes() {
    let body = "greet(takes=['blocks', 'meta'])\nfor got in sys.stdin:\n    line = json.loads(got)\n    \
                say({'id': line['id'], 'document': {'layers': {'keys': sorted(line['document'])}}})";
    let Some(folder) = folder(&script(body)) else { return };
    let (documents, _) = give(stage(folder.path()).as_mut(), report("x"), LONG).unwrap().into_parts();
    assert_eq!(documents[0].layers.json("keys").unwrap(), json!(["blocks", "id", "meta", "source"]));
    assert_eq!(documents[0].extracted.text, "x");
}

#[test]
fn large_documents_block_neither_side() {
    // Answers before it has read: both pipes are full at once.
    let answer = "say({'id': id, 'document': {'layers': {'echo': doc['extracted']['text']}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let text = "the decision-making process ".repeat(100_000);
    let (documents, _) = give(stage.as_mut(), report(&text), LONG).unwrap().into_parts();
    assert_eq!(documents[0].layers.json("echo").unwrap(), text);
}

#[test]
fn several_workers_may_share_a_process() {
    let answer = "say({'id': id, 'document': {'layers': {'process': os.getpid()}}})";
    let Some(folder) = folder(&program(answer)) else { return };
    let shared = Shared::new(folder.path(), "out");
    let seats = |batch: usize| -> Vec<i64> {
        let options = Options { batch, ..options() };
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
fn a_program_that_can_gives_up_one_document_alone() {
    let body = "
greet(capabilities=['cancel', 'dance'])
slow = None
for got in sys.stdin:
    line = json.loads(got)
    if 'cancel' in line:
        say({'id': line['cancel'], 'error': 'gave it up'})
    elif line['document']['blocks'][0]['text'] != 'slow':
        say({'id': line['id'], 'document': {'layers': {'process': os.getpid()}}})
";
    let Some(folder) = folder(&script(body)) else { return };
    let mut stage = stage(folder.path());
    let mut process = || {
        let (documents, _) = give(stage.as_mut(), report("x"), LONG).unwrap().into_parts();
        let before = documents[0].layers.json("process").unwrap();
        let error = give(stage.as_mut(), report("slow"), Duration::from_millis(200)).unwrap_err();
        assert_eq!(error.message, "`stage.py`: gave it up");
        before
    };
    assert_eq!(process(), process(), "the process is still the same");
}

#[test]
fn a_program_of_the_protocol_before_is_understood() {
    let body = "
hello = json.loads(sys.stdin.readline())
if hello['rapporteur'] != 1:
    say({'error': 'this program speaks protocol 1, not %d' % hello['rapporteur']})
    sys.exit(0)
say({'protocol': 1})
for got in sys.stdin:
    line = json.loads(got)
    say({'id': line['id'], 'document': {'layers': {'saw': line['document']['extracted']['text']}}})
";
    let Some(folder) = folder(&script(body)) else { return };
    let (documents, _) = give(stage(folder.path()).as_mut(), report("x"), LONG).unwrap().into_parts();
    assert_eq!(documents[0].layers.json("saw").unwrap(), "x");
}

#[test]
fn options_are_checked_against_what_the_program_announces() {
    let schema =
        "{'type': 'object', 'additionalProperties': False, 'properties': {'greeting': {'type': 'integer'}}}";
    let Some(folder) = folder(&script(&format!("greet(schema={schema})\nsys.stdin.read()"))) else { return };
    let error = build(folder.path(), &options()).err().unwrap();
    assert_eq!(error.message, "`options.greeting` must be a whole number, not \"bonjour\" (says `stage.py`)");
    let fits = Options { options: serde_json::Map::new(), ..options() };
    assert!(build(folder.path(), &fits).is_ok());
    let shared = Shared::new(folder.path(), "out");
    let told = rapporteur_worker::introduce(&serde_json::to_value(options()).unwrap(), &shared).unwrap();
    assert_eq!(told.schema.unwrap()["properties"]["greeting"]["type"], "integer");
}

#[test]
fn a_process_that_ends_between_documents_is_replaced() {
    // A program for one document at a time.
    let answer = "say({'id': id, 'document': {'layers': {'process': os.getpid()}}})\nsys.exit(0)";
    let Some(folder) = folder(&program(answer)) else { return };
    let mut stage = stage(folder.path());
    let start = Instant::now();
    for _ in 0..8 {
        assert!(give(stage.as_mut(), report("x"), LONG).is_ok());
    }
    assert!(start.elapsed() < LONG);
}

#[test]
fn the_stage_is_registered() {
    let mut registry = Registry::new();
    rapporteur_worker::register(&mut registry);
    assert!(registry.stage("command").is_some());
}
