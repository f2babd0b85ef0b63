//! The folder that hostile files are written into, and what must become of each.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A sentence that stands in hostile files beside what is hostile about them: where it can be had, it must be.
pub(crate) const WORDS: &str = "The committee met in Lima and agreed on a common plan for dry years.";

/// What no output may ever hold: it stands in a file outside the archive.
pub(crate) const SECRET: &str = "the-secret-of-the-house-7f3a";

/// How often something is repeated; without optimisation a tenth does, so that the tests end.
pub(crate) const fn much(times: usize) -> usize {
    if cfg!(debug_assertions) { times / 10 } else { times }
}

/// What must become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Must {
    /// Set aside with a reason.
    Fail,
    /// Exported, done or partial, with [`WORDS`].
    Give,
    /// Either of the two, but never a success without text.
    End,
    /// Not taken at all: it is no file.
    BePassedOver,
}

/// The folder, and its files in the order in which they were made.
pub(crate) struct Folder {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<(PathBuf, Must)>,
    /// Whether readers work in processes of their own.
    isolated: bool,
}

impl Folder {
    pub(crate) fn new(root: &Path, isolated: bool) -> Self {
        fs::create_dir_all(root.join("in")).unwrap();
        fs::write(root.join("secret.txt"), SECRET).unwrap();
        Self { root: root.to_owned(), files: Vec::new(), isolated }
    }

    /// Where a file of the archive lies.
    pub(crate) fn place(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join("in").join(name)
    }

    /// The address of the file that nobody may read.
    pub(crate) fn secret(&self) -> String {
        format!("file://{}", self.root.join("secret.txt").display())
    }

    /// Writes a file.
    pub(crate) fn put(&mut self, name: &str, must: Must, bytes: impl AsRef<[u8]>) {
        let path = self.place(name);
        fs::write(&path, bytes).unwrap();
        self.is_there(path, must);
    }

    /// Writes a file that only a process of its own holds: the libraries that read it cannot be stopped.
    pub(crate) fn put_if_isolated(&mut self, name: &str, must: Must, bytes: impl AsRef<[u8]>) {
        if self.isolated {
            self.put(name, must, bytes);
        } else {
            println!("skipped: {name}, which only a process of its own holds");
        }
    }

    /// Lists what was made in another way.
    pub(crate) fn is_there(&mut self, path: PathBuf, must: Must) {
        assert!(self.files.iter().all(|(other, _)| *other != path), "{} twice", path.display());
        self.files.push((path, must));
    }
}
