//! The source `files`: the files of an archive, by patterns.

mod pattern;
mod walk;

use std::{path::PathBuf, vec};

use rapporteur_model::Document;
use rapporteur_stage::{Shared, Source, SourceKind, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Endings of the files that can be read; a folder named as a whole gives the files with these.
pub(crate) const ENDINGS: &[&str] = &[
    "pdf", "docx", "epub", "txt", "text", "md", "markdown", "html", "htm", "hocr", "alto", "xml", "gz", "zip",
];

/// Options of `files`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FilesOptions {
    /// Files, folders and patterns, relative to the pipeline file's folder. `*` stands for any part of a name,
    /// `**` for any folders, `{pdf,txt}` for one or the other. A folder gives all files below it that can be
    /// read. Hidden files, the output folder and linked folders are passed over unless they are named.
    pub include: Vec<String>,
    /// Files, folders and patterns that are left out of these.
    pub exclude: Vec<String>,
}

impl Default for FilesOptions {
    fn default() -> Self {
        Self { include: vec![format!("**/*.{{{}}}", ENDINGS.join(","))], exclude: Vec::new() }
    }
}

/// `use = "files"`
pub(crate) struct FilesKind;

impl SourceKind for FilesKind {
    const NAME: &'static str = "files";
    const SUMMARY: &'static str = "the files of an archive, by names and patterns, in sorted order";
    type Options = FilesOptions;

    fn build(options: &FilesOptions, shared: &Shared) -> Result<Box<dyn Source>, StageError> {
        Ok(Box::new(Files::find(options, shared)?))
    }
}

/// The files that were found, in sorted order, each once.
///
/// ```
/// use rapporteur_ingest::{Files, FilesOptions};
/// use rapporteur_stage::{Shared, Source};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("seminar.md"), "# Seminar")?;
/// let options = FilesOptions { include: vec!["*.md".to_owned()], ..FilesOptions::default() };
/// let mut files = Files::find(&options, &Shared::new(folder.path(), "out"))?;
/// assert_eq!(files.total(), Some(1));
/// assert_eq!(files.next().unwrap()?.source.path, folder.path().join("seminar.md"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Files {
    entries: vec::IntoIter<(PathBuf, walk::Entry)>,
    roots: Vec<PathBuf>,
    lacks: Option<StageError>,
}

impl Files {
    /// Looks for the files. What cannot be looked at (a folder without permission, one missing file among
    /// others) becomes an `Err` of [`Source::next`] in its place; when there is no file at all, [`Source::lacks`] says
    /// why.
    ///
    /// # Errors
    /// When a pattern cannot be understood.
    pub fn find(options: &FilesOptions, shared: &Shared) -> Result<Self, StageError> {
        let walk::Found { mut entries, roots } = walk::find(options, shared)?;
        let mut lacks = None;
        if !entries.iter().any(|(_, result)| result.is_ok()) {
            // One reason is better than none: a missing file, a folder that may not be read.
            let reason = entries.drain(..).find_map(|(_, result)| result.err());
            lacks = Some(reason.unwrap_or_else(|| nothing(options, shared)));
        }
        Ok(Self { entries: entries.into_iter(), roots, lacks })
    }
}

fn nothing(options: &FilesOptions, shared: &Shared) -> StageError {
    let patterns = options.include.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
    let base = shared.base().display().to_string();
    let place = if base.is_empty() { "this folder".to_owned() } else { base };
    let message = match options.include.is_empty() {
        true => "`include` names no file".to_owned(),
        false => format!("no file that can be read matches {patterns} in {place}"),
    };
    StageError::new(message).hint("`include` takes files, folders and patterns like archive/**/*.pdf")
}

impl Source for Files {
    fn next(&mut self) -> Option<Result<Document, StageError>> {
        let (path, result) = self.entries.next()?;
        Some(result.map(|()| Document::at(path)))
    }

    fn total(&self) -> Option<usize> {
        Some(self.entries.len())
    }

    fn roots(&self) -> Vec<PathBuf> {
        self.roots.clone()
    }

    fn lacks(&self) -> Option<StageError> {
        // An error cannot be copied: its causes are the system's.
        self.lacks.as_ref().map(|e| StageError {
            message: e.message.clone(),
            hint: e.hint.clone(),
            source: None,
        })
    }
}

#[cfg(test)]
mod tests;
