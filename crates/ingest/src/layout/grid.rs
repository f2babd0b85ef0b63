//! Grids: lines drawn along and down a page that meet and make cells.

use rapporteur_model::Rect as Area;

use super::glyph::Stroke;

/// Lines meet when they come as near as this.
const NEAR: f32 = 3.0;
/// Lines closer together than this are one, drawn double or thick.
const APART: f32 = 4.0;
/// A grid with more rows or columns is a drawing.
const MOST: usize = 300;

/// Cells between lines that meet.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Edges of the columns, from left to right, and of the rows, from top to bottom.
    pub(super) xs: Vec<f32>,
    pub(super) ys: Vec<f32>,
    /// For each cell, row by row, the cell it is one with, perhaps itself.
    home: Vec<usize>,
}

impl Grid {
    /// Number of columns.
    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// From its outermost line to the other, along and down the page.
    pub(super) fn area(&self) -> Area {
        let ends =
            |edges: &[f32]| (edges.first().copied().unwrap_or(0.0), edges.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (ends(&self.xs), ends(&self.ys));
        Area { x0, y0, x1, y1 }
    }

    /// The row and column in which what stands at a place is to be read: cells that no line parts are one.
    pub(super) fn cell(&self, x: f32, y: f32) -> Option<(usize, usize)> {
        let column = band(&self.xs, x)?;
        let row = band(&self.ys, y)?;
        let home = *self.home.get(row * self.columns() + column)?;
        Some((home / self.columns(), home % self.columns()))
    }

    /// Whether the line above a row is drawn through one of several columns alone: a box in a cell.
    pub(super) fn is_boxed(&self, row: usize) -> bool {
        let home = |row: usize, column: usize| self.home.get(row * self.columns() + column);
        let parts = |above: usize| (0..self.columns()).filter(|&c| home(above, c) != home(row, c)).count();
        self.columns() > 2 && row.checked_sub(1).is_some_and(|above| parts(above) <= 1)
    }

    /// How many cells there are when those that no line parts are counted once.
    fn cells(&self) -> usize {
        self.home.iter().enumerate().filter(|(index, home)| index == *home).count()
    }

    fn of(lines: &[Stroke]) -> Option<Self> {
        let level = || lines.iter().filter(|l| l.is_level());
        let upright = || lines.iter().filter(|l| !l.is_level());
        // Tables open at the side end where their rules end.
        let xs = edges(upright().map(|l| l.x0), level().flat_map(|l| [l.x0, l.x1]));
        let ys = edges(level().map(|l| l.y0), upright().flat_map(|l| [l.y0, l.y1]));
        if !(2..MOST).contains(&xs.len()) || !(2..MOST).contains(&ys.len()) {
            return None;
        }
        let mut grid = Self { xs, ys, home: Vec::new() };
        grid.join(lines);
        (grid.columns() >= 2 && grid.rows() >= 2 && grid.cells() >= 4).then_some(grid)
    }

    /// Finds the cells between which no line is drawn.
    fn join(&mut self, lines: &[Stroke]) {
        let (rows, columns) = (self.rows(), self.columns());
        let mut right = vec![false; rows * columns];
        let mut below = vec![false; rows * columns];
        for line in lines {
            if line.is_level() {
                let Some(row) = self.ys.iter().position(|y| (y - line.y0).abs() <= APART) else { continue };
                for column in covered(&self.xs, line.x0, line.x1) {
                    mark(&mut below, row.checked_sub(1).map(|r| r * columns + column));
                }
            } else {
                let Some(column) = self.xs.iter().position(|x| (x - line.x0).abs() <= APART) else {
                    continue;
                };
                for row in covered(&self.ys, line.y0, line.y1) {
                    mark(&mut right, column.checked_sub(1).map(|c| row * columns + c));
                }
            }
        }
        self.home = (0..rows * columns).collect();
        for cell in 0..rows * columns {
            let walled = |walls: &[bool]| walls.get(cell).copied().unwrap_or(true);
            if cell % columns + 1 < columns && !walled(&right) {
                unite(&mut self.home, cell, cell + 1);
            }
            if cell / columns + 1 < rows && !walled(&below) {
                unite(&mut self.home, cell, cell + columns);
            }
        }
        for cell in 0..self.home.len() {
            let home = root(&self.home, cell);
            if let Some(slot) = self.home.get_mut(cell) {
                *slot = home;
            }
        }
    }
}

/// The grids that lines make, from top to bottom.
pub(super) fn grids(strokes: &[Stroke]) -> Vec<Grid> {
    let lines = merged(strokes);
    let mut home: Vec<usize> = (0..lines.len()).collect();
    let (level, upright): (Vec<usize>, Vec<usize>) =
        (0..lines.len()).partition(|&i| lines.get(i).is_some_and(Stroke::is_level));
    for &a in &level {
        for &b in &upright {
            if let (Some(along), Some(down)) = (lines.get(a), lines.get(b))
                && meet(along, down)
            {
                unite(&mut home, a, b);
            }
        }
    }
    let mut parts: Vec<Vec<Stroke>> = vec![Vec::new(); lines.len()];
    for (index, line) in lines.iter().enumerate() {
        if let Some(part) = parts.get_mut(root(&home, index)) {
            part.push(*line);
        }
    }
    let mut grids: Vec<Grid> = parts.iter().filter_map(|part| Grid::of(part)).collect();
    grids.sort_by(|a, b| a.area().y0.total_cmp(&b.area().y0));
    grids
}

/// Lines that lie on one another or go on in one another as one.
fn merged(strokes: &[Stroke]) -> Vec<Stroke> {
    let mut lines = strokes.to_vec();
    let place = |s: &Stroke| if s.is_level() { (s.y0, s.x0) } else { (s.x0, s.y0) };
    lines.sort_by(|a, b| {
        let (at, from) = place(a);
        let (other, start) = place(b);
        let strip = |v: f32| (v / 1.5).round() as i64;
        a.is_level().cmp(&b.is_level()).then(strip(at).cmp(&strip(other))).then(from.total_cmp(&start))
    });
    let mut merged: Vec<Stroke> = Vec::with_capacity(lines.len());
    for line in lines {
        match merged.last_mut().filter(|last| goes_on(last, &line)) {
            Some(last) => {
                last.x1 = last.x1.max(line.x1);
                last.y1 = last.y1.max(line.y1);
            }
            None => merged.push(line),
        }
    }
    merged
}

fn goes_on(a: &Stroke, b: &Stroke) -> bool {
    if a.is_level() != b.is_level() {
        return false;
    }
    if a.is_level() {
        (a.y0 - b.y0).abs() <= 1.5 && b.x0 <= a.x1 + NEAR
    } else {
        (a.x0 - b.x0).abs() <= 1.5 && b.y0 <= a.y1 + NEAR
    }
}

fn meet(along: &Stroke, down: &Stroke) -> bool {
    (along.x0 - NEAR..=along.x1 + NEAR).contains(&down.x0)
        && (down.y0 - NEAR..=down.y1 + NEAR).contains(&along.y0)
}

/// Places of lines, and beyond them the outermost ends of the lines across.
fn edges(lines: impl Iterator<Item = f32>, ends: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut places: Vec<f32> = lines.collect();
    places.sort_by(f32::total_cmp);
    let (first, last) = (places.first().copied(), places.last().copied());
    let (mut from, mut to) = (f32::INFINITY, f32::NEG_INFINITY);
    for end in ends {
        (from, to) = (from.min(end), to.max(end));
    }
    if first.is_some_and(|f| from < f - 2.0 * APART) {
        places.insert(0, from);
    }
    if last.is_some_and(|l| to > l + 2.0 * APART) {
        places.push(to);
    }
    places.dedup_by(|b, a| *b - *a <= APART);
    places
}

/// The bands whose middle lies between two places.
fn covered(edges: &[f32], from: f32, to: f32) -> impl Iterator<Item = usize> {
    edges.windows(2).enumerate().filter_map(move |(band, pair)| {
        let [a, b] = pair else { return None };
        let middle = (a + b) / 2.0;
        (from <= middle && middle <= to).then_some(band)
    })
}

fn band(edges: &[f32], at: f32) -> Option<usize> {
    let next = edges.partition_point(|e| *e <= at);
    (next < edges.len()).then(|| next.checked_sub(1)).flatten()
}

fn mark(walls: &mut [bool], cell: Option<usize>) {
    if let Some(wall) = cell.and_then(|c| walls.get_mut(c)) {
        *wall = true;
    }
}

/// The first of those that are one with an item.
fn root(home: &[usize], mut item: usize) -> usize {
    while let Some(&next) = home.get(item)
        && next != item
    {
        item = next;
    }
    item
}

fn unite(home: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(home, a), root(home, b));
    let (first, second) = (a.min(b), a.max(b));
    if let Some(slot) = home.get_mut(second) {
        *slot = first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x0: f32, y0: f32, x1: f32, y1: f32) -> Stroke {
        Stroke { x0, y0, x1, y1 }
    }

