//! Calling the program, and folders to call it in.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// What a call printed, and how it ended.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

/// Calls the program in a folder.
pub(crate) fn call(folder: &Path, words: &[&str]) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur-under-test"));
    let output = program.args(words).current_dir(folder).output().unwrap();
    Said {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Reads one document to its JSON.
pub(crate) fn read(path: &Path) -> Value {
    let said = call(&root(), &["read", path.to_str().unwrap(), "--as", "json"]);
    assert_eq!(said.code, 0, "{}: {}", path.display(), said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// A folder with the named files, and a pipeline file that reads `in/` and writes `out/reports.jsonl`.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let stages: String = ["ingest", "clean", "segment", "themes", "summarize"]
        .map(|stage| format!("[[stage]]\nuse = \"{stage}\"\n"))
        .concat();
    let pipeline = format!(
        "[[source]]\nuse = \"files\"\ninclude = [\"in/**/*\"]\n{stages}[[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n"
    );
    fs::write(folder.path().join("pipeline.toml"), pipeline).unwrap();
    folder
}

/// The run's own account.
pub(crate) fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("out/report.json")).unwrap()).unwrap()
}
