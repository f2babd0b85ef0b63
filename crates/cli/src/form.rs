//! The forms of `read --as`.

use clap::ValueEnum;

/// What `read` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Text,
    Markdown,
    Html,
    Json,
    Outline,
    Sentences,
    Themes,
    Keyphrases,
    Topics,
    Summary,
    Digest,
    #[value(hide = true)]
    Viewpoints,
    #[value(hide = true)]
    Recommendations,
    #[value(hide = true)]
    Acronyms,
    #[value(hide = true)]
    Tei,
}

/// The stages that every form needs.
const BASE: [&str; 3] = ["ingest", "clean", "segment"];
/// All stages that `read` uses without a pipeline file.
pub(crate) const ALL: [&str; 5] = ["ingest", "clean", "segment", "themes", "summarize"];

impl Form {
    /// The stages without which the form would be the same, left out: `read` is quick.
    pub(crate) fn stages(self) -> Vec<&'static str> {
        let more: &[&str] = match self {
            Self::Text | Self::Markdown | Self::Outline | Self::Sentences | Self::Topics => &[],
            Self::Themes | Self::Keyphrases => &["themes"],
            Self::Summary => &["summarize"],
            _ => return ALL.to_vec(),
        };
        BASE.iter().chain(more).copied().collect()
    }

    /// What no stage of this version makes.
    pub(crate) fn not_yet(self) -> Option<&'static str> {
        match self {
            Self::Viewpoints => Some("viewpoints"),
            Self::Recommendations => Some("recommendations"),
            Self::Acronyms => Some("acronyms"),
            Self::Tei => Some("TEI"),
            _ => None,
        }
    }

    /// What has to have been made, for a form that shows one thing alone: its name and who makes it.
    pub(crate) fn shows(self) -> (&'static str, &'static str) {
        match self {
            Self::Themes => ("themes", "themes"),
            Self::Keyphrases => ("key phrases", "themes"),
            Self::Topics => ("topics", "segment"),
            Self::Summary => ("summary", "summarize"),
            _ => ("text", "ingest"),
        }
    }
}
