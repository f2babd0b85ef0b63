//! The text as first extracted, with the pages and lines it stood on. Never rewritten.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What ingest read out of the source, before any repair.
///
/// All [`Origin`](crate::Origin)s point into [`text`](Self::text); offsets are bytes, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Extracted {
    /// The whole text, in reading order, decoded to UTF-8.
    pub text: String,
    /// The pages, in order; empty when the source has none (Markdown, HTML, most text files).
    pub pages: Vec<Page>,
    /// The printed lines in reading order, for sources with a layout (PDF, hOCR, ALTO); empty for others.
    /// Ordered by [`Line::bytes`] and not overlapping.
    pub lines: Vec<Line>,
}

/// One page of the source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Place in the file, counted from 1.
    pub number: u32,
    /// What is printed on it or said by the file's page labels ("iii"), when known.
    pub label: Option<String>,
    /// The page's part of the extracted text.
    pub bytes: Range<u32>,
    /// Width and height in PDF points, when the source has a layout.
    pub size: Option<(f32, f32)>,
}

/// One printed line with its place and look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The line's part of the extracted text.
    pub bytes: Range<u32>,
    /// Page number, counted from 1.
    pub page: u32,
    /// Where it stands on the page.
    pub area: Rect,
    /// Size of most of its type, in points.
    pub size: f32,
    /// Most of it is bold.
    pub bold: bool,
    /// Most of it is italic.
    pub italic: bool,
    /// How sure the OCR program was of its characters, on average, from 0 to 1; absent where no program guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// A rectangle on a page in PDF points, origin at the **top** left corner, y growing downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

impl Extracted {
    /// The lines that overlap a range of the extracted text.
    pub fn lines_in(&self, bytes: &Range<u32>) -> &[Line] {
        let from = self.lines.partition_point(|l| l.bytes.end <= bytes.start);
        let to = self.lines.partition_point(|l| l.bytes.start < bytes.end);
        self.lines.get(from..to).unwrap_or(&[])
    }

    /// The page that holds a byte of the extracted text.
    pub fn page_at(&self, byte: u32) -> Option<&Page> {
        let next = self.pages.partition_point(|p| p.bytes.start <= byte);
        self.pages.get(next.checked_sub(1)?)
    }

    /// A part of the text; empty when the range is not one.
    pub fn slice(&self, bytes: &Range<u32>) -> &str {
        self.text.get(bytes.start as usize..bytes.end as usize).unwrap_or("")
    }
}
