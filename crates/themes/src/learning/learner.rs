//! `train`: from indexed reports to a model.

use std::sync::Arc;

use rapporteur_model::Document;
use rustc_hash::FxHashMap;

use super::{
    archive::{Archive, Indexed, vector},
    boost::{Boosting, Forest},
    calibration::Calibration,
    features::COUNT,
    measure::{Measures, measure},
    model::{Model, rows},
};
use crate::{
    candidates::{Candidate, Weights, candidates},
    matching::hits,
    ranking::Frame,
    text::{Reader, count},
    vocabulary::{NONE, Texts, Thesaurus},
};

/// Each report is ranked once by a model that has not seen it, in so many parts; on this the scores are calibrated.
const PARTS: usize = 3;
/// Fewer indexed reports teach nothing.
const LEAST: usize = 10;

/// Collects indexed reports, then learns from them.
#[derive(Debug)]
pub struct Trainer {
    reader: Reader,
    thesaurus: Arc<Thesaurus>,
    stems: FxHashMap<Box<str>, u32>,
    reports: Vec<Example>,
}

/// An indexed report, ready to learn from.
#[derive(Debug)]
struct Example {
    name: String,
    chosen: Vec<u32>,
    candidates: Vec<Candidate>,
    frame: Frame,
    /// How often each stem stands in it.
    counts: Vec<(u32, u32)>,
}

/// What was learned from, and how well it went.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Lesson {
    /// Reports learned from.
    pub reports: usize,
    /// How well reports are indexed that the model has not seen: measured by leaving out a part of them in turn.
    pub measures: Measures,
}

impl Trainer {
    /// Learns themes of a vocabulary, from reports in one language.
    pub fn new(thesaurus: &Arc<Thesaurus>, language: &str) -> Self {
        Self {
            reader: Reader::new(thesaurus, language),
            thesaurus: Arc::clone(thesaurus),
            stems: FxHashMap::default(),
            reports: Vec::new(),
        }
    }

    /// Takes a report that has been through the stages before `themes`, and the URIs that its indexers chose. Gives
    /// the URIs that the vocabulary does not know; concepts that were replaced are taken for their replacement.
    pub fn add(&mut self, name: &str, doc: &Document, chosen: &[String]) -> Vec<String> {
        let mut unknown = Vec::new();
        let mut known = Vec::new();
        for uri in chosen {
            let concept = self.thesaurus.concept(uri);
            let current = concept.and_then(|c| self.thesaurus.current.get(c as usize)).copied();
            match current.filter(|&c| c != NONE) {
                Some(concept) => known.push(concept),
                None => unknown.push(uri.clone()),
            }
        }
        known.sort_unstable();
        known.dedup();
        let text = self.reader.read(doc);
        let hits = hits(&text, &self.reader);
        let found =
            self.reader.tongue().map(|t| candidates(&text, &hits, &self.thesaurus, t, Weights::default()));
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for word in text.words.iter().filter(|w| w.letters && !w.stop) {
            let next = count(self.stems.len());
            let name = self.reader.name(word.stem);
            let stem = match self.stems.get(name) {
                Some(&stem) => stem,
                None => {
                    self.stems.insert(name.into(), next);
                    next
                }
            };
            *counts.entry(stem).or_default() += 1;
        }
        let mut counts: Vec<(u32, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        let candidates = found.unwrap_or_default();
        let frame = Frame::new(&text, &candidates);
        self.reports.push(Example { name: name.to_owned(), chosen: known, candidates, frame, counts });
        unknown
    }

    /// Learns. The order in which reports were added does not matter.
    ///
    /// # Errors
    /// A sentence when there is too little to learn from.
    pub fn learn(mut self) -> Result<(Model, Lesson), String> {
        self.reports.retain(|r| !r.chosen.is_empty());
        self.reports.sort_by(|a, b| a.name.cmp(&b.name));
        if self.reports.len() < LEAST {
            return Err(format!(
                "there are {} reports with themes of the vocabulary, and {LEAST} are the least to learn from",
                self.reports.len()
            ));
        }
        let stems = self.sorted_stems();
        let language = self.reader.language.clone();
        let all: Vec<usize> = (0..self.reports.len()).collect();
        let mut judged = Vec::new();
        for part in 0..PARTS {
            let (out, within): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&n| n % PARTS == part);
            let model = self.model(&within, &stems, &language);
            judged.extend(out.iter().filter_map(|&n| self.reports.get(n)).map(|r| self.judge(&model, r)));
        }
        let lesson = Lesson { reports: self.reports.len(), measures: measure(&judged) };
        let calibration = Calibration::learn(judged.iter().flat_map(Judged::pairs));
        let model = Model { calibration, ..self.model(&all, &stems, &language) };
        Ok((model, lesson))
    }

