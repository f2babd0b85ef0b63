//! The running half: small, object safe.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

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

    /// See [`Stage::minds_path`].
    fn minds_path(&self) -> bool {
        false
    }
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

    /// Whether the result depends on where the document's file lies, and not only on what is in it: then a file that
    /// was moved goes through the stage again.
    fn minds_path(&self) -> bool {
        false
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

    fn minds_path(&self) -> bool {
        Edit::minds_path(self)
    }
}

/// Where documents come from. Gives documents of which only [`Document::source`] is filled; reading them is the
/// matter of a stage (`ingest`).
pub trait Source: Send {
    /// The next document, in a fixed order; `None` at the end. `Err` costs one entry, not the run.
    fn next(&mut self) -> Option<Result<Document, StageError>>;

    /// The bytes of a document that is in no file, where [`next`](Self::next) has not given them along
    /// ([`content`](rapporteur_model::Source::content)). All documents are listed before the first is read; the bytes are
    /// asked for when the run comes to the document, so that no more of them are in memory than there are documents under
    /// way. `None` for one that is read from its path.
    ///
    /// # Errors
    /// Why they cannot be had, which costs this document, not the run.
    fn content(&mut self, of: &rapporteur_model::Source) -> Result<Option<Arc<[u8]>>, StageError> {
        let _read_from_its_path = of;
        Ok(None)
    }

    /// How many there will be, when known.
    fn total(&self) -> Option<usize> {
        None
    }

    /// The folders that it looks in, each as the paths of its documents begin. A folder that is away for a while (a disk
    /// that is not mounted) says nothing about the documents of earlier runs below it: they stay in the exports.
    fn roots(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Why it gives no document at all, when it does not: an error, unless earlier runs have found some there.
    fn lacks(&self) -> Option<StageError> {
        None
    }
}

/// Where finished documents go.
///
/// An export says what it writes of each document; the engine does the writing: beside the place, flushed, renamed. So
/// what was written of a document that has not changed since can stay where it is, or be taken over from the file of an
/// earlier run.
pub trait Export: Send {
    /// What is written of one document: a function of the document and the options, and of nothing else. `Err` sets the
    /// document aside.
    ///
    /// # Errors
    /// When nothing can be made of this document.
    fn part(&mut self, doc: &Document) -> Result<Part, StageError>;

    /// Whether each document gets a file, or all share one.
    fn shape(&self) -> Shape;

    /// The whole file of a [`Shape::Assembled`], made of the parts of all documents, in the order of the run. By default
    /// one after the other.
    ///
    /// # Errors
    /// When a part is not what this export has made.
    fn assemble(&self, parts: &[&[u8]]) -> Result<Vec<u8>, StageError> {
        Ok(parts.concat())
    }
}

/// What an export writes of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The file's path below the output folder, for exports that write a file for each document; the second document of
    /// a name gets `-2`.
    pub name: PathBuf,
    /// What is in the file, or the document's stretch of the joint one.
    pub bytes: Vec<u8>,
}

/// How what an export writes lies in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// A file for each document.
    Files,
    /// One file: the parts of all documents, one after the other. There is none as long as there is no part.
    Joint {
        /// The file's path below the output folder.
        path: PathBuf,
        /// What stands before the first part: the head of a table.
        head: Vec<u8>,
    },
    /// One file that [`Export::assemble`] makes of the parts of all documents, whenever one of them is another one.
    Assembled {
        /// The file's path below the output folder.
        path: PathBuf,
    },
}

/// The name that a document's file gets when others may have asked for the same one before: the second `x.md` is `x-2.md`.
/// `given` holds the names that are taken, in small letters: some file systems take upper and lower case for the same.
pub fn unique(given: &mut BTreeSet<String>, wished: &Path) -> PathBuf {
    let mut name = wished.to_owned();
    let mut count = 1_u32;
    while !given.insert(name.to_string_lossy().to_lowercase()) {
        count += 1;
        let stem = wished.file_stem().unwrap_or_default().to_string_lossy();
        let end = wished.extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
        name = wished.with_file_name(format!("{stem}-{count}{end}"));
    }
    name
}
