//! Why a verb could not do its work.

use std::io;

use rapporteur_config::Problems;
use rapporteur_stage::StageError;

/// All done.
pub(crate) const DONE: u8 = 0;
/// Done, with documents set aside.
pub(crate) const SET_ASIDE: u8 = 1;
/// It could not be done: usage, configuration, disk.
pub(crate) const NOT_DONE: u8 = 2;

/// Why a verb ended early.
#[derive(Debug)]
pub(crate) enum Complaint {
    /// One sentence, what to try, and the exit code.
    Told { message: String, hint: Option<String>, code: u8 },
    /// The problems of a pipeline file.
    File(Problems),
    /// Whoever reads standard output has heard enough: no error at all.
    PipeClosed,
}

impl Complaint {
    /// A complaint with exit code 2.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Told { message: message.into(), hint: None, code: NOT_DONE }
    }

    /// What is told, and what to try.
    #[cfg(test)]
    pub(crate) fn told(&self) -> (&str, &str) {
        match self {
            Self::Told { message, hint, .. } => (message, hint.as_deref().unwrap_or("")),
            Self::File(_) | Self::PipeClosed => ("", ""),
        }
    }

    /// Adds what to try.
    pub(crate) fn hint(mut self, with: impl Into<String>) -> Self {
        if let Self::Told { hint, .. } = &mut self {
            *hint = Some(with.into());
        }
        self
    }
}

impl From<io::Error> for Complaint {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            Self::new(format!("cannot write to standard output: {e}"))
        }
    }
}

impl From<StageError> for Complaint {
    fn from(e: StageError) -> Self {
        Self::Told { message: e.message, hint: e.hint, code: NOT_DONE }
    }
}

impl From<Problems> for Complaint {
    fn from(problems: Problems) -> Self {
        Self::File(problems)
    }
}
