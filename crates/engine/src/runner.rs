//! One instance of one stage at work, and anew after a panic.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rapporteur_config::{Problem, StageStep};
use rapporteur_model::{Document, Event};
use rapporteur_stage::{CancelToken, Context, Outbox, Shared, Stage, StageError};
use tracing::{debug, warn};

use crate::{
    failure::{Brief, Failure, LeftOut},
    guard,
    parcel::Batch,
};

/// An instance of a stage with its counts.
pub(crate) struct Runner {
    pub(crate) step: StageStep,
    shared: Arc<Shared>,
    /// `None` after a panic, until the next document.
    stage: Option<Box<dyn Stage>>,
    /// Documents it worked on.
    pub(crate) executed: u64,
    /// Time it took for them.
    pub(crate) spent: Duration,
}

impl Runner {
    /// Builds the instance.
    pub(crate) fn new(step: &StageStep, shared: &Arc<Shared>) -> Result<Self, Problem> {
        let stage = build(step, shared).map_err(|e| step.problem(&e))?;
        Ok(Self {
            step: step.clone(),
            shared: Arc::clone(shared),
            stage: Some(stage),
            executed: 0,
            spent: Duration::ZERO,
        })
    }

    /// What it cannot do on this machine.
    pub(crate) fn lacks(&self) -> Option<StageError> {
        self.stage.as_ref().and_then(|stage| guard::run(|| stage.lacks()).ok().flatten())
    }

    /// Whether its result depends on where a file lies.
    pub(crate) fn minds_path(&self) -> bool {
        let stage = self.stage.as_deref();
        self.step.when.minds_path()
            || stage.is_some_and(|stage| guard::run(|| stage.minds_path()).unwrap_or(true))
    }

    /// Takes one document and puts what comes of it into `out`. Gives back whether the stage worked on it at all.
    pub(crate) fn apply(&mut self, doc: Document, cancel: &CancelToken, out: &mut Batch) -> bool {
        if !self.step.when.matches(&doc) {
            out.documents.push(doc);
            return false;
        }
        let brief = Brief::of(&doc);
        let start = Instant::now();
        let token = cancel.within(self.step.timeout);
        let id = self.step.id.clone();
        let mut cx = Context::new(&id, &token);
        let mut outbox = Outbox::default();
        let result = self.guarded(|stage| stage.process(doc, &mut cx, &mut outbox));
        let events = cx.into_events();
        self.executed += 1;
        self.spent += start.elapsed();
        match result {
            Ok(()) => self.collect(outbox, events, &brief, out),
            Err(fault) => {
                let late = token.late() && !cancel.cancelled();
                out.failures.push(self.failure(brief, fault, late, events));
            }
        }
        true
    }

    /// The stage's last word.
    pub(crate) fn finish(&mut self, cancel: &CancelToken, out: &mut Batch) {
        if self.stage.is_none() {
            return;
        }
        let id = self.step.id.clone();
        let mut cx = Context::new(&id, cancel);
        let mut outbox = Outbox::default();
        let result = self.guarded(|stage| stage.finish(&mut cx, &mut outbox));
        let events = cx.into_events();
        let brief = Brief::of(&Document::at("(after the last document)"));
        match result {
            Ok(()) => self.push(outbox, events, out),
            Err(fault) => out.failures.push(self.failure(brief, fault, false, events)),
        }
    }

    fn guarded(&mut self, work: impl FnOnce(&mut dyn Stage) -> Result<(), StageError>) -> Result<(), Fault> {
        let mut stage = match self.stage.take() {
            Some(stage) => stage,
            None => build(&self.step, &self.shared).map_err(Fault::Error)?,
        };
        match guard::run(|| work(stage.as_mut())) {
            Ok(result) => {
                self.stage = Some(stage);
                result.map_err(Fault::Error)
            }
            Err(panic) => {
                // What a panic leaves behind may panic again when it is dropped.
                if guard::run(|| drop(stage)).is_err() {
                    debug!(stage = self.step.id, "dropping the stage panicked too");
                }
                Err(Fault::Panic(panic.message))
            }
        }
    }

    fn collect(&self, outbox: Outbox, events: Vec<Event>, brief: &Brief, out: &mut Batch) {
        let ended = |out: &Batch| out.documents.len() + out.left_out.len() + out.failures.len();
        let before = ended(out);
        self.push(outbox, events, out);
        if ended(out) == before {
            // Nothing disappears without a line.
            let reason = "the stage gave nothing for it and did not say why".to_owned();
            let (path, stage) = (brief.path().to_owned(), self.step.id.clone());
            out.left_out.push(LeftOut { path, stage, reason });
        }
    }

    fn push(&self, mut outbox: Outbox, events: Vec<Event>, out: &mut Batch) {
        for (doc, error) in outbox.take_failed() {
            out.failures.push(self.failure(Brief::of(&doc), Fault::Error(error), false, Vec::new()));
        }
        let (mut documents, left_out) = outbox.into_parts();
        if let Some((last, others)) = documents.split_last_mut() {
            others.iter_mut().for_each(|d| d.trail.extend(events.iter().cloned()));
            last.trail.extend(events);
        }
        out.documents.append(&mut documents);
        out.left_out.extend(left_out.into_iter().map(|(doc, reason)| LeftOut {
            path: doc.source.path,
            stage: self.step.id.clone(),
            reason,
        }));
    }

    fn failure(&self, brief: Brief, fault: Fault, late: bool, events: Vec<Event>) -> Failure {
        let id = &self.step.id;
        let panicked = matches!(fault, Fault::Panic(_));
        let error = match fault {
            Fault::Panic(said) => StageError::new(format!("the stage `{id}` broke down: {said}"))
                .hint("this is a fault of the stage; please report it together with the document"),
            Fault::Error(error) if late => {
                let seconds = self.step.timeout.map_or(0, |t| t.as_secs());
                let plural = if seconds == 1 { "" } else { "s" };
                StageError::new(format!("`{id}` was not ready after {seconds} second{plural}"))
                    .hint("raise `timeout-seconds`, or leave the document out")
                    .because(error)
            }
            Fault::Error(error) => error,
        };
        warn!(stage = id, path = %brief.path().display(), reason = error.message, "set a document aside");
        brief.failure(id, &error, panicked, events)
    }
}

enum Fault {
    Error(StageError),
    Panic(String),
}

fn build(step: &StageStep, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
    guard::run(|| step.build(shared)).unwrap_or_else(|panic| {
        Err(StageError::new(format!("the stage broke down while it was built: {}", panic.message)))
    })
}
