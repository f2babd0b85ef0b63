//! Reports that a test builds in one expression, as the stages above would have made them.

use std::ops::Range;

use rapporteur_model::{Block, Document, Found, Kind, Page, Role, Section};

/// Builds a document with pages, blocks, sections and sentences, each tied to the extracted text.
///
/// ```
/// use rapporteur_testkit::Report;
///
/// let doc = Report::new("en")
///     .heading("Session 1: Water")
///     .paragraph("The wells were counted. Nobody agreed on the count.")
///     .page()
///     .paragraph("A third count was asked for.")
///     .build();
/// assert_eq!((doc.blocks.len(), doc.sections.len()), (3, 1));
/// assert_eq!(doc.blocks[1].sentences.len(), 2);
/// assert_eq!(doc.blocks[2].page(), Some(2));
/// ```
#[derive(Debug)]
pub struct Report {
    doc: Document,
    page: u32,
}

impl Report {
    /// A report without text, in a language (ISO 639-1).
    pub fn new(language: &str) -> Self {
        let mut doc = Document::at("report.txt");
        "text/plain".clone_into(&mut doc.source.media_type);
        doc.meta.language = Some(Found::stated(language.to_owned(), 1.0));
        let report = Self { doc, page: 0 };
        report.page()
    }

    /// Begins the next page.
    #[must_use]
    pub fn page(mut self) -> Self {
        self.page += 1;
        let at = small(self.doc.extracted.text.len());
        self.doc.extracted.pages.push(Page { number: self.page, label: None, bytes: at..at, size: None });
        self
    }

    /// Adds a heading, which begins a section of the first level.
    #[must_use]
    pub fn heading(mut self, text: &str) -> Self {
        let block = small(self.doc.blocks.len());
        self.doc.sections.push(section(Some(block), block..block, text));
        self.block(Kind::Heading, text)
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn paragraph(self, text: &str) -> Self {
        self.block(Kind::Paragraph, text)
    }

    /// Adds a block of any kind. Its sentences end where a full stop stands before a space.
    #[must_use]
    pub fn block(mut self, kind: Kind, text: &str) -> Self {
        let at = small(self.doc.extracted.text.len());
        let mut block = Block::new(kind, text, Some(self.page), at);
        block.sentences = sentences(text);
        self.doc.extracted.text.push_str(text);
        self.doc.extracted.text.push_str("\n\n");
        self.doc.blocks.push(block);
        if let Some(page) = self.doc.extracted.pages.last_mut() {
            page.bytes.end = small(self.doc.extracted.text.len());
        }
        if let Some(section) = self.doc.sections.last_mut() {
            section.blocks.end = small(self.doc.blocks.len());
        }
        self
    }

    /// The document.
    pub fn build(mut self) -> Document {
        let blocks = small(self.doc.blocks.len());
        // Text before the first heading is a section without one.
        let first = self.doc.sections.first().map_or(blocks, |s| s.blocks.start);
        if first > 0 {
            self.doc.sections.insert(0, section(None, 0..first, ""));
        }
        self.doc
    }
}

fn section(heading: Option<u32>, blocks: Range<u32>, title: &str) -> Section {
    let title = title.to_owned();
    Section { heading, blocks, level: 1, role: Role::Body, number: None, label: None, title }
}

fn sentences(text: &str) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        found.push(small(start)..small(at + 1));
        start = at + 2;
    }
    if start < text.len() {
        found.push(small(start)..small(text.len()));
    }
    found
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
