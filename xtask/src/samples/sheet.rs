//! A report set on paper: its pages, and the lines of a page with their places.

use super::cuts;
use super::fonts::Face;
use super::head::{Paper, PdfForm, ScanForm};
use super::lines::{End, Ink, Line, Run, Word, count};
use super::manner::Manner;
use super::pages::{self, Geometry, Page, Placed};
use super::source::Report;
use super::strip::Part;
use super::traces::Traces;

/// Set pages and the paper they are on.
pub(super) struct Sheet {
    /// Width in points.
    pub(super) width: f64,
    /// Height in points.
    pub(super) height: f64,
    /// Left and right margin.
    margin: f64,
    /// The pages.
    pub(super) pages: Vec<Page>,
    manner: Manner,
}

/// A line at its place on a page; `y` is counted from the foot, as PDF does.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    /// Left end of the baseline.
    pub(super) x: f64,
    /// Height of the baseline.
    pub(super) y: f64,
    /// The words.
    pub(super) line: Line,
    /// Part of the body, and not its column's first or last line.
    pub(super) inner: bool,
    /// Which paragraph of the report it belongs to, if it is running text.
    pub(super) flow: Option<usize>,
}

const HEAD_FROM_TOP: f64 = 44.0;
const FOOT_FROM_BOTTOM: f64 = 36.0;

impl Sheet {
    /// Sets a report as the form asks.
    pub(super) fn pdf(report: &Report, form: &PdfForm) -> Self {
        let margin = margin(form.page, form.columns);
        let gutter = 18.0;
        let (width, _) = size(form.page);
        let full = width - 2.0 * margin;
        let columns = count(form.columns);
        let measure = (full - gutter * (columns - 1.0)) / columns;
        Self::set(report, form.page, margin, Manner::pdf(form, full, measure), form.columns, gutter)
    }

    /// Sets a report that will be scanned.
    pub(super) fn scan(report: &Report, form: &ScanForm) -> Self {
        let margin = margin(form.page, 1);
        let (width, _) = size(form.page);
        Self::set(report, form.page, margin, Manner::scan(form, width - 2.0 * margin), 1, 0.0)
    }

    fn set(report: &Report, paper: Paper, margin: f64, manner: Manner, columns: usize, gutter: f64) -> Self {
        let (width, height) = size(paper);
        let geometry = Geometry {
            top: 68.0,
            bottom: height - 64.0,
            left: margin,
            columns,
            gutter,
            note_gap: 12.0,
            roman_front: false,
            offset: 0,
        };
        let pages = pages::pages(report, &manner, geometry);
        Self { width, height, margin, pages, manner }
    }

    /// What the pages tell a reader.
    pub(super) fn traces(&self, report: &Report) -> Traces {
        let mut traces = Traces::of_pages(&self.pages, report);
        traces.divided_words = cuts::divided(&self.pages);
        traces.page_numbers = true;
        for at in 1..self.pages.len() {
            if let Some(head) = self.running_head(report, at) {
                traces.running_head(&head);
            }
        }
        traces
    }

    fn running_head(&self, report: &Report, at: usize) -> Option<String> {
        let page = self.pages.get(at)?;
        let running = &report.head.running;
        let form = if is_right(at) { &running.odd } else { &running.even };
        let section = page.section.and_then(|section| report.headings().nth(section));
        (at > 0).then(|| form.replace("{section}", section.map_or("", |section| section.printed.as_str())))
    }

    /// All lines of a page: running head, body, notes, page number.
    pub(super) fn lines(&self, report: &Report, at: usize) -> Vec<Drawn> {
        let mut lines = Vec::new();
        let Some(page) = self.pages.get(at) else { return lines };
        let ink = Ink { rise: 0.0, ..self.manner.note.inks.roman };
        if let Some(head) = self.running_head(report, at) {
            let line = plain(&head, ink);
            let x = if is_right(at) { self.width - self.margin - line.width() } else { self.margin };
            lines.push(Drawn { x, y: self.height - HEAD_FROM_TOP, line, inner: false, flow: None });
        }
        for frame in &page.frames {
            for (place, placed) in frame.strips.iter().enumerate() {
                let inner = place > 0 && place + 1 < frame.strips.len();
                self.strip(frame.x, placed, inner, &mut lines);
            }
            for placed in &frame.notes {
                self.strip(frame.x, placed, false, &mut lines);
            }
        }
        let line = plain(&page.label, ink);
        let x = (self.width - line.width()) / 2.0;
        lines.push(Drawn { x, y: FOOT_FROM_BOTTOM, line, inner: false, flow: None });
        lines
    }

