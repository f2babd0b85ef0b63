//! Cuts a column of strips into pages, each with the notes whose marks it carries.

use super::flow;
use super::lines::count;
use super::manner::Manner;
use super::source::Report;
use super::strip::{Role, Strip};

/// A page and its columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
    /// Where the columns begin, from the top of the page.
    pub(super) top: f64,
    /// Where they must end.
    pub(super) bottom: f64,
    /// Left edge of the first column.
    pub(super) left: f64,
    /// Number of columns.
    pub(super) columns: usize,
    /// Distance between two columns.
    pub(super) gutter: f64,
    /// Space for the rule above the notes.
    pub(super) note_gap: f64,
    /// Contents and what comes before them have Roman numbers.
    pub(super) roman_front: bool,
    /// Pages that came before.
    pub(super) offset: usize,
}

/// A strip and the distance of its upper edge from the top of the page.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// Distance from the top of the page.
    pub(super) y: f64,
    /// The strip.
    pub(super) strip: Strip,
}

/// A column on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) x: f64,
    /// Body, from the top.
    pub(super) strips: Vec<Placed>,
    /// Notes, from the top.
    pub(super) notes: Vec<Placed>,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its columns; the title block is one of its own.
    pub(super) frames: Vec<Frame>,
    /// The page number as printed.
    pub(super) label: String,
    /// The top-level heading in force where the page begins, as a place among the headings.
    pub(super) section: Option<usize>,
}

impl Page {
    /// All body strips in reading order.
    pub(super) fn body(&self) -> impl Iterator<Item = &Placed> {
        self.frames.iter().flat_map(|frame| &frame.strips)
    }
}

/// The pages of a report. The contents are set again until they name the right pages.
pub(super) fn pages(report: &Report, manner: &Manner, geometry: Geometry) -> Vec<Page> {
    let mut labels = Vec::new();
    let mut pages = Vec::new();
    for _ in 0..4 {
        pages = Cutter::new(report, manner, geometry).cut(&flow::strips(report, manner, &labels));
        let found = heading_pages(&pages, report);
        let found: Vec<String> =
            found.iter().filter_map(|at| pages.get(*at)).map(|page| page.label.clone()).collect();
        if found == labels {
            break;
        }
        labels = found;
    }
    pages
}

/// The page of every heading, counted from 0.
pub(super) fn heading_pages(pages: &[Page], report: &Report) -> Vec<usize> {
    (0..report.headings().count())
        .map(|heading| {
            pages
                .iter()
                .position(|page| page.body().any(|placed| placed.strip.role == Role::Heading(heading)))
                .unwrap_or_default()
        })
        .collect()
}

struct Cutter<'a> {
    report: &'a Report,
    manner: &'a Manner,
    geometry: Geometry,
    pages: Vec<Page>,
    /// Column being filled.
    column: usize,
    /// Where the columns of this page begin.
    top: f64,
    /// Next free place in the column.
    y: f64,
    /// Height of the notes of the column.
    notes: f64,
}

impl<'a> Cutter<'a> {
    fn new(report: &'a Report, manner: &'a Manner, geometry: Geometry) -> Self {
        let mut cutter = Self {
            report,
            manner,
            geometry,
            pages: Vec::new(),
            column: 0,
            top: geometry.top,
            y: geometry.top,
            notes: 0.0,
        };
        cutter.pages.push(Page { frames: vec![cutter.frame()], ..Page::default() });
        cutter
    }

    fn cut(mut self, strips: &[Strip]) -> Vec<Page> {
        let block =
            strips.iter().position(|strip| !matches!(strip.role, Role::Logo | Role::Title | Role::Front));
        for at in 0..strips.len() {
            let Some(strip) = strips.get(at) else { break };
            if block == Some(at) && self.geometry.columns > 1 {
                self.after_title();
            }
            if strip.fresh {
                self.column = self.geometry.columns;
                self.next_frame();
            } else if !self.fits(strips.get(at..).unwrap_or_default()) {
                self.next_frame();
            }
            self.place(strip.clone());
        }
        self.settle_notes();
        self.finish(strips);
        self.pages
    }

    fn frame(&self) -> Frame {
        let step = self.manner.measure + self.geometry.gutter;
        Frame { x: self.geometry.left + step * count(self.column), ..Frame::default() }
    }

