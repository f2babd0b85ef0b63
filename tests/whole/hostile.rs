//! What fuzzing found, and what it starts from, replayed: see `tests/fuzz/README.md`.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rapporteur_testkit::{TARGETS, Target};

use crate::program::root;

/// Longest time for one input, without optimisation and beside other tests.
const LONGEST: Duration = Duration::from_secs(20);

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files
}

/// The inputs of a target, the samples in front of those of the whole.
fn inputs(target: &Target) -> Vec<PathBuf> {
    let fuzz = root().join("tests/fuzz");
    let mut inputs = files(&fuzz.join("seeds").join(target.name));
    inputs.extend(files(&fuzz.join("found").join(target.name)));
    if target.name == "whole" {
        inputs.extend(files(&root().join("samples/reports")));
        inputs.retain(|p| p.extension().is_none_or(|e| e != "json"));
    }
    inputs
}

#[test]
fn every_seed_and_every_found_input_keeps_every_promise() {
    let program = rapporteur_cli::shipped();
    let mut wrong = Vec::new();
    for target in TARGETS {
        let mut hostile = target.hostile(program.registry()).unwrap();
        let inputs = inputs(target);
        assert!(!inputs.is_empty(), "{}: there is nothing to replay", target.name);
        for path in inputs {
            let input = fs::read(&path).unwrap();
            if let Err(what) = target.try_on(&mut hostile, &input, LONGEST) {
                wrong.push(format!("{}: {}: {what}", target.name, path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A folder whose name is no target's would never be replayed.
#[test]
fn every_folder_of_inputs_belongs_to_a_target() {
    for kind in ["seeds", "found"] {
        let Ok(folders) = fs::read_dir(root().join("tests/fuzz").join(kind)) else { continue };
        for folder in folders {
            let name = folder.unwrap().file_name().to_string_lossy().into_owned();
            assert!(Target::named(&name).is_some(), "{kind}/{name} belongs to no target");
        }
    }
}
