//! The targets of `tests/fuzz`, one for each reader: fuzzed there, replayed by a test on every change.

use std::time::Duration;

use rapporteur_stage::Registry;

use crate::{Hostile, packed};

const READ: &[&str] = &["ingest"];

/// What is fuzzed: the stages, and how an input becomes a file.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, as in `cargo fuzz run NAME`, and that of the folders of its inputs.
    pub name: &'static str,
    stages: &'static [&'static str],
    /// Empty where the bytes are to tell it.
    media_type: &'static str,
    /// Whether an input is the parts of an archive; see [`packed`].
    in_parts: bool,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    of("pdf", "pdf"),
    of("html", "html"),
    of("markdown", "markdown"),
    of("text", "text"),
    of("hocr", "hocr"),
    of("alto", "alto"),
    Target { in_parts: true, ..of("docx", "") },
    Target { in_parts: true, ..of("epub", "") },
    of("archive", ""),
    Target { stages: &["ingest", "clean", "segment"], ..of("whole", "") },
];

const fn of(name: &'static str, media_type: &'static str) -> Target {
    Target { name, stages: READ, media_type, in_parts: false }
}

impl Target {
    /// The target of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|t| t.name == name)
    }

    /// Its stages.
    ///
    /// # Errors
    /// What the stages say, ready to print.
    pub fn hostile(&self, registry: &Registry) -> Result<Hostile, String> {
        Hostile::new(self.stages, registry)
    }

    /// Sends an input through the target's stages; see [`Hostile::try_on`].
    ///
    /// # Errors
    /// What came out that must not, or how long it took when that was too long.
    pub fn try_on(&self, hostile: &mut Hostile, input: &[u8], longest: Duration) -> Result<(), String> {
        if self.in_parts {
            return hostile.try_on(&packed(input), self.media_type, longest);
        }
        hostile.try_on(input, self.media_type, longest)
    }
}
