//! Paths in what is written for people and programs: JSON has no word for a name that is no Unicode, and no file is worth
//! losing the report of a whole run over.

use std::path::{Path, PathBuf};

use serde::Serializer;

/// A path as it can be read; what is no Unicode in it is replaced by U+FFFD.
pub(crate) fn path<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&path.to_string_lossy())
}

/// The same for many.
pub(crate) fn paths<S: Serializer>(paths: &[PathBuf], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(paths.iter().map(|path| path.to_string_lossy()))
}
