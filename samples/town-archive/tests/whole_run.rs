//! The source and the export: what every one of them promises, and a whole run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fs, path::Path, process::Command};

use rapporteur_stage::Registry;
use rapporteur_testkit::Conformance;
use serde_json::Value;
use tempfile::TempDir;

/// A folder with the pipeline file and a database of three reports, one of which has no text.
fn archive() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let database = rusqlite::Connection::open(folder.path().join("reports.sqlite")).unwrap();
    database.execute("CREATE TABLE reports (name TEXT, text TEXT)", []).unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reports");
    for (name, file) in
        [("2019/ceasefire.md", "after-the-ceasefire.md"), ("2009/water.md", "whose-statistics.md")]
    {
        let text = fs::read_to_string(samples.join(file)).unwrap();
        database.execute("INSERT INTO reports VALUES (?1, ?2)", [name, &text]).unwrap();
    }
    database.execute("INSERT INTO reports VALUES ('2020/lost.md', NULL)", []).unwrap();
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline.toml"),
        folder.path().join("pipeline.toml"),
    )
    .unwrap();
    folder
}

fn registry() -> Registry {
    let mut registry = Registry::new();
    town_archive::register(&mut registry);
    registry
}

#[test]
fn the_promises_of_a_source_are_kept() {
    let folder = archive();
    Conformance::of_source("database", &registry()).unwrap().in_folder(folder.path()).check().unwrap();
}

#[test]
fn the_promises_of_an_export_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    Conformance::of_export("search-bulk", &registry()).unwrap().in_folder(folder.path()).check().unwrap();
}

#[test]
fn reports_go_from_the_database_to_the_search_server() {
    let folder = archive();
    let run = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_town-archive"));
        let output = program.args(["run"]).current_dir(folder.path()).output().unwrap();
        // The report without a text is set aside.
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        said
    };
    run();
    let lines = fs::read_to_string(folder.path().join("out/search.ndjson")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() > 10 && lines.len() % 2 == 0);
    let hits: Vec<&Value> = lines.iter().skip(1).step_by(2).collect();
    assert!(lines.iter().step_by(2).all(|action| action["index"]["_index"] == "town-reports"));
    assert!(hits.iter().all(|hit| !hit["text"].as_str().unwrap().is_empty()));
    assert!(
        hits.iter()
            .any(|hit| hit["source"] == "reports.sqlite/2019/ceasefire.md" && hit["heading"].is_string())
    );
    // What is known by its content is not done again.
    let said = run();
    assert!(said.contains("2 unchanged"), "{said}");
}
