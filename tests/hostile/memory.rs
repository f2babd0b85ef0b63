//! Memory is bounded by bytes: many large documents at once take no more than a few.

use std::{fs, path::Path, time::Duration};

use crate::run::{Ended, run};

/// What a run over next to nothing takes, and what is under way beside the documents that are weighed, in MiB.
const REST: u64 = 64;

const PARAGRAPH: &str = "The committee met in Lima and agreed on a common plan for dry years. Upstream and downstream users \
                         were heard, and the river basin is to be measured again in the coming season.\n\n";

/// So many documents of so many KiB, each another one, and a pipeline with room for `mib` and with 16 workers.
fn archive(root: &Path, documents: usize, kib: usize, mib: u64) {
    fs::create_dir(root.join("in")).unwrap();
    let text = PARAGRAPH.repeat(kib * 1024 / PARAGRAPH.len());
    for number in 0..documents {
        fs::write(root.join(format!("in/{number}.txt")), format!("{text}This is number {number}.\n"))
            .unwrap();
    }
    let stages = ["ingest", "clean"].map(|stage| format!("[[stage]]\nuse = \"{stage}\"\n")).concat();
    let pipeline = format!(
        "[run]\nworkers = 16\nin-flight-mib = {mib}\n[[source]]\nuse = \"files\"\ninclude = [\"in\"]\n{stages}[[export]]\nuse = \
         \"json\"\nto = \"json/{{stem}}.json\"\n"
    );
    fs::write(root.join("pipeline.toml"), pipeline).unwrap();
}

fn peak(documents: usize, kib: usize, mib: u64) -> u64 {
    let root = tempfile::tempdir().unwrap();
    archive(root.path(), documents, kib, mib);
    let Ended { code, err, time, peak_kib } = run(root.path(), &["run"], Duration::from_secs(600));
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(fs::read_dir(root.path().join("out/json")).unwrap().count(), documents);
    let peak = peak_kib.unwrap_or(0) >> 10;
    println!(
        "{documents} documents of {kib} KiB, room for {mib} MiB: {peak} MiB in {:.1} s",
        time.as_secs_f64()
    );
    peak
}

#[test]
#[cfg(target_os = "linux")]
fn two_hundred_large_documents_take_no_more_than_is_allowed() {
    let (documents, kib) = if cfg!(debug_assertions) { (40, 256) } else { (200, 512) };
    let bound = 64;
    let bounded = peak(documents, kib, bound);
    assert!(bounded > 0 && bounded < bound + REST, "{bounded} MiB");
    // With room for all of them, they take it: the bound is what held them back.
    let free = peak(documents, kib, 4096);
    assert!(cfg!(debug_assertions) || free > bound + REST, "{free} MiB");
}

#[test]
fn a_document_above_the_bound_passes_alone() {
    peak(2, 4096, 1);
}
