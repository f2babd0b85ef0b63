//! Pages of a file to rows of text, page by page.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    Context as Interpreter, InterpreterCache, InterpreterSettings, TransformExt,
    hayro_syntax::{Pdf, page::Page},
    interpret_page,
};
use kurbo::Rect;
use rapporteur_stage::{Context, StageError};

use super::{
    faces::Faces,
    glyphs::{Collector, Gathered, Stopped},
};
use crate::layout::Sheet;

/// A page as gathered: what is written on it, and what there is to say about the reading.
pub(super) struct Leaf {
    pub(super) sheet: Sheet,
    /// Part of the page that pictures cover.
    pub(super) pictures: f64,
    /// All its glyphs, and those of which nobody knows what they say.
    pub(super) glyphs: usize,
    pub(super) unknown: usize,
    /// What went wrong, when something did.
    pub(super) trouble: Option<&'static str>,
}

/// Reads the pages of a file, at most `most` of them.
pub(super) fn gather(pdf: &Pdf, cx: &Context<'_>, most: usize) -> Result<Vec<Leaf>, StageError> {
    let settings = InterpreterSettings::default();
    let cache = InterpreterCache::new();
    let mut faces = Faces::new(settings.clone());
    let mut leaves = Vec::new();
    for (index, page) in pdf.pages().iter().take(most).enumerate() {
        if cx.cancelled() {
            return Err(StageError::new(format!("stopped at page {} of {}", index + 1, pdf.pages().len())));
        }
        let (width, height) = page.render_dimensions();
        let mut trouble = None;
        let mut page_glyphs = Gathered::default();
        let outcome = {
            let mut collector = Collector::new(&mut faces, page.resources().clone(), cx);
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                interpret(page, &cache, &settings, &mut collector);
            }));
            std::mem::swap(&mut page_glyphs, &mut collector.page);
            outcome
        };
        if let Err(payload) = outcome {
            trouble = match payload.downcast_ref::<Stopped>() {
                Some(Stopped::Cancelled) => continue,
                Some(Stopped::TooMuch) => Some("draws without end and was cut short"),
                None => Some("could not be read to its end"),
            };
        }
        if trouble.is_none() && page.raw().contains_key(b"Contents") && page.page_stream().is_none() {
            trouble = Some("is damaged and cannot be unpacked");
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        leaves.push(leaf(number, (width, height), page_glyphs, trouble));
    }
    Ok(leaves)
}

fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    collector: &mut Collector<'_, 'a>,
) {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, width.into(), height.into());
    let upright = page.initial_transform(true).to_kurbo();
    let mut interpreter = Interpreter::new(upright, area, cache, page.xref(), settings.clone());
    interpret_page(page, &mut interpreter, collector);
}

fn leaf(number: u32, size: (f32, f32), page: Gathered, trouble: Option<&'static str>) -> Leaf {
    let area = f64::from(size.0) * f64::from(size.1);
    Leaf {
        pictures: page.pictures / area.max(1.0),
        glyphs: page.glyphs.len(),
        unknown: page.unknown,
        trouble,
        sheet: Sheet::of_glyphs(number, size, page.glyphs, &page.strokes),
    }
}
