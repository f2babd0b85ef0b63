//! `tests/cases/*.md`.

use std::{fs, path::Path};

use rapporteur_testkit::Cases;

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let program = rapporteur_cli::shipped();
    let registry = program.registry();
    let mut differences = Vec::new();
    for file in files {
        differences.extend(Cases::read(&file).unwrap().settle(registry).err());
    }
    assert!(differences.is_empty(), "\n{}\n\nif they are right: cargo xtask bless", differences.concat());
}
