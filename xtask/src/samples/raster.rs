//! Draws the glyphs of a PDF page as grey dots.
//!
//! Only additions, multiplications and square roots are used, so that the dots are the same on every machine.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

use super::fault::{Fault, Result};

/// A picture; 0 is paper, 255 is ink.
pub(super) struct Picture {
    /// Dots in a row.
    pub(super) width: usize,
    /// Rows.
    pub(super) height: usize,
    /// The dots, row after row from the top.
    pub(super) dots: Vec<u8>,
}

/// Draws every page of a PDF. `place` turns points of a page into dots of its picture.
pub(super) fn pictures(
    pdf: Vec<u8>,
    width: usize,
    height: usize,
    place: impl Fn(usize) -> Affine,
) -> Result<Vec<Picture>> {
    let pdf = Pdf::new(pdf).map_err(|_| Fault::new("", "the pages behind the scan cannot be read"))?;
    let pages = pdf.pages();
    Ok(pages.iter().enumerate().map(|(at, page)| picture(&pdf, page, width, height, place(at))).collect())
}

fn picture(pdf: &Pdf, page: &Page<'_>, width: usize, height: usize, place: Affine) -> Picture {
    let cache = InterpreterCache::new();
    let bounds = Rect::new(0.0, 0.0, super::lines::count(width), super::lines::count(height));
    let mut context = Context::new(place, bounds, &cache, pdf.xref(), InterpreterSettings::default());
    let mut pen = Pen { picture: Picture { width, height, dots: vec![0; width * height] } };
    interpret_page(page, &mut context, &mut pen);
    pen.picture
}

struct Pen {
    picture: Picture,
}

impl<'a> Device<'a> for Pen {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.fill(path, props.transform);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if let Glyph::Outline(outline) = &**glyph {
                self.fill(&outline.outline(), props.transform * glyph.transform());
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Lines of samples in a row of dots.
const SAMPLES: usize = 4;

/// Straight pieces a curve is drawn with; enough for letters of a few dozen dots.
const PIECES: u32 = 8;

impl Pen {
    fn fill(&mut self, path: &BezPath, transform: Affine) {
        let edges = edges(&(transform * path.clone()));
        let top = edges.iter().map(|(a, b)| a.y.min(b.y)).fold(f64::INFINITY, f64::min);
        let bottom = edges.iter().map(|(a, b)| a.y.max(b.y)).fold(f64::NEG_INFINITY, f64::max);
        for row in 0..self.picture.height {
            let y = super::lines::count(row);
            if y + 1.0 >= top && y <= bottom {
                self.row(row, &edges);
            }
        }
    }

    fn row(&mut self, row: usize, edges: &[(Point, Point)]) {
        for sample in 0..SAMPLES {
            let part = (super::lines::count(sample) + 0.5) / super::lines::count(SAMPLES);
            let crossings = crossings(edges, super::lines::count(row) + part);
            let mut winding = 0;
            for pair in crossings.windows(2) {
                if let [(from, turn), (to, _)] = pair {
                    winding += turn;
                    if winding != 0 {
                        self.span(row, *from, *to);
                    }
                }
            }
        }
    }

    /// Adds ink from one place to another within a line of samples.
    fn span(&mut self, row: usize, from: f64, to: f64) {
        let width = self.picture.width;
        let Some(dots) = self.picture.dots.get_mut(row * width..(row + 1) * width) else { return };
        let strength = 255.0 / super::lines::count(SAMPLES);
        for (at, dot) in dots.iter_mut().enumerate().skip(whole(from)).take(whole(to) - whole(from) + 1) {
            let left = super::lines::count(at);
            let covered = (to.min(left + 1.0) - from.max(left)).max(0.0);
            *dot = dot.saturating_add(byte(covered * strength));
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut off at both ends")]
fn whole(value: f64) -> usize {
    value.clamp(0.0, 65_535.0) as usize
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut off at both ends")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// Where a horizontal line meets the edges, from the left, with the direction of each.
fn crossings(edges: &[(Point, Point)], y: f64) -> Vec<(f64, i32)> {
    let mut found: Vec<(f64, i32)> = edges
        .iter()
        .filter(|(a, b)| (a.y <= y) != (b.y <= y))
        .map(|(a, b)| (a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), if a.y <= y { 1 } else { -1 }))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found
}

/// The outline in straight pieces.
fn edges(path: &BezPath) -> Vec<(Point, Point)> {
    let mut edges = Vec::new();
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(to) => start = to,
            PathEl::LineTo(to) => edges.push((at, to)),
            PathEl::QuadTo(by, to) => curve(at, by, by, to, &mut edges, true),
            PathEl::CurveTo(one, two, to) => curve(at, one, two, to, &mut edges, false),
            PathEl::ClosePath => edges.push((at, start)),
        }
        at = element.end_point().unwrap_or(start);
    }
    edges
}

fn curve(from: Point, one: Point, two: Point, to: Point, edges: &mut Vec<(Point, Point)>, quadratic: bool) {
    let mut at = from;
    for piece in 1..=PIECES {
        let t = f64::from(piece) / f64::from(PIECES);
        let u = 1.0 - t;
        let mix = |a: f64, b: f64, c: f64, d: f64| {
            if quadratic {
                u * u * a + 2.0 * u * t * b + t * t * d
            } else {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            }
        };
        let next = Point::new(mix(from.x, one.x, two.x, to.x), mix(from.y, one.y, two.y, to.y));
        edges.push((at, next));
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_with_a_hole_is_filled_around_it() {
        let mut path = BezPath::new();
        for (size, reverse) in [(8.0, false), (4.0, true)] {
            let low = (10.0 - size) / 2.0;
            let mut corners = [(low, low), (low + size, low), (low + size, low + size), (low, low + size)];
            if reverse {
                corners.reverse();
            }
            path.move_to(corners[0]);
            corners[1..].iter().for_each(|corner| path.line_to(*corner));
            path.close_path();
        }
        let mut pen = Pen { picture: Picture { width: 10, height: 10, dots: vec![0; 100] } };
        pen.fill(&path, Affine::IDENTITY);
        assert_eq!(pen.picture.dots[0], 0);
        assert!(pen.picture.dots[22] > 250);
        assert_eq!(pen.picture.dots[55], 0);
    }
}
