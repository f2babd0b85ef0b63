//! What the engine lends to a stage while it works on one document.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rapporteur_model::{Document, Event, Issue, Span};

use crate::StageError;

/// A flag that says "stop", shared between threads; optionally with a moment at which it raises itself.
#[derive(Debug, Clone, Default)]
pub struct CancelToken {
    flag: Arc<AtomicBool>,
    deadline: Option<Instant>,
    limit: Option<Duration>,
    renewed: Arc<AtomicU64>,
    late: Arc<AtomicBool>,
}

impl CancelToken {
    /// The same flag, raised at the latest at `deadline`.
    #[must_use]
    pub fn until(&self, deadline: Option<Instant>) -> Self {
        Self { deadline, limit: None, late: Arc::default(), ..self.clone() }
    }

    /// The same flag, raised at the latest when so much time has gone by from now.
    #[must_use]
    pub fn within(&self, limit: Option<Duration>) -> Self {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        Self { limit, ..self.until(deadline) }
    }

    /// The same flag; where there is a limit of time, with all of it ahead.
    #[must_use]
    pub fn anew(&self) -> Self {
        self.renewed.fetch_add(1, Ordering::Relaxed);
        let anew = if self.limit.is_some() { self.within(self.limit) } else { self.clone() };
        Self { late: Arc::clone(&self.late), ..anew }
    }

    /// The limit of time that it was made with, for all of the work.
    pub fn limit(&self) -> Option<Duration> {
        self.limit
    }

    /// How often this flag, or a copy of it, was given all of its time anew: for somebody who watches over the time from
    /// another process.
    pub fn renewed(&self) -> u64 {
        self.renewed.load(Ordering::Relaxed)
    }

    /// Raises the flag, for all copies.
    pub fn cancel(&self) {
        self.flag.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is up or the moment has passed.
    pub fn cancelled(&self) -> bool {
        if self.flag.load(Ordering::Relaxed) {
            return true;
        }
        let over = self.deadline.is_some_and(|d| Instant::now() >= d);
        if over {
            self.be_late();
        }
        over
    }

    /// Whether somebody who asked was told to give up because the time is over. One who was not asked, and fails later than
    /// it may, has failed for another reason.
    pub fn late(&self) -> bool {
        self.late.load(Ordering::Relaxed)
    }

    /// Has [`late`](Self::late) say so: for work that is done in another process, where somebody was told.
    pub fn be_late(&self) {
        self.late.store(true, Ordering::Relaxed);
    }
}

/// The surroundings of a stage: where to put warnings, whether to give up. No clock, no randomness, no output.
#[derive(Debug)]
pub struct Context<'a> {
    stage: &'a str,
    cancel: CancelToken,
    events: Vec<Event>,
}

impl<'a> Context<'a> {
    /// Made by the engine, and by tests, for one document in one stage.
    pub fn new(stage: &'a str, cancel: &CancelToken) -> Self {
        Self { stage, cancel: cancel.clone(), events: Vec::new() }
    }

    /// The surroundings of one of several documents that are made of the one at hand: what is said there is the
    /// new document's alone, and belongs into its trail. It has the stage's time for one document to itself.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self::new(self.stage, &self.cancel.anew())
    }

    /// Says that something is odd, though nothing is lost. Travels with the result.
    pub fn warn(&mut self, message: impl Into<String>, span: Option<Span>) {
        let issue = self.issue(message.into(), span);
        self.events.push(Event::Warning(issue));
    }

    /// Says that something was lost: the document becomes *partial*.
    pub fn lost(&mut self, message: impl Into<String>, hint: Option<&str>, page: Option<u32>) {
        let issue = self.issue(message.into(), None);
        self.events.push(Event::Error(Issue { hint: hint.map(ToOwned::to_owned), page, ..issue }));
    }

    fn issue(&self, message: String, span: Option<Span>) -> Issue {
        Issue { stage: self.stage.to_owned(), message, hint: None, page: None, span }
    }

    /// Whether anything was said to be lost so far.
    pub fn has_lost(&self) -> bool {
        self.events.iter().any(|e| matches!(e, Event::Error(_)))
    }

    /// Whether to give up: the run is ending, or the stage's time is over. Ask in every long loop, then return
    /// an error.
    pub fn cancelled(&self) -> bool {
        self.cancel.cancelled()
    }

    /// The flag behind [`cancelled`](Self::cancelled), for a stage that hands its work to another thread or process.
    pub fn token(&self) -> &CancelToken {
        &self.cancel
    }

    /// Takes over what was said elsewhere: in another process that did this stage's work.
    pub fn take_over(&mut self, events: Vec<Event>) {
        self.events.extend(events);
    }

    /// The same as an error, for the places between the steps of a stage.
    ///
    /// # Errors
    /// When it is time to give up.
    pub fn in_time(&self) -> Result<(), StageError> {
        if !self.cancelled() {
            return Ok(());
        }
        Err(StageError::new("stopped before the end")
            .hint("raise `timeout-seconds` if the time was too short"))
    }

    /// What was said so far; the engine puts it into the documents' trails.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }
}

/// Where a [`Stage`](crate::Stage) puts the documents it gives.
#[derive(Debug, Default)]
pub struct Outbox {
    documents: Vec<Document>,
    left_out: Vec<(Document, String)>,
    failed: Vec<(Document, StageError)>,
}

impl Outbox {
    /// Passes a document on.
    pub fn emit(&mut self, document: Document) {
        self.documents.push(document);
    }

    /// Leaves a document out on purpose. It is counted and listed with the reason, never silently gone.
    pub fn leave_out(&mut self, document: Document, reason: impl Into<String>) {
        self.left_out.push((document, reason.into()));
    }

    /// Gives up one of several documents that are made of the one at hand: it is set aside with the reason, the
    /// others go on.
    pub fn fail(&mut self, document: Document, error: StageError) {
        self.failed.push((document, error));
    }

    /// What was given up, in order. To be asked before [`into_parts`](Self::into_parts).
    pub fn take_failed(&mut self) -> Vec<(Document, StageError)> {
        std::mem::take(&mut self.failed)
    }

    /// What was emitted, and what was left out, each in order.
    pub fn into_parts(self) -> (Vec<Document>, Vec<(Document, String)>) {
        (self.documents, self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_several_documents_has_the_time_of_one() {
        let run = CancelToken::default();
        let over = Context::new("ingest", &run.within(Some(Duration::ZERO)));
        assert!(over.cancelled());
        let slow = run.within(Some(Duration::from_secs(3600)));
        let late = CancelToken { deadline: Some(Instant::now()), ..slow };
        let cx = Context::new("ingest", &late);
        assert!(cx.cancelled() && !cx.apart().cancelled());
        // A moment is a moment, and the end of the run is everybody's.
        assert!(Context::new("ingest", &run.until(Some(Instant::now()))).apart().cancelled());
        run.cancel();
        assert!(cx.apart().cancelled());
    }
}
