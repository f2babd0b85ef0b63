//! Running heads with their page number on the same line, in a text without page breaks: `12 Annual Report`,
//! `14 Annual Report`. They repeat, their numbers rise, and one of them at least cuts a sentence in two, which a
//! heading such as `Working group 2` never does.

use std::collections::BTreeMap;

use super::{Verdict, label, seam, unpaged};
use crate::{draft::Draft, lines::Lines};

/// Longer lines are text.
const LONGEST: usize = 110;
/// How many pages may lie between two heads of the same side.
const GAP: u32 = 12;

pub(super) fn find(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    let mut groups: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (at, line) in lines.all.iter().enumerate().filter(|(_, l)| l.is_body()) {
        let text = line.text(draft);
        let alone = lines.opens_block(at) && lines.closes_block(at);
        if !alone || text.len() > LONGEST || text.ends_with('.') {
            continue;
        }
        let Some((rest, label)) = label::split(text).filter(|(_, l)| !l.roman) else { continue };
        let words = rest.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).take(2).count();
        if words == 2 {
            groups.entry(unpaged::key(rest)).or_default().push((at, label.value));
        }
    }
    let mut out = Vec::new();
    for members in groups.values().filter(|m| m.len() >= 2) {
        let rises = members
            .windows(2)
            .all(|pair| matches!(pair, [(_, a), (_, b)] if a < b && *b <= a.saturating_add(GAP)));
        if rises && members.iter().any(|(at, _)| seam::cuts(draft, lines, *at, *at)) {
            let reason = "the line repeats with a rising number and cuts a sentence in two";
            out.extend(members.iter().map(|(line, _)| Verdict {
                line: *line,
                rule: "running-head",
                confidence: 0.9,
                reason,
            }));
        }
    }
    out
}
