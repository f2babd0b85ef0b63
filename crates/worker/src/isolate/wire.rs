//! The child's end of the two pipes, out of the reach of the stage.
//!
//! A stage that prints, or starts a program that does, would write into the frames. So the pipes are moved to where only
//! we know them, standard output becomes standard error, and standard input is empty.

use std::{
    fs::File,
    io::{self, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

use super::{frame, message::FromChild};

/// What a child writes into. Copies are one pipe.
#[derive(Clone)]
pub struct Wire {
    output: Arc<Mutex<Box<dyn Write + Send>>>,
    input: Arc<Mutex<Option<Box<dyn Read + Send>>>>,
}

impl Wire {
    /// Takes standard input and output of this process for itself. To be called once, before anything is written.
    ///
    /// # Errors
    /// When the system refuses, or there are none.
    pub fn take() -> io::Result<Self> {
        let (input, output) = pipes()?;
        Ok(Self { output: Arc::new(Mutex::new(output)), input: Arc::new(Mutex::new(Some(input))) })
    }

    /// Hands a line of the log to the parent, as it is to be written. Nobody is left to be told when that fails.
    pub fn log(&self, line: &[u8]) {
        let _unheard = self.send(&FromChild::Log(String::from_utf8_lossy(line).into_owned())).is_err();
    }

    pub(super) fn send(&self, message: &FromChild) -> io::Result<()> {
        self.write(&frame::to_bytes(message).map_err(|e| io::Error::other(e.message))?)
    }

    /// Writes a frame whole.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        output.write_all(bytes)?;
        output.flush()
    }

    /// Where the frames of the parent come from; for the one who serves.
    pub(super) fn input(&self) -> Option<Box<dyn Read + Send>> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

type Pipes = (Box<dyn Read + Send>, Box<dyn Write + Send>);

#[cfg(unix)]
fn pipes() -> io::Result<Pipes> {
    use rustix::{
        io::fcntl_dupfd_cloexec,
        stdio::{dup2_stdin, dup2_stdout, stderr, stdin, stdout},
    };
    const FIRST_FREE: i32 = 3;
    let input = File::from(fcntl_dupfd_cloexec(stdin(), FIRST_FREE)?);
    let output = File::from(fcntl_dupfd_cloexec(stdout(), FIRST_FREE)?);
    dup2_stdin(File::open("/dev/null")?)?;
    dup2_stdout(stderr())?;
    Ok((Box::new(input), Box::new(output)))
}

#[cfg(not(unix))]
fn pipes() -> io::Result<Pipes> {
    Ok((Box::new(io::stdin()), Box::new(io::stdout())))
}
