//! Rows of a drawn table between which no line is drawn: they are parted by white space alone.

use super::table::Cell;

/// Fewest rows between two lines of a table.
const FEWEST: usize = 3;
/// Baselines further apart than this part of the type size are those of two rows: no text within a cell is set so wide.
const APART: f32 = 1.7;

/// Where the rows begin that stand between two lines of a table, when there are several. `walls` are the right edges of
/// the columns.
pub(super) fn starts(cells: &[Cell], walls: &[f32]) -> Option<Vec<f32>> {
    spaced(cells).or_else(|| level(cells, walls))
}

/// Rows with white space between them: a line stands at the top of most of them in several columns, the first of which
/// names the rows.
fn spaced(cells: &[Cell]) -> Option<Vec<f32>> {
    let mut lines: Vec<(f32, f32)> = cells.iter().flatten().map(|l| (l.y, l.size)).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut starts: Vec<f32> = Vec::new();
    let mut above = f32::NEG_INFINITY;
    for (y, size) in lines {
        if y - above > APART * size {
            starts.push(y);
        }
        above = y;
    }
    let begun = |cell: &Cell| starts.iter().filter(|s| cell.iter().any(|l| at(**s, l.y, l.size))).count();
    let begins = |cell: &&Cell| 3 * begun(cell) >= 2 * starts.len() && !is_prose(cell);
    let named = cells.iter().find(|cell| !cell.is_empty()).is_some_and(|cell| begins(&cell));
    (starts.len() >= FEWEST && named && cells.iter().filter(begins).count() >= 2).then_some(starts)
}

/// Whether the lines of a cell are long ones: text set with wide leading.
fn is_prose(cell: &Cell) -> bool {
    let words: usize = cell.iter().map(|l| l.text.split(' ').count()).sum();
    words > 5 * cell.len()
}

/// Rows as close as lines: line for line the columns agree, and none is running text that was broken at the wall of
/// its cell.
fn level(cells: &[Cell], walls: &[f32]) -> Option<Vec<f32>> {
    let deepest = cells.iter().max_by_key(|cell| cell.len())?;
    let stands = |y: f32, size: f32| deepest.iter().any(|d| at(d.y, y, size));
    let stack = deepest.len() >= FEWEST
        && cells.iter().filter(|cell| 3 * cell.len() >= 2 * deepest.len()).count() >= 2
        && cells.iter().flatten().all(|l| stands(l.y, l.size))
        && !cells.iter().zip(walls).any(|(cell, wall)| is_wrapped(cell, *wall));
    stack.then(|| deepest.iter().map(|l| l.y).collect())
}

fn at(start: f32, y: f32, size: f32) -> bool {
    (start - y).abs() <= 0.3 * size
}

/// Whether most lines of a cell reach its right wall.
fn is_wrapped(cell: &Cell, wall: f32) -> bool {
    let lines = cell.len().saturating_sub(1);
    let left = cell.iter().map(|l| l.x0).fold(f32::INFINITY, f32::min);
    let full = cell.iter().take(lines).filter(|l| l.x1 > wall - 0.2 * (wall - left)).count();
    lines > 0 && 2 * full > lines
}

/// Parts a row at the lines at which others begin.
pub(super) fn parted(row: Vec<Cell>, starts: &[f32]) -> Vec<Vec<Cell>> {
    let mut split: Vec<Vec<Cell>> = vec![vec![Vec::new(); row.len()]; starts.len()];
    for (column, cell) in row.into_iter().enumerate() {
        for line in cell {
            let at = starts.partition_point(|s| *s <= line.y + 0.3 * line.size).saturating_sub(1);
            if let Some(cell) = split.get_mut(at).and_then(|row| row.get_mut(column)) {
                cell.push(line);
            }
        }
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines::Line;

    fn cell(lines: &[(&str, f32)], x0: f32, x1: f32) -> Cell {
        let line =
            |&(text, y): &(&str, f32)| Line { text: text.into(), x0, x1, y, size: 8.0, ..Line::default() };
        lines.iter().map(line).collect()
    }

    #[test]
    fn rows_far_apart_are_rows_though_their_columns_are_full() {
        let row = vec![
            cell(&[("1", 100.0), ("2", 118.0), ("3", 146.0)], 40.0, 48.0),
            cell(&[("09:00", 100.0), ("09:30", 118.0), ("11:00", 146.0)], 50.0, 98.0),
            cell(&[("Opening", 118.0), ("by the chair", 127.5), ("Closing", 146.0)], 102.0, 198.0),
        ];
        let starts = starts(&row, &[50.0, 100.0, 200.0]).unwrap();
        assert_eq!(starts, [100.0, 118.0, 146.0]);
        let rows = parted(row, &starts);
        let counts: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(Vec::len).collect()).collect();
        assert_eq!(counts, [[1, 1, 0], [1, 1, 2], [1, 1, 1]]);
    }

    #[test]
    fn paragraphs_of_one_row_are_no_rows() {
        let row = vec![
            cell(&[("S018", 100.0)], 40.0, 60.0),
            cell(&[("Citizenship", 100.0), ("Status of", 118.0), ("the person", 127.0)], 62.0, 98.0),
            cell(&[("1 = citizen", 100.0), ("2 = other", 118.0), ("3 = none", 136.0)], 102.0, 198.0),
        ];
        assert_eq!(starts(&row, &[60.0, 100.0, 200.0]), None);
    }

    #[test]
    fn one_row_of_wrapped_text_stays_one() {
        let text = [("the first of them", 100.0), ("was read by the", 109.5), ("chair.", 119.0)];
        let row = vec![cell(&text, 40.0, 98.0), cell(&text, 102.0, 198.0)];
        assert_eq!(starts(&row, &[100.0, 200.0]), None);
    }
}
