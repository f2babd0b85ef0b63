//! Sections: ranges of blocks between headings, each with its role.

use std::ops::Range;

use rapporteur_model::{Document, Role, Section};

use crate::{
    contents::Contents,
    front::Zone,
    headings::{Heading, form::as_label},
    roles::{self, Fit},
    shape::Flow,
    told,
};

/// Prose before the first heading is a section of its own when it is this long and this large a part of the report.
const OPENING_WORDS: usize = 150;
const OPENING_SHARE: usize = 4;

/// Lays sections over all blocks.
pub(crate) fn build(doc: &mut Document, flow: &Flow, headings: &[Heading], zone: &Zone, contents: &Contents) {
    let all = doc.blocks.len();
    let mut sections = Vec::with_capacity(headings.len() + 2);
    let first = headings.first().map_or(all, |h| h.block);
    let body = flow.get(zone.body).map_or(all, |s| s.block);
    opening(flow, first, body.min(first), all, headings.is_empty(), &mut sections);
    for (i, heading) in headings.iter().enumerate() {
        let end = headings.get(i + 1).map_or(all, |h| h.block);
        sections.push(section(doc, heading, heading.block..end));
    }
    contents_end(flow, contents, &mut sections);
    inherit(&mut sections);
    told::tell(doc, &mut sections);
    inherit(&mut sections);
    doc.sections = sections;
}

fn range(blocks: Range<usize>) -> Range<u32> {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    small(blocks.start)..small(blocks.end)
}

fn bare(role: Role, blocks: Range<usize>) -> Section {
    Section {
        heading: None,
        blocks: range(blocks),
        level: 1,
        role,
        number: None,
        label: None,
        title: String::new(),
    }
}

/// What stands before the first heading: front matter, and a body of its own when it is long.
fn opening(flow: &Flow, first: usize, body: usize, all: usize, headless: bool, sections: &mut Vec<Section>) {
    if first == 0 {
        return;
    }
    let words: usize =
        flow.shapes.iter().filter(|s| s.block >= body && s.block < first && s.prose).map(|s| s.words).sum();
    let large = words >= OPENING_WORDS && words * OPENING_SHARE >= flow.words;
    if (headless || large) && body < first {
        if body > 0 {
            sections.push(bare(Role::Front, 0..body));
        }
        sections.push(bare(Role::Body, body..first));
    } else {
        sections.push(bare(Role::Front, 0..first.min(all)));
    }
}

fn section(doc: &Document, heading: &Heading, blocks: Range<usize>) -> Section {
    let text = doc.blocks.get(heading.block).map_or("", |b| b.text.as_str());
    let label = heading.label.clone().and_then(|r| text.get(r)).map(ToOwned::to_owned);
    let role = role(heading, label.as_deref());
    // A label without a number is part of the title: "Appendix - Participants".
    let from =
        heading.label.as_ref().filter(|_| heading.number.is_none()).map_or(heading.title.start, |l| l.start);
    let label = label.filter(|_| heading.number.is_some());
    let title = text.get(from..heading.title.end.max(from)).unwrap_or("");
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = title.trim_matches(|c: char| matches!(c, '*' | '_' | '#' | ' '));
    let title = without_stop(title);
    // "Session 3" alone is its own title.
    let title = if title.is_empty() { text.trim() } else { title }.to_owned();
    Section {
        heading: u32::try_from(heading.block).ok(),
        blocks: range(blocks),
        level: heading.level,
        role,
        number: heading.number.as_ref().map(|(n, _)| n.clone()),
        label,
        title,
    }
}

fn role(heading: &Heading, label: Option<&str>) -> Role {
    let labelled = label.and_then(|label| roles::of_label(&as_label(label)));
    if heading.level == 0 {
        return Role::Body;
    }
    match (labelled, heading.role) {
        (_, Some((role, Fit::Whole))) => role,
        // "Session 7: Closing remarks" closes; "Session 2: Background of reform" is a session.
        (Some(Role::Annex), Some((Role::Participants | Role::References, _))) => {
            heading.role.map_or(Role::Annex, |r| r.0)
        }
        (Some(role), _) => role,
        (None, Some((role, _))) => role,
        (None, None) => Role::Body,
    }
}

/// The blocks behind a contents page that no heading claims are body.
fn contents_end(flow: &Flow, contents: &Contents, sections: &mut Vec<Section>) {
    if !contents.found() || !contents.headed {
        return;
    }
    let Some(start) = flow.get(contents.flow.start).map(|s| s.block) else { return };
    let Some(end) = flow.get(contents.flow.end).map(|s| s.block) else { return };
    let Some(index) = sections.iter().position(|s| s.heading == u32::try_from(start).ok()) else { return };
    let Some(section) = sections.get_mut(index) else { return };
    let stop = section.blocks.end as usize;
    if end < stop {
        section.blocks.end = u32::try_from(end).unwrap_or(u32::MAX);
        sections.insert(index + 1, bare(Role::Body, end..stop));
    }
}

/// Parts of an annex are annex, parts of a session are session.
fn inherit(sections: &mut [Section]) {
    let mut above: Vec<(u8, Role)> = Vec::new();
    for section in sections.iter_mut().filter(|s| s.heading.is_some() && s.level > 0) {
        above.retain(|&(level, _)| level < section.level);
        if section.role == Role::Body
            && let Some(&(_, role)) = above.last()
            && !matches!(role, Role::Front | Role::Introduction | Role::Contents | Role::Body)
        {
            section.role = role;
        }
        above.push((section.level, section.role));
    }
}
/// A title without the stop that parted it from the text on its line; abbreviations keep theirs.
fn without_stop(title: &str) -> &str {
    let Some(bare) = title.strip_suffix('.') else { return title };
    let last = bare.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    if last.chars().count() > 3 && !bare.ends_with('.') { bare } else { title }
}
