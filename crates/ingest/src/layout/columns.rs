//! Columns: rows of a page to regions in reading order.
//!
//! A gutter is a strip that stays white over several rows with running text on both sides of it. The rows above
//! and below, that reach across (a title, a wide table), are regions of their own. Columns are searched for gutters
//! again, so three columns are found too.

use super::{
    breaks::leads,
    rows::{Row, rows},
    sidebar,
    spans::Span,
};

/// Pages with more rows are read straight through.
const MOST_ROWS: usize = 1_200;
const DEEPEST: u32 = 4;
/// Rows on one side of a gutter, at either end of the columns, that may belong to the text above or below them.
const MOST_STRAY: usize = 3;

/// So many lines that end in dots are not those of a column of text.
const FEWEST_LED: usize = 3;
/// Fewest lines of each of three columns.
const FEWEST_LINES: usize = 6;
/// A side bar is no wider than this part of the text.
const NARROW: f32 = 0.6;

/// A white strip between two columns.
#[derive(Debug, Clone, Copy)]
struct Gap {
    x0: f32,
    x1: f32,
}

impl Gap {
    fn middle(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }
}

/// Cuts a page into its regions, in reading order. `known` are gutters of other pages: where one of them fits, less
/// text beside it will do.
pub(super) fn regions(page: Vec<Row>, known: &[f32]) -> Vec<Vec<Row>> {
    let mut regions = Vec::new();
    cut(page, known, 0, &mut regions);
    regions.retain(|r| !r.is_empty());
    regions
}

/// The middle of each gutter of a page.
pub(super) fn gutters(page: &[Row]) -> Vec<f32> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((first, end, gaps)) = next_run(page, from, &[]) {
        debug_assert!(end > first);
        found.extend(gaps.iter().map(Gap::middle));
        from = end.max(from + 1);
    }
    found
}

fn cut(page: Vec<Row>, known: &[f32], depth: u32, regions: &mut Vec<Vec<Row>>) {
    if depth >= DEEPEST || page.len() > MOST_ROWS {
        regions.push(page);
        return;
    }
    let mut rest = page;
    while let Some((first, end, gaps)) = next_run(&rest, 0, known) {
        let below = rest.split_off(end);
        let run = rest.split_off(first);
        regions.push(rest);
        for column in columns(run, &gaps) {
            cut(rows(column), known, depth + 1, regions);
        }
        rest = below;
    }
    regions.push(rest);
}

/// The spans of a run by the gutters between them.
fn columns(run: Vec<Row>, gaps: &[Gap]) -> Vec<Vec<Span>> {
    let mut columns: Vec<Vec<Span>> = vec![Vec::new(); gaps.len() + 1];
    for span in run.into_iter().flat_map(|r| r.spans) {
        let middle = (span.x0 + span.x1) / 2.0;
        if let Some(column) = columns.get_mut(gaps.partition_point(|g| g.middle() <= middle)) {
            column.push(span);
        }
    }
    columns
}

/// Rows that stand in columns: the first, the one after the last, and the gutters between the columns.
type Run = (usize, usize, Vec<Gap>);

/// The next rows, from `from` on, that stand in columns.
fn next_run(page: &[Row], from: usize, known: &[f32]) -> Option<Run> {
    if page.len() > MOST_ROWS || !has_sides(page.get(from..)?, known.is_empty()) {
        return None;
    }
    (from..page.len()).find_map(|first| run_from(page, first, known))
}

/// Whether some place on the page has rows that end before it and rows that begin behind it: what all pages of one
/// column lack, and quickly told. `several` asks for as many as unknown gutters need.
fn has_sides(page: &[Row], several: bool) -> bool {
    let narrowest = 0.75 * middle_size(page);
    let (mut ends, mut starts) = (Vec::new(), Vec::new());
    for row in page {
        let mut pen = f32::NEG_INFINITY;
        for span in &row.spans {
            if span.x0 - pen >= narrowest {
                starts.push(span.x0);
                ends.extend(pen.is_finite().then_some(pen));
            }
            pen = pen.max(span.x1);
        }
        ends.extend(pen.is_finite().then_some(pen));
    }
    ends.sort_by(f32::total_cmp);
    starts.sort_by(|a, b| b.total_cmp(a));
    let nth = if several { 2 } else { 0 };
    ends.get(nth).zip(starts.get(nth)).is_some_and(|(end, start)| end < start)
}

