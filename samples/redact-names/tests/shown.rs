//! The stage is shown like those that come with the program: in `explain`, in the report of the run, in the schema.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What the program prints, given these words.
fn program(words: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_redact-names"));
    let output = program.args(words).current_dir(folder()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&program(words)).unwrap()
}

#[test]
fn explain_shows_what_it_masked() {
    let report = "../reports/regional-mediation-ligatures.txt";
    let trail = json(&["explain", report, "--pipeline", "pipeline.toml", "--json"]);
    let stages = trail["stages"].as_array().unwrap();
    let ours = stages.iter().find(|s| s["stage"] == "redact-names").unwrap();
    let repairs = ours["repairs"].as_array().unwrap();
    assert!(!repairs.is_empty());
    assert!(
        repairs.iter().all(|r| r["rule"] == "redact-names" && r["after"] == "[name]" && r["reason"] != "")
    );
    let text = program(&["explain", report, "--pipeline", "pipeline.toml", "--rule", "redact-names"]);
    assert!(text.contains("redact-names") && text.contains("a person's name"), "{text}");
}

#[test]
fn the_report_of_a_run_counts_it() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("out");
    program(&["run", "--quiet", "--fresh", "--out", out.to_str().unwrap()]);
    let report: Value = serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
    assert!(report["stages"]["redact-names"]["executed"].as_u64().unwrap() > 0, "{report}");
    assert!(fs::read_to_string(out.join("report.html")).unwrap().contains("redact-names"));
    let lines = fs::read_to_string(out.join("reports.jsonl")).unwrap();
    let masked: u64 = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).unwrap()["repairs"]["redact-names"].as_u64())
        .sum();
    assert!(masked > 0);
}

#[test]
fn its_options_are_documented_and_checked() {
    let shown = program(&["stages", "show", "redact-names"]);
    assert!(shown.contains("longest-name-words = 3") && shown.contains("1 to 5"), "{shown}");
    let schema = json(&["schema", "pipeline"]);
    let kinds = schema["properties"]["stage"]["items"]["anyOf"].as_array().unwrap();
    let ours = kinds.iter().find(|k| k["properties"]["use"]["const"] == "redact-names").unwrap();
    assert_eq!(ours["properties"]["longest-name-words"]["maximum"], 5);
    assert_eq!(ours["additionalProperties"], false);
}
