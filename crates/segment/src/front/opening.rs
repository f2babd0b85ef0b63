//! The opening of a report: the sentences that say what was held, by whom, when and where.

use std::sync::LazyLock;

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
    "realizou-se", "decorreu", "teve lugar", "organizado pel", "organizada pel", "promovido", "promovida", "si è svolto", "si è svolta", "si è tenuto", "si è tenuta",
    "organizzato", "organizzata", "fand ", "fanden ", "veranstaltet", "organisiert", "ausgerichtet", "состоял", "прош",
];

#[rustfmt::skip]
pub(super) const EVENTS: &[&str] = &[
    "workshop", "conference", "seminar", "meeting", "consultation", "symposium", "forum", "roundtable", "round table", "round-table", "dialogue", "summit", "event",
    "colloquium", "retreat", "session", "atelier", "conférence", "séminaire", "réunion", "colloque", "journée", "taller", "conferencia", "seminario", "reunión",
    "encuentro", "coloquio", "foro", "congress", "consultations", "webinar", "hearing",
    "seminário", "conferência", "oficina", "encontro", "colóquio", "simpósio", "convegno", "incontro", "conferenza", "tagung", "konferenz", "treffen", "sitzung",
    "veranstaltung", "fachtagung", "symposion", "семинар", "конференци", "совещани", "форум",
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
    let (held, event) = (HELD_BY_START.first_in(&lower), EVENTS_BY_START.first_in(&lower).is_some());
    Sentence { text: text.to_owned(), block, start, held, event }
}

/// Whether a text has a word for an event.
pub(super) fn names_event(text: &str) -> bool {
    EVENTS_BY_START.first_in(&text.to_ascii_lowercase()).is_some()
}

/// Words by their first byte, so that a place of a text is compared with few of them.
struct Starts(Vec<Vec<&'static str>>);

static HELD_BY_START: LazyLock<Starts> = LazyLock::new(|| Starts::of(HELD));
static EVENTS_BY_START: LazyLock<Starts> = LazyLock::new(|| Starts::of(EVENTS));

impl Starts {
    fn of(words: &[&'static str]) -> Self {
        let mut starts = vec![Vec::new(); 256];
        for &word in words {
            if let Some(list) = word.bytes().next().and_then(|first| starts.get_mut(usize::from(first))) {
                list.push(word);
            }
        }
        Self(starts)
    }

    /// The first place of a text where one of the words begins.
    fn first_in(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (at, &byte) in bytes.iter().enumerate() {
            let before = std::mem::replace(&mut inside, !byte.is_ascii() || byte.is_ascii_alphanumeric());
            if before {
                continue;
            }
            let words = self.0.get(usize::from(byte)).map_or(&[][..], Vec::as_slice);
            if words.iter().any(|word| bytes.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes())))
            {
                return Some(at);
            }
        }
        None
    }
}
