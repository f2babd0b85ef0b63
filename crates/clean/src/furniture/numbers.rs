//! Page numbers on pages: the difference between the printed number and the page's place in the file is the same
//! all through a document, whatever gaps the scan left.

use std::collections::{BTreeMap, HashMap};

use super::{Edge, Verdict, label, seam};
use crate::{draft::Draft, lines::Lines};

/// What was read at the edges of all pages.
pub(super) struct Numbers {
    found: HashMap<usize, Found>,
}

struct Found {
    label: label::Label,
    /// Whether the number agrees with its page as others do.
    agrees: bool,
    /// Whether it is the page's own place in the file.
    own: bool,
}

/// A lone number above this is a year or a quantity, unless it agrees.
const HIGHEST: u32 = 1500;

pub(super) fn find(draft: &Draft<'_>, lines: &Lines, edges: &[Edge]) -> Numbers {
    let mut read = Vec::new();
    let mut votes: BTreeMap<(bool, i64), u32> = BTreeMap::new();
    for edge in edges {
        for &line in &edge.lines {
            if let Some(label) = label::parse(lines.text(draft, line)) {
                let difference = i64::from(label.value) - i64::from(edge.page);
                *votes.entry((label.roman, difference)).or_default() += 1;
                read.push((line, label, difference));
            }
        }
    }
    let found = read
        .into_iter()
        .map(|(line, label, difference)| {
            let agrees = votes.get(&(label.roman, difference)).is_some_and(|v| *v >= 2);
            (line, Found { label, agrees, own: difference == 0 })
        })
        .collect();
    Numbers { found }
}

impl Numbers {
    /// The numbers that stand in the middle of a page, as between two columns that OCR read one after the other: in
    /// the middle of a sentence, and as far from the page's place as a number at the edge of another page.
    pub(super) fn inside(&self, draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
        let differences: Vec<(bool, i64)> = self
            .found
            .iter()
            .filter_map(|(at, f)| {
                Some((f.label.roman, i64::from(f.label.value) - i64::from(lines.all.get(*at)?.page)))
            })
            .collect();
        let fits = |at: usize| {
            let line = lines.all.get(at).filter(|l| l.is_body() && !self.found.contains_key(&at))?;
            let label = label::parse(lines.text(draft, at)).filter(|_| line.end - line.body < 24)?;
            let alone = lines.opens_block(at) && lines.closes_block(at);
            let difference = i64::from(label.value) - i64::from(line.page);
            (alone && differences.contains(&(label.roman, difference)) && seam::cuts(draft, lines, at, at))
                .then_some(Verdict {
                    line: at,
                    rule: "page-number",
                    confidence: 0.85,
                    reason: "the number stands in the middle of a sentence, and rises with the pages",
                })
        };
        (0..lines.all.len()).filter_map(fits).collect()
    }

    /// Whether a line is a page number; `alone` when it is a block of its own.
    pub(super) fn verdict(&self, line: usize, outermost: bool, alone: bool) -> Option<Verdict> {
        let Found { label, agrees, own } = self.found.get(&line)?;
        let yes = |confidence, reason| Some(Verdict { line, rule: "page-number", confidence, reason });
        if label.firm == label::Firm::Named {
            return yes(0.97, "a page number that says so");
        }
        if *agrees && (outermost || alone) {
            return yes(0.95, "the number rises with the pages");
        }
        if !outermost {
            return None;
        }
        if label.firm == label::Firm::Decorated && !label.roman || *own && alone {
            return yes(0.85, "a lone number at the edge of the page");
        }
        (alone && label.value < HIGHEST && !label.roman).then_some(Verdict {
            line,
            rule: "page-number",
            confidence: 0.6,
            reason: "a lone number at the edge of the page",
        })
    }
}
