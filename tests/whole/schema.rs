//! Pipeline files against the schema that the program writes for them, by a validator that is not ours.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use crate::program::{call, root};

/// Says what is wrong with each of several files: a line of JSON each, a list of places and messages.
const VALIDATOR: &str = "
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for name in sys.argv[2:]:
    errors = validator.iter_errors(json.load(open(name)))
    print(json.dumps([list(map(str, e.absolute_path)) for e in errors]))
";

/// Where a schema finds mistakes in each of these texts; `None`, said aloud, without the validator.
pub(crate) fn mistakes(of: &str, texts: &[String]) -> Option<Vec<Value>> {
    let there = Command::new("python3").args(["-c", "import jsonschema"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: the Python package jsonschema is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("schema.json");
    fs::write(&schema, of).unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let table: toml::Table = text.parse().unwrap();
        files.push(folder.path().join(format!("{number}.json")));
        fs::write(&files[number], serde_json::to_string(&table).unwrap()).unwrap();
    }
    let mut validator = Command::new("python3");
    let output = validator.args(["-c", VALIDATOR]).arg(schema).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The schema where no program is known.
fn plain() -> String {
    call(&root(), &["schema", "pipeline"]).out
}

/// Pipeline files of stages that this program has.
fn right() -> Vec<String> {
    let files = ["pipeline.toml", "samples/word-count/pipeline.toml", "crates/cli/src/default.toml"];
    let mut texts: Vec<String> = files.map(|file| fs::read_to_string(root().join(file)).unwrap()).to_vec();
    // Each kind as `stages show` prints it.
    let kinds = call(&root(), &["stages"]).out;
    let names =
        kinds.lines().filter(|line| line.starts_with("  ")).filter_map(|line| line.split_whitespace().next());
    texts.extend(names.map(|name| call(&root(), &["stages", "show", name]).out));
    texts
}

#[test]
fn right_pipeline_files_fit_the_schema() {
    let texts = right();
    assert!(texts.len() > 12);
    let Some(mistakes) = mistakes(&plain(), &texts) else { return };
    for (text, mistakes) in texts.iter().zip(&mistakes) {
        assert_eq!(*mistakes, json!([]), "{text}");
    }
}

#[test]
fn wrong_keys_and_values_are_underlined() {
    let wrong = [
        ("[[stage]]\nuse = \"clean\"\njoin-page = true\n", json!([["stage", "0"]])),
        ("[[stage]]\nuse = \"ingest\"\nlargest-mib = 0\n", json!([["stage", "0"]])),
        ("[[stage]]\nuse = \"claen\"\n", json!([["stage", "0"]])),
        ("[run]\nworker = 2\n", json!([["run"]])),
        ("[[export]]\nuse = \"json\"\nwhen = { langage = \"fr\" }\n", json!([["export", "0"]])),
        ("[pipelines]\nname = \"x\"\n", json!([[]])),
    ];
    let texts: Vec<String> = wrong.iter().map(|(text, _)| (*text).to_owned()).collect();
    let Some(mistakes) = mistakes(&plain(), &texts) else { return };
    for ((text, place), mistakes) in wrong.iter().zip(&mistakes) {
        assert_eq!(mistakes, place, "{text}");
    }
}

/// `#:schema FILE`, where editors that know TOML find the schema.
#[test]
fn the_pipeline_file_says_where_its_schema_lies() {
    let text = fs::read_to_string(root().join("pipeline.toml")).unwrap();
    let file = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap();
    let kept: Value = serde_json::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap();
    let written: Value = serde_json::from_str(&plain()).unwrap();
    // Both are long: that they differ is enough to know.
    assert!(kept == written, "{file} is not current: cargo xtask docs");
    assert!(Path::new(file).is_relative());
}
