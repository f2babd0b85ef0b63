//! Tables: runs of lines whose cells stand under one another.

use super::lines::Line;

/// Fewest rows of a table.
const FEWEST: usize = 3;

/// The end of the table that starts at line `at`, when one does.
pub(super) fn table(lines: &[Line], at: usize) -> Option<usize> {
    let mut rows = 0;
    let mut end = at;
    let mut starts: Vec<f32> = Vec::new();
    while let Some(line) = lines.get(end) {
        let near = end == at || lines.get(end - 1).is_some_and(|p| near(p, line));
        if !near || !belongs(line, &starts) {
            break;
        }
        rows += usize::from(!line.cells.is_empty());
        starts.extend(line.cells.iter().map(|c| c.1));
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
    if ["....", ". . .", "……", "…."].iter().any(|dots| line.text.contains(dots)) {
        return false;
    }
    let under = |x: f32| starts.iter().any(|s| (s - x).abs() < 1.2 * line.size);
    if line.cells.is_empty() {
        return !starts.is_empty() && under(line.x0);
    }
    starts.is_empty() || line.cells.iter().any(|c| under(c.1))
}
