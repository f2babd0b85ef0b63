//! Where blocks stand on their pages, for sources with a layout: whether one can go on in the next.

use rapporteur_model::{Block, Extracted, Kind, Line};

use crate::draft::Draft;

/// Indents up to this part of the type size are none.
const INDENT: f32 = 0.6;

/// What the layout of a document says about its paragraphs.
pub(crate) struct Placing<'s> {
    source: &'s Extracted,
    /// Paragraphs begin with an indent.
    indents: bool,
}

/// How a block follows another on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Below it in the same column: whoever laid the page out saw that they are two.
    Below,
    /// On another page or in another column, where the last line of the first block left room for a word.
    AcrossShort,
    /// On another page or in another column, and nothing speaks against one paragraph.
    Across,
    /// The same, and the second begins without the indent with which paragraphs begin in this document.
    AcrossFlush,
}

impl<'s> Placing<'s> {
    /// What there is to say; `None` for sources without a layout.
    pub(crate) fn of(draft: &Draft<'s>) -> Option<Self> {
        let source = draft.source;
        if source.lines.is_empty() {
            return None;
        }
        let starts: Vec<bool> = draft
            .items
            .iter()
            .filter(|item| item.block.kind == Kind::Paragraph)
            .filter_map(|item| Some(indent(source, &item.block)? > INDENT))
            .collect();
        let indents = 5 * starts.iter().filter(|indented| **indented).count() >= 3 * starts.len().max(5);
        Some(Self { source, indents })
    }

    /// How `right` follows `left`.
    pub(crate) fn next(&self, left: &Block, right: &Block) -> Option<Next> {
        let last = self.source.lines_in(&left.origin.last()?.bytes).last()?;
        let first = self.source.lines_in(&right.origin.first()?.bytes).first()?;
        let beside = first.area.x0 < last.area.x1 && last.area.x0 < first.area.x1;
        if last.page == first.page && first.area.y0 > last.area.y0 && beside {
            return Some(Next::Below);
        }
        let room = self.margin(last) - last.area.x1;
        if room > first_word(first) + 1.5 * last.size {
            return Some(Next::AcrossShort);
        }
        let set_alike = (last.size - first.size).abs() < 0.1 * last.size;
        let flush = self.indents && set_alike && indent(self.source, right).is_some_and(|i| i.abs() < INDENT);
        Some(if flush && room < 2.0 * last.size { Next::AcrossFlush } else { Next::Across })
    }

    /// Where the lines of a line's column end.
    fn margin(&self, line: &Line) -> f32 {
        let page = self.source.page_at(line.bytes.start).map_or(0..0, |page| page.bytes.clone());
        let alike = |other: &&Line| {
            let shift = other.area.x0 - line.area.x0;
            (other.size - line.size).abs() < 0.1 * line.size && shift.abs() < 4.0 * line.size
        };
        let ends = self.source.lines_in(&page).iter().filter(alike).map(|other| other.area.x1);
        ends.fold(line.area.x1, f32::max)
    }
}

/// How far the first line of a block is set in from the second, in ems.
fn indent(source: &Extracted, block: &Block) -> Option<f32> {
    let [first, second, ..] = source.lines_in(&block.origin.first()?.bytes) else { return None };
    Some((first.area.x0 - second.area.x0) / first.size.max(1.0))
}

/// About how wide the first word of a line is printed.
fn first_word(line: &Line) -> f32 {
    // A line holds about two characters an em.
    let width = line.area.x1 - line.area.x0;
    let chars = (line.bytes.end - line.bytes.start).max(1) as f32;
    width * 5.0_f32.min(chars) / chars
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use rapporteur_model::{Page, Rect};

    use super::*;

    fn line(bytes: Range<u32>, page: u32, x: Range<f32>, y0: f32) -> Line {
        Line {
            bytes,
            page,
            area: Rect { x0: x.start, y0, x1: x.end, y1: y0 + 12.0 },
            size: 11.0,
            bold: false,
            italic: false,
            confidence: None,
        }
    }

    /// How a block that ends at `end` on the first page is followed by one that begins at `x`, `y` on page `page`.
    fn next(end: f32, page: u32, x: f32, y: f32) -> Option<Next> {
        let source = Extracted {
            text: "full line\nends here\nnext block".into(),
            pages: vec![
                Page { number: 1, label: None, bytes: 0..19, size: None },
                Page { number: 2, label: None, bytes: 20..30, size: None },
            ],
            lines: vec![
                line(0..9, 1, 70.0..270.0, 100.0),
                line(10..19, 1, 70.0..end, 114.0),
                line(20..30, page, x..x + 200.0, y),
            ],
        };
        let (left, right) = (
            Block::new(Kind::Paragraph, "full line\nends here", Some(1), 0),
            Block::new(Kind::Paragraph, "next block", Some(page), 20),
        );
        Placing { source: &source, indents: false }.next(&left, &right)
    }

    #[test]
    fn blocks_are_told_by_their_places() {
        assert_eq!(next(265.0, 1, 70.0, 140.0), Some(Next::Below));
        assert_eq!(next(265.0, 1, 300.0, 60.0), Some(Next::Across), "the next column");
        assert_eq!(next(265.0, 2, 70.0, 60.0), Some(Next::Across));
        assert_eq!(next(120.0, 2, 70.0, 60.0), Some(Next::AcrossShort), "the last line left room for a word");
    }
}
