//! One start of an outside program: input in, output out, an end in any case.
//!
//! Threads write, read and listen, so that neither side can block the other. They are never waited for: something that
//! the program has started may hold its pipes open for longer.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use super::failure::Failure;

/// Between two looks at whether to give up.
const TICK: Duration = Duration::from_millis(10);
/// How long the end of standard error is waited for, after the program's own.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// The most that is kept of standard error.
const MOST_ERRORS: u64 = 64 * 1024;
/// Longest sentence taken from it.
const LONGEST_WORDS: usize = 200;

/// How a program is started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// So many bytes of its output are taken.
    pub(super) most: u64,
    /// It may take so long.
    pub(super) seconds: u64,
    /// Whether it stays in the group of this process.
    pub(super) one_group: bool,
}

/// Runs a program to its end and gives its standard output.
pub(super) fn run(
    mut command: Command,
    input: Vec<u8>,
    bounds: Bounds,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Failure> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // In a group of its own, Ctrl-C does not reach it: pages under way are to be finished, not lost.
    #[cfg(unix)]
    if !bounds.one_group {
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
    }
    let mut child = command.spawn().map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Failure::Missing,
        _ => Failure::Broken(format!("it cannot be started: {e}")),
    })?;
    let outcome = talk(&mut child, input, bounds, cancelled);
    if outcome.is_err() {
        if !bounds.one_group {
            end_group(&child);
        }
        // It may have ended by itself.
        let _ended = child.kill().is_ok();
        let _reaped = child.wait().is_ok();
    }
    outcome
}

/// Ends the program with all that it has started.
#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // Nobody may be left in it.
    let _gone = kill_process_group(Pid::from_child(child), Signal::KILL).is_ok();
}

#[cfg(not(unix))]
fn end_group(_: &Child) {}

fn talk(
    child: &mut Child,
    input: Vec<u8>,
    Bounds { most, seconds, .. }: Bounds,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Failure> {
    let limit = Instant::now().checked_add(Duration::from_secs(seconds));
    let give_up = || match limit {
        _ if cancelled() => Some(Failure::Stopped),
        Some(limit) if Instant::now() >= limit => Some(Failure::Slow(seconds)),
        _ => None,
    };
    let broken = |e: io::Error| Failure::Broken(e.to_string());
    let (output, errors) = threads(child, input, most).map_err(broken)?;
    let output = wait(&output, &give_up)?.map_err(broken)?;
    if output.len() as u64 > most {
        return Err(Failure::Endless);
    }
    let status = end(child, &give_up)?;
    if !status.success() {
        return Err(Failure::Refused(last_words(&errors, status)));
    }
    Ok(output)
}

type Bytes = io::Result<Vec<u8>>;

/// Starts the threads, and gives what will come of standard output and standard error.
fn threads(child: &mut Child, input: Vec<u8>, most: u64) -> io::Result<(Receiver<Bytes>, Receiver<Bytes>)> {
    if let Some(mut pipe) = child.stdin.take() {
        // A program that does not read to the end shows by its output what it made of that.
        thread::Builder::new().name("ocr/in".to_owned()).spawn(move || {
            let _deaf = pipe.write_all(&input).is_err();
        })?;
    }
    let output = listen("ocr/out", child.stdout.take(), most.saturating_add(1))?;
    let errors = listen("ocr/err", child.stderr.take(), MOST_ERRORS)?;
    Ok((output, errors))
}

fn listen(name: &str, pipe: Option<impl Read + Send + 'static>, most: u64) -> io::Result<Receiver<Bytes>> {
    let (send, receive) = channel();
    if let Some(pipe) = pipe {
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.take(most).read_to_end(&mut bytes);
            // Whoever waited may have given up.
            let _late = send.send(read.map(|_| bytes)).is_err();
        })?;
    }
    Ok(receive)
}

fn wait<T>(receiver: &Receiver<T>, give_up: &dyn Fn() -> Option<Failure>) -> Result<T, Failure> {
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::Broken("it has no output".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(failure) = give_up() {
                    return Err(failure);
                }
            }
        }
    }
}

fn end(child: &mut Child, give_up: &dyn Fn() -> Option<Failure>) -> Result<ExitStatus, Failure> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => {}
            Err(e) => return Err(Failure::Broken(e.to_string())),
        }
        if let Some(failure) = give_up() {
            return Err(failure);
        }
        thread::sleep(TICK / 5);
    }
}

/// The last line of standard error: usually the reason of an early end.
fn last_words(errors: &Receiver<Bytes>, status: ExitStatus) -> String {
    let bytes = errors.recv_timeout(LAST_WORDS).ok().and_then(Result::ok).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.map_or_else(|| status.to_string(), |line| line.chars().take(LONGEST_WORDS).collect())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn bounds(seconds: u64) -> Bounds {
        Bounds { most: 1 << 16, seconds, one_group: false }
    }

    fn sh(script: &str, input: &[u8], seconds: u64) -> Result<Vec<u8>, Failure> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, input.to_vec(), bounds(seconds), &|| false)
    }

    #[test]
    fn much_input_and_output_do_not_block_one_another() {
        assert_eq!(sh("wc -c | tr -d ' \n'", &vec![b'x'; 1 << 20], 10), Ok(b"1048576".to_vec()));
        assert_eq!(sh("echo early", &vec![b'x'; 1 << 20], 10), Ok(b"early\n".to_vec()));
        assert_eq!(sh("cat", &vec![b'x'; 1 << 20], 10), Err(Failure::Endless));
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_all_that_it_has_started() {
        let start = Instant::now();
        let folder = tempfile::tempdir().unwrap();
        let late = folder.path().join("late");
        let script = format!("(sleep 2; touch '{}') & sleep 30", late.display());
        assert_eq!(sh(&script, b"", 1), Err(Failure::Slow(1)));
        thread::sleep(Duration::from_millis(1500));
        assert!(!late.exists(), "what it has started goes on");
        assert_eq!(sh("exec >&- 2>&-; sleep 30", b"", 1), Err(Failure::Slow(1)));
        assert!(start.elapsed() < Duration::from_secs(15));
    }

    #[test]
    fn why_it_failed_is_its_last_line() {
        let said = sh("echo one >&2; echo 'no such language' >&2; echo >&2; exit 3", b"", 10);
        assert_eq!(said, Err(Failure::Refused("no such language".to_owned())));
        let command = Command::new("there-is-no-such-program");
        assert_eq!(run(command, Vec::new(), bounds(1), &|| false), Err(Failure::Missing));
        let mut command = Command::new("sleep");
        command.arg("30");
        assert_eq!(run(command, Vec::new(), bounds(30), &|| true), Err(Failure::Stopped));
    }
}
