//! The glyphs of one page, gathered from the interpreter.

use std::panic::resume_unwind;

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph as Drawn, GlyphRun, PositionedGlyph},
    hayro_syntax::{object::Dict, page::Resources},
};
use kurbo::{Affine, BezPath, Point, Rect, Vec2};
use rapporteur_stage::Context;

use super::{
    characters::{Said, said},
    faces::{Face, Faces},
    lines::superscript,
};
use crate::Limits;

/// A form is read anew whenever it is drawn, so it counts as so many calls.
const FORM: u32 = 16;
/// More rules than this do not help to find footnotes.
const MOST_RULES: usize = 2_000;

/// A glyph with its place on the page: origin at the top left corner, y growing downwards, in points.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says.
    pub(super) text: Said,
    /// Start of the glyph on its baseline.
    pub(super) at: Point,
    /// Direction of the baseline, of length 1.
    pub(super) along: Vec2,
    /// Distance to the next glyph.
    pub(super) advance: f32,
    /// Size of the type.
    pub(super) size: f32,
    /// How it looks.
    pub(super) face: Face,
    /// Part of a text layer under a picture.
    pub(super) hidden: bool,
    /// The file says that it does not belong to the text.
    pub(super) artifact: bool,
    /// Number of the marked content that it stands in, on its page; [`Tags`](super::tags::Tags) knows what it is.
    pub(super) mcid: Option<u32>,
}

/// A horizontal line drawn on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The glyphs, in the order in which they were drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Thin horizontal lines.
    pub(super) rules: Vec<Rule>,
    /// Area of all pictures, in square points.
    pub(super) pictures: f64,
    /// Glyphs of which nobody knows what they say.
    pub(super) unknown: usize,
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

/// A device that keeps text and forgets the drawing.
pub(super) struct Collector<'c, 'a> {
    pub(super) page: Gathered,
    faces: &'c mut Faces<'a>,
    resources: Resources<'a>,
    cx: &'c Context<'c>,
    marks: Vec<Mark>,
    calls: u32,
    limits: &'c Limits,
}

impl<'c, 'a> Collector<'c, 'a> {
    pub(super) fn new(
        faces: &'c mut Faces<'a>,
        resources: Resources<'a>,
        cx: &'c Context<'c>,
        limits: &'c Limits,
    ) -> Self {
        Self { page: Gathered::default(), faces, resources, cx, marks: Vec::new(), calls: 0, limits }
    }

    /// Counts a call and leaves the interpreter when there were too many. There is no other way out of it than
    /// unwinding; `resume_unwind` does so without a message.
    fn tick(&mut self, cost: u32) {
        let before = self.calls;
        self.calls = self.calls.saturating_add(cost);
        if self.calls > self.limits.drawings {
            resume_unwind(Box::new(Stopped::Drawings));
        }
        if self.page.glyphs.len() > self.limits.glyphs as usize {
            resume_unwind(Box::new(Stopped::Glyphs));
        }
        if before / 1024 != self.calls / 1024 && self.cx.cancelled() {
            resume_unwind(Box::new(Stopped::Cancelled));
        }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'a>, place: Affine, face: Face, squeeze: f64, hidden: bool) {
        let (mut text, unknown) = said(glyph, |outline| self.faces.codes(outline, &self.resources));
        if let (Drawn::Outline(outline), Said::Char(figure)) = (&**glyph, &mut text)
            && figure.is_ascii_digit()
            && self.faces.is_raised(outline)
        {
            *figure = superscript(*figure);
        }
        self.page.unknown += usize::from(unknown);
        let matrix = place * glyph.transform();
        let [a, b, c, d, _, _] = matrix.as_coeffs();
        let across = Vec2::new(a, b).hypot();
        let size = Vec2::new(c, d).hypot() * 1000.0;
        // Glyphs of a substitute font are stretched to the width that the file states: do not count that twice.
        let scale = if face.embedded { across } else { squeeze * size / 1000.0 };
        let advance = f64::from(width(glyph)) * scale;
        let at = matrix * Point::ZERO;
        if !(at.is_finite() && advance.is_finite() && size.is_finite() && across > 0.0 && size > 0.0) {
            return;
        }
        let mark = self.marks.last().copied().unwrap_or_default();
        self.page.glyphs.push(Glyph {
            text,
            at,
            along: Vec2::new(a, b) / across,
            advance: advance as f32,
            size: size as f32,
            face,
            hidden,
            artifact: mark.artifact,
            mcid: mark.mcid,
        });
    }

    fn line(&mut self, area: Rect, thickest: f64) {
        if area.height() <= thickest && area.width() >= 20.0 && self.page.rules.len() < MOST_RULES {
            let rule = Rule { x0: area.x0 as f32, x1: area.x1 as f32, y: area.center().y as f32 };
            self.page.rules.push(rule);
        }
    }
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.tick(1);
        if path.elements().len() <= 8 {
            let area = props.transform.transform_rect_bbox(path.control_box());
            self.line(area, if matches!(mode, DrawMode::Stroke(_)) { 0.5 } else { 2.0 });
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, _: &DrawMode) {
        self.tick(1);
        self.line(props.transform.transform_rect_bbox(*rect), 2.0);
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
        let hidden = matches!(mode, DrawMode::Invisible);
        let squeeze = if face.embedded { 1.0 } else { squeeze(run.glyphs()) };
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, face, squeeze, hidden);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.tick(1);
        let pixels = f64::from(image.width()) * f64::from(image.height());
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
fn width(glyph: &PositionedGlyph<'_>) -> f32 {
    let width = match &**glyph {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(type3) => type3.advance_width(),
    };
    width.unwrap_or(0.0)
}

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
