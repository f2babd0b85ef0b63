//! Blocks with columns or drawings: they keep their lines, since prose made of them would be nonsense.

use crate::shape;

/// Whether a block is set in columns or drawn.
pub(super) fn is_table(text: &str) -> bool {
    // Most text has neither.
    if !shape::has_gap(text) && !shape::has_strokes(text) {
        return false;
    }
    let (mut rows, mut gaps, mut drawn, mut leaders, mut labels) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        rows += 1;
        let past_label = shape::label(line).map_or(line, |(_, at)| line.get(at..).unwrap_or("").trim_start());
        labels += usize::from(past_label.len() < line.len());
        if shape::has_leaders(line) {
            leaders += 1;
        } else {
            gaps += usize::from(shape::has_gap(past_label));
            drawn += usize::from(shape::is_drawn(line));
        }
    }
    // Contents are split into lines, which other stages read.
    rows >= 2
        && leaders * 3 < rows
        && (gaps * 2 > rows || drawn * 2 > rows || (drawn + gaps) * 10 > rows * 7)
        && labels < rows
}

#[cfg(test)]
mod tests {
    use super::is_table;

    #[test]
    fn columns_and_drawings() {
        assert!(is_table("Network Group                J. Smith\nReport: 12            University Ulm"));
        assert!(is_table("+------+   +------+\n| Host |   | Gate |\n+------+   +------+"));
    }

    #[test]
    fn prose_contents_and_lists() {
        assert!(!is_table("The workshop was held\nin Reston on two days."));
        assert!(!is_table("1. Introduction . . . . . .  2\n2. Results  . . . . . . . .  3"));
        assert!(!is_table("o   the first point\no   the second point"));
    }
}
