//! Which concepts a report is about, without training: how often, how widely, and where they are named.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_model::Span;

use crate::{matching::Hit, reading::Place};

/// A concept and what speaks for it.
#[derive(Debug)]
pub(crate) struct Ranked {
    /// Number of the concept in the index.
    pub(crate) concept: u32,
    /// 0 to 1.
    pub(crate) score: f32,
    /// In words for the reader.
    pub(crate) why: String,
}

/// A hit in a heading counts as so many in the text, one in the title as so many more.
const HEADING: f32 = 4.0;
const TITLE: f32 = 8.0;
/// Labels of several words are rarely meant by chance.
const SEVERAL_WORDS: f32 = 1.4;
/// The weight at which a concept named in a third of the sections reaches half of the full score.
const HALF: f32 = 9.0;

fn weight(hit: &Hit) -> f32 {
    let place = match hit.place {
        Place::Title => TITLE,
        Place::Heading => HEADING,
        Place::Text => 1.0,
    };
    if hit.words > 1 { place * SEVERAL_WORDS } else { place }
}

/// Ranks the concepts of a document of `sections` body sections, best first.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(crate) fn of_document(hits: &BTreeMap<u32, Vec<Hit>>, sections: usize) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = hits
        .iter()
        .map(|(&concept, hits)| {
            let spread = sections_of(hits) as f32 / sections.max(1) as f32;
            let weight: f32 = hits.iter().map(weight).sum::<f32>() * (0.4 + spread.min(1.0).sqrt());
            Ranked { concept, score: weight / (weight + HALF), why: why(hits, sections) }
        })
        .collect();
    sort(&mut ranked);
    ranked
}

/// Ranks the concepts of each section: named often here, and not everywhere else.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(crate) fn of_sections(hits: &BTreeMap<u32, Vec<Hit>>, sections: usize) -> BTreeMap<u32, Vec<Ranked>> {
    let mut by_section: BTreeMap<u32, Vec<Ranked>> = BTreeMap::new();
    for (&concept, hits) in hits {
        let rare = (1.0 + sections.max(1) as f32 / sections_of(hits).max(1) as f32).ln();
        let mut here: BTreeMap<u32, (f32, usize)> = BTreeMap::new();
        for hit in hits.iter().filter(|h| h.place != Place::Title) {
            let entry = here.entry(hit.section).or_default();
            entry.0 += weight(hit);
            entry.1 += 1;
        }
        for (section, (weight, count)) in here {
            let weight = weight * rare;
            let why = format!("named {} in this section", times(count));
            let score = weight / (weight + HALF / 2.0);
            by_section.entry(section).or_default().push(Ranked { concept, score, why });
        }
    }
    by_section.values_mut().for_each(|ranked| sort(ranked));
    by_section
}

fn sort(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.concept.cmp(&b.concept)));
}

fn sections_of(hits: &[Hit]) -> usize {
    hits.iter().filter(|h| h.place != Place::Title).map(|h| h.section).collect::<BTreeSet<_>>().len()
}

fn why(hits: &[Hit], sections: usize) -> String {
    let mut why = format!("named {} in {} of {sections} sections", times(hits.len()), sections_of(hits));
    let headings = hits.iter().filter(|h| h.place == Place::Heading).count();
    if headings > 0 {
        why += &format!(", {} in headings", times(headings));
    }
    if hits.iter().any(|h| h.place == Place::Title) {
        why += ", and in the title";
    }
    why
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// At most `most` places: first the first of each section, so that the reader sees the spread, then the rest; in
/// reading order.
pub(crate) fn evidence(hits: &[&Hit], most: usize) -> Vec<Span> {
    let mut seen = BTreeSet::new();
    let (first, rest): (Vec<&Hit>, Vec<&Hit>) =
        hits.iter().copied().partition(|h| h.place != Place::Text || seen.insert(h.section));
    let mut spans: Vec<Span> = first.into_iter().chain(rest).take(most).map(|h| h.span.clone()).collect();
    spans.sort_by_key(|s| (s.block, s.bytes.start));
    spans
}
