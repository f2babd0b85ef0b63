//! Contents pages: where they are, and what they say about the headings to come.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rapporteur_model::{Document, Kind, Role};

use crate::{
    join::Joins,
    roles::{self, normal},
    shape::{End, Flow, Shape},
};

/// A contents page, as a range of the flow.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// Its heading and entries; empty when there is none.
    pub(crate) flow: std::ops::Range<usize>,
    /// It has a heading of its own.
    pub(crate) headed: bool,
    /// The entries' words, in lower case, a space at each end.
    words: String,
    /// Each of these words once: most titles are told from them by one that is not there.
    known: HashSet<String>,
}

impl Contents {
    /// Finds the contents page.
    pub(crate) fn find(doc: &Document, flow: &Flow) -> Self {
        let headed = flow.shapes.iter().position(|s| {
            s.words <= 6
                && matches!(roles::told_by(&normal(text(doc, s))), Some((Role::Contents, roles::Fit::Whole)))
        });
        if let Some(at) = headed {
            let end = extent(doc, flow, at + 1);
            if end > at + 1 {
                return Self::of(doc, flow, at..end, true);
            }
        }
        bare(doc, flow).map_or_else(Self::default, |range| Self::of(doc, flow, range, false))
    }

    fn of(doc: &Document, flow: &Flow, range: std::ops::Range<usize>, headed: bool) -> Self {
        let mut words = String::from(" ");
        for shape in flow.shapes.get(range.start + usize::from(headed)..range.end).unwrap_or(&[]) {
            for line in text(doc, shape).lines() {
                push_words(line, &mut words);
            }
        }
        let known = words.split(' ').map(ToOwned::to_owned).collect();
        Self { flow: range, headed, words, known }
    }

    /// Page numbers that stand apart from their entries, as blocks to join with the block after them.
    pub(crate) fn torn_pages(&self, doc: &Document, flow: &Flow) -> Joins {
        let shapes = flow.shapes.get(self.flow.clone()).unwrap_or(&[]);
        let entries = shapes.iter().skip(usize::from(self.headed));
        let is_number = |s: &Shape| {
            let text = text(doc, s).trim();
            !text.is_empty() && (is_page(text) || text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()))
        };
        let mut joins = Joins::new();
        for (entry, page) in entries.clone().zip(entries.skip(1)) {
            if page.block == entry.block + 1 && is_number(page) && !is_number(entry) {
                joins.push((entry.block, 1));
            }
        }
        joins
    }

    /// Whether there is a contents page.
    pub(crate) fn found(&self) -> bool {
        !self.flow.is_empty()
    }

    /// Whether the contents page lists a title.
    pub(crate) fn lists(&self, title: &str) -> bool {
        if self.words.len() < 4 || title.len() > LONGEST {
            return false;
        }
        let mut words = String::from(" ");
        for word in words_of(title) {
            let from = words.len();
            push_lower(word, &mut words);
            if !self.known.contains(words.get(from..).unwrap_or("")) {
                return false;
            }
            words.push(' ');
        }
        words.len() > 4 && self.words.contains(&words)
    }
}

/// No contents page lists titles of more bytes.
const LONGEST: usize = 400;

/// Appends the letters of a line's words, so that leaders, page numbers and case do not matter.
fn push_words(line: &str, words: &mut String) {
    for word in words_of(line) {
        push_lower(word, words);
        words.push(' ');
    }
}

/// The words of a line, without those that may be page numbers.
fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic) && !is_page(word))
}

/// Appends a word in lower case.
fn push_lower(word: &str, words: &mut String) {
    for c in word.chars() {
        if c.is_ascii() {
            words.push(c.to_ascii_lowercase());
        } else {
            words.extend(c.to_lowercase());
        }
    }
}

fn is_page(word: &str) -> bool {
    word.len() <= 5 && word.bytes().all(|b| b"ivxl".contains(&b))
}

