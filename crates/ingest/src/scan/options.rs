//! The options of `ingest` that are about scans, checked.

use std::{fmt, path::PathBuf};

use rapporteur_stage::{Shared, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Found, Scans, cache::Cache, failure::Failure, languages, tesseract::Tesseract};
use crate::IngestOptions;

/// When pages are read by OCR.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ocr {
    /// Pages without text that can be used.
    #[default]
    Auto,
    /// None: what has no text layer is told as lost.
    Off,
    /// All pages of PDFs, whatever text they have.
    Always,
}

impl fmt::Display for Ocr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Off => "off",
            Self::Always => "always",
        })
    }
}

impl Scans {
    /// The reading of scans as the options want it.
    ///
    /// # Errors
    /// When an option is out of range, or asks for what the installed program does not have.
    pub(crate) fn new(options: &IngestOptions, shared: &Shared) -> Result<Self, StageError> {
        in_range("ocr-dpi", options.ocr_dpi.into(), 72, 600)?;
        in_range("ocr-seconds", options.ocr_seconds, 1, 3600)?;
        in_range("ocr-cache-mib", options.ocr_cache_mib, 0, 1024 * 1024)?;
        if options.ocr_program.as_os_str().is_empty() {
            return Err(StageError::new("`ocr-program` is empty").hint("name the program: \"tesseract\""));
        }
        if let Some(odd) = options.ocr_languages.iter().find(|code| !is_code(code)) {
            return Err(StageError::new(format!("`{odd}` in `ocr-languages` is no language of tesseract"))
                .hint(instead(odd)));
        }
        let program = program(options, shared);
        let key = format!("ocr {}", program.display());
        let scans = Self {
            when: options.ocr,
            dpi: options.ocr_dpi.into(),
            languages: options.ocr_languages.join("+"),
            cache: cache(options, shared),
            tesseract: Tesseract { program, seconds: options.ocr_seconds, one_group: shared.one_group() },
            found: shared.once(&key, || Ok(Found::default()))?,
        };
        scans.asked_for(options)?;
        Ok(scans)
    }

    /// No reading of scans at all.
    #[cfg(test)]
    pub(crate) fn off() -> Self {
        Self {
            when: Ocr::Off,
            dpi: 300,
            languages: String::new(),
            cache: None,
            tesseract: Tesseract { program: PathBuf::new(), seconds: 1, one_group: false },
            found: std::sync::Arc::default(),
        }
    }

    /// What the pipeline file asks for by name must be there before the run.
    fn asked_for(&self, options: &IngestOptions) -> Result<(), StageError> {
        let always = self.when == Ocr::Always;
        if always && cfg!(not(feature = "scans")) {
            return Err(StageError::new("`ocr` is \"always\", but this program was built without `scans`")
                .hint("build it with its default features"));
        }
        if self.when == Ocr::Off || (options.ocr_languages.is_empty() && !always) {
            return Ok(());
        }
        match self.installed() {
            Ok(installed) => match installed.lacks(&self.languages).filter(|code| !code.is_empty()) {
                Some(code) => {
                    let known: Vec<&str> =
                        installed.languages.iter().map(String::as_str).filter(|c| *c != "osd").collect();
                    let failure = Failure::Language(code.to_owned());
                    let message = format!("tesseract {} in `ocr-languages`", failure.sentence());
                    let todo = match languages::meant(code).filter(|meant| *meant != code) {
                        Some(meant) if known.contains(&meant) => {
                            format!("write \"{meant}\", its code for it")
                        }
                        Some(meant) => {
                            let install = Failure::Language(meant.to_owned()).hint();
                            format!("write \"{meant}\", its code for it, and {install}")
                        }
                        None => failure.hint(),
                    };
                    let known = known.join(", ");
                    Err(StageError::new(message).hint(format!("{todo}; installed are {known}")))
                }
                None => Ok(()),
            },
            Err(failure) if always => {
                let name = options.ocr_program.display();
                Err(StageError::new(format!("`ocr` is \"always\", but `{name}` {}", failure.sentence()))
                    .hint(failure.hint()))
            }
            // There may be no scans. Where there are, they say so.
            Err(_) => Ok(()),
        }
    }
}

fn in_range(key: &str, value: u64, least: u64, most: u64) -> Result<(), StageError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(StageError::new(format!("`{key}` is {value}")).hint(format!("give a number from {least} to {most}")))
}

/// What to write in place of something that cannot be a code.
fn instead(odd: &str) -> String {
    let parts: Vec<&str> = odd.split(['+', ',', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_code(part)) {
        return format!("write each on its own: [\"{}\"]", parts.join("\", \""));
    }
    "`tesseract --list-langs` lists the codes of those that are installed: \"eng\", \"fra\"".to_owned()
}

fn is_code(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_/-".contains(c);
    !code.is_empty() && !code.starts_with(['-', '/']) && code.len() <= 60 && code.chars().all(plain)
}

/// A name is looked up on the PATH; a path is relative to the pipeline file.
fn program(options: &IngestOptions, shared: &Shared) -> PathBuf {
    let program = &options.ocr_program;
    if program.components().count() > 1 { shared.path(program) } else { program.clone() }
}

fn cache(options: &IngestOptions, shared: &Shared) -> Option<Cache> {
    let folder = if options.ocr_cache.as_os_str().is_empty() {
        shared.cache()?.join("ocr")
    } else {
        shared.path(&options.ocr_cache)
    };
    (options.ocr_cache_mib > 0).then(|| Cache::new(folder, options.ocr_cache_mib))
}
