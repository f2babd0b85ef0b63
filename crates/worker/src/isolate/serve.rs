//! The child's end: one stage, document after document, until the parent is gone.

use std::{
    io::{self, Read},
    process,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use rapporteur_stage::{CancelToken, Context, Outbox, Registry, Stage, StageError, guard};

use tracing::warn;

use crate::group;

use super::{
    Wire,
    fault::Fault,
    frame, limits,
    message::{Carried, FromChild, Setup, ToChild},
};

/// As much stack as a worker of the engine has: a stage must not fare worse here.
const STACK: usize = 16 << 20;
/// Between two looks at whether the stage has come to another document of several.
const LOOK: Duration = Duration::from_millis(100);

/// Works for a parent, with the stage that it names, until it closes the pipe. Then the process leaves, also in the middle
/// of a document.
///
/// # Errors
/// When the parent's pipes cannot be used, or it says something that is not understood.
pub fn serve(registry: &Registry, wire: &Wire) -> io::Result<()> {
    let mut input = wire.input().ok_or_else(|| io::Error::other("somebody serves already"))?;
    let Some(setup) = frame::read::<Setup>(&mut input)? else { return Ok(()) };
    limits::offer();
    let unlimited = limits::memory(setup.memory_mib).err();
    let current = Current::default();
    let (send, requests) = channel();
    let worker = Worker { id: setup.id.clone(), wire: wire.clone(), current: current.clone() };
    let stage = match build(registry, &setup) {
        Ok(stage) => stage,
        Err(error) => return wire.send(&FromChild::Unable(Fault::from(&error))),
    };
    wire.send(&FromChild::Ready { unlimited })?;
    let thread = thread::Builder::new().name(setup.id).stack_size(STACK);
    thread.spawn(move || worker.work(stage, &requests))?;
    let (watch, wire) = (current.clone(), wire.clone());
    thread::Builder::new().name("time".to_owned()).spawn(move || watch.watch(&wire))?;
    if let Err(e) = listen(input, &current, |request| send.send(request).is_ok()) {
        warn!(error = %e, "the parent said something that is not understood");
    }
    // The stage may be at work, and may never end; and so may a program that it has started.
    group::end_own();
    process::exit(0)
}

/// Takes requests until the pipe is closed.
fn listen(
    mut input: impl Read,
    current: &Current,
    mut hand_on: impl FnMut(ToChild) -> bool,
) -> io::Result<()> {
    while let Some(request) = frame::read(&mut input)? {
        match request {
            ToChild::Cancel => current.token().cancel(),
            request => {
                if !hand_on(request) {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn build(registry: &Registry, setup: &Setup) -> Result<Box<dyn Stage>, StageError> {
    let entry = registry
        .stage(&setup.kind)
        .ok_or_else(|| StageError::new(format!("this program has no stage `{}`", setup.kind)))?;
    let prepared = (entry.prepare_json)(setup.options.clone()).map_err(|e| {
        StageError::new(format!("the options of `{}` cannot be handed to another process: {e}", setup.id))
            .hint("its options must be read back from what they are written as")
    })?;
    guard::run(|| prepared.build(&setup.shared())).unwrap_or_else(|panic| {
        Err(StageError::new(format!("the stage broke down while it was built: {}", panic.message)))
    })
}

/// The flag of the document under way.
#[derive(Debug, Clone, Default)]
struct Current(Arc<Mutex<(u64, CancelToken)>>);

impl Current {
    fn token(&self) -> CancelToken {
        self.get().1
    }

    /// The flag, with the number of its document.
    fn get(&self) -> (u64, CancelToken) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, token: &CancelToken) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *current = (current.0 + 1, token.clone());
    }

    /// Tells the parent when the stage takes its time anew.
    fn watch(&self, wire: &Wire) {
        let mut seen = (0, 0);
        loop {
            thread::sleep(LOOK);
            let (number, token) = self.get();
            let now = (number, token.renewed());
            if now.1 > 0 && now != seen {
                token.limit().into_iter().for_each(limits::processor);
                if wire.send(&FromChild::Again).is_err() {
                    return;
                }
            }
            seen = now;
        }
    }
}

struct Worker {
    id: String,
    wire: Wire,
    current: Current,
}

impl Worker {
    fn work(self, mut stage: Box<dyn Stage>, requests: &Receiver<ToChild>) {
        for request in requests {
            let answered = match request {
                ToChild::Document { document, content, limit } => {
                    let content = content.map(Arc::from);
                    let mut doc = document.open(content.as_ref());
                    doc.source.content = content;
                    self.answer(limit, |cx, out| stage.process(doc, cx, out))
                }
                ToChild::Finish => self.answer(None, |cx, out| stage.finish(cx, out)),
                ToChild::Cancel => Ok(true),
            };
            // Without a parent there is nothing to do; with a stage that panicked, nothing good.
            if !answered.unwrap_or(false) {
                group::end_own();
                process::exit(0);
            }
        }
    }

    /// Does the work and sends what came of it; `false` after a panic.
    fn answer(
        &self,
        limit: Option<Duration>,
        work: impl FnOnce(&mut Context<'_>, &mut Outbox) -> Result<(), StageError>,
    ) -> io::Result<bool> {
        let token = CancelToken::default().within(limit);
        self.current.set(&token);
        limit.into_iter().for_each(limits::processor);
        let (mut cx, mut out) = (Context::new(&self.id, &token), Outbox::default());
        let fault = match guard::run(|| work(&mut cx, &mut out)) {
            Ok(result) => result.err().as_ref().map(Fault::from),
            Err(panic) => {
                self.wire.send(&FromChild::Panicked(panic.message))?;
                return Ok(false);
            }
        };
        if fault.is_none() {
            self.send(out)?;
        }
        self.wire.send(&FromChild::Done { events: cx.into_events(), fault, late: token.late() })?;
        Ok(true)
    }

    fn send(&self, mut out: Outbox) -> io::Result<()> {
        for (doc, error) in out.take_failed() {
            self.wire.send(&FromChild::Failed(Carried::new(doc), Fault::from(&error)))?;
        }
        let (documents, left_out) = out.into_parts();
        for doc in documents {
            let path = doc.source.path.clone();
            match frame::to_bytes(&FromChild::Emitted(Carried::new(doc))) {
                Ok(frame) => self.wire.write(&frame)?,
                // A document that cannot be sent is lost, and told; the others are not.
                Err(error) => {
                    let lost = Carried::new(rapporteur_model::Document::at(path));
                    self.wire.send(&FromChild::Failed(lost, Fault::from(&error)))?;
                }
            }
        }
        for (doc, reason) in left_out {
            self.wire.send(&FromChild::LeftOut(Carried::new(doc), reason))?;
        }
        Ok(())
    }
}
