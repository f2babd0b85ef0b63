//! Tables of data become one block, a row a line; tables that only lay out a page leave their text as it is.

use rapporteur_model::Kind;

use super::draft::Draft;

/// An open table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<Cell>>,
    /// It has a table in it.
    pub(crate) nested: bool,
    /// Columns that the cell being read spans, beyond its own.
    spans: usize,
    /// Columns that are left empty in front of the row's first cell.
    before: usize,
    /// The row has been cut by a page's end already.
    cut: bool,
}

#[derive(Debug, Default)]
struct Cell {
    drafts: Vec<Draft>,
    /// Empty columns in front of it.
    before: usize,
    spans: usize,
}

/// Longest cell of a table of data, in bytes: a page laid out as a table has longer ones.
const LONGEST_CELL: usize = 1500;

/// Mean length of the cells, in bytes, from which on the table holds prose.
const PROSE_CELL: usize = 400;

/// Most columns that one cell may span.
const WIDEST: usize = 63;

impl Table {
    pub(crate) fn open_row(&mut self) {
        self.rows.push(Vec::new());
        (self.cut, self.before, self.spans) = (false, 0, 0);
    }

    /// Notes that a cell spans columns, or that a row begins with empty ones.
    pub(crate) fn skip(&mut self, columns: usize, before: bool) {
        if before {
            self.before = columns.min(WIDEST);
        } else {
            self.spans = columns.saturating_sub(1).min(WIDEST);
        }
    }

    /// Whether a page's end in this row is to be counted: the first one is.
    pub(crate) fn takes_break(&mut self) -> bool {
        !std::mem::replace(&mut self.cut, true)
    }

    /// Takes the text of a cell.
    pub(crate) fn cell(&mut self, drafts: Vec<Draft>) {
        let (before, spans) = (std::mem::take(&mut self.before), std::mem::take(&mut self.spans));
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Cell { drafts, before, spans });
        }
    }

    /// The table as blocks: one for data, the cells' own for a layout.
    pub(crate) fn close(self) -> Vec<Draft> {
        if self.is_layout() {
            return self.rows.into_iter().flatten().flat_map(|cell| cell.drafts).collect();
        }
        let mut whole = Draft { kind: Kind::Table, ..Draft::default() };
        let rows = self.rows.into_iter().filter(|row| row.iter().any(|cell| !cell.drafts.is_empty()));
        for (line, row) in rows.enumerate() {
            if line > 0 {
                whole.text.push('\n');
            }
            for (column, cell) in row.into_iter().enumerate() {
                let tabs = cell.before + usize::from(column > 0);
                whole.text.push_str(&"\t".repeat(tabs));
                for (index, draft) in cell.drafts.into_iter().enumerate() {
                    if index > 0 {
                        whole.text.push(' ');
                    }
                    whole.append(in_cell(draft));
                }
                whole.text.push_str(&"\t".repeat(cell.spans));
            }
            whole.text.truncate(whole.text.trim_end_matches('\t').len());
        }
        if whole.is_blank() { Vec::new() } else { vec![whole] }
    }

    fn is_layout(&self) -> bool {
        let cells = || self.rows.iter().flatten().filter(|cell| !cell.drafts.is_empty());
        let lengths = || cells().map(|cell| cell.drafts.iter().map(|d| d.text.len()).sum::<usize>());
        let heading = |cell: &Cell| cell.drafts.iter().any(|d| d.kind == Kind::Heading);
        self.nested
            || self.rows.iter().all(|row| row.len() < 2)
            || lengths().max().unwrap_or(0) > LONGEST_CELL
            || lengths().sum::<usize>() > PROSE_CELL * cells().count()
            || cells().any(heading)
    }
}

/// A paragraph as a part of a cell: its number is one of its words.
fn in_cell(mut draft: Draft) -> Draft {
    if let Some(mark) = draft.mark.take().filter(|m| m.chars().any(char::is_alphanumeric)) {
        draft.put_before(&(mark + " "));
    }
    let end = draft.text.trim_end().len();
    draft.cut(end);
    draft.refs.iter_mut().for_each(|r| r.at = r.at.min(end));
    draft.breaks.clear();
    draft
}
