//! The concepts named in a report, and what can be said of each without knowing any other report.

use std::ops::Range;

use crate::{
    matching::{Hit, Manner},
    reading::Place,
    text::{Text, count},
    vocabulary::{Thesaurus, Tongue},
};

/// A concept that a report may be about.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) concept: u32,
    /// Its places among the hits; none when only similar reports propose it.
    pub(crate) hits: Range<usize>,
    pub(crate) facts: Facts,
}

/// What the words of one report say of a concept.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts {
    /// How often it is named, by manner.
    pub(crate) whole: f32,
    pub(crate) nested: f32,
    pub(crate) spread: f32,
    /// In headings, in the title, and in the first part of the report.
    pub(crate) headings: f32,
    pub(crate) title: f32,
    pub(crate) lead: f32,
    /// Where it is named first and last, from 0 to 1.
    pub(crate) first: f32,
    pub(crate) last: f32,
    /// Number of the word that names it first.
    pub(crate) first_word: f32,
    /// Words of the longest label found.
    pub(crate) words: f32,
    /// Letters of the label to show.
    pub(crate) letters: f32,
    /// Share of hits that are the label's very words.
    pub(crate) alike: f32,
    /// Share of the labels' words that every report has.
    pub(crate) general: f32,
    /// Share of hits by the preferred label, by a label without its qualifier, and in capitals.
    pub(crate) preferred: f32,
    pub(crate) unqualified: f32,
    pub(crate) capital: f32,
    /// How many other concepts the same words name, on average.
    pub(crate) others: f32,
    /// How many sections name it, and what share of all that is.
    pub(crate) in_sections: f32,
    pub(crate) sections: f32,
    /// How many labels share its rarest and its commonest word.
    pub(crate) rarest: f32,
    pub(crate) commonest: f32,
    /// How strongly its neighbours in the vocabulary are named.
    pub(crate) broader: f32,
    pub(crate) narrower: f32,
    pub(crate) related: f32,
    pub(crate) siblings: f32,
    /// How many neighbours it has.
    pub(crate) degree: f32,
    pub(crate) children: f32,
}

impl Facts {
    /// Of a concept that no word names.
    pub(crate) fn absent() -> Self {
        Self { first: 1.0, first_word: f32::from(u16::MAX), ..Self::default() }
    }
}

/// The first part of a report: so many of its words in a hundred, and at least so many.
const LEAD: (u32, u32) = (5, 150);

/// What places count, where it is not as usual.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) heading: f32,
    pub(crate) summary: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { heading: 1.0, summary: 1.0 }
    }
}

/// All candidates of a report, by concept.
pub(crate) fn candidates(
    text: &Text<'_>,
    hits: &[Hit],
    thesaurus: &Thesaurus,
    tongue: &Tongue,
    weights: Weights,
) -> Vec<Candidate> {
    let words = count(text.words.len());
    let lead = (words / 100 * LEAD.0).max(LEAD.1);
    let watch = Watch { text, tongue, thesaurus, words, lead, sections: text.sections(), weights };
    let shared = shared(hits);
    let mut found: Vec<Candidate> = Vec::new();
    let mut start = 0;
    for group in hits.chunk_by(|a, b| a.concept == b.concept) {
        let range = start..start + group.len();
        start = range.end;
        let Some(concept) = group.first().map(|h| h.concept) else { continue };
        let others = shared.get(range.clone()).unwrap_or(&[]);
        found.push(Candidate { concept, facts: watch.facts(concept, group, others), hits: range });
    }
    for (nth, facts) in surroundings(&found, thesaurus).into_iter().enumerate() {
        if let Some(candidate) = found.get_mut(nth) {
            let [broader, narrower, related, siblings] = facts;
            candidate.facts = Facts { broader, narrower, related, siblings, ..candidate.facts };
        }
    }
    found
}

/// For each hit, how many other concepts have the same words.
fn shared(hits: &[Hit]) -> Vec<u8> {
    let mut order: Vec<(u32, u32, usize)> =
        hits.iter().zip(0..).map(|(h, nth)| (h.first, h.last, nth)).collect();
    order.sort_unstable();
    let mut shared = vec![0; hits.len()];
    for group in order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let others = u8::try_from(group.len() - 1).unwrap_or(u8::MAX);
        for &(_, _, nth) in group {
            if let Some(slot) = shared.get_mut(nth) {
                *slot = others;
            }
        }
    }
    shared
}

struct Watch<'w> {
    text: &'w Text<'w>,
    tongue: &'w Tongue,
    thesaurus: &'w Thesaurus,
    words: u32,
    lead: u32,
    sections: f32,
    weights: Weights,
}

