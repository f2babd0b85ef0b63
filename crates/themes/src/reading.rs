//! What of a report is read for themes: the sentences and headings of its body, and its title.

use rapporteur_model::{Document, Kind, Span};

/// A stretch of text that no label may cross.
#[derive(Debug)]
pub(crate) struct Stretch<'d> {
    pub(crate) text: &'d str,
    pub(crate) span: Span,
    /// Index of the section.
    pub(crate) section: u32,
    pub(crate) place: Place,
}

/// Where a stretch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Heading,
    Text,
}

/// The stretches of a document, in reading order.
pub(crate) fn stretches(doc: &Document) -> Vec<Stretch<'_>> {
    let title: Vec<Span> = doc.meta.title.iter().flat_map(|t| t.evidence.clone()).collect();
    let mut found: Vec<Stretch<'_>> = title
        .iter()
        .map(|span| Stretch {
            text: doc.text(span),
            span: span.clone(),
            section: section(doc, span.block),
            place: Place::Title,
        })
        .collect();
    for (index, part) in doc.sections.iter().enumerate().filter(|(_, s)| s.role.is_body()) {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for block in part.blocks.clone().filter(|b| !title.iter().any(|s| s.block == *b)) {
            let Some(b) = doc.blocks.get(block as usize) else { continue };
            let place = match b.kind {
                Kind::Heading => Place::Heading,
                Kind::Paragraph | Kind::ListItem | Kind::Quote => Place::Text,
                _ => continue,
            };
            let whole = 0..u32::try_from(b.text.len()).unwrap_or(u32::MAX);
            let ranges = if b.sentences.is_empty() { std::slice::from_ref(&whole) } else { &b.sentences };
            found.extend(ranges.iter().map(|bytes| {
                let span = Span { block, bytes: bytes.clone() };
                Stretch { text: doc.text(&span), span, section: index, place }
            }));
        }
    }
    found
}

fn section(doc: &Document, block: u32) -> u32 {
    doc.section_of(block).and_then(|s| u32::try_from(s).ok()).unwrap_or(0)
}
