//! What editors that know TOML make of pipeline files: taplo, which stands behind most of them, with the schemas that the
//! program writes.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::program::{call, root};

/// Whether taplo likes a file, and what it says; `None`, said aloud, where it is not installed. Without a schema, it takes
/// the one that the file names in its first line. Nothing is asked of the network: schemas are files.
fn taplo(folder: &Path, schema: Option<&Path>, file: &str) -> Option<(bool, String)> {
    let mut taplo = Command::new("taplo");
    taplo.args(["lint", "--no-auto-config", "--colors", "never"]).current_dir(folder);
    if let Some(schema) = schema {
        taplo.arg("--schema").arg(format!("file://{}", schema.display()));
    }
    let Ok(output) = taplo.arg(file).output() else {
        println!("SKIPPED: taplo is not installed");
        return None;
    };
    Some((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

fn write_schema(folder: &Path) {
    let said = call(folder, &["schema", "pipeline"]);
    assert_eq!(said.code, 0, "{}", said.err);
    fs::write(folder.join("pipeline.schema.json"), said.out).unwrap();
}

#[test]
fn shipped_pipeline_files_are_right() {
    let schema = root().join("crates/cli/docs/pipeline.schema.json");
    for file in ["pipeline.toml", "crates/cli/src/default.toml", "samples/word-count/pipeline.toml"] {
        let Some((right, said)) = taplo(&root(), Some(&schema), file) else { return };
        assert!(right, "{file}: {said}");
    }
}

/// A project with a stage in another language, with its schema beside it.
fn project(lang: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let said = call(folder.path(), &["new", "stage", "house-terms", "--lang", lang]);
    assert_eq!(said.code, 0, "{}", said.err);
    write_schema(&folder.path().join("house-terms"));
    folder
}

#[cfg(unix)]
#[test]
fn new_projects_are_right_and_their_options_are_known() {
    for lang in ["python", "shell"] {
        let folder = project(lang);
        let home = folder.path().join("house-terms");
        let pipeline = fs::read_to_string(home.join("pipeline.toml")).unwrap();
        let Some((right, said)) = taplo(&home, None, "pipeline.toml") else { return };
        assert!(right, "{lang}: {said}");
        let with = |option: &str| {
            let entry = pipeline.lines().find(|line| line.starts_with("run = ")).unwrap();
            fs::write(home.join("with.toml"), pipeline.replace(entry, &format!("{entry}\noptions.{option}")))
                .unwrap();
            taplo(&home, None, "with.toml").unwrap()
        };
        let (right, said) = with("shortest = 3");
        assert!(right, "{lang}: {said}");
        // What is written for the shell says nothing of its options.
        let (right, said) = with("shortst = 3");
        assert_eq!((right, said.contains("shortst")), (lang == "shell", lang == "python"), "{lang}: {said}");
    }
}

#[test]
fn mistakes_are_underlined() {
    let schema = root().join("crates/cli/docs/pipeline.schema.json");
    let folder = tempfile::tempdir().unwrap();
    for (text, line) in [
        ("[run]\nworker = 2\n", "wrong.toml:2:1"),
        ("[run]\nworkers = 0\n", "wrong.toml:2:"),
        ("[pipelines]\nname = \"x\"\n", "wrong.toml:1:2"),
        ("[[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \"clean\"\njoin-page = true\n", "wrong.toml:5:1"),
        ("[[stage]]\nuse = \"claen\"\n", "wrong.toml:2:7"),
        ("[[stage]]\nuse = \"command\"\nrun = \"a b\"\n", "wrong.toml:3:7"),
        ("[[export]]\nuse = \"json\"\nwhen = { langage = \"fr\" }\n", "wrong.toml:3:"),
        ("[[stage]\n", "wrong.toml:1:"),
    ] {
        fs::write(folder.path().join("wrong.toml"), text).unwrap();
        let Some((right, said)) = taplo(folder.path(), Some(&schema), "wrong.toml") else { return };
        assert!(!right && said.contains(line), "{text}{said}");
    }
}
