//! The glyphs of one page, gathered from the interpreter.

use std::panic::resume_unwind;

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{GlyphRun, PositionedGlyph},
    hayro_syntax::{object::Dict, page::Resources},
};
use kurbo::{Affine, BezPath, PathSeg, Point, Rect, Shape, Vec2};
use rapporteur_stage::Context;

use super::{
    characters::Character,
    faces::{Faces, width},
};
use crate::{
    Limits,
    layout::{Face, Glyph, Stroke},
};

/// A form is read anew whenever it is drawn, so it counts as so many calls.
const FORM: u32 = 16;
/// More lines than this are a drawing.
const MOST_STROKES: usize = 4_000;
/// Shorter lines part neither cells nor notes.
const SHORTEST: f64 = 4.0;
/// Filled areas up to this height or width are lines.
const THICKEST: f64 = 2.0;

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The glyphs, in the order in which they were drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Lines drawn along or down the page.
    pub(super) strokes: Vec<Stroke>,
    /// Area of all pictures, in square points.
    pub(super) pictures: f64,
    /// Glyphs of which nobody knows what they say.
    pub(super) unknown: usize,
    /// Calls of the interpreter.
    pub(super) calls: u32,
    /// Pixels of all pictures, as often as they are drawn.
    pub(super) pixels: f64,
}

/// Marked content that is open.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    artifact: bool,
    mcid: Option<u32>,
}

/// Why the interpreter was stopped, carried through its stack.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stopped {
    /// The page has too many glyphs.
    Glyphs,
    /// The page draws without end.
    Drawings,
    /// The run is ending.
    Cancelled,
}

/// What the glyphs of a run have in common.
struct Run {
    place: Affine,
    /// Number of the face, and what it looks like.
    number: u16,
    face: Face,
    /// How much narrower or wider than stated it is set.
    squeeze: f64,
    hidden: bool,
    mark: Mark,
    /// That of the last glyph; most others are set alike.
    stretch: Option<Stretch>,
}

impl Run {
    fn stretch(&mut self, matrix: Affine) -> &Stretch {
        let [a, b, c, d, _, _] = matrix.as_coeffs();
        let last = self.stretch.take().filter(|last| last.parts == [a, b, c, d]);
        self.stretch.insert(last.unwrap_or_else(|| Stretch::of([a, b, c, d])))
    }
}

/// How large a glyph is, and which way it runs.
struct Stretch {
    parts: [f64; 4],
    across: f64,
    size: f64,
    along: Vec2,
}

impl Stretch {
    fn of(parts: [f64; 4]) -> Self {
        let [a, b, c, d] = parts;
        let across = Vec2::new(a, b).hypot();
        Self { parts, across, size: Vec2::new(c, d).hypot() * 1000.0, along: Vec2::new(a, b) / across }
    }
}

/// A device that keeps text and forgets the drawing.
pub(super) struct Collector<'c, 'a> {
    pub(super) page: Gathered,
    faces: &'c mut Faces<'a>,
    resources: Resources<'a>,
    cx: &'c Context<'c>,
    marks: Vec<Mark>,
    limits: &'c Limits,
}

impl<'c, 'a> Collector<'c, 'a> {
    pub(super) fn new(
        faces: &'c mut Faces<'a>,
        resources: Resources<'a>,
        cx: &'c Context<'c>,
        limits: &'c Limits,
    ) -> Self {
        Self { page: Gathered::default(), faces, resources, cx, marks: Vec::new(), limits }
    }

