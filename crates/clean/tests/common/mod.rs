//! Documents as `ingest` makes them of plain text, and the check of the log.
#![allow(dead_code, clippy::unwrap_used, reason = "each test program uses its part, and may fail")]

use rapporteur_clean::{Options, clean, undo};
use rapporteur_model::{Block, Document, Kind, Page, Repair};
use rapporteur_stage::{CancelToken, Context};

/// A plain text as a document: a block for each run of lines, pages at form feeds.
pub(crate) fn document(text: &str) -> Document {
    let mut doc = Document::at("report.txt");
    doc.source.media_type = "text/plain".to_owned();
    let mut at = 0;
    for (page, sheet) in (1u32..).zip(text.split_inclusive('\u{c}')) {
        doc.extracted.pages.push(Page { number: page, label: None, bytes: at..at + size(sheet), size: None });
        blocks(&mut doc, sheet, page, at);
        at += size(sheet);
    }
    doc.extracted.text = text.to_owned();
    doc
}

fn blocks(doc: &mut Document, sheet: &str, page: u32, start: u32) {
    let mut open: Option<(u32, u32)> = None;
    let mut at = start;
    for line in sheet.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\u{c}']);
        if body.trim().is_empty() {
            push(doc, sheet, page, start, open.take());
        } else {
            open = Some((open.map_or(at, |o| o.0), at + size(body)));
        }
        at += size(line);
    }
    push(doc, sheet, page, start, open);
}

fn push(doc: &mut Document, sheet: &str, page: u32, start: u32, range: Option<(u32, u32)>) {
    if let Some((from, to)) = range {
        let text = &sheet[(from - start) as usize..(to - start) as usize];
        doc.blocks.push(Block::new(Kind::Paragraph, text, Some(page), from));
    }
}

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap()
}

/// Runs the chain.
pub(crate) fn clean_with(doc: &mut Document, options: &Options) {
    let token = CancelToken::default();
    let mut cx = Context::new("clean", &token);
    clean(doc, options, &mut cx).unwrap();
}

/// Takes all repairs back and compares with the text as first extracted.
pub(crate) fn undone(doc: &Document) -> Result<(), String> {
    let repairs: Vec<Repair> = doc.repairs().cloned().collect();
    let parts = undo(&doc.blocks, &repairs).map_err(|e| e.to_string())?;
    let source = doc.extracted.text.as_bytes();
    let mut covered = vec![false; source.len()];
    for (at, part) in &parts {
        let range = *at as usize..*at as usize + part.len();
        if source.get(range.clone()) != Some(part.as_bytes()) {
            return Err(format!("{part:?} does not stand at {at}"));
        }
        covered[range].fill(true);
    }
    let text = &doc.extracted.text;
    let lost = text.char_indices().find(|(at, c)| !covered[*at] && !c.is_whitespace() && *c != '\u{c}');
    lost.map_or(Ok(()), |(at, c)| Err(format!("{c:?} at {at} is in no block")))
}
