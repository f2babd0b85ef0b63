//! Glyphs to spans: pieces of one line in one style, with the spaces between their words.

use std::sync::Arc;

use unicode_normalization::char::{compose, is_combining_mark};

use super::{
    glyph::{Glyph, Said, Stroke},
    lines::Gap,
    table::Table,
};

/// A piece of a line, in one style and without a wide gap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span {
    pub(crate) text: String,
    /// Left and right edge.
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    /// Baseline.
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) mono: bool,
    /// The file says that it is no part of the text.
    pub(crate) artifact: bool,
    /// Of the text layer under a scan: sizes and places are guesses.
    pub(crate) hidden: bool,
    /// How sure an OCR program was of it, from 0 to 1.
    pub(crate) confidence: Option<f32>,
    /// A space was printed in front of it, or behind.
    pub(crate) space_before: bool,
    pub(crate) space_after: bool,
    /// Number of the marked content in which it begins, on its page.
    pub(crate) content: Option<u32>,
    /// Gaps in which a raised or lowered character may stand that was drawn by itself.
    pub(crate) gaps: Vec<Gap>,
    /// Not text, but the place of a table whose cells were found.
    pub(crate) table: Option<Arc<Table>>,
}

impl Span {
    /// Number of characters.
    pub(crate) fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Which of its gaps another span fills.
    pub(super) fn gap_for(&self, mark: &Self) -> Option<usize> {
        let slack = 0.1 * self.size;
        self.gaps.iter().position(|gap| mark.x0 > gap.x0 - slack && mark.x1 < gap.x1 + slack)
    }

    /// Parts it at one of its gaps and gives what stands behind that.
    pub(super) fn split_off(&mut self, gap: usize) -> Option<Self> {
        let mut gaps = self.gaps.split_off(gap);
        let gap = gaps.first().copied()?;
        let (before, behind) = self.text.split_at_checked(gap.at)?;
        let (before, text) = (before.trim_end().len(), behind.to_owned());
        self.text.truncate(before);
        gaps.remove(0);
        for behind in &mut gaps {
            behind.at -= gap.at;
        }
        let behind = Self { text, x0: gap.x1, gaps, space_before: false, ..self.clone() };
        (self.x1, self.space_after) = (gap.x0, false);
        Some(behind)
    }
}

/// Gaps wider than this part of the type size end a span.
const WIDE: f32 = 0.7;
/// Gaps wider than this part of the type size are spaces.
const SPACE: f32 = 0.16;
/// Gaps wider than this part of the type size have room for a raised figure.
const ROOM: f32 = 0.25;

/// Joins glyphs, in the order in which they were drawn, to spans. No span reaches across a wall, a line drawn down
/// the page; these are ordered from left to right.
pub(super) fn spans(glyphs: &[Glyph], walls: &[Stroke]) -> Vec<Span> {
    let mut builder = Builder { walls, ..Builder::default() };
    for glyph in glyphs {
        builder.push(glyph);
    }
    builder.close();
    builder.done
}

/// A glyph of the open span.
struct Part {
    said: Said,
    /// Distance from the end of the glyph before it, spaces counted in.
    gap: f32,
    /// A space was printed in front of it.
    space: bool,
    x: f32,
    advance: f32,
}

#[derive(Default)]
struct Builder<'w> {
    walls: &'w [Stroke],
    done: Vec<Span>,
    open: Option<Span>,
    parts: Vec<Part>,
    /// Where the last glyph ended, printed spaces counted in.
    pen: f32,
    space: bool,
}

