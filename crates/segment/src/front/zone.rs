//! Where the title block ends and the report begins.

use std::ops::Range;

use rapporteur_model::{Document, Kind, Span};

use super::dates;
use crate::{
    contents::Contents,
    headings::{Candidate, close},
    shape::{Flow, Shape},
};

/// The title block, as a range of the flow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zone {
    /// Lines of the title block.
    pub(crate) title: Range<usize>,
    /// First place of the flow after it.
    pub(crate) body: usize,
    /// Places that open the body though they look like title lines.
    pub(crate) openers: Vec<usize>,
}

/// A printed line of the title block.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Place in the flow.
    pub(crate) at: usize,
    pub(crate) span: Span,
    pub(crate) text: String,
    /// Dates it holds.
    pub(crate) dated: bool,
}

/// The title block is rarely longer than this, in blocks.
const LONGEST: usize = 40;

impl Zone {
    /// Finds the title block.
    pub(crate) fn of(doc: &Document, flow: &Flow, contents: &Contents, candidates: &[Candidate]) -> Self {
        let stop = stop(doc, flow, contents, candidates);
        let mut zone = Self { title: 0..stop, body: stop, openers: Vec::new() };
        let Some(last) = stop.checked_sub(1) else { return zone };
        let dated = (0..last).any(|at| is_dated(doc, flow, at));
        let Some(c) = candidates.iter().find(|c| c.at == last) else { return zone };
        let Some(shape) = flow.get(last) else { return zone };
        let prose = flow.get(stop).is_some_and(|s| s.prose);
        let largest = (0..last).filter_map(|at| flow.get(at)).map(|s| s.size).fold(0.0, f32::max);
        let smaller =
            flow.layout && shape.size < largest * 0.85 && (shape.size > 1.05 || shape.bold || c.marked);
        let text = doc.blocks.get(shape.block).map_or("", |b| b.text.as_str());
        let body = super::title::is_body(&crate::roles::normal(text));
        let opens = !is_dated(doc, flow, last)
            && !contents.found()
            && (!body || c.genre)
            && !is_line_of_place(doc, shape)
            && ((c.genre && dated && nearer_below(doc, flow, last))
                || (prose && !c.genre && c.score >= 0.0 && last >= 1 && (dated || smaller)));
        if opens {
            zone.openers.push(last);
            zone.body = last;
            zone.title.end = last;
        }
        zone
    }

    /// The printed lines of the title block.
    pub(crate) fn lines(&self, doc: &Document, flow: &Flow) -> Vec<Line> {
        let mut lines = Vec::new();
        for at in self.title.clone() {
            let Some(shape) = flow.get(at) else { continue };
            let Some(block) = doc.blocks.get(shape.block).filter(|b| b.kind != Kind::Table) else { continue };
            let mut from = 0;
            for part in block.text.split_inclusive('\n') {
                let text = part.trim();
                if !text.is_empty() {
                    let start = from + (part.len() - part.trim_start().len());
                    let span = span(shape.block, start..start + text.len());
                    lines.push(Line {
                        at,
                        span,
                        text: text.to_owned(),
                        dated: !dates::find(text).is_empty(),
                    });
                }
                from += part.len();
            }
        }
        lines
    }
}

/// A span of a block.
pub(crate) fn span(block: usize, bytes: Range<usize>) -> Span {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { block: small(block), bytes: small(bytes.start)..small(bytes.end) }
}

