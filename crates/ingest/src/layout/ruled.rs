//! Tables whose cells are drawn: what stands between their lines is taken out of the page and read cell by cell.

use std::sync::Arc;

use rapporteur_model::Rect as Area;

use super::{
    grid::Grid,
    lines::Line,
    rows::{Row, rows},
    spans::Span,
    table::{Cell, Table},
};

/// Boxes with more words a cell hold a layout, not a table.
const MOST_WORDS: usize = 120;
/// A row without lines inside is cut at the lines of its text when so many of them stand in several columns.
const STACKED: usize = 3;

/// Takes the drawn tables out of a page's rows. Each leaves a row that stands for it.
pub(super) fn lift(page: Vec<Row>, grids: &[Grid]) -> Vec<Row> {
    let mut rest = page;
    for grid in grids {
        let (inside, outside) = parted(&rest, grid);
        let Some(table) = table(grid, inside) else { continue };
        let place = place(table, grid);
        rest = outside;
        let at = rest.partition_point(|row| row.y < place.y);
        rest.insert(at, place);
    }
    rest
}

/// The spans within a grid, and the rows without them.
fn parted(page: &[Row], grid: &Grid) -> (Vec<(usize, usize, Span)>, Vec<Row>) {
    let mut inside = Vec::new();
    let mut outside = Vec::with_capacity(page.len());
    for row in page {
        let mut left = Vec::new();
        for span in &row.spans {
            match grid.cell((span.x0 + span.x1) / 2.0, span.y - 0.3 * span.size) {
                Some((row, column)) if span.table.is_none() => inside.push((row, column, span.clone())),
                _ => left.push(span.clone()),
            }
        }
        if left.len() == row.spans.len() {
            outside.push(row.clone());
        } else {
            outside.extend(rows(left));
        }
    }
    (inside, outside)
}

fn table(grid: &Grid, spans: Vec<(usize, usize, Span)>) -> Option<Table> {
    let mut cells: Vec<Vec<Vec<Span>>> = vec![vec![Vec::new(); grid.columns()]; grid.rows()];
    for (row, column, span) in spans {
        cells.get_mut(row)?.get_mut(column)?.push(span);
    }
    let mut read: Vec<Vec<Cell>> = Vec::with_capacity(cells.len());
    for row in cells {
        let row: Vec<Cell> =
            row.into_iter().map(|c| rows(c).iter().map(|r| Line::new(r, 0)).collect()).collect();
        if is_stack(&row, grid) { read.extend(unstacked(row)) } else { read.push(row) }
    }
    let table = Table::new(read);
    let words: usize = table.lines().map(|l| l.text.split(' ').count()).sum();
    (table.is_one() && words <= MOST_WORDS * table.filled().count()).then_some(table)
}

/// Whether a row holds several rows that are parted by white space alone: line for line, its columns agree, and none
/// is running text that was broken at the wall of its cell.
fn is_stack(row: &[Cell], grid: &Grid) -> bool {
    let Some(deepest) = row.iter().max_by_key(|cell| cell.len()) else { return false };
    let stands = |l: &Line| deepest.iter().any(|d| (d.y - l.y).abs() <= 0.3 * d.size);
    deepest.len() >= STACKED
        && row.iter().filter(|cell| 3 * cell.len() >= 2 * deepest.len()).count() >= 2
        && row.iter().flatten().all(stands)
        && !row.iter().zip(grid.xs.iter().skip(1)).any(|(cell, wall)| is_wrapped(cell, *wall))
}

/// Whether most lines of a cell reach its right wall.
fn is_wrapped(cell: &Cell, wall: f32) -> bool {
    let lines = cell.len().saturating_sub(1);
    let left = cell.iter().map(|l| l.x0).fold(f32::INFINITY, f32::min);
    let full = cell.iter().take(lines).filter(|l| l.x1 > wall - 0.2 * (wall - left)).count();
    lines > 0 && 2 * full > lines
}