impl Builder<'_> {
    fn push(&mut self, glyph: &Glyph) {
        let x = glyph.at.x as f32;
        if is_space(&glyph.text) {
            self.space = true;
            if self.open.is_some() {
                self.pen = self.pen.max(x + glyph.advance);
            }
            return;
        }
        if self.accent(glyph, x) || self.printed_twice(glyph, x) {
            return;
        }
        if !self.open.as_ref().is_some_and(|open| self.continues(open, glyph, x)) {
            self.close();
            self.begin(glyph, x);
        }
        let Some(open) = &mut self.open else { return };
        let gap = if self.parts.is_empty() { 0.0 } else { x - open.x1 };
        let end = x + glyph.advance;
        open.x1 = open.x1.max(end);
        self.pen = end;
        let space = std::mem::take(&mut self.space) && !self.parts.is_empty();
        self.parts.push(Part { said: glyph.text.clone(), gap, space, x, advance: glyph.advance });
    }

    fn begin(&mut self, glyph: &Glyph, x: f32) {
        self.open = Some(Span {
            x0: x,
            x1: x,
            y: glyph.at.y as f32,
            size: glyph.size,
            bold: glyph.face.bold,
            italic: glyph.face.italic,
            // The fonts of text layers under scans have no shape.
            mono: glyph.face.mono && !glyph.hidden,
            artifact: glyph.artifact,
            hidden: glyph.hidden,
            space_before: self.space,
            content: glyph.content,
            ..Span::default()
        });
        self.pen = x;
    }

    fn continues(&self, open: &Span, glyph: &Glyph, x: f32) -> bool {
        let size = open.size.max(glyph.size);
        let combining = glyph.text.char().is_some_and(is_mark);
        let back = if combining { 1.2 } else { 0.5 };
        let printed = if self.space { self.pen } else { open.x1 };
        (glyph.at.y as f32 - open.y).abs() <= 0.1 * size
            && (open.size - glyph.size).abs() <= 0.06 * size
            && (open.bold, open.italic) == (glyph.face.bold, glyph.face.italic)
            && (open.mono == glyph.face.mono || glyph.hidden)
            && (open.artifact, open.hidden) == (glyph.artifact, glyph.hidden)
            && x - printed <= WIDE * size
            && x >= open.x1 - back * size
            && !self.walled(open, glyph, x)
    }

    /// Whether a wall stands between the open span and the next glyph.
    fn walled(&self, open: &Span, glyph: &Glyph, x: f32) -> bool {
        let from = self.walls.partition_point(|w| w.x0 < open.x1 - 0.5);
        let middle = glyph.at.y as f32 - 0.3 * glyph.size;
        let between = self.walls.get(from..).unwrap_or(&[]).iter().take_while(|w| w.x0 < x + 0.5);
        between.into_iter().any(|w| w.y0 <= middle && middle <= w.y1)
    }

    /// Ink put on twice to look bold, or a shadow.
    fn printed_twice(&self, glyph: &Glyph, x: f32) -> bool {
        let (Some(last), Some(open)) = (self.parts.last(), &self.open) else { return false };
        last.said == glyph.text
            && (x - last.x).abs() < 0.3 * glyph.advance
            && (glyph.at.y as f32 - open.y).abs() < 0.1 * glyph.size
    }

    /// Puts an accent that was printed as a character of its own onto its letter.
    fn accent(&mut self, glyph: &Glyph, x: f32) -> bool {
        let (Some(last), Some(open)) = (self.parts.last_mut(), &mut self.open) else { return false };
        let (Some(before), Some(now)) = (last.said.char(), glyph.text.char()) else { return false };
        let centre = x + glyph.advance / 2.0;
        let near = (centre - last.x - last.advance / 2.0).abs() < 0.25 * glyph.size
            && (glyph.at.y as f32 - open.y).abs() < 0.5 * glyph.size;
        if !near {
            return false;
        }
        let joined = combining(before)
            .and_then(|mark| compose(now, mark))
            .or_else(|| combining(now).and_then(|mark| compose(before, mark)));
        let Some(joined) = joined else { return false };
        last.said = Said::Char(joined);
        if combining(before).is_some() {
            open.y = glyph.at.y as f32;
            open.x0 = open.x0.min(x);
            open.x1 = open.x1.max(x + glyph.advance);
            last.x = x;
            last.advance = glyph.advance;
            self.pen = open.x1;
        }
        true
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let threshold = threshold(&self.parts, open.size);
        // Room for the characters and a space after every fourth.
        open.text.reserve(self.parts.len() + self.parts.len() / 4);
        for part in self.parts.drain(..) {
            let gap_is_space = part.gap > threshold && !part.said.char().is_some_and(is_mark);
            if part.space || gap_is_space {
                open.text.push(' ');
            }
            if part.gap > ROOM * open.size {
                open.gaps.push(Gap { at: open.text.len(), x0: part.x - part.gap, x1: part.x });
            }
            match part.said {
                Said::Char(c) => open.text.push(c),
                Said::Text(text) => open.text.push_str(&text),
            }
        }
        open.space_after = self.space;
        self.done.push(open);
    }
}

/// From which gap on glyphs of a span are parted by a space. Letterspaced type has wide gaps inside of words.
fn threshold(parts: &[Part], size: f32) -> f32 {
    let plain = SPACE * size;
    if parts.len() < 5 || parts.iter().any(|p| p.space) {
        return plain;
    }
    let wide = 0.08 * size;
    let (mut all, mut above) = (0_usize, 0_usize);
    for gap in letter_gaps(parts) {
        all += 1;
        above += usize::from(gap.total_cmp(&wide).is_gt());
    }
    // The middle one is wide only where half of them are: counting is quicker than sorting.
    if all < 4 || above < all - all / 2 {
        return plain;
    }
    let mut gaps: Vec<f32> = letter_gaps(parts).collect();
    let (_, median, _) = gaps.select_nth_unstable_by(all / 2, f32::total_cmp);
    if *median > wide { *median + plain } else { plain }
}

/// The gaps between two letters or figures. Dots that lead to a page number stand apart, too, but say nothing of the
/// words before them.
fn letter_gaps(parts: &[Part]) -> impl Iterator<Item = f32> {
    let mut after_letter = false;
    parts.iter().filter_map(move |part| {
        let letter = part.said.char().is_some_and(char::is_alphanumeric);
        let between = std::mem::replace(&mut after_letter, letter) && letter;
        between.then_some(part.gap)
    })
}

fn is_space(text: &Said) -> bool {
    match text {
        Said::Char(c) => *c == ' ',
        Said::Text(text) => text.trim().is_empty(),
    }
}

/// Whether a character combines with the one before it: none of the common ones does.
fn is_mark(c: char) -> bool {
    c >= '\u{300}' && is_combining_mark(c)
}

/// The mark that combines with a letter, for an accent printed by itself.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '´' | '\u{2ca}' => '\u{301}',
        'ˆ' | '^' => '\u{302}',
        '˜' => '\u{303}',
        '¯' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}