    /// Numbers stems in the order of the alphabet, so that the model does not depend on the order of reading.
    fn sorted_stems(&mut self) -> Texts {
        let mut names: Vec<(Box<str>, u32)> = self.stems.drain().collect();
        names.sort_unstable();
        let mut places = vec![0; names.len()];
        for (place, (_, old)) in names.iter().enumerate() {
            if let Some(slot) = places.get_mut(*old as usize) {
                *slot = count(place);
            }
        }
        for report in &mut self.reports {
            for (stem, _) in &mut report.counts {
                *stem = places.get(*stem as usize).copied().unwrap_or(0);
            }
            report.counts.sort_unstable();
        }
        names.iter().map(|n| &*n.0).collect()
    }

    /// A model of some of the reports.
    fn model(&self, which: &[usize], stems: &Texts, language: &str) -> Model {
        let reports: Vec<&Example> = which.iter().filter_map(|&n| self.reports.get(n)).collect();
        let rarity = rarity(&reports, stems.len());
        let indexed = reports.iter().map(|r| Indexed {
            name: r.name.clone(),
            chosen: r.chosen.clone(),
            named: r.candidates.iter().filter(|c| c.facts.whole > 0.0).map(|c| c.concept).collect(),
            vector: vector(&r.counts, &rarity),
        });
        let archive = Archive::new(indexed.collect(), stems.len(), &self.thesaurus);
        let mut all: Vec<[f32; COUNT]> = Vec::new();
        let mut yes = Vec::new();
        for (nth, report) in reports.iter().enumerate() {
            let vector = archive.reports().get(nth).map_or(&[][..], |r| &r.vector);
            let likeness = archive.likeness(vector, Some(count(nth)));
            let known = rows(&archive, &likeness, &report.candidates, report.frame, &self.thesaurus);
            yes.extend(known.concepts.iter().map(|c| report.chosen.binary_search(c).is_ok()));
            all.extend(known.features);
        }
        let forest = Forest::learn(&all, &yes, &Boosting::default());
        Model::new(language, stems, rarity, archive, forest)
    }

    fn judge(&self, model: &Model, report: &Example) -> Judged {
        let vector = vector(&report.counts, &model.rarity);
        let likeness = model.archive.likeness(&vector, None);
        let known = rows(&model.archive, &likeness, &report.candidates, report.frame, &self.thesaurus);
        let scores = model.forest.scores(&known.features).into_iter();
        let mut ranked: Vec<(f32, u32)> = scores.zip(known.concepts).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let right = ranked.iter().map(|r| report.chosen.binary_search(&r.1).is_ok()).collect();
        Judged { scores: ranked.iter().map(|r| r.0).collect(), right, chosen: report.chosen.len() }
    }
}

/// The ranking of one report by a model that has not seen it.
#[derive(Debug)]
pub(super) struct Judged {
    /// Best first.
    pub(super) scores: Vec<f32>,
    /// Whether the indexers chose it.
    pub(super) right: Vec<bool>,
    /// How many concepts they chose.
    pub(super) chosen: usize,
}

impl Judged {
    fn pairs(&self) -> impl Iterator<Item = (f32, bool)> {
        self.scores.iter().copied().zip(self.right.iter().copied())
    }
}

/// How rare each stem is; 0 for those that tell nothing: in one report only, or in most of them.
#[expect(clippy::cast_precision_loss, reason = "counts of reports")]
fn rarity(reports: &[&Example], stems: usize) -> Vec<f32> {
    let mut seen = vec![0_u32; stems];
    for (stem, _) in reports.iter().flat_map(|r| &r.counts) {
        if let Some(slot) = seen.get_mut(*stem as usize) {
            *slot += 1;
        }
    }
    let all = reports.len() as f32;
    let tells = |n: u32| n >= 2 && (n as f32) < all * 0.5;
    seen.into_iter().map(|n| if tells(n) { (all / n as f32).ln() } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests;
