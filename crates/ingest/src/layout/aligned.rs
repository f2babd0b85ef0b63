//! Tables without lines: runs of rows whose cells stand under one another.

use super::{
    lines::Line,
    table::{Cell, Table},
};

/// Fewest rows of a table.
const FEWEST: usize = 3;

/// The end of the table that starts at line `at`, when one does.
pub(super) fn end(lines: &[Line], at: usize) -> Option<usize> {
    let mut rows = 0;
    let mut end = at;
    let mut starts: Vec<f32> = Vec::new();
    while let Some(line) = lines.get(end) {
        let near = end == at || lines.get(end - 1).is_some_and(|p| near(p, line));
        if !near || !belongs(line, &starts) {
            break;
        }
        rows += usize::from(!line.cells.is_empty());
        starts.extend(line.cells.iter().map(|c| c.x1));
        starts.truncate(200);
        end += 1;
    }
    while end > at && lines.get(end - 1).is_some_and(|l| l.cells.is_empty()) {
        end -= 1;
    }
    (rows >= FEWEST).then_some(end)
}

fn near(above: &Line, below: &Line) -> bool {
    above.column == below.column && below.y - above.y < 3.0 * below.size && below.y >= above.y
}

/// A row with a cell under one seen before, or the rest of a cell that took two lines.
fn belongs(line: &Line, starts: &[f32]) -> bool {
    if line.table.is_some() || ["....", ". . .", "……", "…."].iter().any(|dots| line.text.contains(dots))
    {
        return false;
    }
    let under = |x: f32| starts.iter().any(|s| (s - x).abs() < 1.2 * line.size);
    if line.cells.is_empty() {
        return !starts.is_empty() && under(line.x0);
    }
    starts.is_empty() || line.cells.iter().any(|c| under(c.x1))
}

/// The lines of a table by their cells. A line goes on with the row above it when it stands closer to it than rows do,
/// or has nothing in the first column.
pub(super) fn table(lines: &[Line]) -> Table {
    let columns = columns(lines);
    let pitch = pitch(lines);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut above: Option<&Line> = None;
    for line in lines {
        let parts = line.parts();
        let first = parts.first().map_or(0, |p| nearest(&columns, p.x0));
        let close = above.is_some_and(|a| match pitch {
            Some(pitch) => line.y - a.y < pitch,
            None => first > 0 && line.y - a.y < 1.5 * line.size,
        });
        if !close || rows.is_empty() {
            rows.push(vec![Vec::new(); columns.len()]);
        }
        for part in parts {
            let column = nearest(&columns, part.x0);
            if let Some(cell) = rows.last_mut().and_then(|row| row.get_mut(column)) {
                cell.push(part);
            }
        }
        above = Some(line);
    }
    Table::new(rows)
}

/// Left edges of the columns.
fn columns(lines: &[Line]) -> Vec<f32> {
    let mut starts: Vec<(f32, f32)> =
        lines.iter().flat_map(|l| l.cells.iter().map(|c| (c.x1, l.size)).chain([(l.x0, l.size)])).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<f32> = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for (x, size) in starts {
        if x - last > 1.2 * size {
            columns.push(x);
        }
        last = x;
    }
    columns
}

fn nearest(columns: &[f32], x: f32) -> usize {
    columns.partition_point(|c| *c <= x + 0.5).saturating_sub(1)
}

/// The distance that parts rows from lines of one row, when the lines stand at two clearly different distances.
fn pitch(lines: &[Line]) -> Option<f32> {
    let mut gaps: Vec<f32> = lines.windows(2).filter_map(|p| Some(p.get(1)?.y - p.first()?.y)).collect();
    gaps.sort_by(f32::total_cmp);
    let (least, most) = (*gaps.first()?, *gaps.last()?);
    let jump =
        gaps.windows(2).filter_map(|p| Some((p.get(1)? / p.first()?.max(0.1), *p.first()?, *p.get(1)?)));
    let (ratio, below, above) = jump.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let rows = gaps.iter().filter(|g| **g >= above).count();
    (most > 1.3 * least && ratio > 1.2 && rows >= 2).then_some((below + above) / 2.0)
}
