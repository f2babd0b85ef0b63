//! Page numbers and running heads in a text without page breaks: lone numbers that rise steadily through the
//! text are its pages, and short lines repeated beside them are its running heads.

use std::collections::HashMap;

use super::{Verdict, label, numbered, of_other_reports, seam};
use crate::{
    draft::Draft,
    lines::{Line, Lines},
    shape,
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
/// So many are enough when one of them cuts a sentence in two.
const ENOUGH_AT_SEAMS: usize = 2;

pub(super) fn find(draft: &Draft<'_>, lines: &Lines) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let numbers = numbers(draft, lines);
    for &line in &numbers {
        let reason = "lone numbers rise through the text";
        verdicts.push(Verdict { line, rule: "page-number", confidence: 0.9, reason });
    }
    verdicts.extend(named(draft, lines));
    heads(draft, lines, &numbers, &mut verdicts);
    verdicts.extend(numbered::find(draft, lines));
    verdicts.sort_by_key(|v| v.line);
    verdicts.dedup_by_key(|v| v.line);
    verdicts
}

/// Whether a text that was marked up still has the page numbers of the print that it was made from.
pub(super) fn counts_pages(draft: &Draft<'_>, lines: &Lines) -> bool {
    named(draft, lines).len() >= ENOUGH || numbers(draft, lines).len() >= ENOUGH
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
        let chosen = chain(&found);
        // Numbers in tables do not stand in the middle of a sentence.
        let cuts = !roman && chosen.iter().any(|at| at_seam(draft, lines, *at));
        if chosen.len() >= if cuts { ENOUGH_AT_SEAMS } else { ENOUGH } {
            // Beside the numbers of the file's pages may stand those of the print.
            found.retain(|n| chosen.binary_search(&n.line).is_err() && is_near(&chosen, n.line));
            let second = chain(&found);
            out.extend(chosen);
            if second.len() >= ENOUGH {
                out.extend(second);
            }
        }
    }
    out.sort_unstable();
    out
}

/// Whether a line stands right beside one of some others, or with one line between.
fn is_near(lines: &[usize], line: usize) -> bool {
    let at = lines.partition_point(|l| l + 2 < line);
    lines.get(at).is_some_and(|&l| l <= line + 2)
}

/// Whether a number cuts a sentence in two, alone or with a short line beside it.
fn at_seam(draft: &Draft<'_>, lines: &Lines, number: usize) -> bool {
    let head = |at: usize| {
        let text = lines.text(draft, at);
        lines.opens_block(at)
            && lines.closes_block(at)
            && text.len() <= LONGEST
            && !text.ends_with('.')
            && !shape::starts_lower(text)
    };
    seam::cuts(draft, lines, number, number)
        || head(number + 1) && seam::cuts(draft, lines, number, number + 1)
        || number.checked_sub(1).is_some_and(|at| head(at) && seam::cuts(draft, lines, at, number))
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
    let mut beside: Vec<(usize, usize, String)> = Vec::new();
    for &number in numbers {
        for line in [number.checked_sub(1), Some(number + 1)] {
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
                beside.push((line, number, key(text)));
            }
        }
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, _, key) in &beside {
        *counts.entry(key).or_default() += 1;
    }
    let headings = Headings::of(draft, lines);
    for (line, number, key) in &beside {
        let often = counts.get(key.as_str()).is_some_and(|c| *c >= 3);
        // In front of a number, at the foot of a page, a line that repeats an earlier heading is its running
        // title; behind a number it may be the heading itself, if what it repeats was only the contents.
        let again = if line < number { headings.holds(*line, key) } else { headings.opened(*line, key) };
        let cuts = || {
            !shape::starts_lower(lines.text(draft, *line))
                && seam::cuts(draft, lines, *line.min(number), *line.max(number))
        };
        let (confidence, reason) = if often {
            (0.9, "the line stands beside several page numbers")
        } else if cuts() {
            (0.85, "the line and a page number cut a sentence in two")
        } else if again {
            (0.75, "the line repeats a heading beside a page number")
        } else if of_other_reports(draft, lines.text(draft, *line)) {
            (0.75, "the line is a running head of other reports beside a page number")
        } else {
            continue;
        };
        verdicts.push(Verdict { line: *line, rule: "running-head", confidence, reason });
    }
    let often: Vec<&str> = counts.iter().filter(|(_, c)| **c >= 3).map(|(k, _)| *k).collect();
    second(draft, lines, &beside, &often, verdicts);
    elsewhere(draft, lines, &often, verdicts);
}