    fn strip(&self, left: f64, placed: &Placed, inner: bool, lines: &mut Vec<Drawn>) {
        let running = matches!(placed.strip.role, super::strip::Role::Paragraph | super::strip::Role::Item);
        for Part { x, line } in &placed.strip.parts {
            lines.push(Drawn {
                x: left + x,
                y: self.height - placed.y - placed.strip.height * 0.78,
                line: line.clone(),
                inner: inner && running,
                flow: running.then_some(placed.strip.flow),
            });
        }
    }

    /// The rules above the notes: left end, height, length.
    pub(super) fn rules(&self, at: usize) -> Vec<(f64, f64, f64)> {
        let frames = self.pages.get(at).map(|page| page.frames.as_slice()).unwrap_or_default();
        frames
            .iter()
            .filter_map(|frame| frame.notes.first().map(|first| (frame.x, self.height - first.y + 3.0, 72.0)))
            .collect()
    }
}

/// Whether a page, counted from 0, lies on the right of an open book and so has an odd number.
fn is_right(at: usize) -> bool {
    at.is_multiple_of(2)
}

fn size(paper: Paper) -> (f64, f64) {
    match paper {
        Paper::A4 => (595.0, 842.0),
        Paper::A5 => (420.0, 595.0),
        Paper::Letter => (612.0, 792.0),
    }
}

fn margin(paper: Paper, columns: usize) -> f64 {
    match (paper, columns) {
        (Paper::A5, _) => 48.0,
        (_, 1) => 76.0,
        _ => 54.0,
    }
}

fn plain(text: &str, ink: Ink) -> Line {
    let words = text
        .split(' ')
        .map(|word| Word { runs: vec![Run { text: word.to_owned(), ink, mark: false }], ..Word::default() })
        .collect();
    Line { words, end: End::Last, space: ink.face.width(" ", ink.size) }
}

/// The text of a line in runs of one ink, spaces included, and the width to add to every space.
pub(super) fn runs(line: &Line) -> (Vec<(Ink, String)>, f64) {
    let mut runs: Vec<(Ink, String)> = Vec::new();
    let mut push = |ink: Ink, text: &str| match runs.last_mut() {
        Some((last, written)) if *last == ink => written.push_str(text),
        _ => runs.push((ink, text.to_owned())),
    };
    let base = line.words.iter().flat_map(|word| &word.runs).find(|run| !run.mark).map(|run| run.ink);
    for (at, word) in line.words.iter().enumerate() {
        if let (true, Some(ink)) = (at > 0 && !word.glued, base) {
            push(ink, " ");
        }
        for run in &word.runs {
            push(run.ink, &run.text);
        }
    }
    if let (End::Hyphen, Some(ink)) =
        (line.end, line.words.last().and_then(|word| word.runs.last()).map(|run| run.ink))
    {
        push(ink, "-");
    }
    let natural = base.map_or(0.0, |ink| ink.face.width(" ", ink.size));
    (runs, line.space - natural)
}

/// Every word of a line with the distance of its left edge from the line's.
pub(super) fn words(line: &Line) -> Vec<(f64, &Word)> {
    let mut x = 0.0;
    let mut words = Vec::new();
    for (at, word) in line.words.iter().enumerate() {
        if at > 0 && !word.glued {
            x += line.space;
        }
        words.push((x, word));
        x += word.width();
    }
    words
}

/// The faces a PDF of these pages refers to.
pub(super) fn faces() -> impl Iterator<Item = (Face, &'static str)> {
    super::fonts::SET.into_iter()
}
