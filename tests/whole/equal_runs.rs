//! The same bytes, whatever the number of workers, and every time.

use std::{collections::BTreeMap, fs, path::Path};

use crate::program::{call, root};

/// What readers of the exports see: not the run's own notes.
pub(crate) fn exports(out: &Path) -> BTreeMap<String, Vec<u8>> {
    const OWN: &[&str] = &["report.", "ledger.", "cache", "learned", "set-aside", ".rapporteur"];
    let mut found = BTreeMap::new();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(out).unwrap().display().to_string();
            if OWN.iter().any(|own| name.starts_with(own)) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn exports_do_not_depend_on_workers_or_chance() {
    let folder = tempfile::tempdir().unwrap();
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    // The last of them finds the ledger of the one before.
    for (run, workers) in ["1", "2", "16", "2", "16"].iter().enumerate() {
        let out = folder.path().join(run.min(3).to_string());
        let said = call(&root(), &["run", "--workers", workers, "--out", out.to_str().unwrap()]);
        assert_eq!(said.code, 0, "{}", said.err);
        let exports = exports(&out);
        assert!(exports.len() > 10, "{:?}", exports.keys());
        match &first {
            None => first = Some(exports),
            Some(first) => {
                let differ: Vec<_> =
                    first.iter().filter(|(name, bytes)| exports.get(*name) != Some(bytes)).collect();
                assert!(
                    differ.is_empty(),
                    "with {workers} workers: {:?}",
                    differ.iter().map(|d| d.0).collect::<Vec<_>>()
                );
                assert_eq!(first.len(), exports.len());
            }
        }
    }
}