/// The first place of the flow that is no title line.
fn stop(doc: &Document, flow: &Flow, contents: &Contents, candidates: &[Candidate]) -> usize {
    let main = flow.markup.then(|| main_heading(doc, flow)).flatten();
    for at in 0..flow.shapes.len() {
        let Some(shape) = flow.get(at) else { break };
        if contents.found() && at == contents.flow.start {
            return at;
        }
        if main.is_some_and(|m| at <= m) {
            continue;
        }
        let candidate = candidates.iter().find(|c| c.at == at);
        // The second line of a name ("DELTA CARE" / "PROGRAMME") is no heading.
        let name = at > 0 && !flow.layout && shape.caps && !shape.prose && continues(doc, flow, at);
        if candidate.is_some_and(|c| c.telling() && !c.genre && c.score > -2.0) && !name {
            return at;
        }
        let numbered = candidate.is_some_and(|c| c.form.number.is_some() && c.score >= 0.0);
        // A text that begins with the first of its numbered headings has no title.
        let first = at == 0 && candidate.is_some_and(Candidate::chained);
        if numbered && (first || (0..at).any(|i| is_dated(doc, flow, i))) {
            return at;
        }
        if flow.markup && shape.kind == Kind::Heading && !is_dated(doc, flow, at) {
            return at;
        }
        if shape.prose || (flow.markup && main.is_none()) {
            return at;
        }
        if at >= LONGEST {
            let dated = (0..at).find(|&i| is_dated(doc, flow, i));
            return dated.map_or(1, |d| d + 1);
        }
    }
    flow.shapes.len().min(1)
}

/// The heading that is the title of a marked-up document: the last of the top level before any other.
fn main_heading(doc: &Document, flow: &Flow) -> Option<usize> {
    let level = |s: &Shape| doc.blocks.get(s.block).and_then(|b| b.level).unwrap_or(1);
    let headings: Vec<(usize, u8)> = flow
        .shapes
        .iter()
        .enumerate()
        .filter(|(_, s)| s.kind == Kind::Heading)
        .map(|(at, s)| (at, level(s)))
        .collect();
    let &(_, top) = headings.first()?;
    let leading = headings.iter().take_while(|&&(_, l)| l == top).count();
    let all = headings.iter().filter(|&&(_, l)| l == top).count();
    // When all headings are of one level none is the title, unless it stands alone.
    if top != 1 || (all > leading && all > 2) || (leading == headings.len() && leading > 1) || leading > 3 {
        let stated = doc.meta.title.as_ref().map(|t| crate::roles::normal(&t.value));
        let (at, _) = *headings.first()?;
        let text = flow.get(at).and_then(|s| doc.blocks.get(s.block)).map(|b| crate::roles::normal(&b.text));
        return (stated.is_some() && stated == text).then_some(at);
    }
    headings.get(leading.checked_sub(1)?).map(|&(at, _)| at)
}

/// Whether a line in capitals goes on on the line right above it.
fn continues(doc: &Document, flow: &Flow, at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|i| flow.get(i));
    above.zip(flow.get(at)).is_some_and(|(a, b)| {
        a.caps && a.words <= 6 && b.words <= 3 && a.kind != Kind::Heading && close(doc, a, b)
    })
}

/// Whether plain text sets a line apart from the one above it more than from the one below: it belongs to what follows.
fn nearer_below(doc: &Document, flow: &Flow, at: usize) -> bool {
    if flow.layout || flow.markup {
        return true;
    }
    let above = at.checked_sub(1).and_then(|i| gap(doc, flow, i));
    let below = gap(doc, flow, at);
    above.zip(below).is_some_and(|(above, below)| above > below)
}

/// The line breaks between a line and the next, as extracted.
fn gap(doc: &Document, flow: &Flow, at: usize) -> Option<usize> {
    let this = flow.get(at).and_then(|s| doc.blocks.get(s.block))?;
    let next = flow.get(at + 1).and_then(|s| doc.blocks.get(s.block))?;
    let end = u32::try_from(this.text.trim_end().len().checked_sub(1)?).ok()?;
    let between = doc.extracted.slice(&(this.source_at(end)..next.source_at(0)));
    Some(between.matches('\n').count())
}

fn is_dated(doc: &Document, flow: &Flow, at: usize) -> bool {
    flow.get(at).is_some_and(|s| {
        s.words <= 40 && doc.blocks.get(s.block).is_some_and(|b| !dates::find(&b.text).is_empty())
    })
}

/// "Geneva, Switzerland"
fn is_line_of_place(doc: &Document, shape: &Shape) -> bool {
    let text = doc.blocks.get(shape.block).map_or("", |b| b.text.trim());
    shape.words <= 8
        && text.rsplit(',').next().is_some_and(|last| super::places::country(last.trim()).is_some())
}
