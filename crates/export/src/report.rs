//! The exported JSON: one object a document. Names here are what users and scripts count on.

use std::collections::BTreeMap;

use rapporteur_model::{Date, Role, Status};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// One report as it leaves the pipeline. A field that no stage filled is absent.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this format.
    pub format: u32,
    /// BLAKE3 of the source's bytes, in hexadecimal.
    pub id: String,
    /// The file it was made from.
    pub source: SourceFile,
    /// `done`, or `partial` when something was lost.
    pub status: Status,
    /// What was odd, and what was lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// Title as a reader would correct it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Subtitle or genre line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Main language, ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Date of the document, apart from the event's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_date: Option<Date>,
    /// The conference reported on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventFields>,
    /// How each of the fields above was found, by its name (`title`, `event.start`, …).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub found: BTreeMap<String, Vec<Grounds>>,
    /// The paragraphs of the title block, before the first heading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<ParagraphFields>,
    /// The parts of the report: flat, in reading order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionFields>>,
    /// Footnotes and endnotes, in reading order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnotes: Option<Vec<Footnote>>,
    /// Subjects out of a controlled vocabulary, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeFields>>,
    /// Phrases that carry the document, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyphrases: Option<Vec<KeyPhraseFields>>,
    /// Topics of long sections without headings, in reading order; inferred, never printed in the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<crate::TopicFields>>,
    /// Extractive summary: sentences of the document, in its order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<SummaryFields>,
    /// An abstract that a language model wrote, where the pipeline asks for one; `summary` is never touched by it.
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    pub generated: Option<crate::AbstractFields>,
    /// The sentences a careful rapporteur would pull.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_sentences: Option<Vec<CitedSentence>>,
    /// The one sentence that stands for the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<CitedSentence>,
    /// What was agreed, disputed, recommended and left open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<DigestFields>,
    /// How many repairs each rule made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<BTreeMap<String, usize>>,
    /// Conclusions of stages that are not part of rapporteur, by the name of their layer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<String, Value>,
}

/// The file a report was made from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceFile {
    /// Path as the user named it; `-` for standard input.
    pub path: String,
    /// `application/pdf`, `text/plain`, `text/markdown`, `text/html`.
    pub media_type: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages, when the source has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// Something odd, or something lost.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Warning {
    /// The stage that says so.
    pub stage: String,
    /// One sentence.
    pub message: String,
    /// Page, counted from 1, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// What to try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether something was lost, which makes the document partial.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
}

/// The conference a report is about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct EventFields {
    /// Its name, where it differs from the report's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First day, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// Venue and town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Country, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Who held it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizers: Vec<String>,
    /// Who helped to hold it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
}

/// How one value was found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Grounds {
    /// 0 (a guess) to 1 (certain).
    pub confidence: f64,
    /// Where it stands; empty when it comes from the file's own metadata.
    pub evidence: Vec<Evidence>,
}

/// A place in the document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Page, counted from 1, when the source has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Id of a paragraph, of a heading (`sections[].paragraph`) or of a note (`footnotes[].paragraph`).
    pub paragraph: String,
    /// First byte of that paragraph's text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The text there.
    pub text: String,
    /// Where it is printed, line by line, when the source has a layout.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<PageBox>,
}

/// A printed line: PDF points from the top left corner of the page, y growing downwards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct PageBox {
    /// Page, counted from 1.
    pub page: u32,
    /// Left edge.
    pub x0: f64,
    /// Upper edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub y1: f64,
}

/// A heading and the text below it, up to the next heading of any level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SectionFields {
    /// `s1`, `s2`, … in reading order.
    pub id: String,
    /// Number as corrected: "1" where the page prints "I".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The heading without label and number; empty for text before the first heading.
    pub heading: String,
    /// The heading as on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// The word before the number: "Session", "Annex".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Depth: 1 is the top; 0 a title line that opens the body.
    pub level: u8,
    /// What it is in the programme.
    pub role: Role,
    /// Page on which it starts, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Id that evidence in the heading itself refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<String>,
    /// Its own text, without that of sections below it.
    pub paragraphs: Vec<ParagraphFields>,
    /// Its own themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeFields>>,
    /// Its own summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<SummaryFields>,
}

/// A paragraph of a section.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ParagraphFields {
    /// `p12`; the same id in every piece of evidence.
    pub id: String,
    /// What it is.
    pub kind: ParagraphKind,
    /// The bullet or number of a list item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Its text; a table has a row a line, cells parted by tabs.
    pub text: String,
    /// Page on which it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Its sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<SentenceFields>>,
    /// Marks of the footnotes it refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParagraphKind {
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A table.
    Table,
}

/// A sentence, as a range of its paragraph's text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SentenceFields {
    /// `p12.s3`.
    pub id: String,
    /// First byte of the paragraph's text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Page on which it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A footnote or endnote.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Footnote {
    /// Its mark: "1", "*"; empty when it has none.
    pub mark: String,
    /// Its text, without the mark.
    pub text: String,
    /// Page on which it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Id that evidence in the note refers to.
    pub paragraph: String,
    /// Where its mark stood; null when that was not found.
    pub anchor: Option<Anchor>,
    /// 0 to 1: that this is a note, and that it belongs there.
    pub confidence: f64,
}

/// The place of a note mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Anchor {
    /// Id of the paragraph.
    pub paragraph: String,
    /// Byte of the paragraph's text in front of which the mark stood.
    pub offset: u32,
}

/// A subject, and the words that earned it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ThemeFields {
    /// URI of the concept.
    pub uri: String,
    /// Its label.
    pub label: String,
    /// 0 to 1.
    pub score: f64,
    /// One sentence: why this theme.
    pub why: String,
    /// URIs of what the vocabulary maps it to: concepts of other vocabularies, Sustainable Development Goals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<String>,
    /// Where it was found.
    pub evidence: Vec<Evidence>,
}

/// A phrase that carries the document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyPhraseFields {
    /// The phrase.
    pub phrase: String,
    /// 0 to 1, relative to the best.
    pub score: f64,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
}

/// An extractive summary.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SummaryFields {
    /// The sentences, one paragraph a section.
    pub text: String,
    /// The sentences with their places.
    pub sentences: Vec<CitedSentence>,
}

/// What was agreed, disputed, recommended and left open, told by the phrases that announce it. A sentence stands
/// under one heading; a heading without sentences is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct DigestFields {
    /// Sentences that tell an agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed: Option<DigestPartFields>,
    /// Sentences that tell two sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<DigestPartFields>,
    /// Sentences that recommend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommended: Option<DigestPartFields>,
    /// Questions, and what is said not to be known yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_questions: Option<DigestPartFields>,
}

/// One heading of a digest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DigestPartFields {
    /// How many such sentences the report has.
    pub count: u32,
    /// The most telling of them, in the report's order.
    pub sentences: Vec<CitedSentence>,
}

/// A sentence of the document, word for word.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CitedSentence {
    /// The sentence.
    pub text: String,
    /// Id of its section.
    pub section: String,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
}
