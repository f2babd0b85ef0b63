//! What a stage has started ends with whoever started it: no `tesseract` is left at work, whatever ends a run.
#![allow(clippy::panic, reason = "what never happens fails the test")]

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::program::{folder, report};

const SCAN: &[u8] = include_bytes!("../../samples/reports/after-the-ceasefire-scan.pdf");
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long something may be at work whose end has come.
const MOMENT: Duration = Duration::from_secs(5);

/// A folder with a scan, and a `tesseract` that never ends: it notes its own process, and one that it has started.
fn archive(keys: &str) -> TempDir {
    let archive = folder(&[("in/scan.pdf", SCAN), ("bin/.keep", b"")]);
    let path = archive.path().join("pipeline.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("use = \"ingest\"", &format!("use = \"ingest\"\n{keys}"))).unwrap();
    let program = archive.path().join("bin/tesseract");
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract 5.3.0';;\n\
         --list-langs) printf 'List of available languages (3):\\neng\\nfra\\nosd\\n';;\n\
         *) sleep 600 & echo $$ $! > {0}/new && mv {0}/new {0}/at-work; wait;;\nesac\n",
        archive.path().display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    archive
}

/// The program at work in a group of its own, as a shell would start it.
fn start(archive: &Path, words: &[&str]) -> Child {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur-under-test"));
    program.args(words).current_dir(archive).env("PATH", format!("{}/bin:{path}", archive.display()));
    program.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    program.spawn().unwrap()
}

/// The processes that are at work, once they are.
fn at_work(archive: &Path) -> Vec<u32> {
    let limit = Instant::now() + PATIENCE;
    while Instant::now() < limit {
        if let Ok(text) = fs::read_to_string(archive.join("at-work")) {
            return text.split_whitespace().filter_map(|id| id.parse().ok()).collect();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no page was ever read");
}

/// State and parent of a process; nothing of one that has ended, though nobody may have asked for its end yet.
fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    if fields.next() == Some("Z") { None } else { fields.next()?.parse().ok() }
}

fn send(signal: &str, to: &str) {
    assert!(Command::new("kill").args([signal, "--", to]).status().unwrap().success());
}

fn must_end(processes: &[u32], what: &str) {
    let limit = Instant::now() + MOMENT;
    while processes.iter().any(|id| parent(*id).is_some()) {
        assert!(Instant::now() < limit, "{what}: {processes:?} are still at work");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn end(mut run: Child) -> Option<i32> {
    let limit = Instant::now() + PATIENCE;
    while Instant::now() < limit {
        if let Some(status) = run.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    // It fails anyway.
    let _ended = run.kill().is_ok();
    panic!("the run does not end");
}

#[test]
fn whoever_kills_the_run_ends_its_programs() {
    let archive = archive("isolate = true\nocr = \"always\"\nocr-seconds = 600");
    let mut run = start(archive.path(), &["run"]);
    let programs = at_work(archive.path());
    run.kill().unwrap();
    run.wait().unwrap();
    must_end(&programs, "kill -9 of the run");
}

/// As the system does when memory is short.
#[test]
fn whoever_kills_the_reader_ends_its_programs() {
    let archive = archive("isolate = true\nocr = \"always\"\nocr-seconds = 600");
    let run = start(archive.path(), &["run"]);
    let programs = at_work(archive.path());
    send("-9", &parent(programs[0]).unwrap().to_string());
    must_end(&programs, "kill -9 of the reader");
    assert_eq!(end(run), Some(1));
    let reason = report(archive.path())["set_aside"][0]["reason"].to_string();
    assert!(reason.contains("was ended by the system"), "{reason}");
}

#[test]
fn a_limit_of_time_ends_the_programs() {
    let archive = archive("isolate = true\nocr = \"always\"\nocr-seconds = 600\ntimeout-seconds = 2");
    let run = start(archive.path(), &["run"]);
    let programs = at_work(archive.path());
    let code = end(run);
    must_end(&programs, "the limit of time");
    // The text layer is there; what is lost is what the program would have said.
    assert_eq!(code, Some(0));
    let reason = report(archive.path())["partial"][0]["reason"].to_string();
    assert!(reason.contains("tesseract was stopped before it was ready"), "{reason}");
}

#[test]
fn ctrl_c_twice_ends_the_programs() {
    for keys in ["isolate = true", "isolate = false"] {
        let archive = archive(&format!("{keys}\nocr = \"always\"\nocr-seconds = 600"));
        let run = start(archive.path(), &["run"]);
        let programs = at_work(archive.path());
        let group = format!("-{}", run.id());
        send("-INT", &group);
        std::thread::sleep(Duration::from_millis(300));
        assert!(programs.iter().all(|id| parent(*id).is_some()), "the first lets the page be finished");
        send("-INT", &group);
        assert_eq!(end(run), Some(130));
        must_end(&programs, keys);
    }
}

/// Somebody who reads one document has nothing to be finished.
#[test]
fn ctrl_c_ends_a_reading_with_its_programs() {
    let archive = archive("ocr = \"always\"\nocr-seconds = 600");
    let run = start(archive.path(), &["read", "in/scan.pdf", "--pipeline", "pipeline.toml"]);
    let programs = at_work(archive.path());
    // As Ctrl-C does, but that whoever has started the tests may have it ignored.
    send("-TERM", &format!("-{}", run.id()));
    assert_eq!(end(run), None);
    must_end(&programs, "the end of a reading");
}
