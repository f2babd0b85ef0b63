//! Topics: where a long text without headings changes its subject.
//!
//! The decision it rests on: the best parting of a text is the one under which its words are told in the fewest
//! bits, when each part has word frequencies of its own (Utiyama and Isahara, "A Statistical Model for
//! Domain-Independent Text Segmentation", ACL 2001). Nothing has to be set by hand, not even how many parts there
//! are, and the best of all partings is found, not a good one. Choi's C99 ("Advances in domain independent linear
//! text segmentation", NAACL 2000) compares every two sentences and needs a window and a threshold; on his own texts
//! it is wrong more often.
//!
//! What it does not do: make headings, or part what has no paragraphs.

mod cohesion;
mod label;

use rapporteur_model::{Block, Document, Kind, Section, Topic, Topics};
use rapporteur_words::{Lexis, tokens};

use cohesion::Unit;

/// The lines with which a new topic begins, counted from 0; the first line is not among them.
///
/// Each line is a sentence or a paragraph. Short texts have one topic, and so have texts whose lines share their words.
///
/// ```
/// let rain = "The river rose and the river bank broke under the water of the river.";
/// let vote = "The delegates voted and the chair counted the votes of the delegates.";
/// let lines = [rain, rain, rain, rain, vote, vote, vote, vote];
/// assert_eq!(rapporteur_segment::topic_starts(&lines, Some("en")), [4]);
/// ```
pub fn topic_starts(lines: &[&str], language: Option<&str>) -> Vec<usize> {
    let mut lexis = Lexis::new(language.unwrap_or("en"));
    let units: Vec<Unit> = lines.iter().map(|line| unit(line, &mut lexis)).collect();
    cohesion::starts(&units, 0)
}

/// When sections are parted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// A section with fewer words stays whole.
    pub(crate) longest_unparted: usize,
    /// No topic has fewer words.
    pub(crate) smallest: usize,
}

/// The topics of a document's long sections.
pub(crate) fn find(doc: &Document, limits: Limits) -> Topics {
    let language = doc.language().unwrap_or("en").to_owned();
    let mut topics = Vec::new();
    for (index, section) in (0..).zip(&doc.sections) {
        if section.role.is_body() {
            topics.extend(of_section(doc, index, section, limits, &language));
        }
    }
    Topics { topics }
}

fn of_section(doc: &Document, index: u32, section: &Section, limits: Limits, language: &str) -> Vec<Topic> {
    let blocks = doc.blocks.get(section.blocks.start as usize..section.blocks.end as usize).unwrap_or(&[]);
    let texts: Vec<(u32, &Block)> =
        (section.blocks.start..).zip(blocks).filter(|(_, block)| is_text(block)).collect();
    let mut lexis = Lexis::new(language);
    let units: Vec<Unit> = texts.iter().map(|(_, block)| unit(&block.text, &mut lexis)).collect();
    if units.iter().map(|u| u.words).sum::<usize>() < limits.longest_unparted.max(1) {
        return Vec::new();
    }
    let mut starts = vec![0];
    starts.extend(cohesion::starts(&units, limits.smallest));
    starts.push(units.len());
    let parts: Vec<_> = starts.windows(2).filter_map(|w| Some(*w.first()?..*w.last()?)).collect();
    let labels = label::of(&texts, &units, &parts, lexis);
    let begin = |at: usize| texts.get(at).map_or(section.blocks.end, |(block, _)| *block);
    let topic = |(part, label): (&std::ops::Range<usize>, label::Label)| Topic {
        section: index,
        blocks: begin(part.start)..begin(part.end),
        words: label.words,
        evidence: label.evidence,
    };
    parts.iter().zip(labels).map(topic).collect()
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote) && !block.text.trim().is_empty()
}

/// The stems of a text that carry a subject, and how many words it has in all.
fn unit(text: &str, lexis: &mut Lexis) -> Unit {
    let mut unit = Unit { stems: Vec::new(), words: 0 };
    for token in tokens(text) {
        unit.words += 1;
        let word = lexis.add(token.text);
        if !word.stop {
            unit.stems.push(word.stem.0);
        }
    }
    unit
}

#[cfg(test)]
mod tests;
