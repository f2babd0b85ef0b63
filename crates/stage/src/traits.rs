//! The running half: small, object safe.

use rapporteur_model::Document;

use crate::{Context, Outbox, StageError};

/// The common case: improve one document.
///
/// Each worker has its own instance, so scratch buffers are ordinary fields and no locks are needed. After a
/// panic the instance is thrown away and built anew. Same document and options must give the same bytes.
pub trait Edit: Send {
    /// Improves the document in place. `Err` means that there is no document at all; for anything less, give the
    /// best document there is and say what was odd through [`Context::warn`] or [`Context::lost`].
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError>;
}

/// The full case: from one document none, one or many, and a last word.
pub trait Stage: Send {
    /// Takes one document and gives what comes of it.
    fn process(&mut self, doc: Document, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError>;

    /// What some documents will miss, though there is no reason not to run: a program that is not installed, say.
    /// Told by `check`.
    fn lacks(&self) -> Option<StageError> {
        None
    }

    /// Called once per worker after the last document.
    fn finish(&mut self, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        let _unused = (cx, out);
        Ok(())
    }
}

impl<E: Edit> Stage for E {
    fn process(
        &mut self,
        mut doc: Document,
        cx: &mut Context<'_>,
        out: &mut Outbox,
    ) -> Result<(), StageError> {
        self.edit(&mut doc, cx)?;
        out.emit(doc);
        Ok(())
    }
}

/// Where documents come from. Gives documents of which only [`Document::source`] is filled; reading them is the
/// matter of a stage (`ingest`).
pub trait Source: Send {
    /// The next document, in a fixed order; `None` at the end. `Err` costs one entry, not the run.
    fn next(&mut self) -> Option<Result<Document, StageError>>;

    /// How many there will be, when known.
    fn total(&self) -> Option<usize> {
        None
    }
}

/// Where finished documents go.
pub trait Export: Send {
    /// Writes one document. Called in the order of the run, by one thread.
    fn write(&mut self, doc: &Document) -> Result<(), StageError>;

    /// Called once after the last document: close what is open, put it in its final place.
    fn finish(&mut self) -> Result<(), StageError> {
        Ok(())
    }
}