/// The second line of a head of two lines, as a date under the title: it stands beside the first again and again.
fn second(
    draft: &Draft<'_>,
    lines: &Lines,
    beside: &[(usize, usize, String)],
    often: &[&str],
    verdicts: &mut Vec<Verdict>,
) {
    let outward =
        |line: usize, number: usize| if line < number { line.checked_sub(1) } else { Some(line + 1) };
    let alone = |at: usize| lines.opens_block(at) && lines.closes_block(at);
    let mut found: Vec<(usize, String)> = Vec::new();
    for (line, number, _) in beside.iter().filter(|(.., key)| often.contains(&key.as_str())) {
        let Some(at) = outward(*line, *number).filter(|&at| lines.all.get(at).is_some_and(Line::is_body))
        else {
            continue;
        };
        let text = lines.text(draft, at);
        if alone(at) && text.len() <= LONGEST && !text.ends_with('.') && text.chars().any(char::is_alphabetic)
        {
            found.push((at, key(text)));
        }
    }
    for (at, key) in &found {
        if found.iter().filter(|(_, k)| k == key).count() >= 3 {
            let reason = "the line stands beside a running head again and again";
            verdicts.push(Verdict { line: *at, rule: "running-head", confidence: 0.85, reason });
        }
    }
}

/// The places of a running head that have no number beside them: the first page, and the last of the preface.
fn elsewhere(draft: &Draft<'_>, lines: &Lines, often: &[&str], verdicts: &mut Vec<Verdict>) {
    if often.is_empty() {
        return;
    }
    let alone = |at: usize| lines.opens_block(at) && lines.closes_block(at);
    for (at, line) in lines.all.iter().enumerate().filter(|(_, l)| l.is_body()) {
        let text = line.text(draft);
        if text.len() > LONGEST || !often.contains(&key(text).as_str()) {
            continue;
        }
        let number = at
            .checked_sub(1)
            .filter(|n| alone(*n) && alone(at) && label::parse(lines.text(draft, *n)).is_some());
        // The head of every page may be the report's title; its symbol is not.
        if number.is_none() && !is_symbol(text) {
            continue;
        }
        let reason = "the line stands beside several page numbers";
        verdicts.push(Verdict { line: at, rule: "running-head", confidence: 0.8, reason });
        if let Some(line) = number {
            let reason = "a number alone beside a running head";
            verdicts.push(Verdict { line, rule: "page-number", confidence: 0.8, reason });
        }
    }
}

/// A document symbol: `A/CONF.39/27`.
fn is_symbol(text: &str) -> bool {
    text.contains('/')
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(|c: char| c.is_lowercase() || c.is_whitespace())
}

/// Short lines that may be headings, by their letters, each with its first place.
struct Headings {
    places: HashMap<String, usize>,
    /// Those that stand alone and open a text, each with its first place.
    opening: HashMap<String, usize>,
    /// The first of them, which misread lines are compared with; a hostile file has millions.
    compared: Vec<(usize, String)>,
}

impl Headings {
    fn of(draft: &Draft<'_>, lines: &Lines) -> Self {
        let mut places = HashMap::new();
        let mut compared = Vec::new();
        let mut opening = HashMap::new();
        for (at, line) in lines.all.iter().enumerate().filter(|(_, l)| (l.end - l.body) as usize <= LONGEST) {
            let key = key(line.text(draft));
            let opens = lines.opens_block(at) && lines.closes_block(at);
            if opens && key.len() >= 5 && shape::is_prose(lines.text(draft, at + 1), 5) {
                opening.entry(key.clone()).or_insert(at);
            }
            if key.len() >= 5 && !places.contains_key(&key) {
                if compared.len() < COMPARED {
                    compared.push((at, key.clone()));
                }
                places.insert(key, at);
            }
        }
        Self { places, opening, compared }
    }

    /// Whether a line repeats a heading that text followed.
    fn opened(&self, line: usize, key: &str) -> bool {
        self.opening.get(key).is_some_and(|at| *at < line)
    }

    /// Whether a line's letters stood in the text before it, a misread letter aside.
    fn holds(&self, line: usize, key: &str) -> bool {
        self.places.get(key).is_some_and(|at| *at < line)
            || line < COMPARED * 40 && self.compared.iter().any(|(at, h)| *at < line && alike(h, key))
    }
}

pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn alike(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 2 && a.len() >= 8 && strsim::normalized_levenshtein(a, b) >= 0.85
}