/// The rows from `first` on that a gutter parts, when there is one.
fn run_from(page: &[Row], first: usize, known: &[f32]) -> Option<Run> {
    let whole = Gap { x0: f32::NEG_INFINITY, x1: f32::INFINITY };
    let narrowest = 0.75 * middle_size(page.get(first..)?);
    // Both lists are filled anew for every row: a page has thousands of them to look at.
    let (mut gaps, mut left) = (vec![whole], Vec::new());
    for (index, row) in page.iter().enumerate().skip(first) {
        for gap in &gaps {
            let before = left.len();
            without(*gap, row, narrowest, &mut left);
            if left.len() == before
                && let Some((start, end)) = accepted(page, first, index, *gap, known)
            {
                return Some((start, end, vec![*gap]));
            }
        }
        std::mem::swap(&mut gaps, &mut left);
        left.clear();
        if gaps.is_empty() {
            return None;
        }
    }
    if let Some(gutters) = panels(page.get(first..)?, &gaps) {
        return Some((first, page.len(), gutters));
    }
    gaps.into_iter().find_map(|gap| {
        let (start, end) = accepted(page, first, page.len(), gap, known)?;
        Some((start, end, vec![gap]))
    })
}

/// Several gutters with text in all columns between them, as in a folded leaflet: with two of them on one side of a
/// gutter, that side looks torn.
fn panels(run: &[Row], gaps: &[Gap]) -> Option<Vec<Gap>> {
    let gutters: Vec<Gap> = gaps.iter().filter(|g| g.x0.is_finite() && g.x1.is_finite()).copied().collect();
    if gutters.len() < 2 {
        return None;
    }
    let mut left = f32::NEG_INFINITY;
    for right in gutters.iter().map(Gap::middle).chain([f32::INFINITY]) {
        if !Side::of(run, |s| (left..right).contains(&((s.x0 + s.x1) / 2.0)))?.is_panel() {
            return None;
        }
        left = right;
    }
    Some(gutters)
}

