//! The stage: from blocks to sections, sentences and front matter.

use rapporteur_model::{Document, Event, Kind, Repair, Span};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    contents::Contents,
    front,
    headings::{
        self, Heading,
        form::Forms,
        numeral::{self, Style},
    },
    join::{Joins, join, join_as},
    language::Languages,
    lone_number,
    options::{Numerals, Options},
    run_in, sections, sentences,
    shape::Flow,
    topics,
};

/// Finds front matter, sections, language and sentences.
pub struct Segment {
    forms: Forms,
    languages: Languages,
    smallest_words: usize,
    topics: Option<topics::Limits>,
}

impl Segment {
    /// A stage with the given options.
    pub fn new(options: &Options) -> Self {
        let numerals = match options.numerals {
            Numerals::Either => None,
            Numerals::Arabic => Some(Style::Arabic),
            Numerals::Roman => Some(Style::Roman),
        };
        Self {
            forms: Forms::new(&options.headings, numerals),
            languages: Languages::new(&options.languages),
            smallest_words: options.smallest_section_words,
            topics: options.topics.then_some(topics::Limits {
                longest_unparted: options.longest_unparted_words,
                smallest: options.smallest_topic_words,
            }),
        }
    }

    /// Segments a document in place.
    ///
    /// Gives back a contradiction in the front matter, with its place, when there is one.
    pub fn segment(&self, doc: &mut Document) -> Option<(String, Span)> {
        doc.sections.clear();
        front::forget(&mut doc.meta);
        self.languages.tell(doc);
        let lone = lone_number::find(doc);
        if !lone.is_empty() {
            join(doc, &lone);
        }
        let (mut flow, mut contents, mut headings, mut zone) = self.read(doc);
        let pages = contents.torn_pages(doc, &flow);
        if !pages.is_empty() {
            join_as(doc, &pages, None);
            (flow, contents, headings, zone) = self.read(doc);
        }
        if run_in::cut(doc, &headings, &self.forms) {
            (flow, contents, headings, zone) = self.read(doc);
        }
        let joins: Joins = headings.iter().filter(|h| h.more > 0).map(|h| (h.block, h.more)).collect();
        if !joins.is_empty() {
            mark(doc, &headings);
            join(doc, &joins);
            (flow, contents, headings, zone) = self.read(doc);
        }
        mark(doc, &headings);
        numbers(doc, &headings);
        sections::build(doc, &flow, &headings, &zone, &contents);
        self.split_sentences(doc);
        if let Some(limits) = self.topics {
            let topics = topics::find(doc, limits);
            doc.layers.put(topics);
        }
        front::read(doc, &flow, &zone)
    }

    /// Gives every block of text its sentences, by the rules of its own language.
    fn split_sentences(&self, doc: &mut Document) {
        let language = doc.language().map(ToOwned::to_owned);
        let others = self.languages.others(doc);
        let mut rest = others.paragraphs.iter().peekable();
        for (index, block) in (0..).zip(&mut doc.blocks) {
            let own = rest.next_if(|p| p.block == index).map(|p| p.language.as_str());
            block.sentences = match block.kind {
                Kind::Table | Kind::Furniture => Vec::new(),
                _ => sentences(&block.text, own.or(language.as_deref())),
            };
        }
        if !others.paragraphs.is_empty() {
            doc.layers.put(others);
        }
    }

    fn read(&self, doc: &Document) -> (Flow, Contents, Vec<Heading>, front::Zone) {
        let flow = Flow::of(doc);
        let contents = Contents::find(doc, &flow);
        let (headings, zone) = headings::decide(doc, &flow, &contents, &self.forms, self.smallest_words);
        (flow, contents, headings, zone)
    }
}

/// Makes the blocks of headings headings, and says why.
fn mark(doc: &mut Document, headings: &[Heading]) {
    for heading in headings {
        let Some(block) = doc.blocks.get_mut(heading.block) else { continue };
        if block.kind == Kind::Heading {
            continue;
        }
        block.kind = Kind::Heading;
        let bytes = block.source_of(&(0..u32::try_from(block.text.len()).unwrap_or(u32::MAX)));
        let repair = Repair {
            rule: "heading".into(),
            bytes,
            page: block.page(),
            before: block.text.clone(),
            after: block.text.clone(),
            confidence: heading.confidence,
            reason: heading.reasons.join(", ").into(),
        };
        doc.trail.push(Event::Repair(repair));
    }
}

/// Logs the numbers that the sequence corrected, and those that are given in other figures than printed.
fn numbers(doc: &mut Document, headings: &[Heading]) {
    for heading in headings {
        let Some((number, range)) = &heading.number else { continue };
        let Some(block) = doc.blocks.get(heading.block) else { continue };
        let printed = block.text.get(range.clone()).unwrap_or("");
        if printed.to_lowercase() == number.to_lowercase() || printed.trim_end_matches('.') == number {
            continue;
        }
        let value = numeral::read(printed, true).and_then(|n| n.single()).map(|v| v.to_string());
        let (confidence, reason) = if value.as_ref() == Some(number) {
            (0.99, "the same number in figures")
        } else {
            (0.9, "the other headings of the sequence are numbered so")
        };
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let repair = Repair {
            rule: "heading-number".into(),
            bytes: block.source_of(&(small(range.start)..small(range.end))),
            page: block.page(),
            before: printed.to_owned(),
            after: number.clone(),
            confidence,
            reason: reason.into(),
        };
        doc.trail.push(Event::Repair(repair));
    }
}

impl Edit for Segment {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        if let Some((message, span)) = self.segment(doc) {
            cx.warn(message, Some(span));
        }
        tracing::debug!(sections = doc.sections.len(), blocks = doc.blocks.len(), "segmented a report");
        Ok(())
    }
}

impl StageKind for Segment {
    const NAME: &'static str = "segment";
    const VERSION: u32 = 6;
    const SUMMARY: &'static str =
        "finds front matter, sessions and other sections, sentences and the language";
    const NEEDS: &'static [&'static str] = &["blocks"];
    const GIVES: &'static [&'static str] = &["sections", "sentences"];
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        for form in &options.headings {
            let words = form.replace("{n}", "");
            if words.trim().is_empty() || form.matches("{n}").count() > 1 || words.contains(['{', '}']) {
                return Err(StageError::new(format!("`{form}` is not a form of heading"))
                    .hint("write words, and at most one {n} after them for the number: \"Session {n}\""));
            }
        }
        if let Some(odd) = options.languages.iter().find(|code| !Languages::knows(code)) {
            return Err(StageError::new(format!("`languages` holds `{odd}`, which cannot be told"))
                .hint(format!("it may hold {}", Languages::codes().join(", "))));
        }
        Ok(Box::new(Self::new(options)))
    }
}

#[cfg(test)]
mod tests;