    /// Two columns, three rows; the first row is one cell.
    fn agenda() -> Vec<Stroke> {
        vec![
            line(10.0, 10.0, 210.0, 10.0),
            line(10.0, 30.0, 210.0, 30.0),
            line(10.0, 50.0, 110.0, 50.0),
            line(110.0, 50.0, 210.0, 50.0),
            line(10.0, 90.0, 210.0, 90.0),
            line(10.0, 10.0, 10.0, 90.0),
            line(110.0, 30.0, 110.0, 90.0),
            line(210.0, 10.0, 210.0, 90.0),
        ]
    }

    #[test]
    fn lines_that_meet_make_cells() {
        let grids = grids(&agenda());
        let [grid] = grids.as_slice() else { panic!("one grid, not {}", grids.len()) };
        assert_eq!((grid.rows(), grid.columns()), (3, 2));
        assert_eq!(grid.cell(150.0, 20.0), Some((0, 0)), "the head reaches over both columns");
        assert_eq!(grid.cell(150.0, 40.0), Some((1, 1)));
        assert_eq!(grid.cell(50.0, 70.0), Some((2, 0)));
        assert_eq!(grid.cell(250.0, 70.0), None);
    }

    #[test]
    fn a_frame_and_a_rule_are_no_grid() {
        let frame = [
            line(10.0, 10.0, 210.0, 10.0),
            line(10.0, 90.0, 210.0, 90.0),
            line(10.0, 10.0, 10.0, 90.0),
            line(210.0, 10.0, 210.0, 90.0),
            line(10.0, 200.0, 110.0, 200.0),
        ];
        assert!(grids(&frame).is_empty());
    }

    #[test]
    fn a_table_open_at_its_sides_ends_where_its_rules_end() {
        let mut lines = agenda();
        lines.retain(|l| l.is_level() || l.x0 == 110.0);
        let grids = grids(&lines);
        assert_eq!(grids.first().map(|g| (g.xs.clone(), g.rows())), Some((vec![10.0, 110.0, 210.0], 2)));
    }
}
