//! Running heads and feet on pages: the same line at the edge of several pages, numbers and small misreadings
//! aside; or, in a short report, a line that repeats its title.

use std::collections::{BTreeSet, HashMap};

use super::{Edge, Verdict, label, of_other_reports, seam, typeset};
use crate::{
    draft::Draft,
    lines::{Line, Lines},
    shape,
};

/// Longer lines are text.
const LONGEST: usize = 110;
/// So many lines at the start of the document are taken for its title block.
const TITLE_LINES: usize = 10;
/// Comparing misread lines is slow; hostile files have many.
const COMPARED: usize = 2000;

/// What is known of the lines at the edges.
pub(super) struct Heads {
    verdicts: HashMap<usize, (f32, &'static str)>,
}

struct Candidate {
    line: usize,
    page: u32,
    top: bool,
    /// Letters in lower case, runs of digits as `#`.
    key: String,
    numbers: Vec<u32>,
    labelled: bool,
}

pub(super) fn find(draft: &Draft<'_>, lines: &Lines, edges: &[Edge]) -> Heads {
    let candidates: Vec<Candidate> = edges
        .iter()
        .flat_map(|edge| edge.lines.iter().map(move |line| (edge, *line)))
        .filter(|(_, line)| !typeset::is_set_apart(draft, lines, *line))
        .filter_map(|(edge, line)| candidate(edge, line, lines.text(draft, line)))
        .collect();
    let mut groups: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        groups.entry((candidate.top, &candidate.key)).or_default().push(at);
    }
    let mut verdicts = HashMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let titles = Titles::of(draft, lines);
    for (at, candidate) in candidates.iter().enumerate() {
        let group = groups.get(&(candidate.top, candidate.key.as_str())).map_or(&[][..], Vec::as_slice);
        // The group is judged once, at its first member.
        if group.first() != Some(&at) {
            continue;
        }
        let members: Vec<&Candidate> = group.iter().filter_map(|i| candidates.get(*i)).collect();
        if repeats(&members) {
            known.insert(&candidate.key);
            for member in group.iter().filter_map(|i| candidates.get(*i)) {
                verdicts.insert(member.line, (0.95, "the line stands on several pages"));
            }
        }
    }
    misread(&candidates, &known, &mut verdicts);
    let open = candidates.iter().filter(|c| c.page > 1 && !verdicts.contains_key(&c.line)).take(COMPARED);
    let open: Vec<&Candidate> = open.collect();
    for candidate in open {
        let text = lines.text(draft, candidate.line);
        if titles.repeated_by(text) {
            verdicts.insert(candidate.line, (0.8, "the line repeats the title"));
        } else if of_other_reports(draft, text) {
            verdicts.insert(candidate.line, (0.75, "the line is a running head of other reports"));
        }
    }
    for edge in edges.iter().filter(|e| e.top) {
        let line = edge.lines.iter().find(|at| label::parse(lines.text(draft, **at)).is_none());
        let fits = |at: usize| {
            !verdicts.contains_key(&at)
                && !typeset::is_set_apart(draft, lines, at)
                && seam::heads(draft, lines, at)
        };
        if let Some(&line) = line.filter(|at| fits(**at)) {
            verdicts.insert(line, (0.75, "the line stands in the middle of a sentence"));
        }
    }
    // The title itself is not a running head, nor is part of a paragraph that was seen as one on its page.
    let torn: BTreeSet<usize> =
        verdicts.keys().copied().filter(|line| typeset::is_torn(draft, lines, *line, &verdicts)).collect();
    verdicts.retain(|line, _| !titles.lines.contains(line) && !torn.contains(line));
    Heads { verdicts }
}

fn candidate(edge: &Edge, line: usize, text: &str) -> Option<Candidate> {
    if text.len() > LONGEST * 2 || label::parse(text).is_some() {
        return None;
    }
    let (key, numbers) = mask(text);
    let labelled = label::split(text).is_some();
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 3 && key.len() <= LONGEST).then_some(Candidate {
        line,
        page: edge.page,
        top: edge.top,
        key,
        numbers,
        labelled,
    })
}

/// A line's letters, with its numbers apart.
pub(super) fn mask(text: &str) -> (String, Vec<u32>) {
    let mut key = String::with_capacity(text.len());
    let mut numbers = Vec::new();
    let mut number: Option<u32> = None;
    for char in text.chars() {
        if let Some(digit) = char.to_digit(10) {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            continue;
        }
        if let Some(done) = number.take() {
            numbers.push(done);
            key.push('#');
        }
        if char.is_alphanumeric() {
            key.extend(char.to_lowercase());
        }
    }
    if let Some(done) = number {
        numbers.push(done);
        key.push('#');
    }
    (key, numbers)
}

/// Whether lines that are alike stand on several pages as a running head does: their numbers the same, or rising
/// with the pages. `Session 1`, `Session 2` on top of pages 3 and 9 are headings.
fn repeats(members: &[&Candidate]) -> bool {
    let pages: BTreeSet<u32> = members.iter().map(|m| m.page).collect();
    let Some(first) = members.first() else { return false };
    // Two are enough when they are near each other, perhaps with misread ones between; a title in the contents and
    // again above its chapter is no running head.
    let near = pages.first().zip(pages.last()).is_some_and(|(first, last)| last - first <= 4);
    let enough = pages.len() >= 3 || pages.len() == 2 && near && (first.labelled || first.key.len() >= 5);
    enough
        && (0..first.numbers.len()).all(|at| {
            let of = |m: &Candidate| m.numbers.get(at).map(|n| i64::from(*n));
            let same = members.iter().filter(|m| of(m) == of(first)).count();
            let offset = |m: &Candidate| of(m).map(|n| n - i64::from(m.page));
            let rising = members.iter().filter(|m| offset(m) == offset(first)).count();
            same.max(rising) * 10 >= members.len() * 8
        })
}

