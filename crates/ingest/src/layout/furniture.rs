//! Running heads, running feet and page numbers: what stands at the edge of page after page.

use super::{
    grid::Grid,
    lines::confidence,
    rows::Row,
    shapes::{is_number_shape, shape},
    spans::Span,
    titles,
};

/// Rows looked at from either edge of a page.
const DEEPEST: usize = 4;
/// Part of a page's height in which furniture stands, above and below.
const EDGE: f32 = 0.22;
/// Pages between two prints of the same running head, at most (odd and even pages differ).
pub(super) const APART: usize = 3;

/// Why a row is page furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Furniture {
    /// The same words stand there on other pages.
    RunningHead,
    /// A page number.
    PageNumber,
    /// Signs that OCR made of dirt or of a border.
    Speck,
}

/// A page as this search sees it.
pub(super) struct Sheet<'p> {
    /// Rows from top to bottom.
    pub(super) rows: &'p [Row],
    /// The tables drawn on it.
    pub(super) grids: &'p [Grid],
    pub(super) height: f32,
}

impl Sheet<'_> {
    /// Whether a row stands in a drawn table. One at the edge of the page alone is a drawn head, no table of the text.
    fn in_table(&self, row: &Row) -> bool {
        let (top, foot) = (EDGE * self.height, (1.0 - EDGE) * self.height);
        self.grids.iter().any(|grid| {
            let area = grid.area();
            area.y1 > top
                && area.y0 < foot
                && (area.y0..area.y1).contains(&row.y)
                && area.x0 < row.x1
                && row.x0 < area.x1
        })
    }
}

/// An edge of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

/// A row at the edge of a page.
pub(super) struct Candidate {
    pub(super) page: usize,
    pub(super) row: usize,
    pub(super) text: String,
    /// The text with a `#` for every number.
    pub(super) shape: String,
    numbers: Vec<i64>,
    pub(super) y: f32,
    /// Size of most of its type, and of its largest.
    pub(super) size: f32,
    pub(super) tallest: f32,
    /// Of a text layer under a scan.
    pub(super) hidden: bool,
    /// How sure an OCR program was of it.
    confidence: Option<f32>,
    /// Begins with a raised mark, as notes do.
    marked: bool,
    /// White space to the next row of the page, in ems.
    gap: f32,
    /// The next row is set in larger type.
    over_larger: bool,
}

