//! Which concepts a report is about, without training: how often, how widely, and where they are named.

use std::{collections::BTreeMap, ops::Range};

use rapporteur_model::Span;

use crate::{
    candidates::{Candidate, Facts},
    matching::{Hit, Manner},
    reading::Place,
    text::Text,
};

/// A concept and what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub(crate) concept: u32,
    /// 0 to 1.
    pub(crate) score: f32,
    /// Its places among the hits.
    pub(crate) hits: Range<usize>,
}

/// Of a report as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frame {
    /// Words of the report.
    pub(crate) words: f32,
    /// How often its most frequent concept is named.
    pub(crate) most: f32,
    pub(crate) sections: f32,
}

impl Frame {
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    pub(crate) fn new(text: &Text<'_>, candidates: &[Candidate]) -> Self {
        let most = candidates.iter().map(|c| c.facts.whole).fold(0.0, f32::max);
        Self { words: text.words.len() as f32, most, sections: text.sections() }
    }
}

/// A score without training, 0 to 1.
///
/// Weights were fitted by logistic regression over 314 reports with AGROVOC terms, and rounded. What pays: labels of
/// several words, met as they are written, often, early and to the end; a neighbour in the vocabulary that is named
/// too. What costs: general words ("activities"), a word that many labels share, a qualifier left out.
pub(crate) fn untrained(facts: &Facts) -> f32 {
    let f = facts;
    let yes = |is: bool| f32::from(u8::from(is));
    let sum = -2.55
        + 0.82 * f.whole.ln_1p()
        + 0.76 * f.spread.ln_1p()
        + 0.38 * f.headings.ln_1p()
        + 0.4 * f.title
        + 0.95 * f.alike
        - 0.8 * yes(f.general >= 1.0)
        - 1.1 * yes(f.words <= 1.0)
        - 1.3 * f.unqualified
        - 0.24 * f.others.min(3.0)
        + 0.3 * f.capital
        + 0.46 * f.letters.ln_1p()
        - 0.2 * f.commonest
        - 0.32 * f.first_word.ln_1p()
        + 0.55 * f.last
        + 0.32 * f.broader.ln_1p()
        + 0.55 * f.related.ln_1p();
    1.0 / (1.0 + (-sum).exp())
}

/// Ranks the concepts of a document, best first.
pub(crate) fn of_document(candidates: &[Candidate]) -> Vec<Ranked> {
    let named = candidates.iter().filter(|c| c.facts.whole > 0.0);
    let mut ranked: Vec<Ranked> = named
        .map(|c| Ranked { concept: c.concept, score: untrained(&c.facts), hits: c.hits.clone() })
        .collect();
    sort(&mut ranked);
    ranked
}

/// Ranks the concepts of each section: named often here, and not everywhere else.
pub(crate) fn of_sections(
    candidates: &[Candidate],
    hits: &[Hit],
    text: &Text<'_>,
) -> BTreeMap<u32, Vec<Ranked>> {
    let mut by_section: BTreeMap<u32, Vec<Ranked>> = BTreeMap::new();
    // Sections that name a concept, with the weight of its places: hits stand in reading order.
    let mut here: Vec<(u32, f32)> = Vec::new();
    for candidate in candidates {
        let rare = (1.0 + 1.0 / candidate.facts.sections.max(1e-3)).ln();
        here.clear();
        for (stretch, place) in of_a_section(hits.get(candidate.hits.clone()).unwrap_or(&[]), text) {
            let weight = if place == Place::Heading { 4.0 } else { 1.0 };
            match here.last_mut().filter(|h| h.0 == stretch) {
                Some(known) => known.1 += weight,
                None => here.push((stretch, weight)),
            }
        }
        let several = if candidate.facts.words > 1.0 { 1.4 } else { 1.0 };
        for &(section, weight) in &here {
            let weight = weight * several * rare;
            let score = weight / (weight + 4.5);
            let ranked = Ranked { concept: candidate.concept, score, hits: candidate.hits.clone() };
            by_section.entry(section).or_default().push(ranked);
        }
    }
    by_section.values_mut().for_each(|ranked| sort(ranked));
    by_section
}

/// The places that count for sections: section and kind of place of each hit, in reading order.
fn of_a_section<'h>(hits: &'h [Hit], text: &'h Text<'_>) -> impl Iterator<Item = (u32, Place)> + 'h {
    let whole = hits.iter().filter(|h| h.manner == Manner::Whole);
    let stretches = whole.filter_map(|h| text.stretches.get(h.stretch as usize));
    stretches.filter(|s| s.place != Place::Title).map(|s| (s.section, s.place))
}

/// The hits of one concept in one section, without a look at all others: they stand in reading order, those of the title
/// in front.
pub(crate) fn within(hits: &[Hit], text: &Text<'_>, section: u32) -> Vec<Hit> {
    let of = |h: &Hit| text.stretches.get(h.stretch as usize);
    let (titles, body) =
        hits.split_at(hits.partition_point(|h| of(h).is_some_and(|s| s.place == Place::Title)));
    let from = body.partition_point(|h| of(h).is_some_and(|s| s.section < section));
    let to = body.partition_point(|h| of(h).is_some_and(|s| s.section <= section));
    [titles, body.get(from..to).unwrap_or(&[])].concat()
}

/// Why a section has a theme, in words for the reader.
pub(crate) fn why_here(hits: &[Hit], text: &Text<'_>, section: u32) -> String {
    format!("named {} in this section", times(of_a_section(hits, text).filter(|h| h.0 == section).count()))
}

fn sort(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.concept.cmp(&b.concept)));
}

/// Why a document has a theme, in words for the reader.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are small and not negative"
)]
pub(crate) fn why(facts: &Facts, frame: Frame) -> String {
    let [whole, nested, spread, headings] =
        [facts.whole, facts.nested, facts.spread, facts.headings].map(|n| n as usize);
    let mut why = match (whole, nested + spread) {
        (0, within) => format!("named {} within longer terms or with words between", times(within)),
        (whole, _) => format!("named {}", times(whole)),
    };
    why += &format!(" in {} of {} sections", facts.in_sections, frame.sections);
    if headings > 0 {
        why += &format!(", {} in headings", times(headings));
    }
    if facts.title > 0.0 {
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
/// reading order. Words of a longer label count only where there is nothing better.
pub(crate) fn evidence(text: &Text<'_>, hits: &[Hit], section: Option<u32>, most: usize) -> Vec<Span> {
    let of = |h: &Hit| text.stretches.get(h.stretch as usize);
    let here = |h: &&Hit| section.is_none_or(|s| of(h).is_some_and(|t| t.section == s));
    let best = hits.iter().filter(here).map(|h| h.manner).min();
    let good: Vec<&Hit> = hits.iter().filter(here).filter(|h| Some(h.manner) == best).collect();
    let mut seen = std::collections::BTreeSet::new();
    let (first, rest): (Vec<&Hit>, Vec<&Hit>) = good.into_iter().partition(|h| {
        of(h).is_some_and(|t| !matches!(t.place, Place::Text | Place::Summary) || seen.insert(t.section))
    });
    let taken = first.into_iter().chain(rest).take(most);
    let mut spans: Vec<Span> = taken.map(|h| text.span(h.stretch, h.first, h.last)).collect();
    spans.sort_by_key(|s| (s.block, s.bytes.start));
    spans
}
