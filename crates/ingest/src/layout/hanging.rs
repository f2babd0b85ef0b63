//! Hanging indents, as in lists of references: the first line stands out, all others are set in.

use super::{breaks::hangs, lines::Line};

/// So many paragraphs tell how a column is set.
const FEWEST: usize = 3;
/// Least and greatest indent in ems.
const LEAST: f32 = 0.6;
const MOST: f32 = 6.0;

/// Whether the paragraphs of a column hang. What ends a paragraph is told by the room it left on its line, up to the
/// right margin.
pub(super) fn is_set<'l>(lines: impl Iterator<Item = &'l Line>, right: f32) -> bool {
    let (mut hanging, mut indented) = (0, 0);
    let mut above: Option<&Line> = None;
    for line in lines {
        let Some(above) = above.replace(line) else { continue };
        let shift = (line.x0 - above.x0) / line.size.max(1.0);
        let set_in = (LEAST..MOST).contains(&shift.abs());
        if set_in && right - above.x1 > line.first_word() + above.size && !hangs(&line.text) {
            hanging += usize::from(shift < 0.0);
            indented += usize::from(shift > 0.0);
        }
    }
    hanging >= FEWEST && hanging >= 3 * indented
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs of two lines, the first and the second at these left edges.
    fn column(first: f32, second: f32) -> bool {
        let line =
            |text: &str, x0: f32, x1: f32| Line { text: text.into(), x0, x1, size: 10.0, ..Line::default() };
        let para =
            || [line("Adler, H. The sociophysiology of", first, 398.0), line("Caring, 883.", second, 160.0)];
        let lines: Vec<Line> = (0..4).flat_map(|_| para()).collect();
        is_set(lines.iter(), 400.0)
    }

    #[test]
    fn lines_set_in_behind_the_first_hang() {
        assert!(column(72.0, 90.0));
        assert!(!column(90.0, 72.0), "an indent of the first line");
        assert!(!column(72.0, 72.0));
    }
}
