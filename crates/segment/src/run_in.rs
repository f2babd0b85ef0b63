//! Headings run into the text: a chapter's title that stands, unmarked, in front of its summary, or a line in
//! capitals that took the next heading in.
//!
//! Only titles that the document prints as headings of their own elsewhere are looked for, at the beginning of a
//! sentence, and numbers that its headings lack, so that the document itself vouches for each.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_model::{Block, Document, Event, Kind, Repair};

use crate::headings::{Heading, form::Forms};

mod numbered;

/// Shorter titles may be words of the text.
const LEAST_WORDS: usize = 5;
/// A document with fewer headings in capitals has none run into the next line.
const CAPITALS: usize = 3;

/// Cuts run-in headings out into blocks of their own. Tells whether there were any.
pub(crate) fn cut(doc: &mut Document, headings: &[Heading], forms: &Forms) -> bool {
    let titles = titles(doc, headings);
    let capitals = headings.iter().filter(|h| is_in_capitals(doc, h)).count() >= CAPITALS;
    let mut numbered = numbered::ends(doc, headings, forms).into_iter().peekable();
    if titles.is_empty() && !capitals && numbered.peek().is_none() {
        return false;
    }
    let plain: BTreeSet<usize> = headings.iter().filter(|h| h.number.is_none()).map(|h| h.block).collect();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (index, block) in doc.blocks.iter().enumerate() {
        let short = block.text.len() < 120 && !block.text.contains('\n');
        if capitals && short && plain.contains(&index) {
            cuts.extend(end_of_capitals(&block.text).map(|at| (index, at)));
        } else if let Some(cut) = numbered.next_if(|&(block, _)| block == index) {
            cuts.push(cut);
        } else if block.kind == Kind::Paragraph && block.text.len() > 80 {
            for at in places(&block.text, &titles) {
                cuts.push((index, at));
            }
        }
    }
    if cuts.is_empty() {
        return false;
    }
    let pieces = apply(doc, &cuts);
    mark(doc, &pieces, &titles);
    true
}

fn is_in_capitals(doc: &Document, heading: &Heading) -> bool {
    let text = doc.blocks.get(heading.block).map_or("", |b| b.text.as_str());
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The titles to look for, by their first word.
fn titles(doc: &Document, headings: &[Heading]) -> BTreeMap<String, Vec<String>> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for heading in headings.iter().filter(|h| h.number.is_none()) {
        let text = doc.blocks.get(heading.block).map_or("", |b| b.text.trim());
        let capitals = !text.chars().any(char::is_lowercase);
        if text.split_whitespace().count() >= LEAST_WORDS && !capitals && text.len() < 200 {
            let first = text.split_whitespace().next().unwrap_or("").to_owned();
            titles.entry(first).or_default().push(text.to_owned());
        }
    }
    for list in titles.values_mut() {
        list.sort_by_key(|t| std::cmp::Reverse(t.len()));
        list.dedup();
    }
    titles
}

/// The bytes at which a heading begins or ends inside a text.
fn places(text: &str, titles: &BTreeMap<String, Vec<String>>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let word = rest.split_whitespace().next().unwrap_or("");
        let title = titles.get(word).and_then(|list| list.iter().find(|t| stands(rest, t)));
        if let Some(title) = title.filter(|_| text.get(..at).is_none_or(ends_a_statement)) {
            if at > 0 {
                found.push(at);
            }
            at += title.len() + 1;
            found.push(at);
        }
        // The next sentence.
        let Some(next) = text.get(at..).and_then(|t| t.find(['.', '?', ';', '!'])) else { break };
        at += next + 1;
        at += text.get(at..).map_or(0, |t| t.len() - t.trim_start().len());
    }
    found
}

/// A title stands there, and a sentence begins after it.
fn stands(rest: &str, title: &str) -> bool {
    rest.strip_prefix(title).and_then(|r| r.strip_prefix(' ')).is_some_and(|r| {
        // Among other questions it is one of a list.
        let end = r.find(['.', '?']).unwrap_or(r.len());
        r.starts_with(char::is_uppercase) && r.get(end..).is_none_or(|e| !e.starts_with('?')) && end > 30
    })
}

/// Before a heading a sentence has ended; after "d." or a question a list goes on.
fn ends_a_statement(before: &str) -> bool {
    let before = before.trim_end();
    if before.is_empty() {
        return true;
    }
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    before.ends_with(['.', ';']) && word.chars().filter(|c| c.is_alphanumeric()).count() > 2
}

/// Where a line in capitals goes over into common text: "DRIVERS OF CHANGE What the towns said".
fn end_of_capitals(text: &str) -> Option<usize> {
    let mut at = 0;
    let (mut words, mut letters) = (0, 0);
    for word in text.split_inclusive(' ') {
        let small = word.chars().any(char::is_lowercase);
        if small {
            let rest = text.get(at..)?.split_whitespace().count();
            return (words >= 2 && letters >= 8 && rest >= 2).then_some(at);
        }
        words += 1;
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
        at += word.len();
    }
    None
}

/// Makes the titles that were cut out headings, and logs it.
fn mark(doc: &mut Document, pieces: &[usize], titles: &BTreeMap<String, Vec<String>>) {
    for &piece in pieces {
        let Some(block) = doc.blocks.get_mut(piece).filter(|b| b.kind == Kind::Paragraph) else { continue };
        let first = block.text.split_whitespace().next().unwrap_or("");
        if !titles.get(first).is_some_and(|list| list.contains(&block.text)) {
            continue;
        }
        block.kind = Kind::Heading;
        let repair = Repair {
            rule: "run-in-heading".into(),
            bytes: block.source_of(&(0..u32::try_from(block.text.len()).unwrap_or(u32::MAX))),
            page: block.page(),
            before: block.text.clone(),
            after: block.text.clone(),
            confidence: 0.8,
            reason: "the same words are a heading elsewhere".into(),
        };
        doc.trail.push(Event::Repair(repair));
    }
}

/// The block without the space that stood before the cut.
fn trimmed(mut block: Block) -> Block {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (end, all) = (block.text.trim_end().len(), block.text.len());
    if end < all {
        block.replace(small(end)..small(all), "");
    }
    block
}

/// Cuts the blocks at the given bytes, in order, and sets note links right again. Gives the places of the pieces.
fn apply(doc: &mut Document, cuts: &[(usize, usize)]) -> Vec<usize> {
    let mut pieces = Vec::new();
    let mut map: Vec<u32> = Vec::with_capacity(doc.blocks.len());
    let mut blocks = Vec::with_capacity(doc.blocks.len() + cuts.len());
    let mut cuts = cuts.iter().copied().peekable();
    for (index, mut block) in std::mem::take(&mut doc.blocks).into_iter().enumerate() {
        map.push(u32::try_from(blocks.len()).unwrap_or(u32::MAX));
        let mut done = 0;
        while let Some((_, at)) = cuts.next_if(|&(i, _)| i == index) {
            let tail = block.split_off(u32::try_from(at - done).unwrap_or(u32::MAX));
            pieces.push(blocks.len());
            blocks.push(trimmed(std::mem::replace(&mut block, tail)));
            done = at;
        }
        if done == 0 || !block.text.is_empty() {
            if done > 0 {
                pieces.push(blocks.len());
            }
            blocks.push(block);
        }
    }
    for block in &mut blocks {
        for note in &mut block.notes {
            note.note = note.note.and_then(|n| map.get(n as usize).copied());
        }
    }
    doc.blocks = blocks;
    pieces
}
