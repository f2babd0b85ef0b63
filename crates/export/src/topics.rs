//! Topics of long sections without headings, as the exports show them.

use std::collections::BTreeSet;

use rapporteur_model::{Document, Topic, Topics};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Evidence,
    evidence::{paragraph_id, places},
    lists, reading,
};

/// A part of a section without headings: inferred from its words, never printed in the report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TopicFields {
    /// The section's id.
    pub section: String,
    /// Its first paragraph.
    pub first: String,
    /// Its last paragraph.
    pub last: String,
    /// The page it begins on, counted from 1, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The words that set it apart from the rest of its section, the most telling first.
    pub words: Vec<String>,
    /// Where each of the words stands first.
    pub evidence: Vec<Evidence>,
}

/// The topics for the JSON; `None` when no stage has looked for them.
pub(crate) fn fields(doc: &Document, section_id: impl Fn(u32) -> String) -> Option<Vec<TopicFields>> {
    let topics = doc.layers.get::<Topics>().ok().flatten()?;
    let field = |topic: &Topic| TopicFields {
        section: section_id(topic.section),
        first: paragraph_id(topic.blocks.start),
        last: paragraph_id(last(doc, topic)),
        page: page(doc, topic),
        words: topic.words.clone(),
        evidence: places(doc, &topic.evidence),
    };
    Some(topics.topics.iter().map(field).collect())
}

/// The last block of a topic that holds text of its section.
fn last(doc: &Document, topic: &Topic) -> u32 {
    let sections = reading::sections(doc);
    let section = sections.get(topic.section as usize);
    let shown = section.and_then(|s| {
        reading::paragraphs(doc, s).map(|(at, _)| at).filter(|at| topic.blocks.contains(at)).last()
    });
    shown.unwrap_or(topic.blocks.start)
}

fn page(doc: &Document, topic: &Topic) -> Option<u32> {
    doc.blocks.get(topic.blocks.start as usize)?.page()
}

/// The lines of the outline for the topics of a section, marked with `~`: no reader can take them for headings.
pub(crate) fn outline(doc: &Document, section: u32, indent: &str) -> String {
    let Ok(Some(topics)) = doc.layers.get::<Topics>() else { return String::new() };
    let mut lines = String::new();
    for topic in topics.topics.iter().filter(|t| t.section == section) {
        lines += &format!("{indent}~ {}", topic.words.join(", "));
        if let Some(page) = page(doc, topic) {
            lines += &format!("\t{page}");
        }
        lines.push('\n');
    }
    lines
}

/// The line between two topics.
pub const BETWEEN_TOPICS: &str = "==========";

/// The sentences in reading order, one a line, and [`BETWEEN_TOPICS`] where a section changes its topic. `None` when
/// no stage has looked for topics.
pub fn topics(doc: &Document) -> Option<String> {
    let topics = doc.layers.get::<Topics>().ok().flatten()?;
    let changes = |pair: &[Topic]| match pair {
        [one, next] if one.section == next.section => Some(next.blocks.start),
        _ => None,
    };
    let starts: BTreeSet<u32> = topics.topics.windows(2).filter_map(changes).collect();
    Some(lists::sentences_with(doc, |block| starts.contains(&block).then_some(BETWEEN_TOPICS)))
}
