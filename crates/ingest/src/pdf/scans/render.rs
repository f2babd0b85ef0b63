//! Pages to pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, render,
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};
use hayro_interpret::{InterpreterSettings, hayro_syntax::Pdf};

use crate::scan::Image;

/// More pixels than this no page needs: A3 at 300 dpi has 17 million.
const MOST_PIXELS: f32 = 25e6;
/// Longest side in pixels.
const LONGEST: f32 = 20_000.0;

/// Draws the pages of a file.
pub(super) struct Renderer<'p> {
    pdf: &'p Pdf,
    cache: RenderCache<'p>,
}

impl<'p> Renderer<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { pdf, cache: RenderCache::new() }
    }

    /// Draws the page at a place in the file, counted from 0, with so many pixels per inch; with fewer when it is very
    /// large. `None` when that fails.
    pub(super) fn page(&self, index: usize, dpi: u32) -> Option<Image> {
        let page = self.pdf.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let scale = scale(width, height, dpi)?;
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let (interpreter, drawing) = (InterpreterSettings::default(), RenderSettings::default());
        let draw = || render(page, &self.cache, &interpreter, &drawing, &settings);
        let pixmap = catch_unwind(AssertUnwindSafe(draw)).ok()?;
        grey(&pixmap, (scale * 72.0).round() as u32)
    }
}

/// Pixels per point.
fn scale(width: f32, height: f32, dpi: u32) -> Option<f32> {
    let wanted = dpi as f32 / 72.0;
    let scale = wanted.min((MOST_PIXELS / (width * height)).sqrt()).min(LONGEST / width.max(height));
    (scale.is_finite() && width * scale >= 1.0 && height * scale >= 1.0).then_some(scale)
}

fn grey(pixmap: &Pixmap, dpi: u32) -> Option<Image> {
    let level = |r: u8, g: u8, b: u8| {
        let sum = 54 * u32::from(r) + 183 * u32::from(g) + 19 * u32::from(b);
        u8::try_from(sum >> 8).unwrap_or(u8::MAX)
    };
    let pixels = pixmap.data().iter().map(|p| level(p.r, p.g, p.b)).collect();
    Image::new(pixmap.width().into(), pixmap.height().into(), dpi.max(70), pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_pages_get_fewer_pixels() {
        let pixels = |w: f32, h: f32| scale(w, h, 300).map(|s| w * s * h * s);
        assert!((scale(595.0, 842.0, 300).unwrap() - 300.0 / 72.0).abs() < 1e-6);
        assert!(pixels(14_400.0, 14_400.0).unwrap() <= 25.1e6);
        assert!(scale(14_400.0, 10.0, 300).unwrap() * 14_400.0 <= 20_000.0);
        assert_eq!(scale(0.0, 842.0, 300), None);
        assert_eq!(scale(f32::NAN, 842.0, 300), None);
    }
}
