//! Which sentences may stand in a summary.

use std::ops::Range;

use rapporteur_model::{Cited, Document, Kind, Role, Span};

use crate::{
    body,
    faith::{Faith, faith},
    leaning::leans,
    prose::{count_words, is_prose, is_wordy, list_mark},
};

/// A sentence that may be chosen.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Where it stands, the mark of a list item left out.
    pub(crate) span: Span,
    /// Index of its section.
    pub(crate) section: u32,
    /// Its words, counted as a reader would.
    pub(crate) words: u32,
    /// Its place among the candidates of its section, from 0.
    pub(crate) place: u32,
    /// Its place in its paragraph, from 0.
    pub(crate) nth: u32,
    /// It leans on the sentence before it ("However, they …").
    pub(crate) leans: bool,
    /// Whether it stands in the source like this.
    pub(crate) faith: Faith,
}

impl Candidate {
    /// The sentence as the summary's readers get it.
    pub(crate) fn cited(&self) -> Cited {
        Cited { section: self.section, span: self.span.clone() }
    }

    /// Whether it is the very next sentence of the same paragraph.
    pub(crate) fn follows(&self, other: &Self) -> bool {
        self.span.block == other.span.block && self.nth == other.nth + 1
    }
}

/// Shorter ones are fragments.
const FEWEST_WORDS: u32 = 6;
/// Longer ones are lists, or several sentences that could not be told apart.
const MOST_WORDS: u32 = 90;

/// A paragraph of so many sentences is running text only if half of its words stand in good ones.
const FEWEST_TO_JUDGE: usize = 3;

/// The candidates of a document, in document order. A document without a single good sentence gives those that are
/// at least sentences.
pub(crate) fn candidates(doc: &Document) -> Vec<Candidate> {
    let speaking = body::speaking(doc);
    let body = |section: usize| speaking.get(section).copied().unwrap_or(false);
    let good =
        gather(doc, body, |text, words| (FEWEST_WORDS..=MOST_WORDS).contains(&words) && is_prose(text));
    if !good.is_empty() {
        return good;
    }
    let text = |section: usize| doc.sections.get(section).is_some_and(|s| may_speak(s.role));
    gather(doc, text, |text, _| is_wordy(text) || is_prose(text))
}

/// Roles that hold text, if not of the body.
fn may_speak(role: Role) -> bool {
    role.is_body() || matches!(role, Role::Front | Role::Annex)
}

fn gather(
    doc: &Document,
    speaks: impl Fn(usize) -> bool,
    good: impl Fn(&str, u32) -> bool,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (index, section) in doc.sections.iter().enumerate().filter(|(index, _)| speaks(*index)) {
        let mut place = 0;
        for block in section.blocks.clone() {
            let Some(b) = doc.blocks.get(block as usize) else { continue };
            if !matches!(b.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote) {
                continue;
            }
            let (before, mut running, mut all) = (found.len(), 0, 0);
            for (nth, bytes) in (0..).zip(&b.sentences) {
                let bytes = without_mark(&b.text, bytes);
                let Some(text) = slice(&b.text, &bytes) else { continue };
                let words = count_words(text);
                let good = good(text, words);
                all += words;
                running += if good || words > MOST_WORDS { words } else { 0 };
                if !good {
                    continue;
                }
                let leans = leans(text);
                let span = Span { block, bytes };
                found.push(Candidate {
                    faith: faith(doc, &span),
                    span,
                    section: u32::try_from(index).unwrap_or(u32::MAX),
                    words,
                    place: 0,
                    nth,
                    leans,
                });
            }
            // Of a reference to a book, the title alone looks like a sentence.
            if running * 2 < all && b.sentences.len() >= FEWEST_TO_JUDGE {
                found.truncate(before);
            }
            for candidate in found.iter_mut().skip(before) {
                candidate.place = place;
                place += 1;
            }
        }
    }
    found
}

fn slice<'t>(text: &'t str, bytes: &Range<u32>) -> Option<&'t str> {
    text.get(bytes.start as usize..bytes.end as usize)
}

/// `2.  It is necessary …` is cited from `It` on.
fn without_mark(text: &str, bytes: &Range<u32>) -> Range<u32> {
    let mark = slice(text, bytes).map_or(0, list_mark);
    bytes.start + u32::try_from(mark).unwrap_or(0)..bytes.end
}
