//! Pages of a file to rows of text, page by page.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    Context as Interpreter, InterpreterCache, InterpreterSettings, RenderContent, TransformExt,
    hayro_syntax::{
        Pdf,
        object::Dict,
        page::{Page, Resources},
    },
    interpret_page,
};
use kurbo::Rect;
use rapporteur_stage::{Context, StageError};

use super::{
    faces::Faces,
    glyphs::{Collector, Gathered, Stopped},
    guard::{Cost, Guard},
    open::TRY,
};
use crate::{Limits, layout::Sheet};

/// A page as gathered: what is written on it, and what there is to say about the reading.
pub(super) struct Leaf {
    pub(super) sheet: Sheet,
    /// Part of the page that pictures cover.
    pub(super) pictures: f64,
    /// All its glyphs, and those of which nobody knows what they say.
    pub(super) glyphs: usize,
    pub(super) unknown: usize,
    /// How much was drawn, and the pixels of all pictures: what drawing it anew costs.
    pub(super) calls: u32,
    pub(super) pixels: f64,
    /// Its picture was looked at by OCR: what has no words now has none.
    pub(super) seen: bool,
    /// What went wrong, when something did.
    pub(super) trouble: Option<Trouble>,
}

/// What went wrong with a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trouble {
    /// Goes on after "page 3".
    pub(super) what: &'static str,
    pub(super) hint: &'static str,
    /// The file is damaged, so that another attempt may find more.
    pub(super) damage: bool,
}

impl Trouble {
    const fn damage(what: &'static str) -> Self {
        Self { what, hint: TRY, damage: true }
    }

    const fn limit(what: &'static str, hint: &'static str) -> Self {
        Self { what, hint, damage: false }
    }
}

/// Contents that the reader may keep unpacked before it is started anew.
const KEPT: usize = 48 * 1024 * 1024;

/// Reads the pages of a file behind the leaves that there are, as many as the limits allow. Says whether it came
/// to the last one: the reader keeps the unpacked contents of every page, and is given up when that is much.
pub(super) fn gather(
    pdf: &Pdf,
    cx: &Context<'_>,
    limits: &Limits,
    leaves: &mut Vec<Leaf>,
    left: &mut usize,
) -> Result<bool, StageError> {
    let most = usize::try_from(limits.pages).unwrap_or(usize::MAX);
    let settings = InterpreterSettings { render_content: RenderContent::ANNOTATIONS, ..Default::default() };
    let cache = InterpreterCache::new();
    let mut faces = Faces::new(settings.clone());
    let mut guard = Guard::default();
    let mut kept = 0;
    for (index, page) in pdf.pages().iter().enumerate().take(most).skip(leaves.len()) {
        if cx.cancelled() {
            return Err(stopped(index, pdf));
        }
        if kept > KEPT {
            return Ok(false);
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let size = page.render_dimensions();
        if *left == 0 {
            leaves.push(leaf(number, size, Gathered::default(), Some(UNPACKED)));
            continue;
        }
        let most = limits.unpacked_page().min(*left);
        let blocked = match guard.page(page, most) {
            Cost::Bytes { own, all } => {
                let enough = all <= most;
                kept += own;
                *left -= if enough { all } else { own.min(*left) };
                (!enough).then_some(UNPACKED)
            }
            Cost::Broken => Some(Trouble::damage("is damaged and cannot be unpacked")),
            Cost::Font => Some(Trouble::damage("uses a font that never ends")),
        };
        if let Some(trouble) = blocked {
            leaves.push(leaf(number, size, Gathered::default(), Some(trouble)));
            continue;
        }
        let mut drawn = Gathered::default();
        let outcome = {
            let mut collector = Collector::new(&mut faces, page.resources().clone(), cx, limits);
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                interpret(page, &cache, &settings, &mut collector);
            }));
            std::mem::swap(&mut drawn, &mut collector.page);
            outcome
        };
        let trouble = match outcome.map_err(|payload| payload.downcast_ref::<Stopped>().copied()) {
            Ok(()) => None,
            Err(Some(Stopped::Cancelled)) => return Err(stopped(index, pdf)),
            Err(Some(Stopped::Glyphs)) => Some(GLYPHS),
            Err(Some(Stopped::Drawings)) => Some(DRAWINGS),
            Err(None) => Some(Trouble::damage("could not be read to its end")),
        };
        leaves.push(leaf(number, size, drawn, trouble));
    }
    Ok(true)
}

fn stopped(index: usize, pdf: &Pdf) -> StageError {
    StageError::new(format!("stopped at page {} of {}", index + 1, pdf.pages().len()))
        .hint("raise `timeout-seconds` if the time was too short")
}

const UNPACKED: Trouble = Trouble::limit(
    "unpacks to too much and was not read",
    "raise `largest-unpacked-mib` if the file is worth it",
);
const GLYPHS: Trouble = Trouble::limit(
    "has too many characters and was cut short",
    "raise `largest-glyphs` if the file is worth it",
);
const DRAWINGS: Trouble =
    Trouble::limit("draws without end and was cut short", "raise `largest-drawings` if the file is worth it");

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
    // Nothing is asked about colours, and to make their profiles ready takes longer than many a page.
    let colourless = Resources { color_spaces: Dict::default(), ..page.resources().clone() };
    hayro_interpret::interpret(page.typed_operations(), &colourless, &mut interpreter, collector);
    // By the settings, these are the annotations alone.
    interpret_page(page, &mut interpreter, collector);
}

fn leaf(number: u32, size: (f32, f32), page: Gathered, trouble: Option<Trouble>) -> Leaf {
    let area = f64::from(size.0) * f64::from(size.1);
    Leaf {
        pictures: page.pictures / area.max(1.0),
        glyphs: page.glyphs.len(),
        unknown: page.unknown,
        calls: page.calls,
        pixels: page.pixels,
        seen: false,
        trouble,
        sheet: Sheet::of_glyphs(number, size, page.glyphs, &page.strokes),
    }
}
