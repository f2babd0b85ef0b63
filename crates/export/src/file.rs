//! Files that are there whole or not at all.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use rapporteur_stage::StageError;
use tempfile::{Builder, NamedTempFile};

/// A file under way: written beside its place, renamed into it at the end, gone when dropped before.
#[derive(Debug)]
pub(crate) struct FileUnderWay {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl FileUnderWay {
    /// Begins a file, making its folder if need be.
    pub(crate) fn begin(path: &Path) -> Result<Self, StageError> {
        let folder = folder_of(path);
        fs::create_dir_all(folder).map_err(|e| cannot(path, e))?;
        let file = beside(folder).map_err(|e| cannot(path, e))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Adds to it.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> Result<(), StageError> {
        self.file.write_all(bytes).map_err(|e| cannot(&self.path, e))
    }

    /// Puts it in its place.
    pub(crate) fn end(self) -> Result<(), StageError> {
        let file = self.file.into_inner().map_err(|e| cannot(&self.path, e.into_error()))?;
        file.persist(&self.path).map_err(|e| cannot(&self.path, e.error))?;
        Ok(())
    }
}

/// Writes a whole file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), StageError> {
    let mut file = FileUnderWay::begin(path)?;
    file.add(bytes)?;
    file.end()
}

/// Says before a run whether a folder can be written to, leaving nothing behind.
pub(crate) fn try_folder(folder: &Path) -> Result<(), StageError> {
    let there = folder.ancestors().find(|a| fs::symlink_metadata(present(a)).is_ok()).unwrap_or(folder);
    let there = present(there);
    if !there.is_dir() {
        let what =
            StageError::new(format!("cannot write to {}: {} is a file", folder.display(), there.display()));
        return Err(what.hint("name another output folder with `out` or `--out`"));
    }
    beside(there).map(drop).map_err(|e| cannot(folder, e))
}

/// The empty path is the current folder.
fn present(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn folder_of(path: &Path) -> &Path {
    present(path.parent().unwrap_or(Path::new("")))
}

fn beside(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".rapporteur-").suffix(".part");
    // Temporary files are for their owner's eyes; exports are files like any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn cannot(path: &Path, e: std::io::Error) -> StageError {
    StageError::new(format!("cannot write {}: {}", path.display(), plain(&e)))
        .hint("see that the folder may be written to and the disk is not full")
        .because(e)
}

/// The error without its number and without the path of the temporary file, which nobody has heard of.
fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    let text = text.split(" (os error").next().and_then(|t| t.split(" at path").next()).unwrap_or(&text);
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_file_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/reports.jsonl");
        let mut file = FileUnderWay::begin(&path).unwrap();
        file.add(b"{}\n").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 0);
        write(&path, b"{}\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{}\n");
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("out"), "").unwrap();
        let error = try_folder(&folder.path().join("out/html")).unwrap_err();
        assert!(error.message.ends_with("out is a file"), "{error}");
        assert!(write(&folder.path().join("out/html/a.html"), b"").is_err());
        try_folder(&folder.path().join("new/deep")).unwrap();
        assert!(!folder.path().join("new").exists());
    }
}
