//! Which blocks are headings: decided over the whole document at once.
//!
//! Every short block is a candidate and collects evidence: numbering, words, mark-up, type, surroundings. Then the
//! document speaks: numbers that form a sequence support each other, a contents page confirms, a line repeated on
//! page after page is none, a row of short lines is a list, and what looks like the sure headings gains.

mod candidate;
pub(crate) use candidate::Candidate;
pub(crate) mod form;
mod items;
mod level;
mod lines;
pub(crate) use lines::close;
pub(crate) mod numeral;
mod repeated;
mod sequence;

use std::{collections::BTreeMap, ops::Range};

use rapporteur_model::{Document, Kind, Role};

use crate::{
    contents::Contents,
    front::Zone,
    roles::Fit,
    shape::{End, Flow, Shape, Start},
};

use form::Forms;
use numeral::Style;
use sequence::Placed;

/// A heading that was decided on.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    /// Index of its block.
    pub(crate) block: usize,
    /// Blocks right after it that carry the rest of the heading.
    pub(crate) more: usize,
    pub(crate) level: u8,
    /// The number as corrected, and the bytes where it is printed.
    pub(crate) number: Option<(String, Range<usize>)>,
    /// Bytes of the label.
    pub(crate) label: Option<Range<usize>>,
    /// First byte of the title.
    pub(crate) title: Range<usize>,
    pub(crate) role: Option<(Role, Fit)>,
    pub(crate) reasons: Vec<&'static str>,
    /// 0 to 1.
    pub(crate) confidence: f32,
}

/// Decides which blocks are headings.
pub(crate) fn decide(
    doc: &Document,
    flow: &Flow,
    contents: &Contents,
    forms: &Forms,
    smallest_words: usize,
) -> (Vec<Heading>, Zone) {
    let mut candidates: Vec<Candidate> = (0..flow.shapes.len())
        .filter(|at| !contents.flow.contains(at) || (contents.headed && *at == contents.flow.start))
        .filter_map(|at| candidate::read(doc, flow, at, forms))
        .collect();
    for c in &mut candidates {
        candidate::surroundings(c, flow);
        candidate::listed(c, contents);
        if contents.headed && c.at == contents.flow.start {
            c.score += 8.0;
        }
    }
    let placed = sequence::place(&candidates, |c| label_of(doc, flow, c));
    numbering(doc, flow, &mut candidates, &placed);
    items::listed(flow, &mut candidates);
    repeated::heads(flow, &mut candidates);
    repeated::numbers(flow, &mut candidates);
    repeated::paged(flow, &mut candidates);
    speakers(doc, flow, &mut candidates);
    let zone = Zone::of(doc, flow, contents, &candidates);
    title_block(&zone, contents, flow, &mut candidates);
    runs(flow, &mut candidates);
    pairs(flow, &mut candidates);
    alike(flow, &mut candidates);
    back_matter(flow, &mut candidates);
    small(flow, &mut candidates, smallest_words);
    for c in &candidates {
        tracing::trace!(score = c.score, key = c.key, reasons = ?c.reasons, "weighed a heading");
    }
    let accepted: Vec<(Candidate, Option<Placed>)> =
        candidates.into_iter().zip(placed).filter(|(c, _)| c.score >= 0.0).collect();
    (finish(doc, flow, &accepted, &zone), zone)
}

fn label_of(doc: &Document, flow: &Flow, c: &Candidate) -> Option<String> {
    let block = doc.blocks.get(flow.get(c.at)?.block)?;
    block.text.get(c.form.label.clone()?).map(form::as_label)
}

/// Numbers in sequence support each other; numbered paragraphs and lists are no headings.
fn numbering(doc: &Document, flow: &Flow, candidates: &mut [Candidate], placed: &[Option<Placed>]) {
    let long = numbered_prose(doc, flow);
    let mut short: BTreeMap<Style, usize> = BTreeMap::new();
    for c in candidates.iter() {
        if let Some(style) = c.plain_number() {
            *short.entry(style).or_default() += 1;
        }
    }
    for (c, place) in candidates.iter_mut().zip(placed) {
        let Some(place) = place else { continue };
        let Some(style) = c.plain_number() else {
            c.score += if place.chained { 1.0 } else { 0.0 };
            continue;
        };
        if place.chained {
            c.score += 2.0;
            c.reasons.push(candidate::IN_SEQUENCE);
        } else if style != Style::Decimal {
            c.score -= 1.5;
        }
        let many = long.get(&style).copied().unwrap_or(0);
        if many >= 3 && many * 2 >= short.get(&style).copied().unwrap_or(0) && !c.marked {
            c.score -= 3.5;
        }
    }
}

