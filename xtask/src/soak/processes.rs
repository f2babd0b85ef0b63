//! The processes that a run has started, as Linux shows them; elsewhere none are seen.

use std::{
    fs, io,
    process::{Child, Command},
    time::{Duration, Instant},
};

/// All that stand below a process: its children, theirs, and so on.
pub(super) fn below(process: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let all: Vec<(u32, u32)> = ids.filter_map(|id| Some((id, parent(id)?))).collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(above) = found.get(next).copied() {
        found.extend(all.iter().filter(|(_, parent)| *parent == above).map(|(id, _)| *id));
        next += 1;
    }
    found.split_off(1)
}

/// Waits until all of them have ended; those that have not after so long.
pub(super) fn must_end(processes: &[u32], within: Duration) -> Result<(), Vec<u32>> {
    let limit = Instant::now() + within;
    loop {
        let left: Vec<u32> = processes.iter().copied().filter(|id| parent(*id).is_some()).collect();
        if left.is_empty() {
            return Ok(());
        }
        if Instant::now() >= limit {
            return Err(left);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Sends SIGTERM.
pub(super) fn ask_to_end(process: &Child) -> io::Result<()> {
    // One that has ended meanwhile cannot be asked.
    Command::new("kill").args(["-TERM", &process.id().to_string()]).output().map(drop)
}

/// The parent of a process; none of one that has ended, though nobody may have asked for its end yet.
fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace();
    if fields.next() == Some("Z") { None } else { fields.next()?.parse().ok() }
}
