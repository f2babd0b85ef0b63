//! A page before its layout is known: rows of text, and the lines drawn between them.

use std::collections::BTreeMap;

use kurbo::{Point, Rect};

use super::{
    frame::{Frame, upright},
    glyph::{Glyph, Rule, Stroke},
    lines::Line,
    rows::{Row, rows},
    spans::{Span, spans},
};

/// More rules than this do not help to find footnotes.
const MOST_RULES: usize = 2_000;

/// A page before its layout is known.
pub(crate) struct Sheet {
    /// Place in the file, counted from 1.
    pub(super) number: u32,
    /// Width and height in points.
    pub(super) size: (f32, f32),
    /// How to look at the main text.
    pub(super) frame: Frame,
    /// The main text from top to bottom.
    pub(super) rows: Vec<Row>,
    /// Text that runs another way than most.
    pub(super) aside: Vec<(Frame, Vec<Row>)>,
    pub(super) rules: Vec<Rule>,
    /// All lines drawn on the page, the rules among them.
    pub(super) strokes: Vec<Stroke>,
}

impl Sheet {
    /// A page as glyphs were drawn on it, in this order.
    pub(crate) fn of_glyphs(number: u32, size: (f32, f32), glyphs: Vec<Glyph>, strokes: &[Stroke]) -> Self {
        let (width, height) = size;
        let glyphs = plain(on_page(glyphs, width, height));
        let mut framed = upright(glyphs, width, height).into_iter();
        let (frame, main) = framed.next().unwrap_or_else(|| (Frame::plain(height), Vec::new()));
        let strokes: Vec<Stroke> = strokes.iter().map(|s| stroke(&frame, s)).collect();
        Self {
            number,
            size,
            frame,
            rows: rows(spans(&main, &walls(&strokes))),
            aside: framed.map(|(frame, glyphs)| (frame, rows(spans(&glyphs, &[])))).collect(),
            rules: strokes.iter().filter_map(as_rule).take(MOST_RULES).collect(),
            strokes,
        }
    }

    /// A page as an OCR program read it: spans with their places on the page, which hangs askew by an angle in
    /// radians (positive when lines sink to the right).
    pub(crate) fn of_spans(
        number: u32,
        size: (f32, f32),
        askew: f64,
        mut spans: Vec<Span>,
        rules: &[Rule],
    ) -> Self {
        let (width, height) = size;
        let frame = Frame::askew(askew, width, height);
        for span in &mut spans {
            let middle = frame.place(Point::new(f64::from(span.x0 + span.x1) / 2.0, span.y.into()));
            let half = (span.x1 - span.x0) / 2.0;
            (span.x0, span.x1) = (middle.x as f32 - half, middle.x as f32 + half);
            span.y = middle.y as f32;
        }
        let rules = rules.iter().map(|r| rule(&frame, r)).collect();
        Self { number, size, frame, rows: rows(spans), aside: Vec::new(), rules, strokes: Vec::new() }
    }

    /// The same page when it was turned clockwise by quarters before it was read; `size` is that before.
    pub(crate) fn turned(self, quarters: u8, size: (f32, f32)) -> Self {
        Self { frame: self.frame.turned(quarters, size.0, size.1), size, ..self }
    }

    /// Place in the file, counted from 1.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Width and height in points.
    pub(crate) fn size(&self) -> (f32, f32) {
        self.size
    }

    /// Its lines from top to bottom, for a look at what kind of text it is.
    pub(crate) fn text(&self) -> String {
        let aside = self.aside.iter().flat_map(|(_, rows)| rows);
        let lines = self.rows.iter().chain(aside).map(|row| Line::new(row, 0).text);
        lines.fold(String::new(), |text, line| text + &line + "\n")
    }

    /// Whether nothing is written on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.rows.is_empty()
    }
}

fn stroke(frame: &Frame, stroke: &Stroke) -> Stroke {
    let from = frame.place(Point::new(stroke.x0.into(), stroke.y0.into()));
    let to = frame.place(Point::new(stroke.x1.into(), stroke.y1.into()));
    Stroke::along(Rect::from_points(from, to))
}

/// A line that is long enough to part text from text.
fn as_rule(stroke: &Stroke) -> Option<Rule> {
    let long = stroke.is_level() && stroke.x1 - stroke.x0 >= 20.0;
    long.then_some(Rule { x0: stroke.x0, x1: stroke.x1, y: stroke.y0 })
}

/// The lines that run down the page, from left to right.
fn walls(strokes: &[Stroke]) -> Vec<Stroke> {
    let mut walls: Vec<Stroke> = strokes.iter().filter(|s| !s.is_level()).copied().collect();
    walls.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    walls
}

fn rule(frame: &Frame, rule: &Rule) -> Rule {
    let from = frame.place(Point::new(rule.x0.into(), rule.y.into()));
    let to = frame.place(Point::new(rule.x1.into(), rule.y.into()));
    Rule { x0: from.x as f32, x1: to.x as f32, y: from.y as f32 }
}

/// Leaves out what lies beside the page, where no reader sees it.
fn on_page(mut glyphs: Vec<Glyph>, width: f32, height: f32) -> Vec<Glyph> {
    let page = Rect::new(-2.0, -2.0, f64::from(width) + 2.0, f64::from(height) + 2.0);
    glyphs.retain(|g| page.contains(g.at));
    glyphs
}

/// Gives drawn fonts, whose nominal size may mean nothing, a size after the width of their glyphs.
fn plain(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let key = |size: f32| (size * 20.0).round() as i64;
    let mut widths: BTreeMap<i64, (f32, usize)> = BTreeMap::new();
    for glyph in glyphs.iter().filter(|g| g.face.type3 && g.advance > 0.0) {
        let (sum, count) = widths.entry(key(glyph.size)).or_default();
        *sum += glyph.advance;
        *count += 1;
    }
    for glyph in glyphs.iter_mut().filter(|g| g.face.type3) {
        let Some((sum, count)) = widths.get(&key(glyph.size)) else { continue };
        let mean = sum / *count as f32;
        if !(0.25..1.2).contains(&(mean / glyph.size)) {
            glyph.size = 2.0 * mean;
        }
    }
    glyphs
}
