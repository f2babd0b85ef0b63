//! A stage's error on its way from one process to another, with its causes: the engine looks among them for what will
//! pass by itself.

use std::{error::Error, fmt, io};

use rapporteur_stage::StageError;
use serde::{Deserialize, Serialize};

/// A [`StageError`] as a message.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Fault {
    message: String,
    hint: Option<String>,
    /// Nearest first.
    causes: Vec<Cause>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Cause {
    said: String,
    io: Option<Io>,
}

/// What kind of input or output failed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Io {
    /// The system's own number.
    System(i32),
    /// The content is at fault, not the surroundings.
    Content,
    Other,
}

impl From<&StageError> for Fault {
    fn from(error: &StageError) -> Self {
        let mut causes = Vec::new();
        let mut next = Error::source(error);
        while let Some(cause) = next {
            causes.push(Cause { said: cause.to_string(), io: cause.downcast_ref().map(kind) });
            next = cause.source();
        }
        Self { message: error.message.clone(), hint: error.hint.clone(), causes }
    }
}

fn kind(error: &io::Error) -> Io {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match (error.raw_os_error(), error.kind()) {
        (Some(number), _) => Io::System(number),
        (None, InvalidData | InvalidInput | UnexpectedEof) => Io::Content,
        (None, _) => Io::Other,
    }
}

impl From<Fault> for StageError {
    fn from(Fault { message, hint, causes }: Fault) -> Self {
        let source = causes.into_iter().rev().fold(None, |source, cause| Some(relayed(cause, source)));
        Self { message, hint, source }
    }
}

type Source = Box<dyn Error + Send + Sync>;

fn relayed(Cause { said, io }: Cause, source: Option<Source>) -> Source {
    let relayed = Relayed { said, source };
    match io {
        None => Box::new(relayed),
        Some(Io::System(number)) => Box::new(io::Error::from_raw_os_error(number)),
        Some(Io::Content) => Box::new(io::Error::new(io::ErrorKind::InvalidData, relayed)),
        Some(Io::Other) => Box::new(io::Error::other(relayed)),
    }
}

/// A cause of which only the words came over.
#[derive(Debug)]
struct Relayed {
    said: String,
    source: Option<Source>,
}

impl fmt::Display for Relayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl Error for Relayed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn causes(error: &StageError) -> Vec<(String, bool)> {
        let mut all = Vec::new();
        let mut next = Error::source(error);
        while let Some(cause) = next {
            all.push((cause.to_string(), cause.downcast_ref::<io::Error>().is_some()));
            next = cause.source();
        }
        all
    }

    #[test]
    fn an_error_keeps_its_causes() {
        let deep = io::Error::new(io::ErrorKind::InvalidData, StageError::new("no such table"));
        let inner = StageError::new("the page is damaged").because(deep);
        let error = StageError::new("cannot read it").hint("try again").because(inner);
        let back = StageError::from(Fault::from(&error));
        assert_eq!((&back.message, &back.hint), (&error.message, &error.hint));
        assert_eq!(causes(&back), causes(&error));
        let system = StageError::new("no file").because(io::Error::from_raw_os_error(2));
        let back = StageError::from(Fault::from(&system));
        assert_eq!(causes(&back), causes(&system));
    }
}