/// Where the entries that begin at a place of the flow end.
///
/// The body begins where an entry's words come again as a line of their own, or where prose does.
fn extent(doc: &Document, flow: &Flow, from: usize) -> usize {
    let mut at = from;
    let mut first: Option<String> = None;
    let mut listed: BTreeSet<String> = BTreeSet::new();
    let later = short_lines(doc, flow, from);
    let mut misses = 0;
    while let Some(shape) = flow.get(at) {
        let text = text(doc, shape);
        let words = entry_words(text);
        let repeats = listed.contains(&words) && !is_entry(text, shape);
        let opens = flow.get(at + 1).is_some_and(|s| s.prose || s.kind == Kind::Heading)
            || shape.kind == Kind::Heading;
        if (repeats && opens) || first.as_deref().is_some_and(|f| begins_again(f, text)) {
            return at;
        }
        if first.is_none() {
            first = Some(normal(text));
        }
        let returns = later.get(&words).is_some_and(|&last| last > at);
        let entry = is_entry(text, shape) || returns || matches!(shape.kind, Kind::ListItem | Kind::Table);
        let long = shape.prose && (shape.end == End::Stop || shape.words > 60);
        if !entry && (long || (shape.kind == Kind::Heading && flow.markup)) {
            break;
        }
        listed.insert(words);
        misses = if entry { 0 } else { misses + 1 };
        // Titles whose page numbers stand in a column of their own are short lines; so is the body's first heading.
        if misses > 8 {
            break;
        }
        at += 1;
    }
    let body = flow.get(at).is_some_and(|s| s.prose);
    if body
        && at > from
        && flow.get(at - 1).is_some_and(|s| !is_entry(text(doc, s), s) && s.kind != Kind::ListItem)
    {
        at -= 1;
    }
    at
}

/// The short lines from a place of the flow on, with the last place where each stands.
fn short_lines(doc: &Document, flow: &Flow, from: usize) -> BTreeMap<String, usize> {
    let short = |(_, s): &(usize, &Shape)| s.words <= 20 && !s.prose;
    let lines = flow.shapes.iter().enumerate().skip(from).filter(short);
    lines.map(|(at, s)| (entry_words(text(doc, s)), at)).filter(|(w, _)| w.len() > 3).collect()
}

/// An entry's words without leaders and page number.
fn entry_words(line: &str) -> String {
    let cut = line.trim_end_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '…' | '_' | '·')
    });
    normal(cut)
}

/// The body's first heading repeats the first entry.
fn begins_again(first: &str, text: &str) -> bool {
    let again = normal(text);
    !again.is_empty()
        && again.len() < first.len()
        && first.starts_with(&again)
        && again.contains(char::is_alphabetic)
}

/// Four or more entries with leaders or page numbers, one after the other, in the first third of the text.
fn bare(doc: &Document, flow: &Flow) -> Option<std::ops::Range<usize>> {
    let mut start = None;
    for (at, shape) in flow.shapes.iter().enumerate().take(flow.shapes.len() / 3 + 8) {
        let text = text(doc, shape);
        let dotted = text.lines().filter(|l| has_leaders(l)).count();
        match start {
            None if dotted >= 4 => return Some(at..extent(doc, flow, at)),
            None if dotted > 0 => start = Some((at, dotted)),
            Some((from, n)) if dotted + n >= 4 => return Some(from..extent(doc, flow, from)),
            Some((from, n)) if dotted > 0 => start = Some((from, n + dotted)),
            Some(_) if shape.prose => start = None,
            _ => {}
        }
    }
    None
}

fn has_leaders(line: &str) -> bool {
    line.contains("....") || line.contains(". . . .") || line.contains("……") || line.contains("____")
}

/// A line with leaders, or one that ends in a page number.
fn is_entry(text: &str, shape: &Shape) -> bool {
    if has_leaders(text) {
        return true;
    }
    let last = text.split_whitespace().next_back().unwrap_or("");
    let paged = (last.len() <= 3 && last.bytes().all(|b| b.is_ascii_digit())) || is_page(last);
    paged && shape.words <= 120 && shape.end == End::Bare
}

fn text<'a>(doc: &'a Document, shape: &Shape) -> &'a str {
    doc.blocks.get(shape.block).map_or("", |b| b.text.trim())
}
