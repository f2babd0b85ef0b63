//! Spans to rows: what stands on one baseline, with its raised and lowered small characters.

use rustc_hash::FxHashMap;

use super::spans::Span;

/// Rows with more spans than this are not searched for neighbours of small characters.
const MOST_NEIGHBOURS: usize = 300;

/// Raised and lowered characters are no larger than this part of the row's type.
const SMALL: f32 = 0.85;

/// How far a raised mark may stand before a note's first word, in ems.
const LEAD: f32 = 1.2;

/// The spans of one baseline, from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Ordered by left edge.
    pub(super) spans: Vec<Span>,
    /// Baseline.
    pub(super) y: f32,
    /// Size of most of its type.
    pub(super) size: f32,
    pub(super) x0: f32,
    pub(super) x1: f32,
}

/// Gathers spans to rows, from top to bottom.
pub(super) fn rows(mut spans: Vec<Span>) -> Vec<Row> {
    // Large type first: small characters then find the row they hang on.
    spans.sort_by(|a, b| {
        let size = |s: &Span| (s.size * 4.0).round() as i64;
        size(b).cmp(&size(a)).then(a.y.total_cmp(&b.y)).then(a.x0.total_cmp(&b.x0))
    });
    let mut stack = Stack::default();
    for span in spans {
        stack.put(span);
    }
    let mut rows = stack.rows;
    for row in &mut rows {
        row.finish();
    }
    rows.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    rows
}

/// Open rows, found by the strip of the page in which their baseline lies.
#[derive(Default)]
struct Stack {
    rows: Vec<Row>,
    strips: FxHashMap<i64, Vec<usize>>,
}

const STRIP: f32 = 8.0;

impl Stack {
    fn put(&mut self, span: Span) {
        let found = self.home(&span);
        let index = found.unwrap_or_else(|| {
            let index = self.rows.len();
            self.rows.push(Row { y: span.y, size: span.size, ..Row::default() });
            self.strips.entry((span.y / STRIP).floor() as i64).or_default().push(index);
            index
        });
        if let Some(row) = self.rows.get_mut(index) {
            row.spans.push(span);
        }
    }

    /// The row that a span belongs to: on the same baseline, or raised or lowered beside one of its spans.
    fn home(&self, span: &Span) -> Option<usize> {
        let reach = 60.0_f32.min(span.size * 4.0);
        let from = ((span.y - reach) / STRIP).floor() as i64;
        let to = ((span.y + reach) / STRIP).floor() as i64;
        let mut best: Option<(f32, usize)> = None;
        for strip in from..=to {
            for &index in self.strips.get(&strip).map_or(&[][..], Vec::as_slice) {
                let Some(row) = self.rows.get(index) else { continue };
                let Some(distance) = row.distance(span) else { continue };
                if best.is_none_or(|(nearest, _)| distance < nearest) {
                    best = Some((distance, index));
                }
            }
        }
        best.map(|(_, index)| index)
    }
}

impl Row {
    /// How far a span is from belonging here; `None` when it does not.
    fn distance(&self, span: &Span) -> Option<f32> {
        let off = (span.y - self.y).abs();
        if off <= 0.3 * self.size.min(span.size) {
            return Some(off);
        }
        let small = span.size <= SMALL * self.size;
        let raised = self.y - span.y;
        if !small || raised > 0.75 * self.size || raised < -0.4 * self.size {
            return None;
        }
        self.beside(span).then_some(off)
    }

    /// Whether a small span touches one of the row's large ones.
    fn beside(&self, span: &Span) -> bool {
        let near = 0.45 * self.size;
        self.spans.len() <= MOST_NEIGHBOURS
            && self.spans.iter().any(|s| {
                let beside = (span.x0 - s.x1).abs() <= near || (s.x0 - span.x1).abs() <= near;
                s.size > span.size * 1.1 && (beside || self.leads(span, s) || s.gap_for(span).is_some())
            })
    }

