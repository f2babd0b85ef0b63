//! A document that did not come through, and why.

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

use rapporteur_model::{Document, Event};
use rapporteur_stage::StageError;
use serde::{Deserialize, Serialize};

/// A document that a stage failed on: the content of its set-aside record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Failure {
    /// The source's path, as the user named it.
    #[serde(serialize_with = "crate::told::path")]
    pub path: PathBuf,
    /// The document's id; empty when its bytes were not yet read.
    pub id: String,
    /// The step that failed, by its id.
    pub stage: String,
    /// What is wrong, one lower-case sentence without a full stop.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
    /// The causes behind the message, nearest first.
    pub causes: Vec<String>,
    /// Whether the stage panicked: a bug of the stage, not of the document.
    pub panicked: bool,
    /// Whether it may well succeed next time: what failed was a disk, a program or the network, not the document.
    #[serde(default)]
    pub passing: bool,
    /// How often the document was tried since its file last changed.
    #[serde(default)]
    pub tries: u32,
    /// Warnings and errors up to the failure. The log of repairs is not kept: the stage took the document with it.
    pub trail: Vec<Event>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed on {}: {}", self.stage, self.path.display(), self.message)
    }
}

impl Error for Failure {}

impl Failure {
    pub(crate) fn new(path: &Path, stage: &str, error: &StageError) -> Self {
        let mut causes = Vec::new();
        let mut next = Error::source(error);
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        Self {
            path: path.to_owned(),
            id: String::new(),
            stage: stage.to_owned(),
            message: error.message.clone(),
            hint: error.hint.clone(),
            causes,
            panicked: false,
            passing: passing(error),
            tries: 1,
            trail: Vec::new(),
        }
    }
}

/// Whether an error is one of the surroundings: a disk, a program. What is wrong with the bytes of a file stays wrong.
fn passing(error: &StageError) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    let mut next = Error::source(error);
    while let Some(cause) = next {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return !matches!(io.kind(), InvalidData | InvalidInput | UnexpectedEof);
        }
        next = cause.source();
    }
    false
}

/// A document that a stage left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// The source's path.
    #[serde(serialize_with = "crate::told::path")]
    pub path: PathBuf,
    /// The stage, by its id.
    pub stage: String,
    /// Why.
    pub reason: String,
}

/// What must be known of a document should the stage that takes it lose it.
pub(crate) struct Brief {
    path: PathBuf,
    id: String,
    issues: Vec<Event>,
}

impl Brief {
    pub(crate) fn of(doc: &Document) -> Self {
        let issues = doc.trail.iter().filter(|e| matches!(e, Event::Warning(_) | Event::Error(_)));
        Self { path: doc.source.path.clone(), id: doc.id.clone(), issues: issues.cloned().collect() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn failure(
        self,
        stage: &str,
        error: &StageError,
        panicked: bool,
        said: Vec<Event>,
    ) -> Failure {
        let mut trail = self.issues;
        trail.extend(said);
        Failure { id: self.id, panicked, trail, ..Failure::new(&self.path, stage, error) }
    }
}