fn middle_size(page: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = page.iter().map(|r| r.size).collect();
    if sizes.is_empty() {
        return 10.0;
    }
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Adds what a row leaves of a white strip to the parts.
fn without(gap: Gap, row: &Row, narrowest: f32, parts: &mut Vec<Gap>) {
    let mut x = gap.x0;
    for span in &row.spans {
        if span.x1 <= gap.x0 {
            continue;
        }
        if span.x0 >= gap.x1 {
            break;
        }
        if span.x0 - x >= narrowest {
            parts.push(Gap { x0: x, x1: span.x0 });
        }
        x = x.max(span.x1);
    }
    if gap.x1 - x >= narrowest {
        parts.push(Gap { x0: x, x1: gap.x1 });
    }
}

/// Whether a gap that is white from `first` to `end` parts two columns of text; gives the rows that stand in them.
fn accepted(page: &[Row], first: usize, end: usize, gap: Gap, known: &[f32]) -> Option<(usize, usize)> {
    if !(gap.x0.is_finite() && gap.x1.is_finite()) {
        return None;
    }
    let (start, stop) = trimmed(page, first, end, gap, MOST_STRAY)?;
    let run = page.get(start..stop)?;
    let middle = gap.middle();
    let is_left = |s: &Span| (s.x0 + s.x1) / 2.0 < middle;
    let left = Side::of(run, is_left)?;
    let right = Side::of(run, |s| !is_left(s))?;
    let seen = known.iter().any(|k| *k > gap.x0 - 2.0 && *k < gap.x1 + 2.0);
    let fits = |s: &Side| s.is_text(if seen { 1 } else { 3 });
    let overlap = left.bottom.min(right.bottom) > left.top.max(right.top);
    if fits(&left) && fits(&right) {
        return ((overlap || seen) && !is_led(run, middle)).then_some((start, stop));
    }
    let narrow = |bar: &Side, text: &Side| fits(text) && bar.ems < NARROW * text.ems;
    let bar = (narrow(&left, &right) && sidebar::is_one(run, is_left))
        || (narrow(&right, &left) && sidebar::is_one(run, |s| !is_left(s)));
    if bar && !is_led(run, middle) { trimmed(page, first, end, gap, usize::MAX) } else { None }
}

/// Whether what stands on the left leads, by dots, to what stands on the right.
fn is_led(run: &[Row], middle: f32) -> bool {
    let last = |row: &Row| row.spans.iter().rev().find(|s| s.x1 <= middle).is_some_and(|s| leads(&s.text));
    run.iter().filter(|row| last(row)).count() >= FEWEST_LED
}

/// Leaves out rows at either end that stand on one side alone and apart from the columns: `most` of them above.
fn trimmed(page: &[Row], first: usize, end: usize, gap: Gap, most: usize) -> Option<(usize, usize)> {
    let middle = gap.middle();
    let has_left = |r: &Row| r.spans.first().is_some_and(|s| s.x1 <= middle);
    let has_right = |r: &Row| r.spans.last().is_some_and(|s| s.x0 >= middle);
    let run = page.get(first..end)?;
    let first_of = |is: &dyn Fn(&Row) -> bool| run.iter().position(is);
    let last_of = |is: &dyn Fn(&Row) -> bool| run.iter().rposition(is);
    let both_from = first_of(&has_left)?.max(first_of(&has_right)?);
    let both_to = last_of(&has_left)?.min(last_of(&has_right)?);
    let apart = |upper: usize| {
        let (Some(a), Some(b)) = (run.get(upper), run.get(upper + 1)) else { return false };
        b.y - a.y > 1.7 * a.size.max(b.size)
    };
    let start = (0..both_from).rev().find(|&row| apart(row)).map_or(0, |row| row + 1);
    let stop = (both_to..run.len()).rev().find(|&row| apart(row)).map_or(run.len(), |row| row + 1);
    // A column may be longer than its neighbour: only a line or two can be something else, and at the foot only
    // when text that reaches across follows.
    let start = if start <= most { start } else { 0 };
    let stop = if end < page.len() && run.len() - stop <= MOST_STRAY { stop } else { run.len() };
    Some((first + start, first + stop))
}

/// One side of a gutter.
struct Side {
    rows: usize,
    /// Rows that fill most of the column's width.
    full: usize,
    /// Width of the column in ems.
    ems: f32,
    top: f32,
    bottom: f32,
}

impl Side {
    fn of(run: &[Row], is: impl Fn(&Span) -> bool) -> Option<Self> {
        let mut extents: Vec<(f32, f32)> = Vec::new();
        let (mut top, mut bottom, mut size) = (f32::INFINITY, f32::NEG_INFINITY, 0.0_f32);
        for row in run {
            let mut extent: Option<(f32, f32)> = None;
            for span in row.spans.iter().filter(|s| is(s)) {
                let (x0, x1) = extent.unwrap_or((span.x0, span.x1));
                extent = Some((x0.min(span.x0), x1.max(span.x1)));
            }
            let Some(extent) = extent else { continue };
            extents.push(extent);
            top = top.min(row.y);
            bottom = bottom.max(row.y);
            size += row.size;
        }
        let x0 = extents.iter().map(|e| e.0).fold(f32::INFINITY, f32::min);
        let x1 = extents.iter().map(|e| e.1).fold(f32::NEG_INFINITY, f32::max);
        let width = x1 - x0;
        let full = extents.iter().filter(|e| e.1 - e.0 > 0.72 * width).count();
        let rows = extents.len();
        (rows > 0).then(|| Self { rows, full, ems: width / (size / rows as f32).max(1.0), top, bottom })
    }

    /// One of several columns side by side: a third of its lines are full.
    fn is_panel(&self) -> bool {
        self.rows >= FEWEST_LINES && self.ems >= 8.0 && 3 * self.full >= self.rows
    }

    /// Running text fills its lines; the cells of a table, labels and lists of names do not.
    fn is_text(&self, fewest: usize) -> bool {
        self.rows >= fewest && self.ems >= 8.0 && (fewest == 1 || 5 * self.full >= 2 * self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, x0: f32, x1: f32, y: f32) -> Span {
        Span { text: text.into(), x0, x1, y, size: 10.0, ..Span::default() }
    }

    /// The texts of the first spans of all regions.
    fn firsts(spans: Vec<Span>) -> Vec<String> {
        let first = |region: &Vec<Row>| Some(region.first()?.spans.first()?.text.clone());
        regions(rows(spans), &[]).iter().filter_map(first).collect()
    }

    #[test]
    fn three_panels_are_read_one_after_the_other() {
        let mut spans = Vec::new();
        for n in 0..12_u8 {
            let y = 50.0 + 13.0 * f32::from(n);
            spans.push(span(&format!("a{n}"), 20.0, 250.0, y));
            spans.push(span(&format!("b{n}"), 290.0, 520.0, y));
            // A cover with few lines, that begins lower down.
            if n > 3 {
                let end = if n % 2 == 0 { 790.0 } else { 690.0 };
                spans.push(span(&format!("c{n}"), 560.0, end, y + 6.0));
            }
        }
        assert_eq!(firsts(spans), ["a0", "b0", "c4"]);
    }

    #[test]
    fn numbers_that_dots_lead_to_are_no_column() {
        let mut spans = Vec::new();
        for n in 0..12_u8 {
            let y = 50.0 + 13.0 * f32::from(n);
            spans.push(span("Levomoramide .........", 20.0, 210.0, y));
            spans.push(span("9629", 225.0, 245.0, y));
            spans.push(span("possible within the", 270.0, 495.0, y + 5.0));
        }
        assert_eq!(firsts(spans), ["Levomoramide .........", "possible within the"]);
    }
}
