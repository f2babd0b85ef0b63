//! Places in a document, as the exported JSON tells them.

use std::ops::Range;

use rapporteur_model::{Block, Document, Span};

use crate::{Evidence, PageBox};

/// The id of a block in the exported JSON.
pub(crate) fn paragraph_id(block: u32) -> String {
    format!("p{}", u64::from(block) + 1)
}

/// The places of a finding; a span that does not lie in the document is left out.
pub(crate) fn places(doc: &Document, spans: &[Span]) -> Vec<Evidence> {
    spans.iter().filter_map(|span| place(doc, span)).collect()
}

fn place(doc: &Document, span: &Span) -> Option<Evidence> {
    let block = doc.blocks.get(span.block as usize)?;
    let text = block.text.get(span.bytes.start as usize..span.bytes.end as usize)?;
    Some(Evidence {
        page: block.page_at(span.bytes.start),
        paragraph: paragraph_id(span.block),
        start: span.bytes.start,
        end: span.bytes.end,
        text: text.to_owned(),
        boxes: boxes(doc, block, &span.bytes),
    })
}

/// The printed lines of a range, piece by piece: what stands between two pieces (a running head, a note) is
/// not part of it.
fn boxes(doc: &Document, block: &Block, range: &Range<u32>) -> Vec<PageBox> {
    let mut boxes: Vec<PageBox> = Vec::new();
    if doc.extracted.lines.is_empty() {
        return boxes;
    }
    for (index, piece) in block.origin.iter().enumerate() {
        let end = block.origin.get(index + 1).map_or(u32::MAX, |next| next.at);
        let part = range.start.max(piece.at)..range.end.min(end);
        if part.is_empty() {
            continue;
        }
        for line in doc.extracted.lines_in(&block.source_of(&part)) {
            let found = PageBox {
                page: line.page,
                x0: rounded(line.area.x0, 10.0),
                y0: rounded(line.area.y0, 10.0),
                x1: rounded(line.area.x1, 10.0),
                y1: rounded(line.area.y1, 10.0),
            };
            if boxes.last() != Some(&found) {
                boxes.push(found);
            }
        }
    }
    boxes
}

/// A number to the nearest part of `parts`: JSON shows 0.8, not 0.800000011920929. What is no number is 0.
pub(crate) fn rounded(value: f32, parts: f64) -> f64 {
    if value.is_finite() { (f64::from(value) * parts).round() / parts } else { 0.0 }
}
