//! Ten thousand documents, and what a second run does with them.

use std::{
    fs, io,
    num::NonZero,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::{
    archive::{Archive, executed},
    must,
};

const DOCUMENTS: usize = 10_000;
/// A run in which nothing has changed.
const AT_MOST_SECONDS: f64 = 3.0;
/// The same while others take all processors twice over. On an idle machine it takes a sixth of that: who waits for a
/// thread of each stage, document by document, takes ten times as long.
const BUSY_SECONDS: f64 = 6.0;
const STAGES: [&str; 5] = ["ingest", "clean", "segment", "themes", "summarize"];

/// Does something while others take all processors twice over.
fn beside_others<T>(work: impl FnOnce() -> T) -> T {
    let over = AtomicBool::new(false);
    let others = 2 * thread::available_parallelism().map_or(2, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..others {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let done = work();
        over.store(true, Ordering::Relaxed);
        done
    })
}

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

    let busy = beside_others(|| archive.run(&[]))?.1.as_secs_f64();
    println!("  the same on a busy machine: {busy:.2} s (at most {BUSY_SECONDS} s)");
    must(busy < BUSY_SECONDS, || format!("{busy} seconds are too many on a busy machine"))?;

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
