//! Page furniture: what is printed on every page and belongs to none.
//!
//! On pages, it is looked for at their edges, from the outermost line inwards. In texts without pages (an
//! extraction that kept the page numbers but not the page breaks) the page numbers are found by their sequence,
//! and the running heads beside them by repetition. A rule that would take away too much stops.

mod heads;
mod label;
mod numbered;
mod numbers;
mod seam;
mod stuck;
mod typeset;
mod unpaged;

use std::ops::Range;

pub(crate) use stuck::run as unstick;

use crate::{
    draft::Draft,
    gate,
    learned::HEAD,
    lines::{Line, Lines, Role},
};

const RULES: [&str; 3] = ["page-number", "running-head", "speck"];

/// How many lines at each edge of a page are looked at.
const DEPTH: usize = 3;

/// The confidence of those running heads that stand on several pages.
const REPEATED: f32 = 0.9;
/// A running head of so many reports may be one in another.
const REPORTS: u32 = 2;
/// Letters that it has at least.
const TELLING: usize = 14;

/// A line that was found to be furniture.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Verdict {
    line: usize,
    rule: &'static str,
    confidence: f32,
    reason: &'static str,
}

/// Gives the lines that are furniture their role.
pub(crate) fn run(draft: &mut Draft<'_>, lines: &mut Lines) {
    if !RULES.iter().any(|r| draft.log.chosen.on(r)) || lines.all.is_empty() {
        return;
    }
    let verdicts = verdicts(draft, lines);
    let body = lines.all.iter().filter(|l| l.is_body()).map(|l| gate::letters(l.text(draft))).sum();
    let found = verdicts.iter().map(|v| gate::letters(lines.text(draft, v.line))).sum();
    if !gate::leaves_text(draft, found, body) {
        return;
    }
    for rule in RULES {
        let of_rule = verdicts.iter().filter(|v| v.rule == rule);
        let taken: Vec<Verdict> = of_rule.filter(|v| accepted(draft, lines, v)).copied().collect();
        let letters = taken.iter().map(|v| gate::letters(lines.text(draft, v.line))).sum();
        if !gate::allows(draft, rule, letters) {
            continue;
        }
        for Verdict { line, rule, confidence, reason } in taken {
            if let Some(line) = lines.all.get_mut(line) {
                line.role = Role::Furniture { rule, confidence, reason };
            }
        }
    }
}

/// Whether marked-up text was made from print, page by page, and kept what stood at the edges of the pages.
pub(crate) fn is_left(draft: &Draft<'_>, lines: &Lines) -> bool {
    draft.source.pages.len() <= 1 && unpaged::counts_pages(draft, lines)
}

fn verdicts(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    if draft.source.pages.len() > 1 { paged(draft, lines) } else { unpaged::find(draft, lines) }
}

fn accepted(draft: &mut Draft<'_>, lines: &Lines, verdict: &Verdict) -> bool {
    let Verdict { line, rule, confidence, reason } = *verdict;
    lines.all.get(line).is_some_and(|line| draft.accepts(line, line.end, rule, confidence, reason))
}

/// The keys of the lines that are running heads because they stand there again and again.
pub(crate) fn repeated(draft: &Draft<'_>, lines: &Lines) -> Vec<String> {
    let firm = |v: &&Verdict| v.rule == "running-head" && v.confidence >= REPEATED;
    verdicts(draft, lines).iter().filter(firm).map(|v| key(lines.text(draft, v.line))).collect()
}

/// A line's letters in lower case, with a `#` for each number: what is alike in the running heads of many pages.
pub(crate) fn key(text: &str) -> String {
    heads::mask(text).0
}

/// Whether a running head of other reports is long enough to tell one in this: `Introduction` is not.
pub(crate) fn tells(key: &str) -> bool {
    key.chars().filter(|c| c.is_alphabetic()).count() >= TELLING
}

/// Whether a line is a running head of several other reports of the archive.
fn of_other_reports(draft: &Draft<'_>, text: &str) -> bool {
    draft.archive.is_some_and(|archive| {
        let key = key(text);
        tells(&key) && archive.count(HEAD, &key) >= REPORTS
    })
}

/// The lines at one edge of a page, outermost first.
struct Edge {
    page: u32,
    top: bool,
    lines: Vec<usize>,
}

fn paged(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    let edges: Vec<Edge> = lines.pages().iter().flat_map(|p| edges(lines, p)).collect();
    let numbers = numbers::find(draft, lines, &edges);
    let heads = heads::find(draft, lines, &edges);
    let mut verdicts = numbers.inside(draft, lines);
    for edge in &edges {
        inwards(draft, lines, edge, &numbers, &heads, &mut verdicts);
    }
    verdicts.sort_by_key(|v| v.line);
    verdicts.dedup_by_key(|v| v.line);
    verdicts
}

/// The two edges of a page. Lines in the middle of a short page belong to the nearer edge.
fn edges(lines: &Lines, page: &Range<usize>) -> [Edge; 2] {
    let number = lines.all.get(page.start).map_or(0, |l| l.page);
    let body: Vec<usize> = page.clone().filter(|at| lines.all.get(*at).is_some_and(Line::is_body)).collect();
    let depth = DEPTH.min(body.len().div_ceil(2));
    let top = body.iter().take(depth).copied().collect();
    let foot = body.iter().rev().take(DEPTH.min(body.len() / 2)).copied().collect();
    [Edge { page: number, top: true, lines: top }, Edge { page: number, top: false, lines: foot }]
}

/// Walks from the edge inwards, as long as the lines are furniture.
fn inwards(
    draft: &Draft<'_>,
    lines: &Lines,
    edge: &Edge,
    numbers: &numbers::Numbers,
    heads: &heads::Heads,
    out: &mut Vec<Verdict>,
) {
    let mut outermost = true;
    let mut specks = Vec::new();
    for &line in &edge.lines {
        let text = lines.text(draft, line);
        let alone = lines.opens_block(line) && lines.closes_block(line);
        let verdict =
            numbers.verdict(line, outermost, alone).or_else(|| heads.verdict(line, outermost)).or_else(
                || is_speck(text).then_some(Verdict { line, rule: "speck", confidence: 0.6, reason: SPECK }),
            );
        match verdict {
            Some(verdict) if verdict.rule == "speck" => specks.push(verdict),
            Some(verdict) => {
                out.append(&mut specks);
                out.push(verdict);
                outermost = true;
            }
            None => outermost = false,
        }
    }
    // A lone sign is dirt only when it stands at the very edge.
    out.extend(specks.into_iter().filter(|s| edge.lines.first() == Some(&s.line)));
}

const SPECK: &str = "a lone sign at the edge of the page is dirt";

fn is_speck(text: &str) -> bool {
    text.chars().count() <= 3 && !text.chars().any(char::is_alphanumeric)
}