#[expect(clippy::cast_precision_loss, reason = "counts of words in a report")]
impl Watch<'_> {
    fn facts(&self, concept: u32, hits: &[Hit], others: &[u8]) -> Facts {
        let mut facts = Facts::default();
        let (mut sections, mut section) = (0_u32, None);
        let mut labels = (0, 0);
        for hit in hits {
            self.count(hit, &mut facts, &mut labels);
            let stretch = self.text.stretches.get(hit.stretch as usize).filter(|s| s.place != Place::Title);
            if let Some(stretch) = stretch.filter(|s| section != Some(s.section)) {
                section = Some(stretch.section);
                sections += 1;
            }
        }
        [facts.rarest, facts.commonest] = [labels.0, labels.1].map(|n| (n as f32).ln_1p());
        let all = hits.len().max(1) as f32;
        let place = |n: u32| n as f32 / self.words.max(1) as f32;
        facts.headings *= self.weights.heading;
        facts.title = facts.title.min(1.0) * self.weights.heading;
        facts.alike /= all;
        facts.general /= all;
        facts.preferred /= all;
        facts.unqualified /= all;
        facts.capital /= all;
        facts.others = others.iter().map(|&n| f32::from(n)).sum::<f32>() / all;
        facts.whole = facts.whole.max(0.0);
        facts.first_word = hits.first().map_or(0.0, |h| h.first as f32);
        facts.first = hits.first().map_or(1.0, |h| place(h.first));
        facts.last = hits.last().map_or(1.0, |h| place(h.last));
        facts.in_sections = sections as f32;
        facts.sections = facts.in_sections / self.sections;
        facts.letters = self.tongue.shown.get(concept).len() as f32;
        facts.children = self.thesaurus.narrower.row(concept).len() as f32;
        let beside = [&self.thesaurus.broader, &self.thesaurus.related].map(|rows| rows.row(concept).len());
        facts.degree = facts.children + beside.iter().sum::<usize>() as f32;
        facts
    }

    /// Counts a hit, and how many labels have the rarest and the commonest of all its words.
    fn count(&self, hit: &Hit, facts: &mut Facts, labels: &mut (u32, u32)) {
        match hit.manner {
            Manner::Whole => facts.whole += 1.0,
            Manner::Nested => facts.nested += 1.0,
            Manner::Spread => facts.spread += 1.0,
        }
        match self.text.stretches.get(hit.stretch as usize).map(|s| s.place) {
            Some(Place::Title) => facts.title += 1.0,
            Some(Place::Heading) => facts.headings += 1.0,
            Some(Place::Summary) if hit.manner == Manner::Whole => facts.whole += self.weights.summary - 1.0,
            _ => {}
        }
        facts.alike += f32::from(u8::from(hit.alike));
        if hit.first < self.lead {
            facts.lead += 1.0;
        }
        if let Some(entry) = self.tongue.entries.get(hit.entry as usize) {
            facts.words = facts.words.max(f32::from(entry.words));
            facts.general += f32::from(entry.general) / f32::from(entry.words.max(1));
            facts.preferred += f32::from(u8::from(entry.preferred));
            facts.unqualified += f32::from(u8::from(entry.unqualified));
        }
        let written = self.text.written(hit.stretch, hit.first, hit.last);
        facts.capital += f32::from(u8::from(written.starts_with(char::is_uppercase)));
        let common = |word: u32| {
            let known = self.text.words.get(word as usize).map_or(0, |w| w.known);
            self.tongue.common(known)
        };
        let (first, last) = (common(hit.first), common(hit.last));
        let rarest = first.min(last);
        *labels = (if labels.0 == 0 { rarest } else { labels.0.min(rarest) }, labels.1.max(first).max(last));
    }
}

/// For each candidate, how strongly its broader, narrower and related concepts and its siblings are named.
fn surroundings(found: &[Candidate], thesaurus: &Thesaurus) -> Vec<[f32; 4]> {
    let mut strengths = vec![0.0; thesaurus.len()];
    for candidate in found {
        if let Some(strength) = strengths.get_mut(candidate.concept as usize) {
            *strength = (candidate.facts.whole + 0.3 * candidate.facts.nested).ln_1p();
        }
    }
    let strength = |concept: &u32| strengths.get(*concept as usize).copied().unwrap_or(0.0);
    let sum = |concepts: &[u32]| concepts.iter().map(strength).sum::<f32>();
    // What all concepts below one broader concept say together, reckoned once.
    let mut below: Vec<(u32, f32)> = Vec::new();
    for broad in found.iter().flat_map(|c| thesaurus.broader.row(c.concept)) {
        if let Err(at) = below.binary_search_by_key(broad, |b| b.0) {
            below.insert(at, (*broad, sum(thesaurus.narrower.row(*broad))));
        }
    }
    let one = |candidate: &Candidate| {
        let own = candidate.concept;
        let parents = thesaurus.broader.row(own);
        let shared = |b: &u32| {
            below.binary_search_by_key(b, |b| b.0).ok().and_then(|n| below.get(n)).map_or(0.0, |b| b.1)
        };
        let siblings = parents.iter().map(shared).fold(0.0, f32::max) - strength(&own);
        [sum(parents), sum(thesaurus.narrower.row(own)), sum(thesaurus.related.row(own)), siblings.max(0.0)]
    };
    found.iter().map(one).collect()
}
