//! The program over a folder, watched from outside.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) err: String,
    pub(crate) time: Duration,
    /// The most memory that the process held, in KiB; nothing where the system does not say.
    pub(crate) peak_kib: Option<u64>,
}

/// Runs the program to its end, or ends it when that takes too long.
pub(crate) fn run(folder: &Path, words: &[&str], longest: Duration) -> Ended {
    let (out, err) = (folder.join("said.out"), folder.join("said.err"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_rapporteur-under-test"));
    // Memory that threads have given back is shared by all: what is measured is what is held.
    program.env("MALLOC_ARENA_MAX", "1");
    program.args(words).current_dir(folder).stdin(Stdio::null());
    program.stdout(fs::File::create(&out).unwrap()).stderr(fs::File::create(&err).unwrap());
    let start = Instant::now();
    let mut child = program.spawn().unwrap();
    let mut peak_kib = None;
    let status = loop {
        peak_kib = peak(child.id()).max(peak_kib);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > longest {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(3));
    };
    let err = String::from_utf8_lossy(&fs::read(err).unwrap()).into_owned();
    Ended { code: status.code(), err, time: start.elapsed(), peak_kib }
}

/// The most memory that a process has held so far, as Linux tells it.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