/// How many blocks of running prose open with a number of each style.
fn numbered_prose(doc: &Document, flow: &Flow) -> BTreeMap<Style, usize> {
    let mut counts = BTreeMap::new();
    for shape in flow.shapes.iter().filter(|s| s.prose || s.kind == Kind::ListItem) {
        let Some(block) = doc.blocks.get(shape.block) else { continue };
        let head =
            block.mark.as_deref().unwrap_or_else(|| block.text.split_whitespace().next().unwrap_or(""));
        let number = head.trim_start_matches('(').trim_end_matches(['.', ')', ':']);
        let signed = number.len() < head.len() || block.mark.is_some();
        if let Some(numeral) = numeral::read(number, false).filter(|_| signed) {
            *counts.entry(numeral.style).or_default() += 1;
        }
    }
    counts
}

/// "Chair: Who agrees?" opens a speech, not a section, when the same words stand before a colon again and again.
fn speakers(doc: &Document, flow: &Flow, candidates: &mut [Candidate]) {
    fn name(text: &str) -> Option<&str> {
        let colon = text.bytes().take(48).position(|b| b == b':')?;
        text.get(..colon).map(str::trim).filter(|n| (1..=5).contains(&n.split_whitespace().count()))
    }
    let text = |at: usize| flow.get(at).and_then(|s| doc.blocks.get(s.block)).map_or("", |b| b.text.trim());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in (0..flow.shapes.len()).filter_map(|at| name(text(at))) {
        *counts.entry(name).or_default() += 1;
    }
    for c in candidates.iter_mut().filter(|c| !c.telling() && !c.marked) {
        if name(text(c.at)).is_some_and(|n| counts.get(n).is_some_and(|&count| count >= 3)) {
            c.score -= 6.0;
        }
    }
}

/// The lines of the title block are no headings, and before a contents page there are only named ones.
fn title_block(zone: &Zone, contents: &Contents, flow: &Flow, candidates: &mut [Candidate]) {
    for c in candidates.iter_mut() {
        if zone.title.contains(&c.at) || (c.at < zone.body && !zone.openers.contains(&c.at)) {
            c.score = -9.0;
        } else if zone.openers.contains(&c.at) && c.genre {
            c.score = c.score.max(2.0);
            c.reasons.push("genre line before the body");
        } else if contents.found() && c.at < contents.flow.start && !c.telling() && !(flow.markup && c.marked)
        {
            c.score -= 5.0;
        }
    }
}

/// In a row of short lines none is a heading but the first, unless more speaks for it.
fn runs(flow: &Flow, candidates: &mut [Candidate]) {
    let short = |at: usize| {
        flow.get(at).is_some_and(|s| {
            let sentence = s.end == End::Stop && s.start == Start::Upper && s.words >= 5;
            !s.prose && !sentence && s.kind != Kind::Heading && s.words <= 20
        })
    };
    for c in candidates.iter_mut() {
        if c.marked || c.telling() || c.form.number.is_some() {
            continue;
        }
        let before = (1..=3).take_while(|&i| c.at.checked_sub(i).is_some_and(short)).count();
        let after = (1..=3).take_while(|&i| short(c.at + i)).count();
        if before + after >= 3 {
            c.score -= if before == 0 { 0.8 } else { 1.8 };
        }
    }
}

/// Two short lines between paragraphs, the second of them a heading: the first is the heading above it.
fn pairs(flow: &Flow, candidates: &mut [Candidate]) {
    if flow.layout || flow.markup {
        return;
    }
    let short = |at: usize| {
        flow.get(at).is_some_and(|s| {
            s.words <= 5
                && s.digits == 0.0
                && s.start == Start::Upper
                && s.end == End::Bare
                && s.kind == Kind::Paragraph
        })
    };
    let ended =
        |at: usize| flow.get(at).is_some_and(|s| s.prose && matches!(s.end, End::Stop | End::Question));
    for i in 1..candidates.len() {
        let Some([first, second]) = candidates.get_mut(i - 1..=i) else { continue };
        let at = first.at;
        let prose = flow.get(at + 2).is_some_and(|s| s.prose);
        if second.at == at + 1 && short(at) && short(at + 1) && prose && at.checked_sub(1).is_some_and(ended)
        {
            second.score += 0.8;
            if second.score >= 0.0 {
                first.score += 2.2;
            }
        }
    }
}

