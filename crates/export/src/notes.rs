//! Footnotes: marks, places, and labels that are unique in one document.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_model::{Document, Kind};

use crate::{Anchor, Footnote, evidence};

/// The notes of a document that have a text, by index of their block, in reading order.
pub(crate) fn note_blocks(doc: &Document) -> impl Iterator<Item = (u32, &rapporteur_model::Block)> {
    (0..).zip(&doc.blocks).filter(|(_, b)| b.kind == Kind::Note && !b.text.trim().is_empty())
}

/// The notes as the exported JSON tells them.
pub(crate) fn footnotes(doc: &Document) -> Vec<Footnote> {
    let anchors = anchors(doc);
    let repairs = note_repairs(doc);
    note_blocks(doc)
        .map(|(index, block)| {
            let anchor = anchors.get(&index).cloned();
            let length = u32::try_from(block.text.len()).unwrap_or(u32::MAX);
            let source = block.source_of(&(0..length));
            let from = repairs.partition_point(|(at, _)| *at < source.start);
            let logged = repairs.iter().skip(from).take_while(|(at, _)| *at < source.end).map(|(_, c)| *c);
            // Without a logged decision the source itself said so, and only the link can be missing.
            let stated = if anchor.is_some() { 1.0 } else { 0.5 };
            Footnote {
                mark: block.mark.clone().unwrap_or_default(),
                text: block.text.clone(),
                page: block.page(),
                paragraph: evidence::paragraph_id(index),
                anchor,
                confidence: evidence::rounded(logged.fold(stated, f32::min), 1e3),
            }
        })
        .collect()
}

/// Where the first mark of each note stood, by index of the note's block.
fn anchors(doc: &Document) -> BTreeMap<u32, Anchor> {
    let mut anchors = BTreeMap::new();
    for (index, block) in (0..).zip(&doc.blocks) {
        for mark in &block.notes {
            if let Some(note) = mark.note {
                let place = || Anchor { paragraph: evidence::paragraph_id(index), offset: mark.at };
                anchors.entry(note).or_insert_with(place);
            }
        }
    }
    anchors
}

/// Place and confidence of the logged decisions about notes, ordered by place.
fn note_repairs(doc: &Document) -> Vec<(u32, f32)> {
    let mut repairs: Vec<_> =
        doc.repairs().filter(|r| r.rule.starts_with("note")).map(|r| (r.bytes.start, r.confidence)).collect();
    repairs.sort_by_key(|(at, _)| *at);
    repairs
}

/// A label for each note, unique in the document: marks may begin anew on every page.
pub(crate) fn labels(doc: &Document) -> BTreeMap<u32, String> {
    let mut used = BTreeSet::new();
    note_blocks(doc)
        .map(|(index, block)| {
            let mark = label(block.mark.as_deref().unwrap_or(""));
            let mark = if mark.is_empty() { format!("p{}", index + 1) } else { mark };
            let mut unique = mark.clone();
            let mut count = 1;
            while !used.insert(unique.clone()) {
                count += 1;
                unique = format!("{mark}-{count}");
            }
            (index, unique)
        })
        .collect()
}

/// A mark in the letters that Markdown and HTML allow in a label: `¹` is `1`, `(a)` is `a`.
pub(crate) fn label(mark: &str) -> String {
    mark.chars()
        .map(|c| match c {
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁰' => '0',
            '⁴'..='⁹' => char::from_digit(c as u32 - '⁰' as u32, 10).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && !c.is_control() && !"[]()^.\\`<>".contains(*c))
        .collect()
}
