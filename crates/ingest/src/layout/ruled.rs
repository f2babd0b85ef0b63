//! Tables whose cells are drawn: what stands between their lines is taken out of the page and read cell by cell.

use std::sync::Arc;

use rapporteur_model::Rect as Area;

use super::{
    grid::Grid,
    lines::Line,
    rows::{Row, rows},
    spans::Span,
    stacked,
    table::{Cell, Table},
};

/// Boxes with more words a cell hold a layout, not a table.
const MOST_WORDS: usize = 120;

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
    let walls = grid.xs.get(1..).unwrap_or(&[]);
    let mut read: Vec<Vec<Cell>> = Vec::with_capacity(cells.len());
    let mut row = 0;
    while row < cells.len() {
        let end = (row + 1..cells.len()).find(|&next| !grid.is_boxed(next)).unwrap_or(cells.len());
        let rows = cells.get(row..end)?;
        let one = lines(rows);
        match stacked::starts(&one, walls) {
            Some(starts) => read.extend(stacked::parted(one, &starts)),
            None if rows.len() == 1 => read.push(one),
            None => read.extend(rows.iter().map(|row| lines(std::slice::from_ref(row)))),
        }
        row = end;
    }
    let table = Table::new(read);
    let words: usize = table.lines().map(|l| l.text.split(' ').count()).sum();
    (table.is_one() && words <= MOST_WORDS * table.filled().count()).then_some(table)
}

/// The lines of the cells of several rows, column by column.
fn lines(rows_of_cells: &[Vec<Vec<Span>>]) -> Vec<Cell> {
    let columns = rows_of_cells.first().map_or(0, Vec::len);
    let column = |at: usize| rows_of_cells.iter().filter_map(|row| row.get(at)).flatten().cloned().collect();
    (0..columns).map(|at| rows(column(at)).iter().map(|r| Line::new(r, 0)).collect()).collect()
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
