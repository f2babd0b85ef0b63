//! Answers kept from run to run: the same question is paid for once.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
};

use serde_json::{Value, json};
use tempfile::Builder;

use crate::{answer::Answer, options::Options};

/// A folder of answers, one file each, named by the digest of the question.
#[derive(Debug)]
pub(crate) struct Kept {
    /// `None` when nothing is to be left behind.
    folder: Option<PathBuf>,
}

impl Kept {
    /// A folder, which is made when something is first kept.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The answer that was given before. One that is damaged is asked for anew.
    pub(crate) fn get(&self, name: &str) -> Option<Answer> {
        let bytes = fs::read(self.folder.as_ref()?.join(name)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Keeps an answer. That it cannot be kept costs money later, nothing else.
    pub(crate) fn put(&self, name: &str, answer: &Answer) {
        if let Err(error) = self.write(name, answer) {
            tracing::warn!(%error, "an answer could not be kept for the next run");
        }
    }

    /// Beside its place, then renamed into it: runs may share the folder.
    fn write(&self, name: &str, answer: &Answer) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        fs::create_dir_all(folder)?;
        let mut file = Builder::new().prefix(".").suffix(".part").tempfile_in(folder)?;
        file.write_all(&serde_json::to_vec(answer)?)?;
        file.persist(folder.join(name))?;
        Ok(())
    }
}

/// A name that changes with the question, the model, and who is asked.
pub(crate) fn name(options: &Options, request: &Value) -> String {
    let question = json!({ "endpoint": options.endpoint, "request": request }).to_string();
    format!("{}.json", blake3::hash(question.as_bytes()).to_hex())
}
