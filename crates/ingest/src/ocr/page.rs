//! Pages of words with their places, in pixels of the picture, origin at the top left corner, y growing downwards.

use kurbo::Rect;

use super::measure::{self, Measure};
use crate::layout::{self, Rule, Sheet, Span};

/// Height of a page in points when nobody knows the resolution: A4, which most reports are printed on.
const TALL: f32 = 842.0;
/// Gaps wider than this part of the type size part two spans.
const WIDE: f64 = 0.7;

/// One page as an OCR program read it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    /// Width and height in pixels.
    pub(crate) size: (f32, f32),
    /// Pixels per inch, when said.
    pub(crate) dpi: Option<f32>,
    /// The number printed on it, when said.
    pub(crate) label: Option<String>,
    /// In the order of the file.
    pub(crate) lines: Vec<Line>,
    /// Lines drawn on the page.
    pub(crate) rules: Vec<Rect>,
    /// Pictures on the page.
    pub(crate) pictures: Vec<Rect>,
}

/// One printed line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) words: Vec<Word>,
    /// Where it stands, when said.
    pub(crate) area: Option<Rect>,
    /// Where its letters stand, when said.
    pub(crate) baseline: Option<Baseline>,
    /// Size of its type in pixels, when said.
    pub(crate) size: Option<f32>,
}

/// One word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    pub(crate) text: String,
    /// Where it stands. Empty while that is unknown; no reader hands out such words.
    pub(crate) area: Rect,
    /// How sure the program is of it, from 0 to 1.
    pub(crate) confidence: Option<f32>,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Said to be raised above the line, as note marks are.
    pub(crate) raised: bool,
}

/// The line on which letters stand: through a point, rising or sinking by `slope` pixels per pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Baseline {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) slope: f64,
}

impl Baseline {
    /// Its height at a place.
    pub(crate) fn at(&self, x: f64) -> f64 {
        self.y + self.slope * (x - self.x)
    }
}

impl Page {
    /// Width and height in points, by the resolution where it can be believed.
    pub(crate) fn points(&self) -> (f32, f32) {
        let (width, height) = self.size;
        let long = width.max(height).max(1.0);
        let said = self.dpi.map(|dpi| 72.0 / dpi).filter(|s| (250.0..=3_400.0).contains(&(s * long)));
        let scale = said.unwrap_or(TALL / long);
        (width * scale, height * scale)
    }

    /// Cuts the page off behind so many words, and says whether it had more.
    pub(crate) fn shorten(&mut self, most: usize) -> bool {
        let mut left = most;
        for (index, line) in self.lines.iter_mut().enumerate() {
            if line.words.len() > left {
                line.words.truncate(left);
                self.lines.truncate(index + 1);
                return true;
            }
            left -= line.words.len();
        }
        false
    }

    /// The page for [`crate::layout`], with its place in the file (counted from 1) and its size in points.
    pub(crate) fn sheet(&self, number: u32, size_pt: (f32, f32)) -> Sheet {
        let scale = (size_pt.0 / self.size.0.max(1.0), size_pt.1 / self.size.1.max(1.0));
        let measures = measure::lines(self);
        let askew = measure::askew(&measures);
        let mut spans = Vec::new();
        for (line, measure) in self.lines.iter().zip(&measures) {
            spans.extend(line.spans(measure, scale));
        }
        let rules: Vec<Rule> = self.rules.iter().map(|r| rule(r, scale)).collect();
        Sheet::of_spans(number, size_pt, askew, spans, &rules)
    }
}

fn rule(area: &Rect, scale: (f32, f32)) -> Rule {
    let y = (area.y0 + area.y1) / 2.0;
    Rule { x0: area.x0 as f32 * scale.0, x1: area.x1 as f32 * scale.0, y: y as f32 * scale.1 }
}

impl Line {
    /// Its words, joined to spans where they stand close and look alike.
    fn spans(&self, measure: &Measure, scale: (f32, f32)) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut before: Option<(&Word, usize)> = None;
        for word in self.words.iter().filter(|w| !w.text.trim().is_empty()) {
            let joins = before.is_some_and(|(b, _)| b.is_next_to(word, measure.size));
            match (spans.last_mut().filter(|_| joins), &mut before) {
                (Some(span), Some((last, chars))) => {
                    *chars = join(span, *chars, word, scale);
                    *last = word;
                }
                _ => {
                    spans.push(span(word, measure, scale));
                    before = Some((word, word.text.chars().count()));
                }
            }
        }
        spans
    }
}

impl Word {
    /// Whether another word stands close behind it and looks alike.
    fn is_next_to(&self, next: &Self, size: f64) -> bool {
        let gap = next.area.x0 - self.area.x1;
        (-0.5 * size..=WIDE * size).contains(&gap)
            && (self.bold, self.italic, self.raised) == (next.bold, next.italic, next.raised)
    }
}

fn span(word: &Word, measure: &Measure, scale: (f32, f32)) -> Span {
    let (size, up) =
        if word.raised { (0.6 * measure.size, 0.35 * measure.size) } else { (measure.size, 0.0) };
    Span {
        text: layout::visual(word.text.trim()).into_owned(),
        x0: word.area.x0 as f32 * scale.0,
        x1: word.area.x1 as f32 * scale.0,
        y: (measure.baseline.at((word.area.x0 + word.area.x1) / 2.0) - up) as f32 * scale.1,
        size: size as f32 * scale.1,
        bold: word.bold,
        italic: word.italic,
        hidden: true,
        confidence: word.confidence,
        space_before: true,
        space_after: true,
        ..Span::default()
    }
}

/// Adds a word to a span of so many characters with known confidence; gives their number with the word's.
fn join(span: &mut Span, chars: usize, word: &Word, scale: (f32, f32)) -> usize {
    let own = word.text.chars().count();
    span.text.push(' ');
    span.text.push_str(&layout::visual(word.text.trim()));
    span.x1 = span.x1.max(word.area.x1 as f32 * scale.0);
    span.confidence = match (span.confidence, word.confidence) {
        (Some(a), Some(b)) => Some((a * chars as f32 + b * own as f32) / (chars + own).max(1) as f32),
        (a, b) => a.or(b),
    };
    chars + own
}
