//! Pages of the printed edition, where a book tells where they begin.

use rapporteur_model::{Document, Origin, Page};

use super::{assemble::Starts, reader::PageBreak};

/// Writes the pages into a document whose blocks have been made.
pub(crate) fn pages(breaks: &[PageBreak], starts: &Starts, doc: &mut Document) {
    let end = doc.extracted.text.len();
    let mut begins: Vec<(usize, Option<String>)> = Vec::new();
    for page in breaks {
        // A draft that became a part of another begins with the next one.
        let own = starts.get(&page.draft).map(|start| start + page.at);
        let at = own.or_else(|| starts.range(page.draft..).next().map(|(_, &start)| start)).unwrap_or(end);
        if begins.last().is_none_or(|(last, _)| *last <= at) && doc.extracted.text.is_char_boundary(at) {
            begins.push((at.min(end), page.label.clone()));
        }
    }
    if begins.is_empty() {
        return;
    }
    let before = begins.first().map_or(0, |(at, _)| *at);
    if doc.extracted.text.get(..before).is_some_and(|text| !text.trim().is_empty()) {
        begins.insert(0, (0, None));
    }
    let ends: Vec<usize> = begins.iter().skip(1).map(|(at, _)| *at).chain([end]).collect();
    for (((start, label), end), number) in begins.into_iter().zip(ends).zip(1..) {
        let bytes = small(if number == 1 { 0 } else { start })..small(end);
        doc.extracted.pages.push(Page { number, label, bytes, size: None });
    }
    doc.source.pages = u32::try_from(doc.extracted.pages.len()).ok();
    let pages = &doc.extracted.pages;
    for block in &mut doc.blocks {
        block.origin = std::mem::take(&mut block.origin).into_iter().flat_map(|o| parted(o, pages)).collect();
    }
}

/// An origin with its page; two or more when it reaches over a page's end.
fn parted(mut origin: Origin, pages: &[Page]) -> Vec<Origin> {
    let first = pages.partition_point(|p| p.bytes.end <= origin.bytes.start);
    let mut parts = Vec::new();
    for page in pages.get(first..).unwrap_or_default() {
        origin.page = Some(page.number);
        let cut = page.bytes.end;
        if cut >= origin.bytes.end {
            break;
        }
        let length = cut.saturating_sub(origin.bytes.start);
        let rest = Origin { at: origin.at + length, page: None, bytes: cut..origin.bytes.end };
        origin.bytes.end = cut;
        if length > 0 {
            parts.push(origin);
        }
        origin = rest;
    }
    origin.page = origin.page.or_else(|| pages.last().map(|p| p.number));
    parts.push(origin);
    parts
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
