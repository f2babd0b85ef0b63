//! Page numbers and running heads in a text without page breaks: lone numbers that rise steadily through the
//! text are its pages, and short lines repeated beside them are its running heads.

use std::collections::HashMap;

use super::{Verdict, label};
use crate::{
    draft::Draft,
    lines::{Line, Lines},
};

/// How many pages may lie between two numbers that were kept.
const GAP: u32 = 3;
/// Bytes of text between two page numbers, at least: numbers in a table stand closer.
const APART: usize = 120;
/// Longer lines are text, in bytes.
const LONGEST: usize = 130;
/// So many headings are compared letter by letter.
const COMPARED: usize = 400;
/// So many numbers in sequence are needed.
const ENOUGH: usize = 5;

pub(super) fn find(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let numbers = numbers(draft, lines);
    for &line in &numbers {
        let reason = "lone numbers rise through the text";
        verdicts.push(Verdict { line, rule: "page-number", confidence: 0.9, reason });
    }
    verdicts.extend(named(draft, lines));
    heads(draft, lines, &numbers, &mut verdicts);
    verdicts.sort_by_key(|v| v.line);
    verdicts.dedup_by_key(|v| v.line);
    verdicts
}

/// Lines that say that they are page numbers, when there are several and they rise.
fn named(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    let mut found = Vec::new();
    let mut last = 0;
    for (line, _) in lines.all.iter().enumerate().filter(|(_, l)| l.is_body()) {
        let text = lines.text(draft, line);
        let Some(label) = label::parse(text).filter(|l| l.firm == label::Firm::Named) else { continue };
        // `P 4000`, `P 4245` is something else.
        if (last..=last + 10).contains(&label.value) {
            last = label.value;
            found.push(Verdict {
                line,
                rule: "page-number",
                confidence: 0.95,
                reason: "a page number that says so",
            });
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// The longest chain of lone numbers, each a little above the one before; Roman and Arabic numbers apart.
fn numbers(draft: &Draft<'_>, lines: &Lines) -> Vec<usize> {
    let mut out = Vec::new();
    for roman in [true, false] {
        let mut found = Vec::new();
        let mut position = 0;
        for (at, line) in lines.all.iter().enumerate() {
            let text = line.text(draft);
            position += text.len();
            let alone = lines.opens_block(at) && lines.closes_block(at);
            if let Some(label) = label::parse(text).filter(|l| line.is_body() && alone && l.roman == roman) {
                found.push(Numeral { line: at, position, value: label.value });
            }
        }
        let chain = chain(&found);
        if chain.len() >= ENOUGH {
            out.extend(chain);
        }
    }
    out.sort_unstable();
    out
}

struct Numeral {
    line: usize,
    position: usize,
    value: u32,
}

/// The longest chain: for each numeral the best of the few values below it that came earlier in the text.
fn chain(found: &[Numeral]) -> Vec<usize> {
    // For each value, the numeral with the longest chain so far.
    let mut best: HashMap<u32, usize> = HashMap::new();
    let mut length = vec![1usize; found.len()];
    let mut from: Vec<Option<usize>> = vec![None; found.len()];
    for (at, numeral) in found.iter().enumerate() {
        for step in 1..=GAP {
            let Some(&before) = numeral.value.checked_sub(step).and_then(|v| best.get(&v)) else { continue };
            let apart = found.get(before).is_some_and(|b| numeral.position - b.position >= APART);
            let reach = length.get(before).map_or(0, |l| l + 1);
            if apart && length.get(at).is_some_and(|l| reach > *l) {
                if let Some(slot) = length.get_mut(at) {
                    *slot = reach;
                }
                if let Some(slot) = from.get_mut(at) {
                    *slot = Some(before);
                }
            }
        }
        let longer = best.get(&numeral.value).is_none_or(|old| length.get(*old) <= length.get(at));
        if longer {
            best.insert(numeral.value, at);
        }
    }
    let mut at = (0..found.len()).max_by_key(|i| (length.get(*i), std::cmp::Reverse(*i)));
    let mut out = Vec::new();
    while let Some(index) = at {
        out.extend(found.get(index).map(|n| n.line));
        at = from.get(index).copied().flatten();
    }
    out.reverse();
    out
}

/// Short lines beside page numbers that occur elsewhere too.
fn heads(draft: &Draft<'_>, lines: &Lines, numbers: &[usize], verdicts: &mut Vec<Verdict>) {
    if numbers.is_empty() {
        return;
    }
    let mut beside: Vec<(usize, bool, String)> = Vec::new();
    for &number in numbers {
        for (line, before) in [(number.checked_sub(1), true), (Some(number + 1), false)] {
            let Some(line) = line else { continue };
            let text = lines.text(draft, line);
            // A chapter's title may be long, and may be a question.
            let short =
                text.len() <= LONGEST && !text.ends_with('.') && text.chars().any(char::is_alphabetic);
            if short
                && lines.opens_block(line)
                && lines.closes_block(line)
                && lines.all.get(line).is_some_and(Line::is_body)
            {
                beside.push((line, before, key(text)));
            }
        }
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, _, key) in &beside {
        *counts.entry(key).or_default() += 1;
    }
    let headings = Headings::of(draft, lines);
    for (line, before, key) in &beside {
        let often = counts.get(key.as_str()).is_some_and(|c| *c >= 3);
        // In front of a number, at the foot of a page, a line that repeats an earlier heading is its running
        // title; behind a number it may be the heading itself.
        let again = *before && headings.holds(*line, key);
        if often || again {
            let confidence = if often { 0.9 } else { 0.75 };
            let reason = if often {
                "the line stands beside several page numbers"
            } else {
                "the line repeats a heading beside a page number"
            };
            verdicts.push(Verdict { line: *line, rule: "running-head", confidence, reason });
        }
    }
}

/// Short lines that may be headings, by their letters, each with its first place.
struct Headings {
    places: HashMap<String, usize>,
    /// The first of them, which misread lines are compared with; a hostile file has millions.
    compared: Vec<(usize, String)>,
}

impl Headings {
    fn of(draft: &Draft<'_>, lines: &Lines) -> Self {
        let mut places = HashMap::new();
        let mut compared = Vec::new();
        for (at, line) in lines.all.iter().enumerate().filter(|(_, l)| (l.end - l.body) as usize <= LONGEST) {
            let key = key(line.text(draft));
            if key.len() >= 5 && !places.contains_key(&key) {
                if compared.len() < COMPARED {
                    compared.push((at, key.clone()));
                }
                places.insert(key, at);
            }
        }
        Self { places, compared }
    }

    /// Whether a line's letters stood in the text before it, a misread letter aside.
    fn holds(&self, line: usize, key: &str) -> bool {
        self.places.get(key).is_some_and(|at| *at < line)
            || line < COMPARED * 40 && self.compared.iter().any(|(at, h)| *at < line && alike(h, key))
    }
}

fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn alike(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 2 && a.len() >= 8 && strsim::normalized_levenshtein(a, b) >= 0.85
}
