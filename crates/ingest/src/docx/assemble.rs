//! Drafts to blocks, extracted text and pages.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use rapporteur_model::{Block, Document, Event, Kind, NoteRef, Origin, Page, Repair};

use super::{body::Story, draft::Draft, notes::NoteKind};
use crate::breaks;

/// Writes the drafts into a document, and the headers and footers behind them.
pub(crate) fn blocks(story: &Story, furniture: &[String], doc: &mut Document) {
    let mut writer = Writer { doc, pages: story.paged.then(|| vec![0]), marks: Vec::new() };
    let titled = story.drafts.iter().any(|d| d.title);
    let mut notes = BTreeMap::new();
    for draft in &story.drafts {
        if let Some(note) = &draft.note {
            notes.insert(note.clone(), small(writer.doc.blocks.len()));
        }
        // Under a title, the first level of headings is the second of the document.
        let shift = u8::from(titled && !draft.title && draft.kind == Kind::Heading);
        writer.draft(draft, draft.level.map(|level| level.saturating_add(shift)));
    }
    for (block, at, note) in std::mem::take(&mut writer.marks) {
        if let Some(mark) = writer.doc.blocks.get_mut(block).and_then(|b| b.notes.get_mut(at)) {
            mark.note = notes.get(&note).copied();
        }
    }
    for line in furniture {
        writer.furniture(line);
    }
    writer.finish(story.last_page);
}

struct Writer<'d> {
    doc: &'d mut Document,
    /// Where each page begins in the extracted text.
    pages: Option<Vec<u32>>,
    /// Block and place in its marks, with the note that is meant.
    marks: Vec<(usize, usize, (NoteKind, String))>,
}

impl Writer<'_> {
    fn draft(&mut self, draft: &Draft, level: Option<u8>) {
        let base = self.doc.extracted.text.len();
        self.begin_page(draft.page, base);
        let text = draft.text.trim_end();
        for (page, &at) in (draft.page + 1..).zip(&draft.pages) {
            // A break may stand behind the words, among the spaces that are left out.
            self.begin_page(page, base + at.min(text.len()));
        }
        self.doc.extracted.text.push_str(text);
        let mut refs = draft.refs.iter().peekable();
        let parts = parts(draft);
        for (index, part) in parts.iter().enumerate() {
            let mut block = Block { kind: draft.kind, level, ..Block::default() };
            block.mark = draft.mark.clone().filter(|_| index == 0);
            block.text = draft.text.get(part.clone()).unwrap_or_default().to_owned();
            block.origin = self.origin(draft, part, base);
            let last = index + 1 == parts.len();
            while let Some(r) = refs.next_if(|r| last || r.at <= part.end) {
                let at = r.at.clamp(part.start, part.end) - part.start;
                self.marks.push((self.doc.blocks.len(), block.notes.len(), (r.kind, r.id.clone())));
                block.notes.push(NoteRef {
                    at: small(at),
                    mark: r.typed.clone().unwrap_or_default(),
                    note: None,
                });
            }
            self.doc.blocks.push(block);
        }
        self.doc.extracted.text.push_str("\n\n");
    }

    fn begin_page(&mut self, page: u32, at: usize) {
        let Some(starts) = &mut self.pages else { return };
        while small(starts.len()) < page {
            starts.push(small(at));
        }
    }

    /// Where a part of a draft comes from: a piece for each page.
    fn origin(&self, draft: &Draft, part: &Range<usize>, base: usize) -> Vec<Origin> {
        let mut origin: Vec<Origin> = Vec::new();
        let mut start = part.start;
        let inside = draft.pages.iter().copied().chain([usize::MAX]);
        for (page, end) in (draft.page..).zip(inside) {
            let end = end.min(part.end);
            if end > start || (origin.is_empty() && end == part.end) {
                let bytes = small(base + start)..small(base + end);
                let page = self.pages.as_ref().map(|_| page);
                origin.push(Origin { at: small(start - part.start), page, bytes });
                start = end;
            }
        }
        origin
    }

    fn furniture(&mut self, line: &str) {
        let base = small(self.doc.extracted.text.len());
        self.doc.extracted.text.push_str(line);
        self.doc.extracted.text.push_str("\n\n");
        self.doc.blocks.push(Block::new(Kind::Furniture, line, None, base));
        self.doc.trail.push(Event::Repair(Repair {
            rule: Cow::Borrowed("running-head"),
            bytes: base..base + small(line.len()),
            page: None,
            before: line.to_owned(),
            after: line.to_owned(),
            confidence: 1.0,
            reason: Cow::Borrowed("a header or footer of the Word file"),
        }));
    }

    fn finish(self, last_page: u32) {
        let end = self.doc.extracted.text.trim_end().len();
        self.doc.extracted.text.truncate(end);
        let Some(mut starts) = self.pages else { return };
        // Pages without a word at the end of the file began behind what is cut off now.
        starts.iter_mut().for_each(|start| *start = small(end).min(*start));
        while small(starts.len()) < last_page {
            starts.push(small(end));
        }
        let ends = starts.iter().skip(1).copied().chain([small(end)]);
        let page = |((number, &start), end): ((u32, &u32), u32)| Page {
            number,
            label: None,
            bytes: start..end,
            size: None,
        };
        self.doc.extracted.pages = (1..).zip(&starts).zip(ends).map(page).collect();
        self.doc.source.pages = Some(small(starts.len()));
    }
}

/// The parts of a draft that are blocks of their own: one, or several when the author's line breaks part it.
fn parts(draft: &Draft) -> Vec<Range<usize>> {
    let splits = match draft.kind {
        Kind::Paragraph | Kind::Quote | Kind::Note if draft.breaks.len() <= breaks::MOST / 100 => {
            breaks::parting(&draft.text, &draft.breaks)
        }
        _ => Vec::new(),
    };
    let starts = std::iter::once(draft.skip).chain(splits.iter().copied().filter(|&at| at > draft.skip));
    let ends = splits.iter().copied().filter(|&at| at > draft.skip).chain([draft.text.len()]);
    starts.zip(ends).map(|(start, end)| trimmed(&draft.text, start..end)).filter(|p| !p.is_empty()).collect()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    start..(range.start + part.trim_end().len()).max(start)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
