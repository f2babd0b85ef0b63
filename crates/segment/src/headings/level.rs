//! The depth of each heading: from mark-up, numbering, and type.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_model::{Document, Role};

use super::{candidate::Candidate, form::as_label, numeral::Style, sequence::Placed};
use crate::{
    front::Zone,
    roles::{self, Fit},
    shape::Flow,
};

/// Labels that hold others: "Part 2" holds sessions, "Day 1" too.
#[rustfmt::skip]
const OUTER: &[&str] = &[
    "part", "chapter", "day", "theme", "block", "partie", "chapitre", "jour", "journée", "parte", "capítulo", "día", "bloque", "tema",
    "volet", "axe", "eje", "teil", "kapitel",
];

/// The level of every accepted heading.
pub(super) fn assign(
    doc: &Document,
    flow: &Flow,
    accepted: &[(Candidate, Option<Placed>)],
    zone: &Zone,
) -> Vec<u8> {
    let mut levels =
        if flow.markup { by_markup(doc, flow, accepted) } else { by_series(doc, flow, accepted) };
    for (level, (c, _)) in levels.iter_mut().zip(accepted) {
        if c.genre && zone.openers.contains(&c.at) && !c.telling() {
            *level = 0;
        }
    }
    levels
}

fn by_markup(doc: &Document, flow: &Flow, accepted: &[(Candidate, Option<Placed>)]) -> Vec<u8> {
    let marked = |c: &Candidate| {
        flow.get(c.at).filter(|_| c.marked).and_then(|s| doc.blocks.get(s.block)).and_then(|b| b.level)
    };
    let ranks: BTreeSet<u8> = accepted.iter().filter_map(|(c, _)| marked(c)).collect();
    let rank = |level: u8| u8::try_from(ranks.iter().take_while(|&&l| l < level).count()).unwrap_or(0) + 1;
    let mut last = 1;
    accepted
        .iter()
        .map(|(c, _)| {
            last = marked(c).map_or(last, rank);
            last
        })
        .collect()
}

/// What decides the level of a heading without mark-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Series {
    Outer,
    Labelled,
    Roman,
    Letter,
    Arabic,
    Decimal(usize),
    Unnumbered,
}

impl Series {
    /// Belongs to the same numbering.
    fn goes_on(self, other: Self) -> bool {
        let decimal = |s| matches!(s, Self::Arabic | Self::Decimal(_));
        self == other || (decimal(self) && decimal(other))
    }
}

fn by_series(doc: &Document, flow: &Flow, accepted: &[(Candidate, Option<Placed>)]) -> Vec<u8> {
    let series: Vec<Series> = accepted.iter().map(|(c, p)| series_of(doc, flow, c, p.as_ref())).collect();
    let depth = depths(&series);
    let first = series.iter().position(|s| *s != Series::Unnumbered);
    let last = series.iter().rposition(|s| *s != Series::Unnumbered);
    let top_look = top_look(flow, accepted, &series, &depth);
    let mut levels = Vec::with_capacity(series.len());
    let mut current = 0;
    for (i, (own, (c, _))) in series.iter().zip(accepted).enumerate() {
        let level = match own {
            Series::Unnumbered => {
                let above = series.iter().take(i).rev().find(|s| **s != Series::Unnumbered);
                let within = above.is_some_and(|a| series.iter().skip(i + 1).any(|s| s.goes_on(*a)));
                let nested =
                    last.is_some_and(|l| i > l) && levels.iter().skip(first.unwrap_or(0)).any(|&l| l > 1);
                unnumbered(flow, c, &top_look, current, within, nested)
            }
            _ => depth.get(own).copied().unwrap_or(1),
        };
        if *own != Series::Unnumbered {
            current = level;
        } else if level == 1 {
            current = 0;
        }
        levels.push(level);
    }
    levels
}

fn series_of(doc: &Document, flow: &Flow, c: &Candidate, placed: Option<&Placed>) -> Series {
    if let Some(range) = &c.form.label {
        let block = flow.get(c.at).and_then(|s| doc.blocks.get(s.block));
        let label = as_label(block.and_then(|b| b.text.get(range.clone())).unwrap_or(""));
        return if OUTER.contains(&label.as_str()) || roles::of_label(&label) == Some(Role::Annex) {
            Series::Outer
        } else {
            Series::Labelled
        };
    }
    match c.form.number.as_ref().map(|(n, _)| (n.style, n.parts.len())) {
        None => Series::Unnumbered,
        Some((Style::Decimal, n)) => Series::Decimal(n),
        Some((Style::Cyrillic, _)) => Series::Letter,
        Some((Style::Arabic | Style::Word | Style::Chinese, _)) => Series::Arabic,
        Some(_) => {
            let letter = placed.is_some_and(|p| p.printed.len() == 1 && !"IVX".contains(&p.printed));
            if letter { Series::Letter } else { Series::Roman }
        }
    }
}

