//! Pages and blocks into the document, every block tied to the text as extracted.

use std::ops::Range;

use rapporteur_model::{Block, Document, Event, Kind, Line as Printed, Page as Leaf, Repair};

use super::{blocks::Para, frame::Frame, furniture::Furniture, lines::Line, pages::Page, table::Table};

/// Writes a document front to back.
pub(super) struct Writer<'d> {
    doc: &'d mut Document,
    page: u32,
}

/// Why a block is not part of the running text.
struct Reason {
    rule: &'static str,
    why: &'static str,
    confidence: f32,
}

impl<'d> Writer<'d> {
    pub(super) fn new(doc: &'d mut Document) -> Self {
        Self { doc, page: 0 }
    }

    /// Writes a page with its text blocks.
    pub(super) fn page(&mut self, page: Page, paras: &[Para], label: Option<String>) {
        self.page = page.number;
        if !self.doc.extracted.text.is_empty() {
            self.doc.extracted.text.push_str("\n\n");
        }
        let start = self.end();
        for (line, kind) in page.head {
            self.furniture(&page.frame, vec![line], &reason(kind));
        }
        for para in paras {
            self.para(&page.frame, para);
        }
        for note in page.notes {
            let why = Reason {
                rule: "note-lift",
                why: "small type at the foot of the page that begins with a mark",
                confidence: 0.9,
            };
            let para = Para { lines: note, kind: Kind::Note, ..Para::default() };
            let range = self.para(&page.frame, &para);
            self.log(range, &why);
        }
        let few = paras.iter().map(|p| p.lines.len()).sum::<usize>();
        for (frame, lines) in page.aside {
            if 4 * lines.len() <= few {
                let why =
                    Reason { rule: "running-head", why: "printed sideways beside the text", confidence: 0.7 };
                self.furniture(&frame, lines, &why);
            } else {
                self.para(&frame, &Para { lines, ..Para::default() });
            }
        }
        for (line, kind) in page.foot {
            self.furniture(&page.frame, vec![line], &reason(kind));
        }
        let bytes = start..self.end();
        self.doc.extracted.pages.push(Leaf { number: page.number, label, bytes, size: Some(page.size) });
    }

    fn furniture(&mut self, frame: &Frame, lines: Vec<Line>, reason: &Reason) {
        let para = Para { lines, kind: Kind::Furniture, ..Para::default() };
        let range = self.para(frame, &para);
        self.log(range, reason);
    }

    /// Writes a block and gives its part of the extracted text.
    fn para(&mut self, frame: &Frame, para: &Para) -> Range<u32> {
        let text = &mut self.doc.extracted.text;
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push_str("\n\n");
        }
        let start = self.end();
        match &para.table {
            Some(table) => self.table(frame, table),
            None => self.lines(frame, &para.lines, "\n"),
        }
        let range = start..self.end();
        let skipped = u32::try_from(para.mark).unwrap_or(0);
        let whole = self.doc.extracted.slice(&range);
        let (mark, text) = whole.split_at_checked(para.mark).unwrap_or(("", whole));
        let mut block = Block::new(para.kind, text, Some(self.page), start + skipped);
        block.level = para.level;
        block.mark = Some(mark.trim()).filter(|m| !m.is_empty()).map(ToOwned::to_owned);
        self.doc.blocks.push(block);
        range
    }

    /// Writes a table: a row a line, its cells parted by tabs, the lines of a cell by spaces.
    fn table(&mut self, frame: &Frame, table: &Table) {
        for (row, cells) in table.rows.iter().enumerate() {
            if row > 0 {
                self.doc.extracted.text.push('\n');
            }
            for (column, cell) in cells.iter().enumerate() {
                if column > 0 {
                    self.doc.extracted.text.push('\t');
                }
                self.lines(frame, cell, " ");
            }
        }
    }

    fn lines(&mut self, frame: &Frame, lines: &[Line], between: &str) {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.doc.extracted.text.push_str(between);
            }
            self.line(frame, line);
        }
    }

    fn line(&mut self, frame: &Frame, line: &Line) {
        let start = self.end();
        self.doc.extracted.text.push_str(&line.text);
        let bytes = start..self.end();
        self.doc.extracted.lines.push(Printed {
            bytes,
            page: self.page,
            area: frame.area(line.x0, line.top(), line.x1, line.bottom()),
            size: line.size,
            bold: line.bold,
            italic: line.italic,
            confidence: line.confidence,
        });
    }

    fn log(&mut self, bytes: Range<u32>, reason: &Reason) {
        let text = self.doc.extracted.slice(&bytes).to_owned();
        self.doc.trail.push(Event::Repair(Repair {
            rule: reason.rule.into(),
            bytes,
            page: Some(self.page),
            before: text.clone(),
            after: text,
            confidence: reason.confidence,
            reason: reason.why.into(),
        }));
    }

    fn end(&self) -> u32 {
        u32::try_from(self.doc.extracted.text.len()).unwrap_or(u32::MAX)
    }
}

fn reason(kind: Furniture) -> Reason {
    match kind {
        Furniture::RunningHead => {
            Reason { rule: "running-head", why: "stands at the edge of several pages", confidence: 0.9 }
        }
        Furniture::Speck => Reason {
            rule: "speck",
            why: "signs without a letter that the OCR program doubted",
            confidence: 0.8,
        },
        Furniture::PageNumber => {
            Reason { rule: "page-number", why: "a number at the edge of the page", confidence: 0.95 }
        }
    }
}
