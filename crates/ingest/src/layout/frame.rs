//! Turning a page so that its text stands upright.
//!
//! Tables are printed sideways, scans hang askew. Layout is found in a frame in which most of the text runs from
//! left to right; places are turned back when they are written down.

use kurbo::{Affine, Point, Rect};
use rapporteur_model::Rect as Area;

use super::glyph::Glyph;

/// A way to look at a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    to_page: Affine,
    /// Height of the page as looked at.
    pub(super) height: f32,
}

impl Frame {
    /// The page as it is.
    pub(super) fn plain(height: f32) -> Self {
        Self { to_page: Affine::IDENTITY, height }
    }

    /// A page that hangs askew by an angle in radians.
    pub(super) fn askew(angle: f64, width: f32, height: f32) -> Self {
        let centre = Point::new(f64::from(width) / 2.0, f64::from(height) / 2.0);
        Self { to_page: Affine::rotate_about(angle, centre), height }
    }

    /// The same for a page that was turned clockwise by quarters before it was looked at; its size is that before.
    pub(super) fn turned(self, quarters: u8, width: f32, height: f32) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let back = match quarters % 4 {
            0 => Affine::IDENTITY,
            1 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, height]),
            2 => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
            _ => Affine::new([0.0, 1.0, -1.0, 0.0, width, 0.0]),
        };
        Self { to_page: back * self.to_page, ..self }
    }

    /// A rectangle of the frame in terms of the page.
    pub(super) fn area(&self, x0: f32, y0: f32, x1: f32, y1: f32) -> Area {
        let corners = Rect::new(x0.into(), y0.into(), x1.into(), y1.into());
        let area = self.to_page.transform_rect_bbox(corners);
        Area { x0: area.x0 as f32, y0: area.y0 as f32, x1: area.x1 as f32, y1: area.y1 as f32 }
    }

    /// A place of the page in terms of the frame.
    pub(super) fn place(&self, at: Point) -> Point {
        self.to_page.inverse() * at
    }
}

/// The glyphs of a page by the way they run, most of them first, each lot with the frame in which it is upright.
pub(super) fn upright(glyphs: Vec<Glyph>, width: f32, height: f32) -> Vec<(Frame, Vec<Glyph>)> {
    if !glyphs.is_empty() && glyphs.iter().all(|glyph| quarter(glyph) == 0) {
        return vec![turned(0, glyphs, width, height)];
    }
    let mut lots: [Vec<Glyph>; 4] = Default::default();
    for glyph in glyphs {
        if let Some(lot) = lots.get_mut(quarter(&glyph)) {
            lot.push(glyph);
        }
    }
    let mut framed: Vec<(Frame, Vec<Glyph>)> = lots
        .into_iter()
        .enumerate()
        .filter(|(_, lot)| !lot.is_empty())
        .map(|(quarter, lot)| turned(quarter, lot, width, height))
        .collect();
    framed.sort_by_key(|(_, lot)| std::cmp::Reverse(lot.len()));
    framed
}

/// The nearest quarter turn of a glyph's baseline: 0 upright, 1 running down the page, 2 upside down, 3 up.
fn quarter(glyph: &Glyph) -> usize {
    // Nearly all of them: no need to ask for the angle.
    if glyph.along.x > glyph.along.y.abs() {
        return 0;
    }
    let turns = glyph.along.atan2() / std::f64::consts::FRAC_PI_2;
    (turns.round() as i64).rem_euclid(4) as usize
}

fn turned(quarter: usize, mut glyphs: Vec<Glyph>, width: f32, height: f32) -> (Frame, Vec<Glyph>) {
    let (w, h) = (f64::from(width), f64::from(height));
    let turn = match quarter {
        1 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, w]),
        2 => Affine::new([-1.0, 0.0, 0.0, -1.0, w, h]),
        3 => Affine::new([0.0, 1.0, -1.0, 0.0, h, 0.0]),
        _ => Affine::IDENTITY,
    };
    let (width, height) = if quarter % 2 == 1 { (height, width) } else { (width, height) };
    let centre = Point::new(f64::from(width) / 2.0, f64::from(height) / 2.0);
    let straighten = Affine::rotate_about(-askew(&glyphs, quarter), centre);
    let to_frame = straighten * turn;
    if to_frame != Affine::IDENTITY {
        for glyph in &mut glyphs {
            glyph.at = to_frame * glyph.at;
        }
    }
    (Frame { to_page: to_frame.inverse(), height }, glyphs)
}

/// How far the middle one of the baselines is off its quarter turn, in radians; 0 when hardly.
fn askew(glyphs: &[Glyph], quarter: usize) -> f64 {
    let level = glyphs.iter().filter(|g| g.along.x == 0.0 || g.along.y == 0.0).count();
    if 2 * level > glyphs.len() {
        return 0.0;
    }
    let straight = quarter as f64 * std::f64::consts::FRAC_PI_2;
    let mut angles: Vec<f64> = glyphs
        .iter()
        .map(|g| {
            let off = g.along.atan2() - straight;
            (off + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI
        })
        .collect();
    let middle = angles.len() / 2;
    if angles.is_empty() {
        return 0.0;
    }
    let (_, angle, _) = angles.select_nth_unstable_by(middle, f64::total_cmp);
    if angle.abs() < 0.0005 { 0.0 } else { *angle }
}
