//! The log of `clean` taken back: the text as `ingest` gave it, for every file of the samples and of the shared test
//! material.

use std::path::{Path, PathBuf};

use rapporteur_clean::undo;
use rapporteur_model::{Block, Document, Repair};
use rapporteur_stage::{CancelToken, Context, Outbox, Registry, Shared, Stage};

use crate::program::root;

/// Files larger than this take longer to undo than a test should.
const LARGEST: u64 = 3_000_000;

fn stage(registry: &Registry, name: &str, options: &str) -> Box<dyn Stage> {
    let table = toml::de::ValueDeserializer::parse(options).unwrap();
    let prepared = (registry.stage(name).unwrap().prepare)(table).unwrap();
    prepared.build(&Shared::new(".", ".").keeping_nothing()).unwrap()
}

fn through(stage: &mut dyn Stage, doc: Document) -> Vec<Document> {
    let token = CancelToken::default();
    let (mut cx, mut out) = (Context::new("test", &token), Outbox::default());
    // What cannot be read is for other tests.
    if stage.process(doc, &mut cx, &mut out).is_err() {
        return Vec::new();
    }
    out.into_parts().0
}

/// All characters that are no white space, in the order of the source.
fn letters(blocks: &[Block], repairs: &[Repair]) -> Result<String, String> {
    let parts = undo(blocks, repairs).map_err(|e| e.to_string())?;
    Ok(parts.iter().flat_map(|(_, text)| text.chars()).filter(|c| !c.is_whitespace()).collect())
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
        if path.is_dir() {
            files(&path, out);
        } else if path.metadata().is_ok_and(|m| m.len() <= LARGEST) {
            out.push(path);
        }
    }
}

/// Gives the number of documents that were cleaned and led back.
fn lead_back(folders: &[PathBuf], kinds: &[&str]) -> usize {
    let mut registry = Registry::new();
    rapporteur_ingest::register(&mut registry);
    rapporteur_clean::register(&mut registry);
    let mut ingest = stage(&registry, "ingest", "{ ocr = 'off' }");
    let mut clean = stage(&registry, "clean", "{}");
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| files(folder, &mut paths));
    paths.retain(|p| kinds.iter().any(|kind| p.to_string_lossy().ends_with(kind)));
    paths.sort();
    let mut done = 0;
    for path in paths {
        for read in through(ingest.as_mut(), Document::at(&path)) {
            let (before, told) = (read.blocks.clone(), read.repairs().count());
            for cleaned in through(clean.as_mut(), read) {
                let repairs: Vec<Repair> = cleaned.repairs().skip(told).cloned().collect();
                let back = letters(&cleaned.blocks, &repairs);
                assert!(back == letters(&before, &[]), "{}: {:?}", path.display(), back.err());
                done += 1;
            }
        }
    }
    done
}

#[test]
fn the_log_leads_back_in_every_sample() {
    let kinds = [".pdf", ".txt", ".md", ".html", ".hocr", ".xml", ".docx", ".epub", ".gz"];
    assert!(lead_back(&[root().join("samples/reports")], &kinds) > 20);
}

#[test]
fn the_log_leads_back_in_shared_files() {
    let data = root().join("../shared/data");
    let folders = ["reports/docs", "clean/made", "pdf/prose", "pdf/typeset"].map(|f| data.join(f));
    if !data.is_dir() {
        eprintln!("skipped: there is no {}", data.display());
        return;
    }
    assert!(lead_back(&folders, &[".pdf", ".md", ".html", ".hocr.gz", ".xml.gz"]) > 50);
}
