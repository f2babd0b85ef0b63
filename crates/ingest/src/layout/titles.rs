//! Titles at the top of several pages: of a report that prints its title on each, of slides, of tables that go on.
//!
//! A running head is set in type no larger than the text. What is larger is a title, and its first print stays in the
//! text, unless it was printed elsewhere before: then it is the head of what stands under that title.

use super::furniture::{APART, Candidate, Furniture, Sheet};

/// Type larger than the text by this much is a title's.
const LARGE: f32 = 1.15;
/// The same where sizes are guesses of an OCR program.
const LARGE_READ: f32 = 1.4;
/// Titles on fewer pages than this are each a title of what follows.
const FEWEST: usize = 3;

/// Takes titles out of what was found to be running heads.
pub(super) fn keep(
    candidates: &[Candidate],
    found: &mut [Option<Furniture>],
    pages: &[Sheet<'_>],
    body: f32,
) {
    for (candidate, found) in candidates.iter().zip(found) {
        if *found == Some(Furniture::RunningHead)
            && is_large(candidate, body)
            && !goes_on(candidate, pages)
            && is_title(candidate, candidates, pages)
        {
            *found = None;
        }
    }
}

/// Whether it is a further line of a head, all lines above it being furniture: as large as the one above, and close.
fn goes_on(candidate: &Candidate, pages: &[Sheet<'_>]) -> bool {
    let above = candidate.row.checked_sub(1).and_then(|row| pages.get(candidate.page)?.rows.get(row));
    above.is_some_and(|a| a.size > 0.9 * candidate.size && candidate.y - a.y < 2.0 * candidate.size)
}

fn is_large(candidate: &Candidate, body: f32) -> bool {
    candidate.tallest > if candidate.hidden { LARGE_READ } else { LARGE } * body
}

fn is_title(candidate: &Candidate, candidates: &[Candidate], pages: &[Sheet<'_>]) -> bool {
    let own = letters(&candidate.text);
    // `Chapter 1`, `Chapter 2` are two titles, unless their numbers are those of the pages.
    let same = |o: &Candidate| o.text == candidate.text || o.counts_with(candidate);
    let alike = |o: &&Candidate| o.same_place(candidate) && o.shape == candidate.shape && same(o);
    let before = candidates.iter().any(|o| o.page < candidate.page && alike(&o));
    let few = candidates.iter().filter(alike).take(FEWEST).count() < FEWEST;
    !own.is_empty() && (few || !before) && !is_printed(candidate, &own, pages)
}

/// Whether the pages before, or the rest of its own page, say the same in type as large, and not in its place.
fn is_printed(candidate: &Candidate, own: &str, pages: &[Sheet<'_>]) -> bool {
    let from = candidate.page.saturating_sub(APART);
    (from..=candidate.page).any(|number| {
        let rows = pages.get(number).map_or(&[][..], |page| page.rows);
        let elsewhere = rows.iter().enumerate().filter(|(index, row)| {
            let itself = number == candidate.page && *index == candidate.row;
            !itself && (row.y - candidate.y).abs() > 2.0 && row.size > 0.95 * candidate.size
        });
        let texts = elsewhere.flat_map(|(_, row)| &row.spans).map(|span| letters(&span.text));
        texts.collect::<String>().contains(own)
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{
        furniture::find,
        rows::{Row, rows},
        spans::Span,
    };

    fn span(text: &str, size: f32, y: f32) -> Span {
        Span {
            text: text.into(),
            x0: 70.0,
            x1: 70.0 + 0.5 * size * text.len() as f32,
            y,
            size,
            ..Span::default()
        }
    }

    /// A page with a line at its top in 14 points, over text of its own in 10 points.
    fn page(head: &str, number: u8) -> Vec<Row> {
        let line = |n: u8| {
            span(&format!("line {n} of page {number}, not the same"), 10.0, 90.0 + 12.0 * f32::from(n))
        };
        rows((0..5).map(line).chain([span(head, 14.0, 50.0)]).collect())
    }

    /// Which pages keep the line at their top.
    fn kept(pages: &[Vec<Row>]) -> Vec<bool> {
        let sheets: Vec<Sheet<'_>> =
            pages.iter().map(|rows| Sheet { rows, grids: &[], height: 800.0 }).collect();
        let marks = find(&sheets, 10.0);
        pages
            .iter()
            .zip(marks)
            .map(|(rows, marks)| {
                let head = rows.iter().position(|row| row.y < 60.0);
                head.and_then(|at| marks.get(at).copied()).flatten().is_none()
            })
            .collect()
    }

    #[test]
    fn a_title_on_every_page_stays_where_it_comes_first() {
        let pages: Vec<Vec<Row>> = (0..4).map(|n| page("A Bibliography", n)).collect();
        assert_eq!(kept(&pages), [true, false, false, false]);
    }

    #[test]
    fn titles_of_two_slides_are_both_titles() {
        let titles = ["Objectives", "Objectives", "Study Aims", "Study Design"];
        let pages: Vec<Vec<Row>> = (0..).zip(titles).map(|(n, title)| page(title, n)).collect();
        assert_eq!(kept(&pages), [true; 4]);
    }

    #[test]
    fn numbers_of_chapters_are_titles() {
        let heads = ["Chapter 7", "Scope", "Chapter 8", "Aims", "Methods", "Chapter 9"];
        let pages: Vec<Vec<Row>> = (0..).zip(heads).map(|(n, head)| page(head, n)).collect();
        assert_eq!(kept(&pages), [true; 6]);
    }

    #[test]
    fn a_head_of_what_stands_under_a_printed_title_is_none() {
        let opening = rows(vec![span("A Handbook", 24.0, 300.0), span("by several hands", 10.0, 340.0)]);
        let pages: Vec<Vec<Row>> =
            [opening].into_iter().chain((1..5).map(|n| page("A Handbook", n))).collect();
        assert_eq!(kept(&pages), [true, false, false, false, false]);
    }
}