/// The depth of each series that the document uses.
fn depths(series: &[Series]) -> BTreeMap<Series, u8> {
    let count = |s: Series| series.iter().filter(|&&x| x == s).count();
    let first = |s: Series| series.iter().position(|&x| x == s).unwrap_or(usize::MAX);
    let mut depth = BTreeMap::new();
    depth.insert(Series::Outer, 1);
    // Annexes stand beside sessions, not above them: an outer label holds others only when it comes first.
    let outer = count(Series::Outer) >= 2 && first(Series::Outer) < first(Series::Labelled);
    let labelled = 1 + u8::from(outer);
    depth.insert(Series::Labelled, labelled);
    let has_labels = count(Series::Labelled) >= 2;
    let mut level = if has_labels { labelled + 1 } else { 1 };
    let before_labels = |s: Series| first(s) < first(Series::Labelled);
    for own in [Series::Roman, Series::Letter, Series::Arabic] {
        if count(own) == 0 {
            continue;
        }
        let top = has_labels && before_labels(own) && count(own) >= 2;
        let own_level = if top { 1 } else { level };
        depth.insert(own, own_level);
        // A lone number holds nothing.
        if count(own) >= 2 {
            level = own_level + 1;
        }
    }
    let base = depth.get(&Series::Arabic).copied().unwrap_or(if has_labels { labelled } else { 1 });
    for parts in 2..=6_u8 {
        depth.insert(Series::Decimal(usize::from(parts)), base + parts - 1);
    }
    depth
}

/// The look of the headings that are at the top for sure.
struct TopLook {
    size: f32,
    caps: bool,
    bold: bool,
    any: bool,
    /// Two or more headings are at the top for sure.
    known: bool,
}

fn top_look(
    flow: &Flow,
    accepted: &[(Candidate, Option<Placed>)],
    series: &[Series],
    depth: &BTreeMap<Series, u8>,
) -> TopLook {
    let sure = |i: usize, c: &Candidate| {
        series.get(i).is_some_and(|s| *s != Series::Unnumbered && depth.get(s) == Some(&1))
            || matches!(c.role, Some((_, Fit::Whole)))
    };
    let tops: Vec<_> = accepted
        .iter()
        .enumerate()
        .filter(|(i, (c, _))| sure(*i, c))
        .filter_map(|(_, (c, _))| flow.get(c.at))
        .collect();
    let all: Vec<_> = accepted.iter().filter_map(|(c, _)| flow.get(c.at)).collect();
    let from = if tops.is_empty() { &all } else { &tops };
    // Without sure ones the largest type is the top.
    let mut sizes: Vec<f32> = from.iter().map(|s| s.size).collect();
    sizes.sort_by(f32::total_cmp);
    let middle = if tops.is_empty() { sizes.len().saturating_sub(1) } else { sizes.len() / 2 };
    let most = |f: fn(&crate::shape::Shape) -> bool| from.iter().filter(|s| f(s)).count() * 2 > from.len();
    let some_caps = tops.is_empty() && all.iter().filter(|s| s.caps).count() >= 1;
    TopLook {
        size: sizes.get(middle).copied().unwrap_or(1.0),
        caps: some_caps || most(|s| s.caps),
        bold: most(|s| s.bold),
        any: !from.is_empty(),
        known: tops.len() >= 2,
    }
}

fn unnumbered(flow: &Flow, c: &Candidate, top: &TopLook, current: u8, within: bool, nested: bool) -> u8 {
    let Some(shape) = flow.get(c.at) else { return 1 };
    let below = current.max(1) + 1;
    let framed = matches!(c.role, Some((_, Fit::Whole) | (Role::Closing | Role::Recommendations, _)));
    if framed && !within && shape.size >= top.size - 0.3 {
        return 1;
    }
    // Capitals below headings that are none.
    if !flow.layout && top.known && !top.caps && shape.caps {
        return below;
    }
    if flow.layout && top.any {
        if shape.size < top.size - 0.07
            || (top.caps && !shape.caps && shape.size < top.size + 0.07)
            || (top.bold && !shape.bold)
        {
            return below;
        }
        if shape.size > top.size + 0.07 || !within {
            return 1;
        }
    }
    if matches!(c.role, Some((_, Fit::Whole))) && !(within && current > 0) {
        return 1;
    }
    if top.caps && !shape.caps {
        return below;
    }
    if top.caps == shape.caps && shape.caps && !within {
        return 1;
    }
    if (within || nested) && current > 0 { below } else { 1 }
}
