//! The parent's end: one child, from its start to its end.

use std::{
    io::BufReader,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use rapporteur_model::Event;
use rapporteur_stage::{CancelToken, StageError};
use tracing::debug;

use super::{
    Isolation,
    ended::Ended,
    fault::Fault,
    frame,
    message::{FromChild, ToChild},
};
use crate::process::Process;

/// How long a child may take until its stage is built.
const START: Duration = Duration::from_secs(120);
/// How long it may take to stop when it was told to.
const GRACE: Duration = Duration::from_millis(500);
/// Between two looks at whether to give up.
const TICK: Duration = Duration::from_millis(20);

/// A child whose stage is built.
pub(super) struct Child {
    process: Process,
    frames: Receiver<FromChild>,
    memory_mib: u64,
    /// Documents it was asked about.
    pub(super) used: u32,
}

/// What a child gave for a document.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// What was emitted, left out and given up, in order.
    pub(super) parts: Vec<FromChild>,
    pub(super) events: Vec<Event>,
    pub(super) fault: Option<Fault>,
}

/// Why a child gave no answer.
#[derive(Debug)]
pub(super) enum Loss {
    /// It ended.
    Ended(Ended),
    /// Its stage panicked.
    Panicked(String),
    /// It could not be started.
    Unable(StageError),
}

impl Child {
    pub(super) fn start(
        isolation: &Isolation,
        id: &str,
        setup: &[u8],
        memory_mib: u64,
        token: &CancelToken,
    ) -> Result<Self, Loss> {
        let (send, frames) = channel();
        let read = move |output| {
            let mut output = BufReader::new(output);
            // What is no frame is an end like any other: the child is gone, or will be.
            while let Ok(Some(frame)) = frame::read(&mut output) {
                if send.send(frame).is_err() {
                    return;
                }
            }
        };
        let mut command = isolation.command().map_err(Loss::Unable)?;
        let process = Process::start(id, &mut command, read).map_err(|e| {
            Loss::Unable(StageError::new(format!("cannot start a process for `{id}`: {e}")).because(e))
        })?;
        process.send(setup.to_vec());
        let child = Self { process, frames, memory_mib, used: 0 };
        // The time of a stage is for documents; its own beginning has time of its own.
        let until = token.until(Instant::now().checked_add(START));
        match child.next(isolation, &until)? {
            FromChild::Ready { unlimited } => {
                unlimited.iter().for_each(|reason| isolation.tell_unlimited(reason));
                debug!(stage = id, "started a process");
                Ok(child)
            }
            FromChild::Unable(fault) => Err(Loss::Unable(fault.into())),
            _ => Err(child.loss()),
        }
    }

    /// Sends a request, and waits for the whole answer; for no longer than the token says.
    pub(super) fn ask(
        &mut self,
        isolation: &Isolation,
        request: Vec<u8>,
        token: &CancelToken,
    ) -> Result<Answer, Loss> {
        self.used += 1;
        self.process.send(request);
        let mut token = token.clone();
        let mut answer = Answer::default();
        loop {
            match self.next(isolation, &token)? {
                FromChild::Again => token = token.anew(),
                FromChild::Done { events, fault, late } => {
                    if late {
                        token.be_late();
                    }
                    return Ok(Answer { events, fault, ..answer });
                }
                FromChild::Panicked(said) => return Err(Loss::Panicked(said)),
                part => answer.parts.push(part),
            }
        }
    }

    /// The next message that is not for the log.
    fn next(&self, isolation: &Isolation, token: &CancelToken) -> Result<FromChild, Loss> {
        let mut leaving: Option<Instant> = None;
        loop {
            match self.frames.recv_timeout(TICK) {
                Ok(FromChild::Log(line)) => (isolation.log)(line.as_bytes()),
                Ok(message) => return Ok(message),
                Err(RecvTimeoutError::Disconnected) => return Err(self.loss()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            match leaving {
                Some(limit) if Instant::now() >= limit => {
                    self.process.kill();
                    return Err(Loss::Ended(Ended::Time));
                }
                None if token.cancelled() => {
                    // A stage that looks at the time stops by itself, and says something better.
                    frame::to_bytes(&ToChild::Cancel)
                        .into_iter()
                        .for_each(|bytes| _ = self.process.send(bytes));
                    leaving = Some(Instant::now() + GRACE);
                }
                _ => {}
            }
        }
    }

    /// Why nothing more comes.
    fn loss(&self) -> Loss {
        // Its pipe is closed, so it has ended or is of no use; in the first case this tells how.
        let said = self.process.said().last_lines();
        let status = self.process.kill();
        Loss::Ended(Ended::of(status, &said, self.memory_mib))
    }
}