    /// Whether a raised mark stands before the first words of a note, from which justified type may push it away.
    fn leads(&self, mark: &Span, words: &Span) -> bool {
        let gap = words.x0 - mark.x1;
        let sign = |c: char| c.is_ascii_digit() || "*†‡§".contains(c);
        self.y - mark.y > 0.1 * self.size
            && gap > 0.0
            && gap <= LEAD * self.size
            && mark.chars() <= 3
            && mark.text.chars().all(sign)
    }

    /// Parts spans where a raised or lowered one stands in a gap between their words.
    fn make_room(&mut self) {
        for at in 0..self.spans.len() {
            let Some(mark) = self.spans.get(at).filter(|m| m.size <= SMALL * self.size) else { continue };
            let found = self.spans.iter().enumerate().find_map(|(index, s)| {
                let gap = if s.size > mark.size * 1.1 { s.gap_for(mark) } else { None };
                gap.map(|gap| (index, gap))
            });
            if let Some((index, gap)) = found {
                let behind = self.spans.get_mut(index).and_then(|s| s.split_off(gap));
                self.spans.extend(behind);
                // It was drawn after something else: spaces printed around it stand elsewhere.
                if let Some(mark) = self.spans.get_mut(at) {
                    (mark.space_before, mark.space_after) = (false, false);
                }
            }
        }
    }

    fn finish(&mut self) {
        if (2..=MOST_NEIGHBOURS).contains(&self.spans.len()) {
            self.make_room();
        }
        self.spans.sort_by(|a, b| a.x0.total_cmp(&b.x0).then(a.x1.total_cmp(&b.x1)));
        // The same words printed twice on the same spot.
        self.spans.dedup_by(|b, a| {
            let same = a.text == b.text && (a.x0 - b.x0).abs() < 0.25 * a.size;
            a.bold |= same;
            a.hidden &= b.hidden || !same;
            same
        });
        self.size = main_size(&self.spans).unwrap_or(self.size);
        let main = self.spans.iter().filter(|s| s.size > 0.9 * self.size);
        let mut baselines: Vec<f32> = main.map(|s| s.y).collect();
        baselines.sort_by(f32::total_cmp);
        self.y = baselines.get(baselines.len() / 2).copied().unwrap_or(self.y);
        self.x0 = self.spans.iter().map(|s| s.x0).fold(f32::INFINITY, f32::min);
        self.x1 = self.spans.iter().map(|s| s.x1).fold(f32::NEG_INFINITY, f32::max);
    }
}

/// The size, to a quarter point, in which most characters are set.
pub(super) fn main_size<'s>(spans: impl IntoIterator<Item = &'s Span>) -> Option<f32> {
    let mut counts: Vec<(i32, usize, f32)> = Vec::new();
    for span in spans {
        let key = (span.size * 4.0).round() as i32;
        match counts.iter_mut().find(|c| c.0 == key) {
            Some(count) => count.1 += span.chars(),
            None => counts.push((key, span.chars(), span.size)),
        }
    }
    counts.iter().max_by_key(|c| (c.1, c.0)).map(|c| c.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines::{Gap, Line};

    fn text(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| Line::new(row, 0).text).collect()
    }

    #[test]
    fn what_was_drawn_later_into_a_gap_joins_its_row() {
        let words = Span {
            text: "the 16 to the 20 centuries".into(),
            x0: 70.0,
            x1: 200.0,
            y: 100.0,
            size: 11.0,
            gaps: vec![Gap { at: 7, x0: 100.0, x1: 108.4 }, Gap { at: 17, x0: 140.0, x1: 148.4 }],
            ..Span::default()
        };
        let mark = |x0: f32, y: f32| Span {
            text: "th".into(),
            x0,
            x1: x0 + 5.4,
            y,
            size: 6.0,
            space_before: true,
            ..Span::default()
        };
        let page = rows(vec![words.clone(), mark(100.1, 94.4), mark(140.2, 94.4)]);
        assert_eq!(text(&page), ["the 16th to the 20th centuries"]);
        let page = rows(vec![words.clone(), mark(120.0, 94.4)]);
        assert_eq!(text(&page), ["th", "the 16 to the 20 centuries"], "over a word");
        let page = rows(vec![words, mark(100.1, 82.0)]);
        assert_eq!(text(&page), ["th", "the 16 to the 20 centuries"], "of the line above");
    }
}
