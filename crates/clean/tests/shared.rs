//! The properties over all texts of the shared test material, when it is there.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{clean_with, document, undone};
use rapporteur_clean::Options;

fn texts(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            texts(&path, out);
        } else if path.extension().is_some_and(|e| e == "txt") {
            out.push(path);
        }
    }
}

#[test]
fn the_log_leads_back_on_all_shared_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let mut files = Vec::new();
    texts(&folder, &mut files);
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: {} has no texts", folder.display());
        return;
    }
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|e| e.as_bytes().iter().map(|b| char::from(*b)).collect());
        let before = document(&text);
        let mut doc = before.clone();
        clean_with(&mut doc, &Options::default());
        assert_eq!(undone(&doc), Ok(()), "{}", file.display());
        let mut twice = doc.clone();
        clean_with(&mut twice, &Options::default());
        assert!(doc == twice, "{}: a second run changed it", file.display());
    }
}
