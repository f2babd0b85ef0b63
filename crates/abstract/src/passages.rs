//! What is sent: the sentences of a section, in portions.

use std::ops::Range;

use rapporteur_model::{Cited, Document, Kind, Section, Span};

/// Sentences of one section that are sent together, numbered from 1 by their place.
#[derive(Debug)]
pub(crate) struct Passage<'d> {
    /// The heading of the section; empty when there is none.
    pub(crate) heading: &'d str,
    /// The sentences.
    pub(crate) sentences: Vec<(Cited, &'d str)>,
}

impl Passage<'_> {
    /// The sentence of a number, counted from 1.
    pub(crate) fn sentence(&self, number: u32) -> Option<&(Cited, &str)> {
        self.sentences.get((number as usize).checked_sub(1)?)
    }
}

/// The passages of a report: sections that speak, in portions of so many words.
pub(crate) fn passages(doc: &Document, smallest: u32, most: u32) -> Vec<Passage<'_>> {
    let sections = (0..).zip(&doc.sections).filter(|(_, section)| section.role.is_body());
    sections
        .flat_map(|(index, section)| {
            let sentences = sentences(doc, index, section);
            let all: usize = sentences.iter().map(|(_, text)| words(text)).sum();
            let sentences = if all < smallest as usize { Vec::new() } else { sentences };
            portions(&sentences, most as usize)
                .into_iter()
                .filter_map(|portion| sentences.get(portion).map(<[_]>::to_vec))
                .map(|sentences| Passage { heading: &section.title, sentences })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn sentences<'d>(doc: &'d Document, index: u32, section: &Section) -> Vec<(Cited, &'d str)> {
    let blocks = section.blocks.clone().filter_map(|b| Some((b, doc.blocks.get(b as usize)?)));
    let speaking =
        blocks.filter(|(_, block)| matches!(block.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote));
    speaking
        .flat_map(|(number, block)| {
            block.sentences.iter().map(move |bytes| {
                let span = Span { block: number, bytes: bytes.clone() };
                let text = doc.text(&span);
                (Cited { section: index, span }, text)
            })
        })
        .filter(|(_, text)| words(text) > 2)
        .collect()
}

/// Portions of about equal size, none above the limit unless a single sentence is.
fn portions(sentences: &[(Cited, &str)], most: usize) -> Vec<Range<usize>> {
    let all: usize = sentences.iter().map(|(_, text)| words(text)).sum();
    let share = all.div_ceil(all.div_ceil(most.max(1)).max(1)).max(1);
    let mut portions = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, (_, text)) in sentences.iter().enumerate() {
        let length = words(text);
        if at > start && (size >= share || size + length > most) {
            portions.push(start..at);
            (start, size) = (at, 0);
        }
        size += length;
    }
    if start < sentences.len() {
        portions.push(start..sentences.len());
    }
    portions
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
