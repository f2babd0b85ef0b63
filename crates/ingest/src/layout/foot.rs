//! Footnotes of pages that an OCR program read.
//!
//! Their marks are the first thing that OCR gets wrong (`1` is read as `'`, `*`, `?`, or not at all), while the
//! sizes and places of lines are sound. So the zone is found by small type behind a wide gap at the foot of a
//! column, and its notes are parted where a line was ended on purpose.

use super::{
    breaks::{bullet, ends_sentence},
    glyph::Rule,
    lines::Line,
    notes::{Note, is_numbered, under_rule},
};

/// Type up to this part of the text's size is a footnote's.
const SMALL: f32 = 0.92;
/// A note is parted from the text by more than this part of the distance of lines.
const APART: f32 = 1.2;
/// Letters that a zone has at least.
const FEWEST: usize = 6;

/// The first line of the notes at the foot of a column.
pub(super) fn zone(lines: &[Line], body: f32, rules: &[Rule]) -> Option<usize> {
    let leading = leading(lines, body);
    let mut start = lines.len();
    while start > 0 && (is_small(lines, start - 1, body) || is_among(lines, start - 1, body, leading)) {
        start -= 1;
    }
    let zone = lines.get(start..).filter(|z| !z.is_empty())?;
    let (above, first) = (lines.get(start.checked_sub(1)?)?, zone.first()?);
    let apart = first.y - above.y > APART * leading || under_rule(above, first, rules);
    let flush = first.x0 < left(lines.get(..start)?) + 2.0 * body;
    let letters = zone.iter().flat_map(|l| l.text.chars()).filter(|c| c.is_alphabetic()).count();
    let item = bullet(&first.text).is_some_and(|b| "•▪◦●○■□".contains(b));
    (apart && flush && letters >= FEWEST && !item).then_some(start)
}

fn is_small(lines: &[Line], at: usize, body: f32) -> bool {
    lines.get(at).is_some_and(|l| l.size <= SMALL * body)
}

/// Whether a line that was measured too large stands among small ones, as close as these.
fn is_among(lines: &[Line], at: usize, body: f32, leading: f32) -> bool {
    let (Some(before), Some(line), Some(next)) =
        (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(at), lines.get(at + 1))
    else {
        return false;
    };
    let close = |a: &Line, b: &Line| b.y - a.y < 0.9 * leading;
    is_small(lines, at - 1, body) && close(before, line) && close(line, next)
}

/// The middle one of the distances between lines of running text.
fn leading(lines: &[Line], body: f32) -> f32 {
    let pairs = lines.windows(2).filter_map(|pair| match pair {
        [a, b] if a.size > SMALL * body && b.size > SMALL * body => Some(b.y - a.y),
        _ => None,
    });
    let mut gaps: Vec<f32> = pairs.filter(|gap| (0.8 * body..2.2 * body).contains(gap)).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(1.2 * body)
}

fn left(lines: &[Line]) -> f32 {
    let mut edges: Vec<f32> = lines.iter().map(|l| l.x0).collect();
    edges.sort_by(f32::total_cmp);
    edges.get(edges.len() / 4).copied().unwrap_or(0.0)
}

/// Parts the notes of a zone; `right` is the right margin of its column.
pub(super) fn parted(zone: Vec<Line>, right: f32) -> Vec<Note> {
    let right = zone.iter().map(|l| l.x1).fold(right, f32::max);
    let mut notes: Vec<Note> = Vec::new();
    for line in zone {
        match notes.last_mut() {
            Some(note) if !note.last().is_some_and(|before| begins(before, &line, right)) => note.push(line),
            _ => notes.push(vec![line]),
        }
    }
    notes
}

/// Whether a line begins another note than the line before it belongs to.
fn begins(before: &Line, line: &Line, right: f32) -> bool {
    let text = line.text.trim_start();
    if ["www", "http"].iter().any(|address| text.starts_with(address)) {
        return false;
    }
    let room = (right - before.x1 - line.first_word()) / line.size.max(1.0);
    let ended = ends_sentence(&before.text);
    match text.chars().next() {
        Some(c) if c.is_ascii_digit() => is_numbered(line) && (room > 0.3 || ended),
        Some(c) if is_sign(c, text) => room > 0.3 || ended || !"'‘’\"“”".contains(c),
        Some(c) if c.is_uppercase() && ended => room > 0.8,
        _ => room > 1.8,
    }
}

/// What OCR makes of a raised figure; text does not begin like that.
fn is_sign(first: char, text: &str) -> bool {
    let closes = |mark: char| text.chars().skip(1).any(|c| c == mark);
    match first {
        '(' | '[' | '-' | '–' | '—' | '/' | '<' => false,
        '“' => !closes('”'),
        '"' => !closes('"'),
        '‘' => !closes('’'),
        _ => !first.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f32, x1: f32, y: f32) -> Line {
        Line { text: text.into(), size, y, x0: 70.0, x1, hidden: true, ..Line::default() }
    }

    fn page(gap: f32) -> Vec<Line> {
        let mut lines: Vec<Line> = (0..10_u8)
            .map(|n| line("the seminar met again", 11.0, 510.0, 100.0 + 14.0 * f32::from(n)))
            .collect();
        let y = 226.0 + gap;
        lines.push(line("' The session was held under the rule of the house; a list", 9.2, 505.0, y));
        lines.push(line("of participants is annexed.", 9.0, 180.0, y + 11.0));
        lines.push(line("Ibid., pp. 144-148.", 8.8, 150.0, y + 22.0));
        lines.push(line("* Figures are in dollars.", 9.1, 190.0, y + 33.0));
        lines
    }

    #[test]
    fn notes_are_found_and_parted_without_their_marks() {
        let mut lines = page(22.0);
        assert_eq!(zone(&lines, 11.0, &[]), Some(10));
        let notes = parted(lines.split_off(10), 510.0);
        assert_eq!(notes.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
    }

    #[test]
    fn a_line_measured_too_large_does_not_end_the_zone() {
        let mut lines = page(22.0);
        lines[11].size = 11.5;
        assert_eq!(zone(&lines, 11.0, &[]), Some(10));
    }

    #[test]
    fn small_type_in_the_run_of_the_text_is_no_note() {
        assert_eq!(zone(&page(14.0), 11.0, &[]), None);
    }
}
