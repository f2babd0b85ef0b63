//! The parts of a report: ranges over its blocks.

use std::{fmt, ops::Range};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A heading and the text below it, up to the next heading of any level.
///
/// The sections of a document lie side by side, in reading order, and together cover all its blocks; the
/// nesting is told by [`level`](Self::level) alone. Identity is the position: headings may occur twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// The block that is the heading; `None` for text before the first heading.
    pub heading: Option<u32>,
    /// The section's blocks, the heading included, sections nested below it not.
    pub blocks: Range<u32>,
    /// Depth: 1 is the top; 0 a title line that opens the body.
    pub level: u8,
    /// What the section is in the programme.
    pub role: Role,
    /// Number as corrected by sequence: "1" where the page prints "I"; "4.1"; "A".
    pub number: Option<String>,
    /// The word before the number: "Session", "Panel", "Annex", "Séance".
    pub label: Option<String>,
    /// The heading without label and number; empty for text before the first heading.
    pub title: String,
}

/// What a section is in the programme of a conference.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// Title block and what else stands before the first heading.
    Front,
    /// Abstract or executive summary.
    Abstract,
    /// Introduction, background.
    Introduction,
    /// Opening, plenary, keynote.
    Plenary,
    /// A working session, panel, round table.
    Session,
    /// Closing, conclusions, next steps.
    Closing,
    /// A section of recommendations.
    Recommendations,
    /// Annex or appendix.
    Annex,
    /// List of participants.
    Participants,
    /// References, bibliography.
    References,
    /// Table of contents.
    Contents,
    /// Rights, acknowledgements, addresses.
    Boilerplate,
    /// Anything else.
    #[default]
    Body,
}

impl Role {
    /// The name used in the exported JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Abstract => "abstract",
            Self::Introduction => "introduction",
            Self::Plenary => "plenary",
            Self::Session => "session",
            Self::Closing => "closing",
            Self::Recommendations => "recommendations",
            Self::Annex => "annex",
            Self::Participants => "participants",
            Self::References => "references",
            Self::Contents => "contents",
            Self::Boilerplate => "boilerplate",
            Self::Body => "body",
        }
    }

    /// Whether the section is part of the report's argument: themes and summaries are drawn from such sections
    /// only, never from title pages, contents, participants, references, annexes and rights.
    pub fn is_body(self) -> bool {
        !matches!(
            self,
            Self::Front
                | Self::Annex
                | Self::Participants
                | Self::References
                | Self::Contents
                | Self::Boilerplate
        )
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
