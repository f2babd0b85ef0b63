//! From words with their places to blocks: the page read as a person reads it.
//!
//! Whatever knows where its words stand (PDF glyphs, OCR) hands in [`Sheet`]s. Spans, rows, furniture, columns,
//! footnotes, paragraphs, tables, headings are found in this order, each step in a file of its own. All lengths are
//! in PDF points, the origin is the top left corner of the page, y grows downwards.

mod aligned;
mod bidi;
mod blocks;
mod breaks;
mod columns;
mod foot;
mod frame;
mod furniture;
mod glyph;
mod grid;
mod hanging;
mod headings;
mod jitter;
mod lines;
mod notes;
mod output;
mod pages;
mod rows;
mod ruled;
mod run_in;
mod setting;
mod shapes;
mod sheet;
mod sidebar;
mod spans;
mod stacked;
mod table;
mod tagged;
mod titles;

use rapporteur_model::Document;

pub(crate) use self::{
    bidi::visual,
    glyph::{Face, Glyph, Rule, Said, Stroke},
    headings::Entry,
    sheet::Sheet,
    spans::Span,
    tagged::{Role, Tag, Tags},
};
use self::{blocks::Para, output::Writer};

/// What a file says of its own layout: hints, checked against what is printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hints {
    /// The outline, in order.
    pub(crate) outline: Vec<Entry>,
    /// Labels of the pages, by place in the file.
    pub(crate) labels: Vec<Option<String>>,
    /// The structure, in tagged files.
    pub(crate) tags: Tags,
}

/// Finds the layout of all pages and writes them into a document. Says whether most of the text stands in the text
/// layer of a scan, whose sizes and places are guesses.
pub(crate) fn write(sheets: Vec<Sheet>, hints: &Hints, doc: &mut Document) -> bool {
    let (pages, setting) = pages::pages(sheets);
    let cut = |tags| -> Vec<(u32, Vec<Para>)> {
        pages.iter().map(|p| (p.number, blocks::blocks(p.number, &p.lines, &setting, tags))).collect()
    };
    let mut paras = cut(None);
    let tags =
        Some(&hints.tags).filter(|t| t.agree(paras.iter().map(|(page, paras)| (*page, paras.as_slice()))));
    if tags.is_some() {
        paras = cut(tags);
    }
    run_in::part(&mut paras);
    headings::find(&mut paras, &setting, &hints.outline, tags);
    let mut writer = Writer::new(doc);
    for (index, (page, (_, paras))) in pages.into_iter().zip(paras).enumerate() {
        writer.page(page, &paras, hints.labels.get(index).cloned().flatten());
    }
    setting.scanned
}