    /// Counts a call and leaves the interpreter when there were too many. There is no other way out of it than
    /// unwinding; `resume_unwind` does so without a message.
    fn tick(&mut self, cost: u32) {
        let before = self.page.calls;
        self.page.calls = before.saturating_add(cost);
        if self.page.calls > self.limits.drawings {
            resume_unwind(Box::new(Stopped::Drawings));
        }
        if self.page.glyphs.len() > self.limits.glyphs as usize {
            resume_unwind(Box::new(Stopped::Glyphs));
        }
        if before / 1024 != self.page.calls / 1024 && self.cx.cancelled() {
            resume_unwind(Box::new(Stopped::Cancelled));
        }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'a>, run: &mut Run) {
        let Character { said: text, width, unknown } =
            self.faces.character(run.number, glyph, &self.resources);
        self.page.unknown += usize::from(unknown);
        let matrix = run.place * glyph.transform();
        let Stretch { across, size, along, .. } = *run.stretch(matrix);
        // Glyphs of a substitute font are stretched to the width that the file states: do not count that twice.
        let scale = if run.face.embedded { across } else { run.squeeze * size / 1000.0 };
        let advance = f64::from(width) * scale;
        let at = matrix * Point::ZERO;
        if !(at.is_finite() && advance.is_finite() && size.is_finite() && across > 0.0 && size > 0.0) {
            return;
        }
        self.page.glyphs.push(Glyph {
            text,
            at,
            along,
            advance: advance as f32,
            size: size as f32,
            face: run.face,
            hidden: run.hidden,
            artifact: run.mark.artifact,
            content: run.mark.mcid,
        });
    }

    /// Keeps an area that is so thin that it is a line.
    fn line(&mut self, area: Rect) {
        let (thin, long) = (area.width().min(area.height()), area.width().max(area.height()));
        if thin <= THICKEST && long >= SHORTEST && self.page.strokes.len() < MOST_STROKES {
            self.page.strokes.push(Stroke::along(area));
        }
    }

    /// Keeps the straight parts of an outline.
    fn outline(&mut self, path: &BezPath, place: Affine) {
        for segment in path.segments().take(MOST_STROKES) {
            if let PathSeg::Line(line) = segment {
                self.line(Rect::from_points(place * line.p0, place * line.p1));
            }
        }
    }
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.tick(1);
        if matches!(mode, DrawMode::Stroke(_)) {
            self.outline(path, props.transform);
        } else if path.elements().len() <= 8 {
            self.line(props.transform.transform_rect_bbox(path.control_box()));
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.tick(1);
        if matches!(mode, DrawMode::Stroke(_)) {
            self.outline(&rect.to_path(0.1), props.transform);
        } else {
            self.line(props.transform.transform_rect_bbox(*rect));
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.tick(FORM);
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.tick(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.tick(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.tick(1);
        let Some(first) = run.glyphs().first() else { return };
        let number = self.faces.of(first, &self.resources);
        let face = self.faces.get(number);
        let mut setting = Run {
            place: props.transform,
            number,
            face,
            squeeze: if face.embedded { 1.0 } else { squeeze(run.glyphs()) },
            hidden: matches!(mode, DrawMode::Invisible),
            mark: self.marks.last().copied().unwrap_or_default(),
            stretch: None,
        };
        for glyph in run.glyphs() {
            self.glyph(glyph, &mut setting);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.tick(1);
        let pixels = f64::from(image.width()) * f64::from(image.height());
        self.page.pixels += pixels;
        self.page.pictures += (props.transform.determinant() * pixels).abs();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.tick(1);
        if self.marks.len() < 1000 {
            let outer = self.marks.last().copied().unwrap_or_default();
            let mcid = properties.and_then(|p| p.get::<u32>(b"MCID"));
            self.marks
                .push(Mark { artifact: outer.artifact || tag == b"Artifact", mcid: mcid.or(outer.mcid) });
        }
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

/// The glyph's width as the file states it, in thousandths of the type size.
/// How much narrower or wider than stated a run of a substitute font is set.
fn squeeze(glyphs: &[PositionedGlyph<'_>]) -> f64 {
    let mut ratios: Vec<f64> = Vec::new();
    for pair in glyphs.windows(2) {
        let [a, b] = pair else { continue };
        let [_, _, c, d, x, y] = a.transform().as_coeffs();
        let [_, _, _, _, next_x, next_y] = b.transform().as_coeffs();
        let stated = f64::from(width(a)) * Vec2::new(c, d).hypot();
        if stated > 0.0 {
            ratios.push(Vec2::new(next_x - x, next_y - y).hypot() / stated);
        }
    }
    if ratios.len() < 3 {
        return 1.0;
    }
    let middle = ratios.len() / 2;
    let (_, ratio, _) = ratios.select_nth_unstable_by(middle, f64::total_cmp);
    if (0.9..1.1).contains(ratio) || !(0.3..3.0).contains(ratio) { 1.0 } else { *ratio }
}
