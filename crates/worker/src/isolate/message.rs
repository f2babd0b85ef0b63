//! What the two ends say to each other.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rapporteur_model::{Document, Event};
use rapporteur_stage::Shared;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Part, fault::Fault};

/// What a child must know before its first document.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) options: Value,
    pub(super) memory_mib: u64,
    base: RawPath,
    out: RawPath,
    keeps: bool,
    /// What the stage has learned from the archive.
    learned: Option<String>,
}

impl Setup {
    pub(super) fn of(part: &Part, shared: &Shared) -> Self {
        Self {
            id: part.id.clone(),
            kind: part.kind.to_owned(),
            options: part.options.clone(),
            memory_mib: part.memory_mib,
            base: RawPath::of(shared.base()),
            out: RawPath::of(shared.out()),
            keeps: shared.cache().is_some(),
            learned: shared.learned(part.kind).map(|learned| learned.to_text()),
        }
    }

    /// The same surroundings in the child.
    pub(super) fn shared(&self) -> Shared {
        let shared = Shared::new(self.base.to_path(), self.out.to_path()).in_one_group();
        let shared = if self.keeps { shared } else { shared.keeping_nothing() };
        let learned = self.learned.as_deref().and_then(rapporteur_stage::Learned::from_text);
        if let Some(learned) = learned {
            shared.teach(&self.kind, learned);
        }
        shared
    }
}

/// To the child, after the [`Setup`].
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToChild {
    /// Work on this, for no longer than the limit.
    Document { document: Carried, content: Option<Vec<u8>>, limit: Option<Duration> },
    /// Give up what you are at.
    Cancel,
    /// There was the last document.
    Finish,
}

/// From the child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromChild {
    /// The stage is built. With a reason when the memory is not limited here.
    Ready {
        unlimited: Option<String>,
    },
    /// The stage cannot be built.
    Unable(Fault),
    /// A line for the log.
    Log(String),
    /// The work has come to one of several documents, which has all of the time to itself.
    Again,
    /// Parts of the answer, in the order in which the stage gave them.
    Emitted(Carried),
    LeftOut(Carried, String),
    Failed(Carried, Fault),
    /// The end of the answer.
    Done {
        events: Vec<Event>,
        fault: Option<Fault>,
        /// Whether the stage was told that its time is over.
        late: bool,
    },
    /// The stage panicked, with these words; the child leaves.
    Panicked(String),
}

/// A document with what its serial form leaves out: the bytes of a path that is no Unicode.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Carried {
    path: RawPath,
    /// Whether it has the content of the document that was asked about.
    content: bool,
    document: Box<Document>,
}

impl Carried {
    pub(super) fn new(mut document: Document) -> Self {
        let path = RawPath::of(&std::mem::take(&mut document.source.path));
        Self { path, content: document.source.content.is_some(), document: Box::new(document) }
    }

    /// The document again; `content` is that of the document that was asked about.
    pub(super) fn open(self, content: Option<&Arc<[u8]>>) -> Document {
        let Self { path, content: has, mut document } = self;
        document.source.path = path.to_path();
        document.source.content = content.filter(|_| has).cloned();
        *document
    }
}

/// A path as the system has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum RawPath {
    Text(String),
    Bytes(Vec<u8>),
}

impl RawPath {
    fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(bytes(path)),
        }
    }

    fn to_path(&self) -> PathBuf {
        match self {
            Self::Text(text) => PathBuf::from(text),
            Self::Bytes(bytes) => path(bytes),
        }
    }
}

#[cfg(unix)]
fn bytes(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Issue, Kind};

    use super::*;
    use crate::isolate::frame;

    #[test]
    fn a_document_comes_back_as_it_went() {
        let mut doc = Document::at(path(b"caf\xe9\n.pdf"));
        doc.blocks.push(Block::new(Kind::Paragraph, "The wells ran dry.", None, 0));
        doc.layers.put_json("acme".to_owned(), serde_json::json!({ "score": 0.1, "n": [1, -2, null] }));
        let issue = Issue { stage: "a".into(), message: "b".into(), hint: None, page: Some(2), span: None };
        doc.trail.push(Event::Error(issue));
        let content: Arc<[u8]> = b"the bytes".as_slice().into();
        doc.source.content = Some(Arc::clone(&content));
        let bytes = frame::to_bytes(&FromChild::Emitted(Carried::new(doc.clone()))).unwrap();
        let Some(FromChild::Emitted(back)) = frame::read(&mut bytes.as_slice()).unwrap() else {
            panic!("another message came back")
        };
        let back = back.open(Some(&content));
        assert_eq!(back, doc);
        assert!(Arc::ptr_eq(back.source.content.as_ref().unwrap(), &content));
    }
}