/// Lines that a known running head became by misreading.
fn misread(
    candidates: &[Candidate],
    known: &BTreeSet<&str>,
    verdicts: &mut HashMap<usize, (f32, &'static str)>,
) {
    let known: Vec<&str> = known.iter().copied().take(20).collect();
    let open: Vec<&Candidate> =
        candidates.iter().filter(|c| !verdicts.contains_key(&c.line)).take(COMPARED).collect();
    for candidate in open {
        let near = known.iter().any(|k| alike(k, &candidate.key));
        if near {
            verdicts.insert(candidate.line, (0.8, "the line is a misread running head"));
        }
    }
}

/// Whether two lines are the same but for misread letters: four of five are the same, in order.
fn alike(known: &str, line: &str) -> bool {
    known.len().abs_diff(line.len()) <= 2 + known.len() / 6
        && share_letters(known, line)
        && strsim::normalized_levenshtein(known, line) >= 0.8
}

/// Whether lines have letters enough in common to be alike, in whatever order. It is told in a moment, and most lines
/// are told apart by it.
fn share_letters(a: &str, b: &str) -> bool {
    let mut counts = [0_i32; 128];
    for (text, step) in [(a, 1), (b, -1)] {
        for byte in text.bytes() {
            match counts.get_mut(usize::from(byte)) {
                Some(count) => *count += step,
                None => return true,
            }
        }
    }
    let more: i32 = counts.iter().filter(|c| **c > 0).sum();
    let fewer: i32 = counts.iter().filter(|c| **c < 0).sum();
    usize::try_from(more.max(-fewer)).is_ok_and(|edits| edits * 5 <= a.len().max(b.len()))
}

/// The lines at the start of the document.
struct Titles {
    keys: Vec<(String, Vec<u32>)>,
    lines: BTreeSet<usize>,
}

impl Titles {
    fn of(draft: &Draft<'_>, lines: &Lines) -> Self {
        let mut keys = Vec::new();
        let mut whole = String::new();
        let mut taken = BTreeSet::new();
        let entries = lines.all.iter().take(TITLE_LINES).filter(|l| is_entry(l.text(draft))).count();
        for (at, line) in lines.all.iter().enumerate().take(TITLE_LINES) {
            let text = line.text(draft);
            if line.page > 1 || text.len() > LONGEST {
                break;
            }
            // The headings of a report repeat its table of contents.
            if entries >= 2 && is_entry(text) {
                continue;
            }
            // What a first sentence says is no title, even if headings repeat its words.
            if is_text(draft, line) {
                continue;
            }
            taken.insert(at);
            for part in text.split([':', '–', '—']) {
                keys.push(mask(part));
            }
            whole.push_str(text);
            whole.push(' ');
        }
        // A title broken over lines is repeated in one: part by part.
        for part in whole.split([':', '–', '—']) {
            keys.push(mask(part));
        }
        keys.push(mask(&whole));
        keys.retain(|k| k.0.len() >= 6);
        Self { keys, lines: taken }
    }

    /// Whether a line at the edge of a page repeats the title, or part of it.
    fn repeated_by(&self, text: &str) -> bool {
        // `Session 2` does not repeat `Session 1`.
        let (whole, numbers) = mask(text);
        if self.keys.iter().any(|(k, theirs)| *k == whole && *theirs != numbers) {
            return false;
        }
        let rest = label::split(text).map_or(text, |(rest, _)| rest);
        let (key, numbers) = mask(rest);
        key.len() >= 6
            && !shape::ends_sentence(rest)
            && !shape::starts_lower(rest)
            && self.keys.iter().any(|(k, theirs)| {
                theirs.starts_with(&numbers) && (k.starts_with(&key) && key.len() >= 10 || alike(k, &key))
            })
    }
}

/// Whether a line looks like one of a table of contents: a title and a page number.
fn is_entry(text: &str) -> bool {
    text.rsplit_once([' ', '.']).is_some_and(|(title, page)| {
        (1..=3).contains(&page.len())
            && page.bytes().all(|b| b.is_ascii_digit())
            && title.contains(char::is_alphabetic)
    })
}

/// Whether a line belongs to running text: a block of full sentences, not a title.
fn is_text(draft: &Draft<'_>, line: &Line) -> bool {
    let item = draft.items.get(line.item as usize);
    item.is_some_and(|i| {
        let text = shape::first_part(&i.block.text);
        shape::is_prose(text, 12) && shape::ends_sentence(shape::last_part(&i.block.text))
    })
}

impl Heads {
    pub(super) fn verdict(&self, line: usize, outermost: bool) -> Option<Verdict> {
        let (confidence, reason) = self.verdicts.get(&line).filter(|_| outermost)?;
        Some(Verdict { line, rule: "running-head", confidence: *confidence, reason })
    }
}
