//! The stage as the engine sees it: like any other, but that its work is done elsewhere.

use std::{panic, sync::Arc};

use rapporteur_model::Document;
use rapporteur_stage::{Context, Outbox, Stage, StageError};
use tracing::debug;

use super::{
    Isolation, Part,
    child::{Answer, Child, Loss},
    frame,
    message::{Carried, FromChild, ToChild},
};

/// A child works on so many documents; then a new one takes its place, so that what a stage leaks does not add up.
const RECYCLED: u32 = 500;

/// A worker of an isolated stage, with its child.
pub(super) struct Isolated {
    isolation: Arc<Isolation>,
    id: String,
    memory_mib: u64,
    setup: Vec<u8>,
    /// The same stage in this process, to be asked what it lacks.
    native: Box<dyn Stage>,
    /// `None` before the first document, and when the last child has ended.
    child: Option<Child>,
}

impl Isolated {
    pub(super) fn new(
        isolation: Arc<Isolation>,
        part: &Part,
        setup: Vec<u8>,
        native: Box<dyn Stage>,
    ) -> Self {
        Self { isolation, id: part.id.clone(), memory_mib: part.memory_mib, setup, native, child: None }
    }

    /// Asks the child, which is started when there is none. Its instance of the stage is kept for as long as it gives
    /// answers, as the engine does with those of its own.
    fn ask(&mut self, request: Vec<u8>, cx: &Context<'_>) -> Result<Answer, Loss> {
        let mut token = cx.token().clone();
        let mut child = match self.child.take().filter(|c| c.used < RECYCLED) {
            Some(child) => child,
            None => {
                let child =
                    Child::start(&self.isolation, &self.id, &self.setup, self.memory_mib, cx.token())?;
                token = token.anew();
                child
            }
        };
        let answer = child.ask(&self.isolation, request, &token)?;
        self.child = Some(child);
        Ok(answer)
    }

    /// The same, and once more in a new child when an earlier document may have to do with the end of this one: what
    /// becomes of a document must not depend on those before it.
    fn ask_fairly(&mut self, request: Vec<u8>, cx: &Context<'_>) -> Result<Answer, StageError> {
        let used = self.child.as_ref().is_some_and(|c| c.used > 0);
        let again = used.then(|| request.clone());
        let mut outcome = self.ask(request, cx);
        if let (Err(Loss::Ended(ended)), Some(request)) = (&outcome, again)
            && ended.may_be_of_earlier()
        {
            debug!(stage = self.id, "trying it once more in a new process");
            outcome = self.ask(request, cx);
        }
        outcome.map_err(|loss| match loss {
            Loss::Ended(ended) => ended.error(&self.id),
            Loss::Unable(error) => error,
            // A panic there is a panic here: the engine has its own way with it.
            Loss::Panicked(said) => panic::resume_unwind(Box::new(said)),
        })
    }
}

impl Stage for Isolated {
    fn process(&mut self, doc: Document, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        let content = doc.source.content.clone();
        let request = ToChild::Document {
            content: content.as_deref().map(<[u8]>::to_vec),
            document: Carried::new(doc),
            limit: cx.token().limit(),
        };
        let answer = self.ask_fairly(frame::to_bytes(&request)?, cx)?;
        let open = |carried: Carried| carried.open(content.as_ref());
        put(answer, open, cx, out)
    }

    fn minds_path(&self) -> bool {
        self.native.minds_path()
    }

    fn lacks(&self) -> Option<StageError> {
        self.native.lacks()
    }

    fn finish(&mut self, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        // Without a child there was no document, or the last one was lost with what the stage remembered.
        if self.child.is_none() {
            return Ok(());
        }
        let answer = self.ask_fairly(frame::to_bytes(&ToChild::Finish)?, cx)?;
        put(answer, |carried| carried.open(None), cx, out)
    }
}

/// Puts an answer to where the stage would have put it.
fn put(
    answer: Answer,
    open: impl Fn(Carried) -> Document,
    cx: &mut Context<'_>,
    out: &mut Outbox,
) -> Result<(), StageError> {
    for part in answer.parts {
        match part {
            FromChild::Emitted(doc) => out.emit(open(doc)),
            FromChild::LeftOut(doc, reason) => out.leave_out(open(doc), reason),
            FromChild::Failed(doc, fault) => out.fail(open(doc), fault.into()),
            _ => return Err(StageError::new("the child gave something that is no part of an answer")),
        }
    }
    cx.take_over(answer.events);
    answer.fault.map_or(Ok(()), |fault| Err(fault.into()))
}
