//! A process under way, of whatever kind: its pipes, its group, its end.
//!
//! One thread writes, one reads, one listens to standard error, so that neither side can block the other: a program
//! that answers before it has read everything, or reads everything before it answers, both work. The threads end by
//! themselves when the pipes are closed; nobody waits for them, since something that the process has started may hold a
//! pipe open for longer.

use std::{
    io::{self, Write},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{group, said::Said};

/// How long a process may take to end after its input has.
const GOODBYE: Duration = Duration::from_secs(2);
/// Between two looks at whether it has ended.
const LOOK: Duration = Duration::from_millis(5);

/// A process; when it is dropped, it is asked to end by the end of its input, and ended when it does not.
#[derive(Debug)]
pub(crate) struct Process {
    state: Mutex<State>,
    /// `None` once the input is closed.
    input: Mutex<Option<Sender<Arc<Vec<u8>>>>>,
    said: Arc<Said>,
}

#[derive(Debug)]
struct State {
    child: Child,
    ended: Option<ExitStatus>,
}

impl Process {
    /// Starts a process; `read` gets its standard output, on a thread of its own.
    pub(crate) fn start(
        name: &str,
        command: &mut Command,
        read: impl FnOnce(ChildStdout) + Send + 'static,
    ) -> io::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // In a group of its own, Ctrl-C does not reach it: documents under way are to be finished, not lost.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut child = command.spawn()?;
        let (send, bytes) = channel();
        let said = Arc::new(Said::default());
        let started = threads(name, &mut child, bytes, read, &said);
        let process =
            Self { state: Mutex::new(State { child, ended: None }), input: Mutex::new(Some(send)), said };
        started.map(|()| process)
    }

    /// Hands bytes to the thread that writes; `false` when the input is closed.
    pub(crate) fn send(&self, bytes: impl Into<Arc<Vec<u8>>>) -> bool {
        let input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        input.as_ref().is_some_and(|input| input.send(bytes.into()).is_ok())
    }

    /// What it has said on standard error.
    pub(crate) fn said(&self) -> &Arc<Said> {
        &self.said
    }

    /// How it ended, when it has.
    pub(crate) fn ended(&self) -> Option<ExitStatus> {
        let mut state = self.lock();
        if state.ended.is_none()
            && let Ok(Some(status)) = state.child.try_wait()
        {
            state.ended = Some(status);
            group::end(&state.child);
        }
        state.ended
    }

    /// Ends it, with all that it has started; gives how it ended, which may have been before and by itself.
    pub(crate) fn kill(&self) -> Option<ExitStatus> {
        if let Some(status) = self.ended() {
            return Some(status);
        }
        let mut state = self.lock();
        group::end(&state.child);
        // The group may be gone, or not be known here.
        let _ended = state.child.kill().is_ok();
        state.ended = state.child.wait().ok();
        state.ended
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).take();
        let limit = Instant::now() + GOODBYE;
        while self.ended().is_none() {
            if Instant::now() >= limit {
                self.kill();
                return;
            }
            thread::sleep(LOOK);
        }
    }
}

fn threads(
    name: &str,
    child: &mut Child,
    bytes: Receiver<Arc<Vec<u8>>>,
    read: impl FnOnce(ChildStdout) + Send + 'static,
    said: &Arc<Said>,
) -> io::Result<()> {
    let thread = |part: &str| thread::Builder::new().name(format!("{name}/{part}"));
    if let Some(input) = child.stdin.take() {
        thread("in").spawn(move || write(input, &bytes))?;
    }
    if let Some(output) = child.stdout.take() {
        thread("out").spawn(move || read(output))?;
    }
    if let Some(errors) = child.stderr.take() {
        let (name, said) = (name.to_owned(), Arc::clone(said));
        thread("err").spawn(move || said.listen(&name, errors))?;
    }
    Ok(())
}

fn write(mut input: ChildStdin, bytes: &Receiver<Arc<Vec<u8>>>) {
    for bytes in bytes {
        // A process that does not read any more is noticed by the thread that reads its answers.
        if input.write_all(&bytes).and_then(|()| input.flush()).is_err() {
            return;
        }
    }
}
