//! Headings that were printed on several lines.

use rapporteur_model::{Document, Kind, Role};

use super::candidate::{Candidate, is_date};
use crate::{
    join::leads_on,
    shape::{End, Flow, Shape, Start},
};

/// How many of the following blocks belong to the heading's text.
pub(super) fn continuation(doc: &Document, flow: &Flow, c: &Candidate, next: Option<&Candidate>) -> usize {
    let mut more = 0;
    // Mark-up tells where a heading ends.
    while more < 3 && !(flow.markup && c.marked) {
        let (Some(this), Some(that)) = (flow.get(c.at + more), flow.get(c.at + more + 1)) else { break };
        // Only blocks that lie side by side can be joined.
        if that.block != this.block + 1 || that.prose || that.words > 20 || that.kind == Kind::ListItem {
            break;
        }
        // A sentence or the day of the session, not the heading's second line.
        let text = doc.blocks.get(that.block).map_or("", |b| b.text.as_str());
        if that.end == End::Stop && that.words > 3 || is_date(text) {
            break;
        }
        let own = next.filter(|n| n.at == c.at + more + 1);
        let numbered = own.is_some_and(|n| n.form.number.is_some() || n.form.label.is_some());
        let untitled = more == 0 && c.form.title.is_empty() && c.form.number.is_some();
        let joins = if untitled {
            !numbered && matches!(that.end, End::Bare | End::Question)
        } else {
            !numbered
                && (runs_on(doc, this, that, own.is_some())
                    || wrapped(doc, flow, c, more)
                    || (c.form.number.is_some() && this.caps && that.caps && close(doc, this, that)))
        };
        if !joins {
            break;
        }
        more += 1;
        if untitled {
            break;
        }
    }
    more
}

/// A numbered heading set on several lines, with no empty line before prose follows: all of them are the heading.
fn wrapped(doc: &Document, flow: &Flow, c: &Candidate, more: usize) -> bool {
    let names = matches!(c.role, Some((Role::Participants | Role::References | Role::Contents, _)));
    if flow.layout || c.form.number.is_none() || names {
        return false;
    }
    let mut at = c.at + more;
    while at < c.at + 4 {
        let (Some(this), Some(that)) = (flow.get(at), flow.get(at + 1)) else { return false };
        if that.prose {
            return at > c.at + more;
        }
        if that.words > 12 || that.block != this.block + 1 || !close(doc, this, that) {
            return at > c.at + more
                && flow.get(at + 1).is_some_and(|s| s.kind == Kind::ListItem || s.words > 8);
        }
        at += 1;
    }
    false
}

/// Whether a heading's line runs on into the next.
fn runs_on(doc: &Document, this: &Shape, that: &Shape, is_heading: bool) -> bool {
    if that.kind == Kind::Heading && this.kind == Kind::Heading && doc.extracted.lines.is_empty() {
        return false;
    }
    let same = this.page == that.page && (this.size - that.size).abs() < 0.02 && this.bold == that.bold;
    if !same || this.caps != that.caps {
        return false;
    }
    let text = doc.blocks.get(this.block).map_or("", |b| b.text.trim_end());
    let open = this.end == End::Open || this.words >= 4 && leads_on(text);
    let wide = this.size > 1.05 || this.bold || this.caps;
    let layout = !doc.extracted.lines.is_empty();
    let lower =
        that.start == Start::Lower && matches!(that.end, End::Bare | End::Question) && that.words <= 12;
    (open && (is_heading || that.words <= 10))
        || (lower && wide)
        || (is_heading && wide && (layout || this.caps) && close(doc, this, that))
}

/// Whether two blocks stand on lines next to each other.
pub(crate) fn close(doc: &Document, this: &Shape, that: &Shape) -> bool {
    let line = |shape: &Shape, last: bool| {
        let block = doc.blocks.get(shape.block)?;
        let origin = if last { block.origin.last() } else { block.origin.first() }?;
        let lines = doc.extracted.lines_in(&origin.bytes);
        if last { lines.last() } else { lines.first() }
    };
    match (line(this, true), line(that, false)) {
        (Some(above), Some(below)) => {
            let gap = below.area.y0 - above.area.y1;
            above.page == below.page && gap > -2.0 && gap < above.size * 0.55
        }
        // Without a layout: no empty line between them in the source.
        (None, None) => {
            let edge = |shape: &Shape, at_end: bool| {
                let block = doc.blocks.get(shape.block)?;
                let text = block.text.trim_end().len();
                let at = if at_end { u32::try_from(text.checked_sub(1)?).ok()? } else { 0 };
                Some(block.source_at(at))
            };
            let between =
                edge(this, true).zip(edge(that, false)).map(|(from, to)| doc.extracted.slice(&(from..to)));
            between.is_some_and(|b| b.matches('\n').count() == 1 && b.len() < 40)
        }
        _ => false,
    }
}
