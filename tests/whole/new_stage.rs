//! `rapporteur new stage`: what it makes works at once, and nothing that is there is touched.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::program::{Said, call, root};

fn new(folder: &Path, words: &[&str]) -> Said {
    call(folder, &[&["new", "stage"], words].concat())
}

/// Every file below a folder, with what is in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read_to_string(path).unwrap());
        }
    }
    found
}

/// What a program prints in a folder; `None`, said aloud, where it is not installed.
fn tool(folder: &Path, words: &[&str]) -> Option<String> {
    let (program, arguments) = words.split_first().unwrap();
    let Ok(output) = Command::new(program).args(arguments).current_dir(folder).output() else {
        println!("SKIPPED: {program} is not installed");
        return None;
    };
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words:?}: {said}");
    Some(said)
}

#[test]
fn names_that_cannot_be_are_refused_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for (name, hint) in [
        ("HouseTerms", "try `house-terms`"),
        ("../etc/passwd", "try `etc-passwd`"),
        ("clean", "try `house-clean`"),
        ("fn", "try `house-fn`"),
        ("", "try `house-terms`"),
    ] {
        for lang in ["rust", "python", "shell"] {
            let said = new(folder.path(), &[name, "--lang", lang]);
            assert_eq!(said.code, 2);
            assert!(
                said.err.contains("cannot be the name of a stage") && said.err.contains(hint),
                "{}",
                said.err
            );
        }
    }
    let said = new(folder.path(), &["house-terms", "--path", "."]);
    assert!(said.code == 2 && said.err.contains("is no checkout of rapporteur"), "{}", said.err);
    assert!(files(folder.path()).is_empty());
}

#[test]
fn nothing_is_overwritten() {
    for lang in ["rust", "python", "shell"] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(new(folder.path(), &["house-terms", "--lang", lang]).code, 0);
        let before = files(folder.path());
        let said = new(folder.path(), &["house-terms", "--lang", lang]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("house-terms is there already"), "{}", said.err);
        assert_eq!(files(folder.path()), before);
    }
}

/// A stage in another language, in a folder without and one with a pipeline file.
fn programs(lang: &str, test: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let said = new(folder.path(), &["grant-register", "--lang", lang]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let made = folder.path().join("grant-register");
    if tool(&made, test).is_none() {
        return;
    }
    let said = call(&made, &["check"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = call(&made, &["run", "--quiet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines = fs::read_to_string(made.join("out/reports.jsonl")).unwrap();
    assert!(lines.contains("\"grant-register-result\":{"), "{lines}");

    // Beside a pipeline that is there, a second one.
    let before = fs::read_to_string(made.join("pipeline.toml")).unwrap();
    let said = new(&made, &["house-terms", "--lang", lang]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("changed  pipeline.toml"), "{}", said.out);
    let after = fs::read_to_string(made.join("pipeline.toml")).unwrap();
    let more: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
    assert_eq!(more.len(), 2, "{more:?}");
    let said = call(&made, &["run", "--quiet"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines = fs::read_to_string(made.join("out/reports.jsonl")).unwrap();
    assert!(
        lines.contains("\"house-terms-result\":{") && lines.contains("\"grant-register-result\":{"),
        "{lines}"
    );
}

#[test]
fn a_stage_in_python_works_at_once() {
    programs("python", &["python3", "-m", "unittest"]);
}

#[cfg(unix)]
#[test]
fn a_stage_for_the_shell_works_at_once() {
    programs("shell", &["sh", "test.sh"]);
}

#[test]
fn a_pipeline_file_with_a_mistake_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["[[stage]\nuse = \"clean\"\n", "stage = [{ use = \"clean\" }]\n"] {
        fs::write(folder.path().join("pipeline.toml"), text).unwrap();
        let said = new(folder.path(), &["house-terms", "--lang", "python"]);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains("nothing was changed"), "{}", said.err);
        assert_eq!(files(folder.path()).len(), 1);
    }
}

/// The program and the shell for a person's eyes: what stands in `samples/word-count` is what the command makes.
#[test]
fn the_sample_in_python_is_what_the_command_makes() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(new(folder.path(), &["word-count", "--lang", "python"]).code, 0);
    let made = folder.path().join("word-count");
    let sample = root().join("samples/word-count");
    for (path, text) in files(&made) {
        let file = sample.join(path.strip_prefix(&made).unwrap());
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            // With the right to be run.
            fs::copy(&path, &file).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(kept, text, "{} is not current: cargo xtask bless", file.display());
    }
}

/// The files of the workspace that list its crates, in a folder of their own.
const LISTS: &[&str] = &[
    "Cargo.toml",
    "pipeline.toml",
    "crates/cli/Cargo.toml",
    "crates/cli/src/lib.rs",
    "crates/stage/Cargo.toml",
    "tests/house/imports.rs",
];

#[test]
fn in_the_workspace_a_crate_is_made_and_registered() {
    let folder = tempfile::tempdir().unwrap();
    for list in LISTS {
        let to = folder.path().join(list);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root().join(list), to).unwrap();
    }
    fs::create_dir_all(folder.path().join("tests/cases")).unwrap();
    let before = files(folder.path());
    let said = new(&folder.path().join("tests"), &["town-terms"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let after = files(folder.path());
    let more = |file: &str| -> Vec<&str> {
        let path = folder.path().join(file);
        let old: Vec<&str> = before[&path].lines().collect();
        let new: Vec<&str> = after[&path].lines().filter(|l| !l.is_empty() && !old.contains(l)).collect();
        assert!(old.iter().all(|line| after[&path].lines().any(|l| l == *line)), "{file} lost a line");
        new
    };
    assert_eq!(more("Cargo.toml"), ["rapporteur-town-terms = { path = \"crates/town-terms\" }"]);
    assert_eq!(more("crates/cli/Cargo.toml"), ["rapporteur-town-terms.workspace = true"]);
    assert_eq!(more("crates/cli/src/lib.rs"), ["        .stages(rapporteur_town_terms::register)"]);
    assert_eq!(
        more("tests/house/imports.rs"),
        ["    (\"town-terms\", &[\"stage\"]),", "            \"town-terms\","]
    );
    assert_eq!(
        more("pipeline.toml"),
        ["# `rapporteur stages show town-terms` prints its options.", "use = \"town-terms\""]
    );
    for file in
        ["crates/town-terms/src/lib.rs", "crates/town-terms/tests/promises.rs", "tests/cases/town-terms.md"]
    {
        assert!(after[&folder.path().join(file)].contains("town"), "{file}");
    }
    assert_eq!(after.len(), before.len() + 4);
}
