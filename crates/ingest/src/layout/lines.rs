//! Rows to lines: text, with raised figures as such, and what the next steps ask about a line.

use std::sync::Arc;

use super::{
    bidi,
    breaks::is_mark,
    rows::{Row, rows},
    run_in::Lead,
    spans::Span,
    table::Table,
};
use crate::superscript::raised_digit;

/// Gaps wider than this part of the type size part the cells of a table.
const CELL: f32 = 1.6;

/// A wide gap in a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    /// Byte of the text behind it.
    pub(super) at: usize,
    /// Its left and right edge.
    pub(super) x0: f32,
    pub(super) x1: f32,
}

/// One printed line of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    pub(super) size: f32,
    /// Most of it is bold, italic.
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// All of it is bold, italic, typewriter.
    pub(super) all_bold: bool,
    pub(super) all_italic: bool,
    pub(super) mono: bool,
    /// The first and the last characters are bold.
    pub(super) starts_bold: bool,
    pub(super) ends_bold: bool,
    /// The words in bold or italic with which it opens.
    pub(super) lead: Option<Lead>,
    /// The line begins with a raised small mark.
    pub(super) raised_start: bool,
    /// Where gaps as wide as those between the cells of a table part it.
    pub(super) cells: Vec<Gap>,
    /// Not text, but the place of a table whose cells were found.
    pub(super) table: Option<Arc<Table>>,
    pub(super) hidden: bool,
    /// How sure an OCR program was of its characters, on average.
    pub(super) confidence: Option<f32>,
    /// Which column of the page it stands in.
    pub(super) column: usize,
    /// Numbers of the marked content in which its first and its last words stand.
    pub(super) first_content: Option<u32>,
    pub(super) last_content: Option<u32>,
}

/// The lines of a row: one of its text, and one for each table that stands in it.
pub(super) fn lines(row: &Row, column: usize) -> Vec<Line> {
    if row.spans.iter().all(|s| s.table.is_none()) {
        return vec![Line::new(row, column)];
    }
    let (tables, text): (Vec<Span>, Vec<Span>) = row.spans.iter().cloned().partition(|s| s.table.is_some());
    let mut lines: Vec<Line> = rows(text).iter().map(|row| Line::new(row, column)).collect();
    lines.extend(tables.into_iter().map(|span| Line::table(span, column)));
    lines
}

impl Line {
    fn table(span: Span, column: usize) -> Self {
        Self {
            x0: span.x0,
            x1: span.x1,
            y: span.y,
            size: span.size,
            column,
            table: span.table,
            ..Self::default()
        }
    }

    pub(super) fn new(row: &Row, column: usize) -> Self {
        let mut line = Self {
            x0: row.x0,
            x1: row.x1,
            y: row.y,
            size: row.size,
            column,
            hidden: row.spans.iter().all(|s| s.hidden),
            confidence: confidence(&row.spans),
            all_bold: row.spans.iter().all(|s| s.bold),
            all_italic: row.spans.iter().all(|s| s.italic),
            mono: row.spans.iter().all(|s| s.mono),
            starts_bold: row.spans.first().is_some_and(|s| s.bold),
            ends_bold: row.spans.last().is_some_and(|s| s.bold),
            first_content: row.spans.iter().find_map(|s| s.content),
            last_content: row.spans.iter().rev().find_map(|s| s.content),
            ..Self::default()
        };
        line.bold = most(&row.spans, |s| s.bold);
        line.italic = most(&row.spans, |s| s.italic);
        let mut before: Option<&Span> = None;
        let mut open = true;
        for span in &row.spans {
            line.append(row, before, span);
            line.lead = Lead::take(line.lead, &mut open, span, line.text.len());
            if before.is_none_or(|b| b.x1 < span.x1) {
                before = Some(span);
            }
        }
        line.forget_gap_behind_mark();
        line.put_in_order();
        line
    }

