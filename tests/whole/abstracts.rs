//! Generated abstracts over whole runs: what a model says is kept, marked and paid for once, and a model that is away costs
//! nothing but its abstract.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use rapporteur_testkit::Conformance;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{call, folder};

const REPORT: &[u8] = b"Session 1: Wells\n\nParticipants from Niger agreed in 2013 that the fund of 4.2 million \
dollars should be moved to Niamey. Several speakers feared that the villages would lose their wells without it. A \
register of wells should be kept by the villages themselves, as one of the speakers recommended.\n\nSession 2: \
Pastures\n\nHerders and farmers have shared the land of the south for a century without a written rule. The meeting \
asked the ministry to write down who may graze where before the next dry season.\n";

/// A model on this machine that repeats the first sentence it is shown, and invents another. Gives its address, and how often
/// it was asked.
fn model() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            answer(stream);
        }
    });
    (address, asked)
}

fn answer(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let request: Value = serde_json::from_slice(&body).unwrap();
    let shown = request["messages"][1]["content"].as_str().unwrap();
    let first = shown.lines().find_map(|l| l.strip_prefix("[1] ")).unwrap();
    let first = first.trim_end_matches(['.', '!', '?', '؟']);
    let text = format!("{first} [1]. In 1871 the moon was sold to Ruritania for 77 dollars [1].");
    let answer = json!({
        "choices": [{ "message": { "role": "assistant", "content": text } }],
        "usage": { "prompt_tokens": 100, "completion_tokens": 20 },
    })
    .to_string();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.len());
    stream.write_all((head + &answer).as_bytes()).unwrap();
}

fn archive(endpoint: &str) -> TempDir {
    let folder = folder(&[("in/wells.txt", REPORT)]);
    let file = folder.path().join("pipeline.toml");
    let stage = format!(
        "[[stage]]\nuse = \"abstract\"\nendpoint = \"{endpoint}\"\nmodel = \"echo-1\"\n\
         smallest-section-words = 10\n\
         [[export]]\nuse = \"markdown\"\nto = \"{{stem}}.md\"\n[[export]]\nuse = \"html\"\nto = \"{{stem}}.html\"\n[[export]]\n"
    );
    let pipeline = fs::read_to_string(&file).unwrap().replacen("[[export]]\n", &stage, 1);
    fs::write(file, pipeline).unwrap();
    folder
}

fn report(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("out/reports.jsonl")).unwrap()).unwrap()
}

#[test]
fn what_the_report_bears_out_is_kept_and_called_generated() {
    let (endpoint, asked) = model();
    let archive = archive(&endpoint);
    let said = call(archive.path(), &["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = report(archive.path());
    let written = &report["abstract"];
    assert_eq!((&written["generated"], &written["model"]), (&json!(true), &json!("echo-1")), "{report:#}");
    let text = written["text"].as_str().unwrap();
    assert!(text.contains("agreed in 2013") && text.contains("without a written rule"), "{text}");
    assert!(!text.contains("Ruritania"), "{text}");
    let dropped: u64 = written["dropped"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(dropped, 2, "one in each session: {written:#}");
    for sentence in written["sentences"].as_array().unwrap() {
        assert!(!sentence["evidence"].as_array().unwrap().is_empty(), "{sentence:#}");
    }
    assert!(report["summary"].is_object(), "the report's own sentences stay: {report:#}");
    for (file, mark) in [("wells.md", "Abstract (generated, echo-1)"), ("wells.html", "generated")] {
        let text = fs::read_to_string(archive.path().join("out").join(file)).unwrap();
        assert!(text.contains(mark) && !text.contains("Ruritania"), "{file}: {text}");
    }

    let before = asked.load(Ordering::SeqCst);
    let first = fs::read(archive.path().join("out/reports.jsonl")).unwrap();
    let said = call(archive.path(), &["run", "--fresh"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(asked.load(Ordering::SeqCst), before, "answers are remembered by what was asked");
    assert_eq!(fs::read(archive.path().join("out/reports.jsonl")).unwrap(), first);
}

#[test]
fn a_model_that_is_away_costs_only_the_abstract() {
    // A port that nothing listens on any more.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let archive = archive(&format!("http://{gone}/v1"));
    let said = call(archive.path(), &["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = report(archive.path());
    assert!(report["summary"].is_object() && report.get("abstract").is_none(), "{report:#}");
    assert!(report["warnings"].to_string().contains("abstract"), "a reader is told: {report:#}");
}

#[test]
fn the_stage_conforms() {
    let (endpoint, asked) = model();
    let program = rapporteur_cli::shipped();
    let suite = Conformance::of("abstract", program.registry()).unwrap();
    suite.set("endpoint", endpoint).set("smallest-section-words", 1).check().unwrap();
    assert!(asked.load(Ordering::SeqCst) > 0, "nobody was asked");
}
