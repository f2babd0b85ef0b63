//! What speaks for a sentence apart from its matter: where it stands, how it is built, what it announces.
//!
//! The figures were found by coordinate ascent on four groups (Beige Books with and without headings, GAO reports,
//! papers), then rounded, and some moved by hand with all groups and six conference reports in view. They lie on a
//! plateau: halving or doubling what beginnings count, a tenth more or less on length, half as much again on titles change
//! ROUGE-1 by 0.2 or less over all; and where each group in turn has no say in these, it loses 0.5 at most. A cosine
//! centrality (LexRank) beside these added nothing to the spread of words that coverage weighs already; what a sentence
//! announces ("agreed that") does not help running text.

use rapporteur_model::Document;

use crate::{
    candidate::Candidate,
    cues::{Cues, Signs},
    faith::Faith,
    matter::Matter,
    within::Within,
};

/// The marks of one candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    /// How near it stands to the beginning of its section: 1 is first.
    first: f32,
    /// What its place in paragraph and report speaks for it. It counts in short summaries more than in long ones.
    place: f32,
    /// What its form speaks for it, or against it.
    form: f32,
    /// What it announces.
    pub(crate) signs: Signs,
    /// Logarithm of its length in words.
    length: f32,
}

/// What a selection looks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taste {
    /// How much a place counts.
    pub(crate) place: f32,
    /// How much the first place in a section counts.
    pub(crate) first: f32,
    /// Longer sentences cover more; this exponent says how much of that is held against them.
    pub(crate) length: f32,
    /// How much an announcement counts ("participants agreed that …").
    pub(crate) signs: f32,
}

impl Taste {
    /// For running text of so many words: how much of the report it covers is what counts.
    #[expect(clippy::cast_precision_loss, reason = "a budget is small")]
    pub(crate) fn for_words(words: u32) -> Self {
        let place = HALF / (HALF + words as f32);
        Self { place, first: 0.25 * place, length: 0.8, signs: 0.0 }
    }

    /// For single sentences that a rapporteur would pull: their length hardly matters, what they announce does.
    pub(crate) fn for_pulling() -> Self {
        Self { place: 0.5, first: 0.5, length: 0.3, signs: 0.8 }
    }

    /// For the one sentence that stands for the report: what it was for, told early.
    pub(crate) fn for_headline() -> Self {
        Self { place: 1.0, first: 0.5, length: 0.5, signs: 0.3 }
    }
}

/// A summary of so many words heeds places half as much as the shortest one.
const HALF: f32 = 150.0;
/// What a sentence loses that leans on the one before it, unless that one stands in front of it.
pub(crate) const LEANING: f32 = 1.0;

/// What it loses for each word in its middle that points out of it.
const POINTING: f32 = -0.15;
/// What it loses for a full stop within.
const STRAY_STOP: f32 = -0.6;
/// What a sentence loses that does not stand in the source word for word: enough to prefer one of nearly the same worth.
const JOINED: f32 = -0.3;
const ALTERED: f32 = -0.6;

/// The marks of all candidates.
pub(crate) fn marks(doc: &Document, candidates: &[Candidate], matter: &Matter, cues: &Cues) -> Vec<Marks> {
    let mark = |(index, candidate): (usize, &Candidate)| {
        let text = doc.text(&candidate.span);
        Marks {
            first: first(candidate),
            place: place(candidate, index, candidates.len()),
            form: form(candidate, text) + 0.5 * matter.title.get(index).copied().unwrap_or(0.0)
                - 0.5 * matter.numbers.get(index).copied().unwrap_or(0.0),
            signs: cues.read(text),
            length: length(candidate.words),
        }
    };
    candidates.iter().enumerate().map(mark).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a section is short")]
fn first(candidate: &Candidate) -> f32 {
    1.0 / (1.0 + candidate.place as f32)
}

/// First in its paragraph, near the beginning and the end of the report.
#[expect(clippy::cast_precision_loss, reason = "a report has fewer sentences than an f32 can count")]
fn place(candidate: &Candidate, index: usize, all: usize) -> f32 {
    // Nearness fades over a twentieth of the report.
    let near = |distance: usize| (-20.0 * distance as f32 / all.max(1) as f32).exp();
    0.3 / (1.0 + candidate.nth as f32) + 1.5 * near(index) + 1.5 * near(all.saturating_sub(index + 1))
}

#[expect(clippy::cast_precision_loss, reason = "a sentence is short")]
fn form(candidate: &Candidate, text: &str) -> f32 {
    let pause = |mark: char| if text.contains(mark) { -0.2 } else { 0.0 };
    // Questions tell nothing by themselves; bullets within a sentence are a list that could not be told apart.
    let question = if text.ends_with(['?', '？']) { -0.5 } else { 0.0 };
    let list = if !text.is_ascii() && text.contains(['•', '·', '▪']) { -0.5 } else { 0.0 };
    let whole = (candidate.words as f32 / 12.0).min(1.0);
    let leaning = if candidate.leans { -LEANING } else { 0.0 };
    let Within { pointing, stops } = Within::of(text);
    let within = POINTING * f32::from(pointing) + STRAY_STOP * f32::from(stops);
    let faith = match candidate.faith {
        Faith::WordForWord => 0.0,
        Faith::Joined => JOINED,
        Faith::Altered => ALTERED,
    };
    whole + leaning + within + pause(':') + pause(';') + question + list + faith
}

impl Marks {
    /// The factor for what the candidate covers.
    pub(crate) fn factor(&self, taste: Taste) -> f32 {
        let place = taste.place * self.place + taste.first * self.first;
        let sum = place + self.form + taste.signs * self.signs.weight();
        (sum - taste.length * self.length).exp()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sentence is short")]
fn length(words: u32) -> f32 {
    (words.max(1) as f32).ln()
}
