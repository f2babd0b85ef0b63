//! The document as it travels from stage to stage.

use std::{path::PathBuf, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Block, Event, Extracted, Issue, Layers, Meta, Repair, Section, Span};

/// One report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Document {
    /// BLAKE3 of the source's bytes, in hexadecimal: same file, same id. Empty until ingest has read them.
    pub id: String,
    /// The file it was made from.
    pub source: Source,
    /// The text as first extracted. Written by ingest, read by all, rewritten by none.
    pub extracted: Extracted,
    /// Title, conference, dates.
    pub meta: Meta,
    /// The text in reading order. Blocks are joined and split, never dropped.
    pub blocks: Vec<Block>,
    /// Ranges over the blocks, in reading order; empty until `segment` has run.
    pub sections: Vec<Section>,
    /// Conclusions by name.
    pub layers: Layers,
    /// What was done, what to look at.
    pub trail: Vec<Event>,
}

/// Where a document came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// The file, as the user named it (relative paths stay relative); `-` for standard input.
    pub path: PathBuf,
    /// `application/pdf`, `text/plain`, `text/markdown`, `text/html`; empty until ingest has looked.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages, when the source has pages.
    pub pages: Option<u32>,
    /// The bytes themselves when they are not in a file (standard input). Not serialized.
    #[serde(skip)]
    #[schemars(skip)]
    pub content: Option<Arc<[u8]>>,
}

/// How a document came out of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing was lost.
    Done,
    /// Something was lost; the trail says what.
    Partial,
}

impl Document {
    /// A document of which only the path is known.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { source: Source { path: path.into(), ..Source::default() }, ..Self::default() }
    }

    /// Done, or partial when the trail has an error.
    pub fn status(&self) -> Status {
        if self.trail.iter().any(|e| matches!(e, Event::Error(_))) { Status::Partial } else { Status::Done }
    }

    /// The repairs of the trail, oldest first.
    pub fn repairs(&self) -> impl Iterator<Item = &Repair> {
        self.trail.iter().filter_map(|e| if let Event::Repair(r) = e { Some(r) } else { None })
    }

    /// The suggestions of the trail, oldest first: what would be changed, and was not.
    pub fn suggestions(&self) -> impl Iterator<Item = &Repair> {
        self.trail.iter().filter_map(|e| if let Event::Suggestion(r) = e { Some(r) } else { None })
    }

    /// The warnings and errors of the trail, oldest first.
    pub fn issues(&self) -> impl Iterator<Item = &Issue> {
        self.trail.iter().filter_map(|e| match e {
            Event::Warning(issue) | Event::Error(issue) => Some(issue),
            Event::Repair(_) | Event::Suggestion(_) => None,
        })
    }

    /// The text of a span; empty when the span does not lie in the document.
    pub fn text(&self, span: &Span) -> &str {
        let Some(block) = self.blocks.get(span.block as usize) else { return "" };
        block.text.get(span.bytes.start as usize..span.bytes.end as usize).unwrap_or("")
    }

    /// The page, counted from 1, on which a span starts.
    pub fn page(&self, span: &Span) -> Option<u32> {
        self.blocks.get(span.block as usize)?.page_at(span.bytes.start)
    }

    /// Index of the section that holds a block.
    pub fn section_of(&self, block: u32) -> Option<usize> {
        let next = self.sections.partition_point(|s| s.blocks.start <= block);
        next.checked_sub(1).filter(|&i| self.sections.get(i).is_some_and(|s| s.blocks.contains(&block)))
    }

    /// The main language, ISO 639-1, when known.
    pub fn language(&self) -> Option<&str> {
        self.meta.language.as_ref().map(|l| l.value.as_str())
    }
}
