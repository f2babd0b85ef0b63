//! Lines to blocks.

use std::sync::Arc;

use rapporteur_model::Kind;

use super::{
    aligned,
    breaks::{Flow, bullet},
    lines::Line,
    setting::Setting,
    table::Table,
    tagged::Tags,
};

/// Lines that belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Para {
    pub(super) lines: Vec<Line>,
    pub(super) kind: Kind,
    /// Its cells, when it is a table.
    pub(super) table: Option<Arc<Table>>,
    /// Level of a heading, counted from 1.
    pub(super) level: Option<u8>,
    /// Bytes of a list item's mark, with the space behind it.
    pub(super) mark: usize,
    /// White space above it, in lines; large at the top of a column.
    pub(super) above: f32,
}

impl Para {
    /// The text, lines parted by `\n`.
    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Size of its first line.
    pub(super) fn size(&self) -> f32 {
        self.lines.first().map_or(0.0, |l| l.size)
    }
}

/// Cuts the lines of a page, in reading order, into blocks. `tags` are those of the file, where they can be trusted.
pub(super) fn blocks(page: u32, lines: &[Line], setting: &Setting, tags: Option<&Tags>) -> Vec<Para> {
    let flow = Flow::new(page, lines, setting, tags);
    let mut paras: Vec<Para> = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let (end, table) =
            table(lines, start).map_or_else(|| (paragraph(&flow, start), None), |(e, t)| (e, Some(t)));
        let mut para = Para {
            lines: lines.get(start..end).unwrap_or(&[]).to_vec(),
            kind: if table.is_some() { Kind::Table } else { Kind::Paragraph },
            table,
            above: above(lines, start, setting),
            ..Para::default()
        };
        list_item(&mut para);
        paras.push(para);
        start = end;
    }
    paras
}

/// The table that starts at a line, and where it ends: one whose cells are drawn, or one told by its white space.
fn table(lines: &[Line], start: usize) -> Option<(usize, Arc<Table>)> {
    if let Some(table) = lines.get(start).and_then(|l| l.table.clone()) {
        return Some((start + 1, table));
    }
    let end = aligned::end(lines, start)?;
    let table = aligned::table(lines.get(start..end)?);
    (table.width() >= 2).then(|| (end, Arc::new(table)))
}

fn paragraph(flow: &Flow<'_>, start: usize) -> usize {
    let mut end = start + 1;
    while end < flow.lines.len() && !flow.breaks(start, end) && !starts_table(flow.lines, end) {
        end += 1;
    }
    end
}

fn starts_table(lines: &[Line], at: usize) -> bool {
    lines.get(at).is_some_and(|l| l.table.is_some()) || aligned::end(lines, at).is_some()
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
