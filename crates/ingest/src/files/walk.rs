//! Finds the files that patterns stand for.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    io,
    path::{Component, Path, PathBuf},
};

use rapporteur_stage::{Shared, StageError};
use walkdir::{DirEntry, WalkDir};

use super::{
    ENDINGS, FilesOptions,
    pattern::{Pattern, undotted},
};

/// The paths found, sorted, each once: readable files, and what could not be looked at.
pub(crate) type Entries = BTreeMap<PathBuf, Entry>;

/// A file that can be read, or why something cannot be looked at.
pub(crate) type Entry = Result<(), StageError>;

/// What patterns stand for.
#[derive(Debug)]
pub(crate) struct Found {
    /// Each path once, sorted.
    pub(crate) entries: Vec<(PathBuf, Entry)>,
    /// The folders that were looked in, and the files that were named.
    pub(crate) roots: Vec<PathBuf>,
}

/// Finds the files of all patterns.
pub(crate) fn find(options: &FilesOptions, shared: &Shared) -> Result<Found, StageError> {
    let exclude = options.exclude.iter().map(|p| Pattern::new(p, shared)).collect::<Result<Vec<_>, _>>()?;
    let (mut found, mut roots) = (Entries::new(), Vec::new());
    for text in &options.include {
        let pattern = Pattern::new(text, shared)?;
        match pattern.is_plain().then(|| pattern.root.metadata()) {
            Some(Err(error)) => {
                found.insert(pattern.root.clone(), Err(missing(text, &pattern.root, error)));
            }
            Some(Ok(known)) if !known.is_dir() => {
                found.entry(pattern.root.clone()).or_insert(Ok(()));
            }
            _ => walk(&pattern, &exclude, shared.out(), &mut found),
        }
        roots.push(pattern.root);
    }
    found.retain(|path, _| !exclude.iter().any(|p| p.covers(path)));
    Ok(Found { entries: once(found), roots })
}

fn missing(text: &str, path: &Path, error: io::Error) -> StageError {
    let message = match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file or folder `{text}`"),
        _ => format!("{} cannot be looked at: {error}", path.display()),
    };
    StageError::new(message)
        .hint("paths in a pipeline file are relative to the file's own folder")
        .because(error)
}

/// Adds the files below a pattern's folder that it stands for.
fn walk(pattern: &Pattern, exclude: &[Pattern], out: &Path, found: &mut Entries) {
    let root = if pattern.root.as_os_str().is_empty() { Path::new(".") } else { &pattern.root };
    let out = out
        .canonicalize()
        .ok()
        .filter(|out| root.canonicalize().is_ok_and(|r| *out != r && out.starts_with(r)));
    let enters = |entry: &DirEntry| {
        entry.depth() == 0
            || !(is_hidden(entry.file_name())
                || exclude.iter().any(|p| p.covers(named(entry.path(), pattern)))
                || (entry.file_type().is_dir() && out.is_some() && entry.path().canonicalize().ok() == out))
    };
    for entry in WalkDir::new(root).into_iter().filter_entry(enters) {
        match entry {
            Ok(entry) => {
                let path = named(entry.path(), pattern);
                // A link to a file is one of its names; a link to a folder could lead in a circle.
                if entry.depth() > 0 && is_file(&entry) && is_wanted(path, pattern) {
                    found.entry(path.to_owned()).or_insert(Ok(()));
                }
            }
            Err(error) => {
                // A pattern's folder that is not there matches nothing.
                if error.depth() == 0 && error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound)
                {
                    continue;
                }
                let path = error.path().unwrap_or(root).to_owned();
                let message = format!("the folder {} cannot be read", path.display());
                found
                    .insert(path, Err(StageError::new(message).hint("check its permissions").because(error)));
            }
        }
    }
}

/// The path as the user would name it: without the `.` that stands for an empty base.
fn named<'a>(path: &'a Path, pattern: &Pattern) -> &'a Path {
    if pattern.root.as_os_str().is_empty() { path.strip_prefix(".").unwrap_or(path) } else { path }
}

fn is_hidden(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with('.')
}

fn is_file(entry: &DirEntry) -> bool {
    let kind = entry.file_type();
    kind.is_file() || (kind.is_symlink() && entry.path().metadata().is_ok_and(|m| m.is_file()))
}

fn is_wanted(path: &Path, pattern: &Pattern) -> bool {
    if !pattern.is_plain() {
        return pattern.matches(path);
    }
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// Keeps one of several spellings of a path (`a/b`, `./a/b`, `c/../a/b`): the first in sorted order.
fn once(found: Entries) -> Vec<(PathBuf, Entry)> {
    let mut seen = BTreeSet::new();
    found.into_iter().filter(|(path, _)| seen.insert(plainly(path))).collect()
}

/// A path by which two spellings are seen to be one; with `..` it is the system's to say which file is meant.
fn plainly(path: &Path) -> PathBuf {
    if path.components().any(|c| c == Component::ParentDir) {
        return path.canonicalize().unwrap_or_else(|_| path.to_owned());
    }
    undotted(path)
}
