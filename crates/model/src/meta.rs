//! What a report is about as a publication: title, conference, dates; each value with its evidence.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Date;

/// A part of a block's text: the evidence of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// Index of the block, counted from 0.
    pub block: u32,
    /// Bytes of the block's text, counted from 0.
    pub bytes: Range<u32>,
}

/// A value found in the document, with the places that show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Found<T> {
    /// The value as a reader would write it.
    pub value: T,
    /// Where it stands; empty only when it comes from the file's own metadata (YAML head, PDF Info).
    pub evidence: Vec<Span>,
    /// 0 (a guess) to 1 (certain).
    pub confidence: f32,
}

impl<T> Found<T> {
    /// A value with one piece of evidence.
    pub fn at(value: T, span: Span, confidence: f32) -> Self {
        Self { value, evidence: vec![span], confidence }
    }

    /// A value out of the file's own metadata.
    pub fn stated(value: T, confidence: f32) -> Self {
        Self { value, evidence: Vec::new(), confidence }
    }
}

/// The report as a publication.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Meta {
    /// Title, without subtitle and series lines.
    pub title: Option<Found<String>>,
    /// Subtitle or genre line ("Summary Note of Proceedings").
    pub subtitle: Option<Found<String>>,
    /// Main language, ISO 639-1.
    pub language: Option<Found<String>>,
    /// Date of the document, apart from the event's.
    pub document_date: Option<Found<Date>>,
    /// The conference reported on.
    pub event: Conference,
}

/// The conference a report is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Conference {
    /// Its name, where it differs from the report's title.
    pub name: Option<Found<String>>,
    /// First day.
    pub start: Option<Found<Date>>,
    /// Last day; the first again for one day.
    pub end: Option<Found<Date>>,
    /// Venue and town as printed.
    pub place: Option<Found<String>>,
    /// Country, in English.
    pub country: Option<Found<String>>,
    /// Who held it.
    pub organizers: Vec<Found<String>>,
    /// Who helped to hold it ("in partnership with").
    pub partners: Vec<Found<String>>,
}
