//! The top level of the repository is fixed.

use std::{collections::BTreeSet, fs, path::Path};

const ENTRIES: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "crates",
    "pipeline.toml",
    "samples",
    "tests",
    "xtask",
];

/// Made by building and running; ignored by git.
const MADE: &[&str] = &["out", "target"];

#[test]
fn nothing_stands_beside_the_fixed_entries() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found: BTreeSet<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !MADE.contains(&name.as_str()))
        .collect();
    let wanted: BTreeSet<String> = ENTRIES.iter().map(|&e| e.to_owned()).collect();
    assert_eq!(found, wanted, "the top level is fixed: see ARCHITECTURE.md");
}
