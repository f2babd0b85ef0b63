//! Lines to blocks.

use rapporteur_model::Kind;

use super::{
    breaks::{Flow, bullet},
    lines::Line,
    setting::Setting,
    tables::table,
};

/// Lines that belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Para {
    pub(super) lines: Vec<Line>,
    pub(super) kind: Kind,
    /// Level of a heading, counted from 1.
    pub(super) level: Option<u8>,
    /// Bytes of a list item's mark, with the space behind it.
    pub(super) mark: usize,
    /// White space above it, in lines; large at the top of a column.
    pub(super) above: f32,
}

impl Para {
    /// The text, lines parted by `\n`, rows of a table with tabs.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            if !text.is_empty() {
                text.push('\n');
            }
            if self.kind == Kind::Table { text.push_str(&line.tabbed()) } else { text.push_str(&line.text) }
        }
        text
    }

    /// Size of its first line.
    pub(super) fn size(&self) -> f32 {
        self.lines.first().map_or(0.0, |l| l.size)
    }
}

/// Cuts the lines of a page, in reading order, into blocks.
pub(super) fn blocks(lines: &[Line], setting: &Setting) -> Vec<Para> {
    let flow = Flow::new(lines, setting);
    let mut paras: Vec<Para> = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let (end, kind) = match table(lines, start) {
            Some(end) => (end, Kind::Table),
            None => (paragraph(&flow, start), Kind::Paragraph),
        };
        let mut para = Para {
            lines: lines.get(start..end).unwrap_or(&[]).to_vec(),
            kind,
            above: above(lines, start, setting),
            ..Para::default()
        };
        list_item(&mut para);
        paras.push(para);
        start = end;
    }
    paras
}

fn paragraph(flow: &Flow<'_>, start: usize) -> usize {
    let mut end = start + 1;
    while end < flow.lines.len() && !flow.breaks(start, end) && table(flow.lines, end).is_none() {
        end += 1;
    }
    end
}

fn list_item(para: &mut Para) {
    let Some(first) = para.lines.first() else { return };
    if para.kind == Kind::Paragraph
        && let Some(mark) = bullet(&first.text)
    {
        let rest = first.text.get(mark.len()..).unwrap_or("");
        para.mark = mark.len() + (rest.len() - rest.trim_start().len());
        para.kind = Kind::ListItem;
    }
}

fn above(lines: &[Line], at: usize, setting: &Setting) -> f32 {
    let (Some(before), Some(line)) = (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(at)) else {
        return 9.0;
    };
    if before.column != line.column {
        return 9.0;
    }
    (line.y - before.y) / setting.leading(line.size).max(1.0)
}
