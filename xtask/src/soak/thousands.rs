//! Ten thousand documents, and what a second run does with them.

use std::{fs, io, path::Path};

use super::{
    archive::{Archive, executed},
    must,
};

const DOCUMENTS: usize = 10_000;
/// A run in which nothing has changed.
const AT_MOST_SECONDS: f64 = 3.0;
const STAGES: [&str; 5] = ["ingest", "clean", "segment", "themes", "summarize"];

pub(super) fn thousands(program: &Path, folder: &Path) -> io::Result<()> {
    let archive = Archive::make(program, folder, DOCUMENTS, 20)?;
    let (report, time) = archive.run(&[])?;
    println!("{DOCUMENTS} documents, first run: {:.1} s", time.as_secs_f64());
    for stage in STAGES {
        let times = executed(&report, stage);
        must(times == Some(DOCUMENTS as u64), || format!("`{stage}` worked on {times:?} of {DOCUMENTS}"))?;
    }
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let (report, time) = archive.run(&[])?;
        let worked: u64 = STAGES.iter().filter_map(|s| executed(&report, s)).sum();
        must(worked == 0, || format!("{worked} stages worked in a run in which nothing had changed"))?;
        best = best.min(time.as_secs_f64());
    }
    println!("  nothing changed: 0 stages executed, {best:.2} s (best of 3; at most {AT_MOST_SECONDS} s)");
    must(best < AT_MOST_SECONDS, || format!("{best} seconds are too many"))?;

    let one = folder.join("in/00001.txt");
    let text = fs::read_to_string(&one).unwrap_or_default();
    fs::write(&one, text + "\nA line was added by hand.\n")?;
    let (report, time) = archive.run(&[])?;
    let worked: Vec<_> = STAGES.iter().map(|s| executed(&report, s)).collect();
    println!("  one file changed: {worked:?} documents per stage, {:.2} s", time.as_secs_f64());
    must(worked.iter().all(|n| *n == Some(1)), || "one document was to be worked on".to_owned())?;

    archive.pipeline("", "words = 120")?;
    let (report, time) = archive.run(&[])?;
    let worked: Vec<_> = STAGES.iter().map(|s| executed(&report, s)).collect();
    println!(
        "  one option of summarize changed: {worked:?} documents per stage, {:.2} s",
        time.as_secs_f64()
    );
    let expected = [Some(0), Some(0), Some(0), Some(0), Some(DOCUMENTS as u64)];
    must(worked == expected, || "only `summarize` was to be at work".to_owned())?;

    let warm = archive.exports()?;
    archive.forget()?;
    archive.run(&[])?;
    let fresh = archive.exports()?;
    must(warm == fresh, || "what came of it differs from what a first run gives".to_owned())?;
    println!("  {} files are byte for byte those of a first run", fresh.len());
    Ok(())
}
