//! What the ledger and the kept documents cost a first run: runs with and without, in turn.

use std::{io, path::Path};

use super::{archive::Archive, must};

const DOCUMENTS: usize = 1000;
const TURNS: usize = 5;
/// Throughput with a ledger over that without.
const AT_LEAST: f64 = 0.95;

pub(super) fn pace(program: &Path, folder: &Path) -> io::Result<()> {
    let archive = Archive::make(program, folder, DOCUMENTS, 20)?;
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for (with, of) in times.iter_mut().enumerate() {
            archive.pipeline(if with == 1 { "" } else { "ledger = \"off\"" }, "")?;
            archive.forget()?;
            let cpu = crate::bench::children_cpu();
            let (_, wall) = archive.run(&[])?;
            of.push((wall.as_secs_f64(), crate::bench::children_cpu() - cpu));
        }
    }
    let best = |of: &[(f64, f64)]| {
        let least = |pick: fn(&(f64, f64)) -> f64| of.iter().map(pick).fold(f64::INFINITY, f64::min);
        (least(|t| t.0), least(|t| t.1))
    };
    let ((wall_without, cpu_without), (wall_with, cpu_with)) = (best(&times[0]), best(&times[1]));
    println!("{DOCUMENTS} documents, best of {TURNS} in turn, seconds of wall and CPU:");
    println!(
        "  without a ledger {wall_without:.2} and {cpu_without:.2}, with one {wall_with:.2} and {cpu_with:.2}"
    );
    let (wall, cpu) = (wall_without / wall_with, cpu_without / cpu_with);
    println!("  throughput with over without: {wall:.3} by wall time, {cpu:.3} by CPU (at least {AT_LEAST})");
    must(cpu >= AT_LEAST, || format!("a run with a ledger has {cpu:.3} of the throughput of one without"))
}
