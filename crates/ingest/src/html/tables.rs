//! Tables of data become one block; tables that only lay out a page leave their text as it is.

use std::collections::BTreeMap;

use html5ever::tokenizer::Tag;
use rapporteur_model::Kind;

use super::{
    attributes,
    draft::{Draft, Reference},
};

/// An open table.
#[derive(Debug)]
pub(crate) struct Table {
    /// The first draft that stands in it.
    pub(crate) first: usize,
    /// It has a table in it.
    pub(crate) nested: bool,
    /// It is said to be there for the looks.
    layout: bool,
    row: usize,
    column: usize,
    /// It has a head, a foot, and rows outside of them.
    head: bool,
    foot: bool,
    body: bool,
    /// The open row is in the head or the foot.
    framed: bool,
}

impl Table {
    pub(crate) fn new(tag: &Tag, first: usize) -> Self {
        let layout = attributes::any_word(tag, "role", |r| matches!(r, "presentation" | "none"));
        Self {
            first,
            nested: false,
            layout,
            row: 0,
            column: 0,
            head: false,
            foot: false,
            body: false,
            framed: false,
        }
    }

    /// Takes the start tag of a part, a row or a cell.
    pub(crate) fn open(&mut self, name: &str) {
        match name {
            "thead" => (self.head, self.framed) = (true, true),
            "tfoot" => (self.foot, self.framed) = (true, true),
            "tbody" => self.framed = false,
            "tr" => {
                self.row += 1;
                self.column = 0;
                self.body |= !self.framed;
            }
            _ => self.column += 1,
        }
    }

    /// Takes the end of the head or the foot.
    pub(crate) fn close_frame(&mut self) {
        self.framed = false;
    }

    /// Row and column of the open cell.
    pub(crate) fn cell(&self) -> (usize, usize) {
        (self.row, self.column)
    }
}

/// Longest cell of a table of data, in bytes: a page laid out as a table has longer ones.
const LONGEST_CELL: usize = 1500;

/// Mean length of the cells, in bytes, from which on the table holds prose.
const PROSE_CELL: usize = 400;

/// Closes a table: joins its cells into one draft if it holds data.
pub(crate) fn close(table: &Table, drafts: &mut [Draft]) {
    let Some(inside) = drafts.get_mut(table.first..) else { return };
    if table.head && table.foot && !table.body && !table.nested {
        // Head and foot without a body: the running head and foot of a printed page.
        inside.iter_mut().for_each(|d| d.furniture = true);
    }
    if is_layout(table, inside) {
        return;
    }
    let mut rows: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (index, draft) in inside.iter().enumerate().filter(|(_, d)| !d.dead) {
        if let Some((row, column)) = draft.cell {
            rows.entry(row).or_default().entry(column).or_default().push(index);
        }
    }
    let Some(&first) = rows.values().next().and_then(|r| r.values().next()).and_then(|c| c.first()) else {
        return;
    };
    let joined = join(&rows, inside);
    if let Some(target) = inside.get_mut(first) {
        *target = Draft {
            kind: Kind::Table,
            region: target.region,
            main: target.main,
            article: target.article,
            furniture: target.furniture,
            ..joined
        };
    }
}

fn is_layout(table: &Table, inside: &[Draft]) -> bool {
    let cells: Vec<&Draft> = inside.iter().filter(|d| !d.dead && d.cell.is_some()).collect();
    let longest = cells.iter().map(|d| d.text.len()).max().unwrap_or(0);
    let total: usize = cells.iter().map(|d| d.text.len()).sum();
    let columns = cells.iter().filter_map(|d| d.cell).map(|(_, column)| column).max().unwrap_or(0);
    table.nested
        || table.layout
        || columns < 2
        || longest > LONGEST_CELL
        || total > PROSE_CELL * cells.len()
        || cells.iter().any(|d| d.kind == Kind::Heading)
}

/// The rows by line, the cells by tab.
fn join(rows: &BTreeMap<usize, BTreeMap<usize, Vec<usize>>>, inside: &mut [Draft]) -> Draft {
    let mut joined = Draft::default();
    for (line, row) in rows.values().enumerate() {
        if line > 0 {
            joined.text.push('\n');
        }
        let mut column = 1;
        for (&at, cell) in row {
            // An empty cell keeps its place; a row of ten thousand empty cells does not.
            while column < at.min(column + 64) {
                joined.text.push('\t');
                column += 1;
            }
            column = at;
            for (index, &part) in cell.iter().enumerate() {
                if index > 0 {
                    joined.text.push(' ');
                }
                if let Some(draft) = inside.get_mut(part) {
                    take(draft, &mut joined);
                }
            }
        }
    }
    joined
}

fn take(draft: &mut Draft, joined: &mut Draft) {
    let base = joined.text.len();
    // A set line in a cell is a word gap: line ends belong to the rows.
    joined.text.push_str(&draft.text.trim_end().replace(['\n', '\t'], " "));
    joined.linked += draft.linked;
    joined.refs.extend(
        draft.refs.drain(..).map(|r| Reference { bytes: r.bytes.start + base..r.bytes.end + base, ..r }),
    );
    draft.dead = true;
}
