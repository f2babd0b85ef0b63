//! What a stage says when it cannot give a document at all.

use std::{error::Error, fmt};

/// A failure that costs the document (or, from `build`, the run).
///
/// The message is one lower-case sentence without a full stop, for the archive's owner; the hint says what to
/// do; the source is the cause, for the log.
#[derive(Debug)]
pub struct StageError {
    /// What is wrong, with the value found.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
    /// The cause.
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl StageError {
    /// An error with a message alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, source: None }
    }

    /// Adds what to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for StageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for StageError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}