    /// Puts text that runs from right to left into reading order.
    fn put_in_order(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        let gaps = self.cells.clone();
        let (mut text, mut from, mut turned) = (String::with_capacity(self.text.len()), 0, false);
        for end in gaps.iter().map(|gap| gap.at.saturating_sub(1)).chain([self.text.len()]) {
            let part = self.text.get(from..end).unwrap_or("");
            let logical = bidi::logical(part);
            turned |= logical.is_some();
            text.push_str(logical.as_deref().unwrap_or(part));
            if end < self.text.len() {
                text.push(' ');
            }
            from = end + 1;
        }
        if turned {
            self.text = text;
            self.lead = None;
        }
    }

    /// The gap behind the mark of a list item parts no cells.
    fn forget_gap_behind_mark(&mut self) {
        if let [gap] = self.cells.as_slice()
            && self.text.get(..gap.at).is_some_and(is_mark)
        {
            self.cells.clear();
        }
    }

    fn append(&mut self, row: &Row, before: Option<&Span>, span: &Span) {
        let raised = is_raised(row, span);
        if let Some(before) = before {
            let gap = span.x0 - before.x1;
            let apart =
                gap > 0.16 * row.size || (gap > -0.2 * row.size && (before.space_after || span.space_before));
            if gap > CELL * row.size && !raised {
                self.text.push(' ');
                self.cells.push(Gap { at: self.text.len(), x0: before.x1, x1: span.x0 });
            } else if apart {
                self.text.push(' ');
            }
        } else {
            self.raised_start = raised;
        }
        if raised {
            self.text.extend(span.text.chars().map(raised_digit));
        } else {
            self.text.push_str(&span.text);
        }
    }

    /// Upper edge, roughly.
    pub(super) fn top(&self) -> f32 {
        self.y - 0.8 * self.size
    }

    /// Lower edge, roughly.
    pub(super) fn bottom(&self) -> f32 {
        self.y + 0.22 * self.size
    }

    pub(super) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// About how wide the first word is printed.
    pub(super) fn first_word(&self) -> f32 {
        let chars = self.text.chars().count().max(1);
        let word = self.text.split(' ').next().unwrap_or("").chars().count();
        self.width() * word as f32 / chars as f32
    }

    /// The parts between its wide gaps, each a line of its own.
    pub(super) fn parts(&self) -> Vec<Self> {
        let mut parts = Vec::with_capacity(self.cells.len() + 1);
        let (mut from, mut x0) = (0, self.x0);
        let end = Gap { at: self.text.len() + 1, x0: self.x1, x1: self.x1 };
        for gap in self.cells.iter().chain([&end]) {
            let text = self.text.get(from..gap.at.saturating_sub(1)).unwrap_or("").to_owned();
            parts.push(Self { text, x0, x1: gap.x0, cells: Vec::new(), ..self.clone() });
            (from, x0) = (gap.at, gap.x1);
        }
        parts
    }
}

/// The mean by characters of what is known.
pub(super) fn confidence(spans: &[Span]) -> Option<f32> {
    let known = || spans.iter().filter_map(|s| Some((s.confidence?, s.chars() as f32)));
    let chars: f32 = known().map(|(_, chars)| chars).sum();
    let sum: f32 = known().map(|(confidence, chars)| confidence * chars).sum();
    (chars > 0.0).then_some(sum / chars)
}

fn most(spans: &[Span], is: impl Fn(&Span) -> bool) -> bool {
    let all: usize = spans.iter().map(Span::chars).sum();
    let some: usize = spans.iter().filter(|s| is(s)).map(Span::chars).sum();
    2 * some > all
}

/// Small type above the baseline that consists of what note marks are made of.
fn is_raised(row: &Row, span: &Span) -> bool {
    span.size <= 0.85 * row.size
        && row.y - span.y > 0.1 * row.size
        && span.text.chars().all(|c| c.is_ascii_digit() || " ,*†‡§()[]-–¹²³".contains(c))
}