/// Tells for every row of every page whether it is furniture. `body` is the size of running text.
pub(super) fn find(pages: &[Sheet<'_>], body: f32) -> Vec<Vec<Option<Furniture>>> {
    let mut marks: Vec<Vec<Option<Furniture>>> = pages.iter().map(|p| vec![None; p.rows.len()]).collect();
    for edge in [Edge::Top, Edge::Bottom] {
        for depth in 0..DEEPEST {
            let candidates = candidates(pages, &marks, edge, depth);
            let mut found = judge(&candidates, pages.len(), body);
            if edge == Edge::Top && depth == 0 {
                lone(&candidates, &mut found, body);
                measured(&candidates, &mut found, body);
            }
            if edge == Edge::Top {
                titles::keep(&candidates, &mut found, pages, body);
            }
            if found.iter().all(Option::is_none) {
                break;
            }
            for (candidate, found) in candidates.iter().zip(found) {
                if let Some(mark) = marks.get_mut(candidate.page).and_then(|m| m.get_mut(candidate.row)) {
                    *mark = found;
                }
            }
        }
    }
    for (page, marks) in pages.iter().zip(&mut marks) {
        for (row, mark) in page.rows.iter().zip(marks) {
            *mark = mark.or_else(|| is_speck(row).then_some(Furniture::Speck));
        }
    }
    marks
}

/// A row without a letter or figure, of which the OCR program itself was unsure.
fn is_speck(row: &Row) -> bool {
    let unsure = confidence(&row.spans).is_some_and(|c| c < 0.7);
    unsure && !row.spans.iter().any(|s| s.text.chars().any(char::is_alphanumeric))
}

/// The row at `depth` from the edge of every page, when all rows beyond it are furniture.
fn candidates(
    pages: &[Sheet<'_>],
    marks: &[Vec<Option<Furniture>>],
    edge: Edge,
    depth: usize,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (number, (page, marks)) in pages.iter().zip(marks).enumerate() {
        let count = page.rows.len();
        let at = |d: usize| match edge {
            Edge::Top => Some(d).filter(|&d| d < count),
            Edge::Bottom => count.checked_sub(d + 1),
        };
        let beyond = (0..depth).all(|d| at(d).and_then(|i| marks.get(i)).is_some_and(Option::is_some));
        let Some(index) = at(depth).filter(|_| beyond) else { continue };
        let Some(row) = page.rows.get(index) else { continue };
        let share = row.y / page.height.max(1.0);
        let in_zone = if edge == Edge::Top { share < EDGE } else { share > 1.0 - EDGE };
        if in_zone && !page.in_table(row) {
            let next = at(depth + 1).and_then(|i| page.rows.get(i));
            found.push(Candidate::new(number, index, row, next));
        }
    }
    found
}

impl Candidate {
    fn new(page: usize, index: usize, row: &Row, next: Option<&Row>) -> Self {
        let mut text = String::new();
        for span in &row.spans {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&span.text);
        }
        let (shape, numbers) = shape(&text);
        let hidden = row.spans.iter().any(|s| s.hidden);
        let raised = |s: &Span| s.size <= 0.85 * row.size && row.y - s.y > 0.1 * row.size;
        let marked = row.spans.len() > 1 && row.spans.first().is_some_and(raised);
        let gap = next.map_or(9.0, |n| ((n.y - row.y).abs() - row.size) / row.size.max(1.0));
        let over_larger = next.is_some_and(|n| n.size > 1.05 * row.size);
        Self {
            page,
            row: index,
            text,
            shape,
            numbers,
            y: row.y,
            size: row.size,
            tallest: row.spans.iter().map(|s| s.size).fold(0.0, f32::max),
            hidden,
            confidence: confidence(&row.spans),
            marked,
            gap,
            over_larger,
        }
    }

    /// Its numbers that run with the pages: number less page.
    fn offsets(&self) -> impl Iterator<Item = i64> + '_ {
        let page = i64::try_from(self.page).unwrap_or(0);
        self.numbers.iter().map(move |n| n - page)
    }

    /// Whether a number in both rises with the pages.
    pub(super) fn counts_with(&self, other: &Self) -> bool {
        self.offsets().any(|a| other.offsets().any(|b| a == b))
    }

    fn is_number(&self) -> bool {
        !self.numbers.is_empty() && is_number_shape(&self.shape)
    }

    /// A page number of which OCR made something else, or a speck: a few signs apart from the text, and unsure.
    fn is_garbled(&self) -> bool {
        self.confidence.is_some_and(|c| c < 0.6) && self.text.chars().count() <= 8 && self.gap > 1.0
    }

    pub(super) fn same_place(&self, other: &Self) -> bool {
        let jitter = if self.hidden { 5.0 } else { 2.0 };
        (self.y - other.y).abs() <= jitter && (self.size - other.size).abs() <= 0.1 * self.size
    }
}

fn judge(candidates: &[Candidate], pages: usize, body: f32) -> Vec<Option<Furniture>> {
    let mut found: Vec<Option<Furniture>> = (0..candidates.len())
        .map(|i| {
            let from = i.saturating_sub(APART);
            let near = candidates.get(from..(i + APART + 1).min(candidates.len())).unwrap_or(&[]);
            candidates.get(i).and_then(|c| repeated(c, near, pages, body))
        })
        .collect();
    let marked: Vec<&Candidate> =
        candidates.iter().zip(&found).filter(|(_, f)| f.is_some()).map(|(c, _)| c).collect();
    if marked.len() >= 3 && 2 * marked.len() >= candidates.len() {
        for (candidate, found) in candidates.iter().zip(&mut found) {
            if found.is_none() && in_slot(candidate, &marked, body) {
                *found = Some(kind(candidate));
            }
        }
    }
    found
}

fn kind(candidate: &Candidate) -> Furniture {
    if candidate.is_number() { Furniture::PageNumber } else { Furniture::RunningHead }
}

/// Whether a row is printed again on a page nearby, or is a page number.
fn repeated(c: &Candidate, near: &[Candidate], pages: usize, body: f32) -> Option<Furniture> {
    let others = || near.iter().filter(|o| o.page != c.page && o.page.abs_diff(c.page) <= APART);
    if c.is_number() {
        let runs = others().any(|o| o.is_number() && o.counts_with(c));
        let alone = c.gap > 0.6 && c.numbers.iter().all(|n| (0..2_000).contains(n));
        return (runs || alone).then_some(Furniture::PageNumber);
    }
    if c.is_garbled() {
        return Some(Furniture::PageNumber);
    }
    // The same note on two pages ("Ibid.") is a note on both.
    if c.marked || !c.text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let again = others().any(|o| {
        if !c.same_place(o) || c.shape != o.shape {
            return false;
        }
        let counts = c.counts_with(o);
        if c.text == o.text {
            // Two pages that begin alike prove little: a form, a table that goes on.
            pages > 2 || counts || c.gap > 0.8
        } else {
            counts || c.size <= 1.1 * body
        }
    });
    again.then_some(Furniture::RunningHead)
}

