//! No report leaves the machine: a run of the pipeline that comes with the program asks for no socket and needs no network.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    equal_runs::exports,
    program::{call, root},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_rapporteur-under-test");

fn works(words: &[&str]) -> bool {
    let mut command = Command::new(words[0]);
    let works = command
        .args(&words[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success());
    if !works {
        println!("skipped: `{}` does not work here", words.join(" "));
    }
    works
}

/// What opens a way out, or in. A pair of sockets within a process, as the handler of signals has one, leads nowhere.
const OPENS: &[&str] = &["socket(", "connect(", "bind(", "listen(", "accept"];

/// All calls that open a way into the network. Of an outside program (tesseract) those do not count that ask the system
/// itself for the name of a user, over a socket of the machine.
fn network_calls(folder: &Path, words: &[&str], log: &Path) -> Vec<String> {
    let traced = ["-f", "-qq", "-e", "trace=%network,execve", "-o", log.to_str().unwrap(), PROGRAM];
    let output = Command::new("strace").args(traced).args(words).current_dir(folder).output().unwrap();
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("execve("), "nothing was traced: {}", String::from_utf8_lossy(&output.stderr));
    let mut others = BTreeSet::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let (process, call) = line.split_once(' ').unwrap_or_default();
        if call.contains("execve(") {
            if !call.contains(PROGRAM) && call.ends_with("= 0") {
                others.insert(process);
            }
        } else if OPENS.iter().any(|open| call.contains(open))
            && !(others.contains(process) && call.contains("AF_UNIX"))
        {
            calls.push(line.to_owned());
        }
    }
    calls
}

#[test]
fn the_pipeline_of_the_house_asks_for_no_socket() {
    if !works(&["strace", "-o", "/dev/null", "true"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let words = ["run", "--fresh", "--out", out.to_str().unwrap()];
    let calls = network_calls(&root(), &words, &folder.path().join("calls"));
    assert!(calls.is_empty(), "{calls:?}");
    assert!(exports(&out).len() > 10);
    // A stage that says so does ask, which shows that this test can see it.
    let stages = "[[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"segment\"\n";
    let asks = "[[stage]]\nuse = \"abstract\"\nendpoint = \"http://127.0.0.1:9/v1\"\nmodel = \"none\"\n";
    fs::write(folder.path().join("asks.toml"), format!("{stages}{asks}")).unwrap();
    let sample = root().join("samples/reports/eau-en-ville.txt");
    let words = ["read", sample.to_str().unwrap(), "--as", "json", "--pipeline", "asks.toml"];
    let calls = network_calls(folder.path(), &words, &folder.path().join("asked"));
    assert!(calls.iter().any(|call| call.contains("socket(")), "{calls:?}");
}

#[test]
fn without_a_network_the_results_are_the_same() {
    if !works(&["unshare", "-rn", "true"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (with, without) = (folder.path().join("with"), folder.path().join("without"));
    assert_eq!(call(&root(), &["run", "--out", with.to_str().unwrap()]).code, 0);
    let words = ["-rn", PROGRAM, "run", "--out", without.to_str().unwrap()];
    let status = Command::new("unshare").args(words).current_dir(root()).output().unwrap().status;
    assert_eq!(status.code(), Some(0));
    assert!(exports(&with) == exports(&without));
}
