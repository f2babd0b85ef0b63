//! `kill -9` at any moment: the next run ends with the same bytes, and nobody has seen a part of a file. A few moments;
//! `cargo xtask soak kills` tries two hundred.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    equal_runs::exports,
    program::{call, folder},
};

const SAMPLE: &str = include_str!("../../samples/reports/eau-en-ville.txt");

/// Everything that is there to be read is as it must be at the end.
fn look(out: &Path, whole: &BTreeMap<String, Vec<u8>>) {
    let mut open = vec![out.join("json")];
    let lines = fs::read(out.join("reports.jsonl")).ok();
    assert!(lines.is_none_or(|l| l == whole["reports.jsonl"]), "reports.jsonl was partial");
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.path().strip_prefix(out).unwrap().display().to_string();
            let Ok(bytes) = fs::read(entry.path()) else { continue };
            assert!(whole.get(&name) == Some(&bytes), "{name} was partial");
        }
    }
}

#[test]
fn a_run_may_be_killed_at_any_moment() {
    let files: Vec<(String, Vec<u8>)> = (0..60)
        .map(|n| (format!("in/{n:02}.txt"), format!("{SAMPLE}\n\nExemplaire {n} du rapport.\n").into_bytes()))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let archive = folder(&files);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{pipeline}[[export]]\nuse = \"json\"\nto = \"json/{{stem}}.json\"\n")).unwrap();
    let out = archive.path().join("out");
    let start = Instant::now();
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    let time = start.elapsed();
    let whole = exports(&out);
    assert_eq!(whole.len(), 61);
    let (mut killed, mut seen) = (0, 0);
    for part in [3, 11, 7, 15, 5, 18, 9, 13] {
        if killed % 2 == 0 {
            fs::remove_dir_all(&out).unwrap();
        }
        let mut run = Command::new(env!("CARGO_BIN_EXE_rapporteur-under-test"));
        let run = run.arg("run").current_dir(archive.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut run = run.spawn().unwrap();
        let (start, moment) = (Instant::now(), time * part / 20);
        while start.elapsed() < moment {
            look(&out, &whole);
            std::thread::sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        killed += 1;
        look(&out, &whole);
        let status = call(archive.path(), &["status"]);
        // The first moments of a run are those before it has a ledger.
        let told = status.out.contains("did not come to its end: it was killed");
        assert!(
            told || status.code == 2
                || ["came to its end", "no run has come to its end"].iter().any(|w| status.out.contains(w)),
            "{}",
            status.out
        );
        seen += u32::from(told);
        if killed % 2 == 0 {
            assert_eq!(call(archive.path(), &["run"]).code, 0);
            assert!(exports(&out) == whole, "after {part} twentieths of the time");
            assert!(!call(archive.path(), &["status"]).out.contains("did not come to its end"));
        }
    }
    assert!(seen > 0, "nobody was told of a run that was killed");
}
