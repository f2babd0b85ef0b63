//! Side bars: names and addresses down the margin of a letter. Their lines are too short for a column of text; but they
//! are set close and stand between the lines of the text beside them, while cells of a table stand on them.

use super::{rows::Row, spans::Span};

/// Fewest lines of a side bar.
const FEWEST: usize = 12;
/// Most lines stand no further apart than this part of their size.
const CLOSE: f32 = 1.6;
/// Lines of the text beside it that stand no further apart run on; baselines of rows are uncertain.
const BESIDE: f32 = 2.0;

/// Whether those spans of rows that `is` tells are a side bar of the others.
pub(super) fn is_one(run: &[Row], is: impl Fn(&Span) -> bool) -> bool {
    let own: Vec<&Row> = run.iter().filter(|row| row.spans.iter().any(&is)).collect();
    if own.len() < FEWEST {
        return false;
    }
    let pairs = || own.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let close = pairs().filter(|(a, b)| b.y - a.y <= CLOSE * b.size).count();
    let text: Vec<f32> = run.iter().filter(|row| !row.spans.iter().all(&is)).map(|row| row.y).collect();
    let between = own.iter().filter(|row| row.spans.iter().all(&is) && stands_between(row, &text)).count();
    3 * close >= 2 * own.len() && 4 * between >= own.len()
}

/// Whether a row stands between two lines of a text that runs on beside it.
fn stands_between(row: &Row, text: &[f32]) -> bool {
    let next = text.partition_point(|y| *y < row.y);
    let (above, below) = (next.checked_sub(1).and_then(|i| text.get(i)), text.get(next));
    above.zip(below).is_some_and(|(above, below)| below - above <= BESIDE * row.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::rows::rows;

    /// Lines at the left at one pitch and lines of text at another.
    fn page(bar: f32, text: f32) -> Vec<Row> {
        let line =
            |x0: f32, x1: f32, y: f32| Span { text: "words".into(), x0, x1, y, size: 9.0, ..Span::default() };
        let lines = (0_u8..20).map(f32::from);
        let left = lines.clone().map(|n| line(50.0, 90.0, 100.0 + bar * n));
        rows(left.chain(lines.map(|n| line(150.0, 450.0, 100.0 + text * n))).collect())
    }

    #[test]
    fn a_bar_has_baselines_of_its_own() {
        let is_left = |s: &Span| s.x0 < 100.0;
        assert!(is_one(&page(10.0, 12.5), is_left));
        assert!(!is_one(&page(12.5, 12.5), is_left), "rows of a table");
        assert!(!is_one(&page(25.0, 12.5), is_left), "labels of rows that take two lines");
    }
}