    /// The columns of the first page begin below the title block.
    fn after_title(&mut self) {
        self.top = self.y + self.manner.body.leading;
        self.y = self.top;
        let frame = self.frame();
        if let Some(page) = self.pages.last_mut() {
            page.frames.push(frame);
        }
    }

    /// Whether the first of the strips fits, with those it must stay together with and all their notes.
    fn fits(&self, strips: &[Strip]) -> bool {
        let mut y = self.y;
        let mut notes = self.notes;
        for (at, strip) in strips.iter().enumerate() {
            let start = self.is_empty() && at == 0;
            y += strip.height + if start { 0.0 } else { strip.before };
            notes += self.note_height(strip, notes);
            if !strip.keep {
                break;
            }
        }
        y + notes <= self.geometry.bottom + 1e-6
    }

    fn is_empty(&self) -> bool {
        self.pages.last().and_then(|page| page.frames.last()).is_none_or(|frame| frame.strips.is_empty())
    }

    fn note_height(&self, strip: &Strip, so_far: f64) -> f64 {
        let lines: f64 = strip.notes().flat_map(|mark| self.note(mark)).map(|strip| strip.height).sum();
        if lines > 0.0 && so_far == 0.0 { lines + self.geometry.note_gap } else { lines }
    }

    fn note(&self, mark: &str) -> Vec<Strip> {
        let note = self.report.notes.iter().find(|note| note.mark == mark);
        note.map(|note| flow::note(note, self.report, self.manner)).unwrap_or_default()
    }

    fn place(&mut self, strip: Strip) {
        if !self.is_empty() {
            self.y += strip.before;
        }
        self.notes += self.note_height(&strip, self.notes);
        let y = self.y;
        self.y += strip.height;
        if let Some(frame) = self.pages.last_mut().and_then(|page| page.frames.last_mut()) {
            frame.strips.push(Placed { y, strip });
        }
    }

    fn next_frame(&mut self) {
        if self.is_empty() {
            return;
        }
        self.settle_notes();
        self.column += 1;
        if self.column >= self.geometry.columns {
            self.column = 0;
            self.top = self.geometry.top;
            self.pages.push(Page::default());
        }
        self.y = self.top;
        self.notes = 0.0;
        let frame = self.frame();
        if let Some(page) = self.pages.last_mut() {
            page.frames.push(frame);
        }
    }

    /// Puts the notes of the column at its foot; in a text file, right below it.
    fn settle_notes(&mut self) {
        let Some(frame) = self.pages.last().and_then(|page| page.frames.last()) else { return };
        let marks: Vec<String> =
            frame.strips.iter().flat_map(|placed| placed.strip.notes()).map(str::to_owned).collect();
        let strips: Vec<Strip> = marks.iter().flat_map(|mark| self.note(mark)).collect();
        let height: f64 = strips.iter().map(|strip| strip.height).sum();
        let mut y = self.geometry.bottom - height;
        let placed = strips.into_iter().map(|strip| {
            let at = y;
            y += strip.height;
            Placed { y: at, strip }
        });
        let placed: Vec<Placed> = placed.collect();
        if let Some(frame) = self.pages.last_mut().and_then(|page| page.frames.last_mut()) {
            frame.notes = placed;
        }
    }

    /// Page numbers and sections in force.
    fn finish(&mut self, strips: &[Strip]) {
        let contents = strips.iter().any(|strip| strip.fresh);
        let front = if self.geometry.roman_front && contents {
            self.pages
                .iter()
                .position(|page| page.body().any(|placed| placed.strip.fresh))
                .unwrap_or_default()
        } else {
            0
        };
        let levels: Vec<u8> = self.report.headings().map(|heading| heading.level).collect();
        let mut section = None;
        for (at, page) in self.pages.iter_mut().enumerate() {
            page.label =
                if at < front { roman(at + 1) } else { (at + 1 - front + self.geometry.offset).to_string() };
            let mut tops = page.body().filter_map(|placed| match placed.strip.role {
                Role::Heading(heading) if levels.get(heading) == Some(&1) => Some(heading),
                _ => None,
            });
            let starts = matches!(page.body().next().map(|placed| placed.strip.role), Some(Role::Heading(_)));
            let first = tops.next();
            let last = tops.last().or(first);
            page.section = if starts || section.is_none() { first.or(section) } else { section };
            section = last.or(section);
        }
    }
}

/// A small Roman numeral.
fn roman(number: usize) -> String {
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = "x".repeat(number / 10);
    format!("{tens}{}", UNITS.get(number % 10).copied().unwrap_or_default())
}