/// What looks like the sure headings gains.
fn alike(flow: &Flow, candidates: &mut [Candidate]) {
    let mut looks: BTreeMap<Look, usize> = BTreeMap::new();
    for c in candidates.iter().filter(|c| c.score >= 2.5) {
        if let Some(look) = flow.get(c.at).map(|s| Look::of(s, flow)) {
            *looks.entry(look).or_default() += 1;
        }
    }
    for c in candidates.iter_mut().filter(|c| c.score < 2.5) {
        let Some(look) = flow.get(c.at).map(|s| Look::of(s, flow)) else { continue };
        if look.plain {
            continue;
        }
        match looks.get(&look).copied().unwrap_or(0) {
            0 => {}
            1 => c.score += 0.5,
            _ => {
                c.score += 1.2;
                c.reasons.push("looks like other headings");
            }
        }
    }
}

/// The look of a line, for comparing.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    /// Type size in twentieths of the body's.
    size: i32,
    bold: bool,
    caps: bool,
    /// As the body: says nothing.
    plain: bool,
}

impl Look {
    fn of(shape: &Shape, flow: &Flow) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a ratio of type sizes")]
        let size = if flow.layout { (shape.size * 20.0).round() as i32 } else { 20 };
        let plain = (19..=21).contains(&size) && !shape.bold && !shape.caps;
        Self { size, bold: shape.bold, caps: shape.caps, plain }
    }
}

/// Among names and references only clear headings count.
fn back_matter(flow: &Flow, candidates: &mut [Candidate]) {
    let mut back = false;
    for c in candidates.iter_mut() {
        let listed = c.reasons.contains(&"in the contents");
        let clear = (c.marked && flow.markup) || c.telling() || listed || (!back && c.score >= 4.0);
        if c.score >= 0.0 && clear {
            back = matches!(
                c.role,
                Some((Role::Participants | Role::References | Role::Boilerplate, Fit::Whole))
            ) || (back && !c.telling());
        } else if back {
            c.score -=
                if c.form.number.is_some() || flow.get(c.at).is_some_and(|s| s.caps) { 2.0 } else { 5.0 };
        }
    }
}

/// A doubtful heading over almost nothing is a line of the text.
fn small(flow: &Flow, candidates: &mut [Candidate], smallest: usize) {
    let mut next = flow.shapes.len();
    for c in candidates.iter_mut().rev() {
        if c.score < 0.0 {
            continue;
        }
        let words: usize = flow.shapes.get(c.at + 1..next).unwrap_or(&[]).iter().map(|s| s.words).sum();
        let doubtful = c.score < 2.5 && !c.marked && !c.telling() && c.form.number.is_none();
        if doubtful && words > 0 && words < smallest {
            c.score -= 2.5;
        }
        if c.score >= 0.0 {
            next = c.at;
        }
    }
}

/// Turns the accepted candidates into headings: joins their lines, gives levels and numbers.
fn finish(
    doc: &Document,
    flow: &Flow,
    accepted: &[(Candidate, Option<Placed>)],
    zone: &Zone,
) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::with_capacity(accepted.len());
    let levels = level::assign(doc, flow, accepted, zone);
    let mut skip_to = 0;
    for (i, ((c, place), level)) in accepted.iter().zip(levels).enumerate() {
        if c.at < skip_to {
            continue;
        }
        let Some(shape) = flow.get(c.at) else { continue };
        let next_heading = accepted.get(i + 1).map(|(n, _)| n);
        let more = lines::continuation(doc, flow, c, next_heading);
        skip_to = c.at + more + 1;
        let printed = c.form.number.as_ref().map(|(_, range)| range.clone());
        headings.push(Heading {
            block: shape.block,
            more,
            level,
            number: place.as_ref().map(|p| p.printed.clone()).zip(printed),
            label: c.form.label.clone(),
            title: c.form.title.clone(),
            role: c.role,
            reasons: c.reasons.clone(),
            confidence: (0.5 + c.score / 12.0).clamp(0.5, 0.99),
        });
    }
    headings
}
