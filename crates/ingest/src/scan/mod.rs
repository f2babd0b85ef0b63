//! Pictures of pages to words with their places, by `tesseract`.
//!
//! The program is an outside one: it gets a picture on standard input and gives hOCR on standard output, in a given
//! time. It is looked for when the first picture comes, so nobody needs it who has no scans.

mod cache;
mod failure;
mod image;
mod languages;
mod legible;
mod options;
mod process;
mod reader;
mod tesseract;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, OnceLock};

use rapporteur_stage::StageError;

pub use self::options::Ocr;
use self::{
    cache::Cache,
    tesseract::{Installed, Tesseract},
};
pub(crate) use self::{
    failure::Failure,
    image::Image,
    legible::{judge, words},
    reader::{Reader, Reading},
};

/// What was found of the program, once for all workers.
type Found = OnceLock<Result<Installed, Failure>>;

/// How scans are read.
#[derive(Debug)]
pub(crate) struct Scans {
    /// When.
    pub(crate) when: Ocr,
    /// Pixels per inch of the pictures.
    pub(crate) dpi: u32,
    /// Joined by `+`; empty when they are to be found out.
    languages: String,
    cache: Option<Cache>,
    tesseract: Tesseract,
    found: Arc<Found>,
}

impl Scans {
    fn installed(&self) -> &Result<Installed, Failure> {
        self.found.get_or_init(|| self.tesseract.installed())
    }

    /// What scans will miss in an archive that may have none.
    pub(crate) fn lacks(&self) -> Option<StageError> {
        if self.when == Ocr::Off || cfg!(not(feature = "scans")) {
            return None;
        }
        let failure = self.installed().as_ref().err()?;
        let name = self.tesseract.program.display();
        let message = format!("pages that are pictures will not be read: `{name}` {}", failure.sentence());
        Some(StageError::new(message).hint(failure.hint()))
    }

    /// Why no picture can be read, not even one that was read before.
    pub(crate) fn hopeless(&self) -> Option<Failure> {
        if self.cache.is_some() { None } else { self.installed().as_ref().err().cloned() }
    }

    /// The program with its version, or its bare name.
    pub(crate) fn program(&self) -> &str {
        self.installed().as_ref().map_or("tesseract", |i| i.version.as_str())
    }

    /// A reader for one document.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}