fn unstacked(row: Vec<Cell>) -> Vec<Vec<Cell>> {
    let baselines: Vec<f32> =
        row.iter().max_by_key(|cell| cell.len()).map(|c| c.iter().map(|l| l.y).collect()).unwrap_or_default();
    let mut split: Vec<Vec<Cell>> = vec![vec![Vec::new(); row.len()]; baselines.len()];
    for (column, cell) in row.into_iter().enumerate() {
        for line in cell {
            let at = baselines.iter().position(|y| (y - line.y).abs() <= 0.3 * line.size).unwrap_or(0);
            if let Some(cell) = split.get_mut(at).and_then(|row| row.get_mut(column)) {
                cell.push(line);
            }
        }
    }
    split
}

/// The row that stands for a table on the page.
fn place(table: Table, grid: &Grid) -> Row {
    let Area { x0, x1, .. } = grid.area();
    let y = table.lines().map(|l| l.y).fold(f32::INFINITY, f32::min);
    let size = table.lines().map(|l| l.size).fold(0.0, f32::max);
    let span = Span { x0, x1, y, size, table: Some(Arc::new(table)), ..Span::default() };
    Row { spans: vec![span], y, size, x0, x1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{glyph::Stroke, grid};

    fn span(text: &str, x0: f32, y: f32) -> Span {
        Span { text: text.to_owned(), x0, x1: x0 + 5.0 * text.len() as f32, y, size: 10.0, ..Span::default() }
    }

    /// A grid with these edges.
    fn grids(xs: &[f32], ys: &[f32]) -> Vec<Grid> {
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        let (top, foot) = (ys[0], ys[ys.len() - 1]);
        let down = xs.iter().map(|&x| Stroke { x0: x, y0: top, x1: x, y1: foot });
        let along = ys.iter().map(|&y| Stroke { x0: left, y0: y, x1: right, y1: y });
        grid::grids(&down.chain(along).collect::<Vec<_>>())
    }

    fn texts(page: &[Row]) -> Vec<Vec<Vec<String>>> {
        let tables = page.iter().flat_map(|r| &r.spans).filter_map(|s| s.table.as_ref());
        let cell = |cell: &Cell| cell.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ");
        tables.map(|t| t.rows.iter().map(|row| row.iter().map(cell).collect()).collect()).collect()
    }

    #[test]
    fn cells_are_read_one_by_one_and_the_text_around_stays() {
        let page = rows(vec![
            span("Before the table.", 50.0, 80.0),
            span("Country", 55.0, 112.0),
            span("Delegates", 155.0, 112.0),
            span("Central", 55.0, 132.0),
            span("four, of", 155.0, 132.0),
            span("Republic", 55.0, 143.0),
            span("whom two left", 155.0, 143.0),
            span("After it.", 50.0, 180.0),
        ]);
        let page = lift(page, &grids(&[50.0, 150.0, 250.0], &[100.0, 120.0, 150.0]));
        assert_eq!(
            texts(&page),
            [[vec!["Country", "Delegates"], vec!["Central Republic", "four, of whom two left"]]]
        );
        let around: Vec<&str> = page.iter().flat_map(|r| &r.spans).map(|s| s.text.as_str()).collect();
        assert_eq!(around, ["Before the table.", "", "After it."]);
    }

    #[test]
    fn rows_without_lines_between_them_are_told_by_their_baselines() {
        let names = ["Asha Rao", "Ben Okri", "Cy Lund", "Di Marsh"];
        let mut spans = vec![span("Name", 55.0, 112.0), span("Country", 155.0, 112.0)];
        for (at, name) in (0_u8..).zip(names) {
            let y = 132.0 + 12.0 * f32::from(at);
            spans.extend([span(name, 55.0, y), span("Kenya", 155.0, y)]);
        }
        let page = lift(rows(spans), &grids(&[50.0, 150.0, 250.0], &[100.0, 120.0, 180.0]));
        let tables = texts(&page);
        assert_eq!(tables.first().map(Vec::len), Some(5), "{tables:?}");
    }

    #[test]
    fn a_box_around_text_is_no_table() {
        let page = rows(vec![span("Key messages", 60.0, 112.0), span("Local voices count.", 60.0, 132.0)]);
        let page = lift(page, &grids(&[50.0, 250.0], &[100.0, 120.0, 150.0]));
        assert!(texts(&page).is_empty());
    }
}
