//! The opening of a report: the sentences that say what was held, by whom, when and where.

use rapporteur_model::{Document, Kind, Role, Span};

use super::{Zone, zone::span};
use crate::{sentences, shape::Flow};

/// A sentence of the opening.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) block: usize,
    /// First byte in the block's text.
    pub(super) start: usize,
    /// It says that something was held, with the byte of the word that says so.
    pub(super) held: Option<usize>,
    /// It names a kind of event.
    pub(super) event: bool,
}

impl Sentence {
    /// A part of the sentence as a span of its block.
    pub(super) fn span(&self, bytes: &std::ops::Range<usize>) -> Span {
        span(self.block, self.start + bytes.start..self.start + bytes.end)
    }
}

/// Words of the opening that are read.
const WORDS: usize = 900;

#[rustfmt::skip]
pub(super) const HELD: &[&str] = &[
    "held", "took place", "convened", "organized", "organised", "hosted", "co-hosted", "co-organized", "co-organised", "co-sponsored", "sponsored", "gathered", "brought together", "met ", "conducted",
    "s'est tenu", "s’est tenu", "a eu lieu", "organisé", "ont organisé", "tenue à", "tenu à", "se celebró", "tuvo lugar", "se realizó", "se llevó a cabo", "organizado", "organizada",
    "organizó", "organizaron", "convocó", "convocaron", "convocado", "convocada", "celebró", "celebrado", "celebrada",
];

#[rustfmt::skip]
pub(super) const EVENTS: &[&str] = &[
    "workshop", "conference", "seminar", "meeting", "consultation", "symposium", "forum", "roundtable", "round table", "round-table", "dialogue", "summit", "event",
    "colloquium", "retreat", "session", "atelier", "conférence", "séminaire", "réunion", "colloque", "journée", "taller", "conferencia", "seminario", "reunión",
    "encuentro", "coloquio", "foro", "congress", "consultations", "webinar", "hearing",
];

/// The sentences of the first paragraphs of prose, without rights and contents.
pub(super) fn read(doc: &Document, flow: &Flow, zone: &Zone) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut words = 0;
    for shape in flow.shapes.iter().skip(zone.title.end) {
        if words > WORDS {
            break;
        }
        let role = u32::try_from(shape.block)
            .ok()
            .and_then(|b| doc.section_of(b))
            .and_then(|i| doc.sections.get(i))
            .map_or(Role::Body, |s| s.role);
        let skip = matches!(role, Role::Contents | Role::Boilerplate | Role::References | Role::Participants);
        if skip || !shape.prose || !matches!(shape.kind, Kind::Paragraph | Kind::Quote) {
            continue;
        }
        words += shape.words;
        let Some(block) = doc.blocks.get(shape.block) else { continue };
        for range in sentences(&block.text, doc.language()) {
            let start = range.start as usize;
            let text = block.text.get(start..range.end as usize).unwrap_or("");
            if text.len() < 1200 {
                found.push(sentence(text, shape.block, start));
            }
        }
    }
    found
}

fn sentence(text: &str, block: usize, start: usize) -> Sentence {
    let lower = text.to_ascii_lowercase();
    let (held, event) = (first_of(&lower, HELD), first_of(&lower, EVENTS).is_some());
    Sentence { text: text.to_owned(), block, start, held, event }
}

/// Whether a text has a word for an event.
pub(super) fn names_event(text: &str) -> bool {
    first_of(&text.to_ascii_lowercase(), EVENTS).is_some()
}

/// The first place of a text where one of several words begins.
fn first_of(text: &str, words: &[&str]) -> Option<usize> {
    let begins = |at: &usize| {
        let before = at.checked_sub(1).and_then(|i| text.as_bytes().get(i));
        before.is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
    };
    // Most words of a text begin with the letter of none.
    let mut firsts = [false; 256];
    for first in words.iter().filter_map(|word| word.bytes().next()) {
        if let Some(known) = firsts.get_mut(usize::from(first)) {
            *known = true;
        }
    }
    let here = |at: &usize| {
        let rest = text.get(*at..).unwrap_or("");
        let first = rest.bytes().next().and_then(|b| firsts.get(usize::from(b)));
        first == Some(&true) && words.iter().any(|word| rest.starts_with(word))
    };
    (0..text.len()).filter(begins).find(here)
}
