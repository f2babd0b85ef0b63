//! Sizes of type that OCR got wrong: a line that goes on with a sentence is as large as the line above it.

use std::collections::BTreeMap;

use super::{breaks::ends_sentence, lines::Line, setting::Setting};

/// Type beside the text's size by no more than this part is the text's.
const NEAR: f32 = 0.1;

/// Corrects the sizes of a page's lines.
pub(super) fn still(lines: &mut [Line], setting: &Setting) {
    let mut margins: BTreeMap<usize, f32> = BTreeMap::new();
    for line in lines.iter() {
        let right = margins.entry(line.column).or_default();
        *right = right.max(line.x1);
    }
    for at in 1..lines.len() {
        let Some((before, [line, ..])) = lines.split_at_mut_checked(at) else { continue };
        let Some(before) = before.last() else { continue };
        let right = margins.get(&line.column).copied().unwrap_or_default();
        let body = (before.size - setting.body).abs() <= NEAR * setting.body;
        if body && line.hidden && goes_on(before, line, right, setting) {
            line.size = before.size;
        }
    }
}

/// Whether a line goes on with the sentence of the line above: at the usual distance, flush with it, and the line
/// above is full.
fn goes_on(before: &Line, line: &Line, right: f32, setting: &Setting) -> bool {
    let usual = setting.leading(before.size);
    let pitch = line.y - before.y;
    let lower = line.text.chars().next().is_some_and(char::is_lowercase);
    before.column == line.column
        && (0.85 * usual..=1.15 * usual).contains(&pitch)
        && line.x0 - before.x0 < 0.6 * before.size
        && before.cells.is_empty()
        && line.cells.is_empty()
        && (lower || before.x1 > right - 3.0 * before.size)
        && !ends_sentence(&before.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_keeps_its_size() {
        let line = |text: &str, size: f32, y: f32| Line {
            text: text.into(),
            size,
            y,
            x0: 70.0,
            x1: 500.0,
            hidden: true,
            ..Line::default()
        };
        let mut lines = vec![
            line("the participants spoke of gender", 12.0, 100.0),
            line("representation in computing", 16.0, 114.4),
            line("and of much else.", 12.1, 128.8),
            line("A Heading", 15.0, 143.2),
        ];
        let setting = Setting::new(12.0, [lines.as_slice()]);
        still(&mut lines, &setting);
        assert_eq!(lines.iter().map(|l| l.size).collect::<Vec<_>>(), [12.0, 12.0, 12.0, 15.0]);
    }
}
