//! Lays out what stands side by side: tables, and contents with their page numbers.

use super::flow::Setter;
use super::inline::Style;
use super::lines::{self, End, Line, Word, count};
use super::manner::Manner;
use super::source::Heading;
use super::strip::{Part, Role};

impl Setter<'_> {
    /// Entries with leader dots and page numbers; the body begins on a new page.
    pub(super) fn contents(&mut self) {
        let headings: Vec<&Heading> =
            self.report.headings().filter(|heading| heading.role != "contents").collect();
        let skipped = self.report.headings().count() - headings.len();
        for (at, heading) in headings.into_iter().enumerate() {
            let label = self.labels.get(at + skipped).map_or("0", String::as_str);
            let start = self.strips.len();
            self.entry(heading, label);
            if let (0, Some(strip)) = (at, self.strips.get_mut(start)) {
                strip.before = self.manner.gap * self.manner.body.leading;
            }
        }
        self.fresh = true;
    }

    fn entry(&mut self, heading: &Heading, label: &str) {
        let manner = self.manner;
        let kind = manner.body;
        let ink = kind.inks.roman;
        let indent = manner.indent * f64::from(heading.level.saturating_sub(1));
        let number = kind.inks.plain(label, Style::Roman);
        let right = manner.measure - number.iter().map(Word::width).sum::<f64>();
        let room = right - indent - ink.face.width("  ", ink.size);
        let setting = manner.setting(kind, room, "", true);
        let mut lines = lines::break_lines(&kind.inks.plain(&heading.printed, Style::Roman), setting);
        let last = lines.pop();
        for line in lines {
            self.put(vec![Part { x: indent, line }], kind, 0.0, Role::Entry);
        }
        if let Some(mut line) = last {
            let dots = ((room - line.width()) / ink.face.width(".", ink.size)).floor().max(0.0);
            let dots: String = std::iter::successors(Some(1.0), |at| Some(at + 1.0))
                .take_while(|at| *at <= dots)
                .map(|_| '.')
                .collect();
            if dots.len() > 1 {
                line.words.extend(kind.inks.plain(&dots, Style::Roman));
            }
            let number = Line { words: number, end: End::Last, space: 0.0 };
            self.put(vec![Part { x: indent, line }, Part { x: right, line: number }], kind, 0.0, Role::Entry);
        }
        self.flow += 1;
    }

    pub(super) fn table(&mut self, rows: &[Vec<String>]) {
        let manner = self.manner;
        let kind = manner.body;
        let widths = columns(rows, manner);
        for (at, row) in rows.iter().enumerate() {
            let style = if at == 0 { Style::Bold } else { Style::Roman };
            let mut x = 0.0;
            let mut cells = Vec::new();
            for (cell, width) in row.iter().zip(&widths) {
                let setting = manner.setting(kind, *width, "", true);
                cells.push((x, lines::break_lines(&kind.inks.plain(cell, style), setting)));
                x += width + manner.indent;
            }
            let height = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
            for line in 0..height {
                let parts = cells
                    .iter()
                    .filter_map(|(x, lines)| lines.get(line).map(|line| Part { x: *x, line: line.clone() }))
                    .collect();
                let before = if at == 0 && line == 0 { manner.gap * kind.leading } else { 0.0 };
                self.put(parts, kind, before, Role::Row);
                if let Some(strip) = self.strips.last_mut() {
                    strip.keep = line + 1 < height || at == 0;
                }
            }
            self.flow += 1;
        }
    }
}

/// Widths of a table's columns: as wide as their widest cell, the widest giving way until all fit.
fn columns(rows: &[Vec<String>], manner: &Manner) -> Vec<f64> {
    let number = rows.iter().map(Vec::len).max().unwrap_or_default();
    let ink = manner.body.inks.bold;
    let mut widths: Vec<f64> = (0..number)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| ink.face.width(cell, ink.size))
                .fold(0.0, f64::max)
        })
        .collect();
    let room = manner.measure - manner.indent * count(number.saturating_sub(1));
    while widths.iter().sum::<f64>() > room {
        let over = widths.iter().sum::<f64>() - room;
        let Some(widest) = widths.iter_mut().max_by(|a, b| a.total_cmp(b)) else { break };
        *widest -= over.max(0.1).min(*widest * 0.2);
    }
    widths
}
