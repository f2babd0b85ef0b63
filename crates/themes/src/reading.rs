//! What of a report is read for themes: the sentences and headings of its body, and its title.

use rapporteur_model::{Document, Kind, Role, Section, Span};

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
    /// Running text of an abstract or executive summary.
    Summary,
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
    let read = what_is_read(doc);
    for (index, part) in doc.sections.iter().enumerate().filter(|(_, s)| read(s.role)) {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for block in part.blocks.clone().filter(|b| !title.iter().any(|s| s.block == *b)) {
            let Some(b) = doc.blocks.get(block as usize) else { continue };
            let place = match b.kind {
                Kind::Heading => Place::Heading,
                Kind::Paragraph | Kind::ListItem | Kind::Quote if part.role == Role::Abstract => {
                    Place::Summary
                }
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

/// The body; but where that is the smaller part, what is taken for front matter, annexes or boilerplate is the report
/// itself, or headings have misled us: then all is read that may have subjects at all.
fn what_is_read(doc: &Document) -> fn(Role) -> bool {
    let may = |role: Role| !matches!(role, Role::Participants | Role::References | Role::Contents);
    let bytes = |section: &Section| -> usize {
        let blocks = doc.blocks.get(section.blocks.start as usize..section.blocks.end as usize);
        blocks.unwrap_or(&[]).iter().map(|b| b.text.len()).sum()
    };
    let sum = |wanted: fn(Role) -> bool| -> usize {
        doc.sections.iter().filter(|s| wanted(s.role)).map(bytes).sum()
    };
    if sum(Role::is_body) * 2 < sum(may) { may } else { Role::is_body }
}

fn section(doc: &Document, block: u32) -> u32 {
    doc.section_of(block).and_then(|s| u32::try_from(s).ok()).unwrap_or(0)
}
