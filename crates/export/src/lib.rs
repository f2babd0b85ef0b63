//! Finished documents as JSON, JSON Lines, Markdown, HTML and the forms of `rapporteur read`.
//!
//! The decision it rests on: there is one [`Report`], the document as its reader sees it, whose field names users
//! and scripts may count on; JSON, JSON Lines and HTML are made of it, so that they can never disagree. Files are
//! written beside their place and renamed, so that nobody ever sees half a file.
//!
//! What it does not do: change a document, or print.

mod archive;
mod archive_digest;
mod archive_lines;
mod describe;
mod digest;
mod evidence;
mod file;
mod findings;
mod generated;
mod html;
mod lists;
mod markdown;
mod markdown_findings;
mod misread;
mod name;
mod notes;
mod reading;
mod report;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
mod text;
mod topics;
mod unread;

use rapporteur_stage::Registry;

pub use archive::{HtmlFiles, JsonFiles, MarkdownFiles};
pub use archive_digest::ArchiveDigest;
pub use archive_lines::JsonLines;
pub use describe::{describe, json, json_pretty, schema};
pub use digest::digest;
pub use generated::{AbstractFields, AbstractSentence, CostFields};
pub use html::html;
pub use lists::{keyphrases, outline, sentences, summary, themes};
pub use markdown::markdown;
pub use report::*;
pub use text::text;
pub use topics::{BETWEEN_TOPICS, TopicFields, topics};

/// Adds the exports of this crate: `json`, `jsonl`, `markdown`, `html`, `digest`.
pub fn register(registry: &mut Registry) {
    registry.add_export::<JsonFiles>();
    registry.add_export::<JsonLines>();
    registry.add_export::<MarkdownFiles>();
    registry.add_export::<HtmlFiles>();
    registry.add_export::<ArchiveDigest>();
}
