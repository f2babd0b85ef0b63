//! A table: rows of cells, each with its printed lines.

use super::lines::Line;

/// Rows of cells, all of one length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The lines of one cell, from top to bottom; none in an empty one.
pub(super) type Cell = Vec<Line>;

impl Table {
    /// A table without the rows and columns in which nothing stands.
    pub(super) fn new(mut rows: Vec<Vec<Cell>>) -> Self {
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut rows {
            row.resize_with(width, Vec::new);
        }
        let used: Vec<bool> = (0..width)
            .map(|column| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty())))
            .collect();
        for row in &mut rows {
            let mut column = used.iter();
            row.retain(|_| column.next().copied().unwrap_or(false));
        }
        Self { rows }
    }

    /// Number of columns.
    pub(super) fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// The cells in which something stands.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flatten().filter(|cell| !cell.is_empty())
    }

    /// All its lines, row by row and cell by cell.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().flatten().flatten()
    }

    /// Whether it has enough rows and columns to be one.
    pub(super) fn is_one(&self) -> bool {
        self.width() >= 2 && self.rows.len() >= 2 && self.filled().count() >= 4
    }
}
