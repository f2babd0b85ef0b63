//! Pages of a file to rows of text, page by page.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use hayro_interpret::{
    Context as Interpreter, InterpreterCache, InterpreterSettings, TransformExt,
    hayro_syntax::{Pdf, page::Page},
    interpret_page,
};
use kurbo::{Point, Rect};
use rapporteur_stage::{Context, StageError};

use super::{
    faces::Faces,
    frame::{Frame, upright},
    glyphs::{Collector, Gathered, Glyph, Rule, Stopped},
    guard::{Cost, Guard},
    open::TRY,
    rows::{Row, rows},
    spans::spans,
};
use crate::Limits;

/// A page before its layout is known.
pub(super) struct Sheet {
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
    /// Part of the page that pictures cover.
    pub(super) pictures: f64,
    /// All its glyphs, and those of which nobody knows what they say.
    pub(super) glyphs: usize,
    pub(super) unknown: usize,
    /// How many glyphs stand in each marked content that the file numbers.
    pub(super) marked: BTreeMap<u32, usize>,
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

/// Reads the pages of a file behind the sheets that there are, as many as the limits allow. Says whether it came
/// to the last one: the reader keeps the unpacked contents of every page, and is given up when that is much.
pub(super) fn gather(
    pdf: &Pdf,
    cx: &Context<'_>,
    limits: &Limits,
    sheets: &mut Vec<Sheet>,
    left: &mut usize,
) -> Result<bool, StageError> {
    let most = usize::try_from(limits.pages).unwrap_or(usize::MAX);
    let settings = InterpreterSettings::default();
    let cache = InterpreterCache::new();
    let mut faces = Faces::new(settings.clone());
    let mut guard = Guard::default();
    let mut kept = 0;
    for (index, page) in pdf.pages().iter().enumerate().take(most).skip(sheets.len()) {
        if cx.cancelled() {
            return Err(stopped(index, pdf));
        }
        if kept > KEPT {
            return Ok(false);
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let size = page.render_dimensions();
        if *left == 0 {
            sheets.push(sheet(number, size, Gathered::default(), Some(UNPACKED)));
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
            sheets.push(sheet(number, size, Gathered::default(), Some(trouble)));
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
        sheets.push(sheet(number, size, drawn, trouble));
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
    interpret_page(page, &mut interpreter, collector);
}

fn sheet(number: u32, size: (f32, f32), page: Gathered, trouble: Option<Trouble>) -> Sheet {
    let (width, height) = size;
    let area = f64::from(width) * f64::from(height);
    let pictures = page.pictures / area.max(1.0);
    let (count, unknown) = (page.glyphs.len(), page.unknown);
    let mut marked = BTreeMap::new();
    for mcid in page.glyphs.iter().filter_map(|g| g.mcid) {
        *marked.entry(mcid).or_default() += 1;
    }
    let glyphs = plain(on_page(page.glyphs, width, height));
    let mut framed = upright(glyphs, width, height).into_iter();
    let (frame, main) = framed.next().unwrap_or_else(|| (Frame::plain(height), Vec::new()));
    let rules = page.rules.iter().map(|r| rule(&frame, r)).collect();
    Sheet {
        number,
        size,
        frame,
        rows: rows(spans(&main)),
        aside: framed.map(|(frame, glyphs)| (frame, rows(spans(&glyphs)))).collect(),
        rules,
        pictures,
        glyphs: count,
        unknown,
        marked,
        trouble,
    }
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
