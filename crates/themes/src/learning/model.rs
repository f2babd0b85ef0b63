//! What was learned: a forest, and the indexed reports it asks.

use super::{
    archive::{Archive, Likeness, vector},
    boost::Forest,
    calibration::Calibration,
    features::{COUNT, Lore, features},
};
use crate::{
    candidates::{Candidate, Facts},
    ranking::{Frame, Ranked, untrained, why},
    text::{Reader, Text},
    vocabulary::{Texts, Thesaurus},
};

/// So many of the concepts a report names are looked at, the strongest first, beside those that similar reports
/// propose.
const LOOKED_AT: usize = 120;

/// Ranks themes as indexers did before.
#[derive(Debug)]
pub struct Model {
    pub(super) language: String,
    /// The stems that tell reports apart, sorted, and how rare each is.
    pub(super) stems: Texts,
    pub(super) rarity: Vec<f32>,
    pub(super) archive: Archive,
    pub(super) forest: Forest,
    pub(super) calibration: Calibration,
}

/// The concepts that are looked at, with their features.
pub(super) struct Rows {
    pub(super) concepts: Vec<u32>,
    pub(super) features: Vec<[f32; COUNT]>,
    /// Which of the candidates each is; `None` when only similar reports propose it.
    pub(super) places: Vec<Option<usize>>,
}

/// The concepts that are looked at for one report.
pub(super) fn rows(
    archive: &Archive,
    likeness: &Likeness,
    candidates: &[Candidate],
    frame: Frame,
    thesaurus: &Thesaurus,
) -> Rows {
    let proposals = archive.proposals(likeness);
    let mut strongest: Vec<(f32, usize)> =
        candidates.iter().enumerate().map(|(nth, c)| (untrained(&c.facts), nth)).collect();
    strongest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = strongest.first().map_or(1.0, |s| s.0);
    let mut standing: Vec<(u16, f32)> = vec![(u16::MAX, 0.0); candidates.len()];
    for (rank, &(score, nth)) in (0..u16::MAX).zip(&strongest) {
        if let Some(slot) = standing.get_mut(nth) {
            *slot = (rank, score / best);
        }
    }
    let mut kept: Vec<usize> = strongest.into_iter().take(LOOKED_AT).map(|s| s.1).collect();
    let place = |concept: &u32| candidates.binary_search_by_key(concept, |c| c.concept).ok();
    kept.extend(proposals.iter().filter_map(place));
    kept.sort_unstable();
    kept.dedup();
    let named = kept.iter().filter_map(|&nth| Some((candidates.get(nth)?.concept, Some(nth))));
    let proposed = proposals.iter().filter(|&c| place(c).is_none()).map(|&c| (c, None));
    let votes = [archive.votes(likeness, false), archive.votes(likeness, true)];
    let mut all: Vec<(u32, Option<usize>, Facts, Lore)> = Vec::new();
    for (concept, place) in named.chain(proposed) {
        let mut lore = archive.lore(concept, likeness, thesaurus, &votes);
        let facts = place.and_then(|p| candidates.get(p)).map_or_else(Facts::absent, |c| c.facts);
        let (rank, ratio) = place.and_then(|p| standing.get(p)).copied().unwrap_or((u16::MAX, 0.0));
        (lore.rank, lore.ratio) = (f32::from(rank), ratio);
        all.push((concept, place, facts, lore));
    }
    rank_by_weight(&mut all);
    Rows {
        concepts: all.iter().map(|a| a.0).collect(),
        places: all.iter().map(|a| a.1).collect(),
        features: all.iter().map(|(_, _, facts, lore)| features(facts, lore, frame)).collect(),
    }
}

fn rank_by_weight(all: &mut [(u32, Option<usize>, Facts, Lore)]) {
    let mut order: Vec<(f32, usize)> =
        all.iter().map(|(_, _, facts, lore)| lore.weight(facts)).zip(0..).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (rank, (_, nth)) in (0..u16::MAX).zip(order) {
        if let Some((_, _, _, lore)) = all.get_mut(nth) {
            lore.weight_rank = f32::from(rank);
        }
    }
}

impl Model {
    pub(super) fn new(
        language: &str,
        stems: &Texts,
        rarity: Vec<f32>,
        archive: Archive,
        forest: Forest,
    ) -> Self {
        let (language, stems) = (language.to_owned(), stems.clone());
        Self { language, stems, rarity, archive, forest, calibration: Calibration::default() }
    }

    /// The language of the reports it was learned from.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Ranks the concepts of a report, best first; and says how like it is to the reports learned from.
    pub(crate) fn rank(
        &self,
        text: &Text<'_>,
        candidates: &[Candidate],
        frame: Frame,
        reader: &mut Reader,
    ) -> (Vec<Ranked>, Likeness) {
        let counts = reader.counts(text, &self.stems);
        let likeness = self.archive.likeness(&vector(&counts, &self.rarity), None);
        let rows = rows(&self.archive, &likeness, candidates, frame, reader.thesaurus());
        let mut ranked: Vec<Ranked> = Vec::with_capacity(rows.concepts.len());
        let scores = self.forest.scores(&rows.features);
        for ((concept, score), place) in rows.concepts.into_iter().zip(scores).zip(rows.places) {
            let candidate = place.and_then(|p| candidates.get(p));
            let score = self.calibration.likely(score);
            let hits = candidate.map_or(0..0, |c| c.hits.clone());
            ranked.push(Ranked { concept, score, hits });
        }
        ranked.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.concept.cmp(&b.concept)));
        (ranked, likeness)
    }

    /// Why a report has a theme, in words for the reader.
    pub(crate) fn why(
        &self,
        concept: u32,
        named: Option<&Candidate>,
        likeness: &Likeness,
        frame: Frame,
    ) -> String {
        let voters = self.archive.voters(concept, likeness);
        let some = voters.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        match (named, voters.is_empty()) {
            (Some(candidate), true) => why(&candidate.facts, frame),
            (Some(candidate), false) => {
                format!("{}; similar reports have it too: {some}", why(&candidate.facts, frame))
            }
            (None, _) => format!("suggested by similar reports: {some}"),
        }
    }
}
