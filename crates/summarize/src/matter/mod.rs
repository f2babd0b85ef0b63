//! What the candidates speak of, as numbers.

mod coverage;
mod features;
mod subjects;
mod words;

pub(crate) use coverage::Covered;
pub(crate) use subjects::likeness;

use rapporteur_model::Document;
use rapporteur_words::tokens;

use crate::{candidate::Candidate, rows::Rows, tongue::Tongue};

use features::Features;
use words::Words;

/// The matter of each candidate.
#[derive(Debug)]
pub(crate) struct Matter {
    features: Features,
    /// The stems of each candidate that carry a subject, with their weight: unit vectors, sorted by stem.
    pub(crate) subjects: Rows<(u32, f32)>,
    /// For each candidate the share of the title's stems that it holds.
    pub(crate) title: Vec<f32>,
    /// For each candidate the share of its words that hold a digit.
    pub(crate) numbers: Vec<f32>,
}

impl Matter {
    /// Counts the words of all candidates.
    pub(crate) fn of(doc: &Document, candidates: &[Candidate], tongue: &mut Tongue) -> Self {
        tongue.begin();
        let words = Words::of(doc, candidates, tongue);
        let title = title_stems(doc, tongue);
        let stems = tongue.held();
        Self {
            features: Features::of(candidates, &words.stems, stems),
            subjects: subjects::subjects(&words.stems, stems),
            title: words.stems.iter().map(|words| share_of(&title, words)).collect(),
            numbers: words.numbers,
        }
    }
}

fn title_stems(doc: &Document, tongue: &mut Tongue) -> Vec<u32> {
    let title = doc.meta.title.as_ref().map_or("", |t| t.value.as_str());
    let words = tokens(title).map(|t| tongue.number_held(t.text));
    let mut stems: Vec<u32> = words.filter(|(_, stop)| !stop).map(|(stem, _)| stem).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

#[expect(clippy::cast_precision_loss, reason = "a title is short")]
fn share_of(title: &[u32], words: &[(u32, bool)]) -> f32 {
    let held = title.iter().filter(|stem| words.iter().any(|(s, _)| s == *stem)).count();
    held as f32 / title.len().max(1) as f32
}