/// Whether a row stands exactly where most pages have their running head: that of a short chapter.
fn in_slot(c: &Candidate, marked: &[&Candidate], body: f32) -> bool {
    let alike = marked
        .iter()
        .filter(|m| (m.y - c.y).abs() <= 1.5 && (m.size - c.size).abs() <= 0.3 && c.gap > 0.7 * m.gap)
        .count();
    2 * alike >= marked.len() && c.gap > 0.5 && c.size <= 1.15 * body && c.text.chars().count() < 100
}

/// Marks heads of which each stands on one page only, as in a short report with other words on odd and even pages:
/// small type far above the text, at one height on several pages. At the foot notes stand like that, too.
fn lone(candidates: &[Candidate], found: &mut [Option<Furniture>], body: f32) {
    let looks = |c: &Candidate| {
        let plain = !c.marked && c.text.chars().any(char::is_alphabetic) && c.text.chars().count() < 100;
        let measured = !c.hidden || c.confidence.is_some();
        plain && measured && c.over_larger && c.gap > 1.5 && c.size < 0.95 * body && !ends_sentence(&c.text)
    };
    let heads: Vec<&Candidate> = candidates.iter().filter(|c| looks(c)).collect();
    for (candidate, found) in candidates.iter().zip(found) {
        let near = |o: &&Candidate| {
            let pages = o.page.abs_diff(candidate.page);
            pages > 0 && pages <= APART && o.same_place(candidate)
        };
        if found.is_none() && looks(candidate) && heads.iter().any(near) {
            *found = Some(kind(candidate));
        }
    }
}

/// Marks heads of scanned pages that were measured: small type alone at the very top, not on the first page. In a
/// report of three pages each may stand once.
fn measured(candidates: &[Candidate], found: &mut [Option<Furniture>], body: f32) {
    for (candidate, found) in candidates.iter().zip(found) {
        let small = candidate.confidence.is_some() && candidate.size < 0.93 * body;
        let apart = candidate.page > 0 && candidate.over_larger && candidate.gap > 2.5;
        let short = candidate.text.chars().count() < 60 && !ends_sentence(&candidate.text);
        if found.is_none() && small && apart && short && !candidate.marked {
            *found = Some(kind(candidate));
        }
    }
}

/// Ends as a sentence of the text does; a title may ask.
fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', ',', ';', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{glyph::Stroke, grid::grids, rows::rows};

    #[test]
    fn rows_of_a_drawn_table_at_the_top_of_pages_are_none() {
        let span = |text: &str, x0: f32, y: f32| Span {
            text: text.into(),
            x0,
            x1: x0 + 40.0,
            y,
            size: 10.0,
            ..Span::default()
        };
        let page = |n: f32| {
            let cell =
                |row: f32| span(&"abcdefgh"[..(3.0 * row + n) as usize % 8 + 1], 60.0, 75.0 + 100.0 * row);
            rows([span("Field", 60.0, 75.0), span("Content", 160.0, 75.0), cell(1.0), cell(2.0)].to_vec())
        };
        let pages: Vec<Vec<Row>> = [0.0, 1.0, 2.0].map(page).to_vec();
        let down = [50.0, 150.0, 250.0].map(|x| Stroke { x0: x, y0: 60.0, x1: x, y1: 360.0 });
        let along = [60.0, 90.0, 200.0, 360.0].map(|y| Stroke { x0: 50.0, y0: y, x1: 250.0, y1: y });
        let drawn = grids(&[down.as_slice(), &along].concat());
        let heads = |grids: &[Grid]| {
            let sheets: Vec<Sheet<'_>> =
                pages.iter().map(|rows| Sheet { rows, grids, height: 800.0 }).collect();
            find(&sheets, 10.0).iter().filter(|marks| marks.first().is_some_and(Option::is_some)).count()
        };
        assert_eq!((heads(&[]), heads(&drawn)), (3, 0));
    }
}
