//! Reports that are already indexed: what their indexers chose, and which of them are like a new one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::features::Lore;
use crate::{text::count, vocabulary::Thesaurus};

/// So many stems describe a report.
const STEMS: usize = 250;
/// The nearest few, and more.
const NEAR: usize = 8;
const WIDE: usize = 30;
/// So many of the nearest reports may propose concepts that a report does not name.
const PROPOSING: usize = 25;

/// Stems of a report with their weights; the weights' squares sum up to 1.
pub(crate) type Vector = Vec<(u32, f32)>;

/// An indexed report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Indexed {
    pub(crate) name: String,
    /// What its indexers chose, sorted; by number in the thesaurus.
    pub(crate) chosen: Vec<u32>,
    /// What it names, sorted.
    pub(crate) named: Vec<u32>,
    pub(crate) vector: Vector,
}

impl Indexed {
    /// A report of which only the name is known.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), chosen: Vec::new(), named: Vec::new(), vector: Vec::new() }
    }
}

/// How many reports have to do with a concept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Indexers chose it.
    pub(super) used: u32,
    /// It is named.
    pub(super) seen: u32,
    /// Both.
    pub(super) both: u32,
}

/// Indexed reports, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    reports: Vec<Indexed>,
    /// By stem: reports and weights.
    holders: Vec<Vec<(u32, f32)>>,
    counts: FxHashMap<u32, Counts>,
    /// Reports that have a concept.
    having: FxHashMap<u32, Vec<u32>>,
    /// How often the narrower concepts of a concept were chosen, all together.
    below: FxHashMap<u32, u32>,
}

/// Votes by concept.
pub(crate) type Votes = FxHashMap<u32, f32>;

/// How like a report is to each of the archive.
#[derive(Debug)]
pub(crate) struct Likeness {
    /// By report.
    all: Vec<f32>,
    /// The most similar, best first.
    pub(crate) nearest: Vec<(u32, f32)>,
    mean: f32,
    /// The report asked about, when it is one of the archive: nothing it says itself counts.
    own: Option<u32>,
}

impl Archive {
    /// The archive of some reports, whose stems have numbers below `stems`.
    pub(crate) fn new(reports: Vec<Indexed>, stems: usize, thesaurus: &Thesaurus) -> Self {
        let mut counts: FxHashMap<u32, Counts> = FxHashMap::default();
        for report in &reports {
            for &concept in &report.chosen {
                let counts = counts.entry(concept).or_default();
                counts.used += 1;
                counts.both += u32::from(report.named.binary_search(&concept).is_ok());
            }
            report.named.iter().for_each(|&concept| counts.entry(concept).or_default().seen += 1);
        }
        Self::known(reports, counts, stems, thesaurus)
    }

    /// The same, where the counts are known.
    pub(super) fn known(
        reports: Vec<Indexed>,
        counts: FxHashMap<u32, Counts>,
        stems: usize,
        thesaurus: &Thesaurus,
    ) -> Self {
        let mut archive = Self { holders: vec![Vec::new(); stems], counts, ..Self::default() };
        for (nth, report) in (0_u32..).zip(&reports) {
            for &(stem, weight) in &report.vector {
                if let Some(holders) = archive.holders.get_mut(stem as usize) {
                    holders.push((nth, weight));
                }
            }
            report.chosen.iter().for_each(|&concept| archive.having.entry(concept).or_default().push(nth));
        }
        archive.reports = reports;
        for (concept, counts) in archive.counts() {
            for &broad in thesaurus.broader.row(concept) {
                *archive.below.entry(broad).or_default() += counts.used;
            }
        }
        archive
    }

    /// All concepts that were chosen or named, in order.
    pub(super) fn counts(&self) -> BTreeMap<u32, Counts> {
        self.counts.iter().map(|(&concept, &counts)| (concept, counts)).collect()
    }

    pub(crate) fn reports(&self) -> &[Indexed] {
        &self.reports
    }

    /// How like a report is to all others.
    #[expect(clippy::cast_precision_loss, reason = "counts of reports")]
    pub(crate) fn likeness(&self, vector: &[(u32, f32)], own: Option<u32>) -> Likeness {
        let mut all = vec![0.0; self.reports.len()];
        for &(stem, weight) in vector {
            for &(report, other) in self.holders.get(stem as usize).map_or(&[][..], |h| h) {
                if let Some(likeness) = all.get_mut(report as usize) {
                    *likeness += weight * other;
                }
            }
        }
        if let Some(likeness) = own.and_then(|own| all.get_mut(own as usize)) {
            *likeness = 0.0;
        }
        let others = all.len() - usize::from(own.is_some());
        let mean = all.iter().sum::<f32>() / others.max(1) as f32;
        let mut nearest: Vec<(u32, f32)> = (0_u32..).zip(all.iter().copied()).filter(|n| n.1 > 0.0).collect();
        nearest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        nearest.truncate(WIDE);
        Likeness { all, nearest, mean, own }
    }

    /// The concepts of the most similar reports.
    pub(crate) fn proposals(&self, likeness: &Likeness) -> Vec<u32> {
        let near = likeness.nearest.iter().take(PROPOSING).filter_map(|n| self.reports.get(n.0 as usize));
        let mut concepts: Vec<u32> = near.flat_map(|r| r.chosen.iter().copied()).collect();
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }

    /// Names of the most similar reports that have a concept, best first.
    pub(crate) fn voters(&self, concept: u32, likeness: &Likeness) -> Vec<&str> {
        let near = likeness.nearest.iter().filter_map(|n| self.reports.get(n.0 as usize));
        near.filter(|r| r.chosen.binary_search(&concept).is_ok()).map(|r| r.name.as_str()).collect()
    }

    /// Votes of the most similar reports, by concept.
    pub(crate) fn votes(&self, likeness: &Likeness, wide: bool) -> Votes {
        let nearest = likeness.nearest.iter().take(if wide { WIDE } else { NEAR });
        let total: f32 = nearest.clone().map(|n| n.1).sum();
        let mut votes = Votes::default();
        for &(report, weight) in nearest {
            for &concept in self.reports.get(report as usize).map_or(&[][..], |r| &r.chosen) {
                *votes.entry(concept).or_default() += weight / total.max(f32::MIN_POSITIVE);
            }
        }
        votes
    }

    /// What the archive knows of a concept, for one report.
    #[expect(clippy::cast_precision_loss, reason = "counts of reports")]
    pub(crate) fn lore(
        &self,
        concept: u32,
        likeness: &Likeness,
        thesaurus: &Thesaurus,
        votes: &[Votes; 2],
    ) -> Lore {
        let own = likeness.own.and_then(|own| self.reports.get(own as usize));
        let has = |list: fn(&Indexed) -> &Vec<u32>, concept: u32| {
            own.is_some_and(|r| list(r).binary_search(&concept).is_ok())
        };
        let counts = self.counts.get(&concept).copied().unwrap_or_default();
        let named = has(|r| &r.named, concept);
        let both = counts.both - u32::from(named && has(|r| &r.chosen, concept));
        let having = self.having.get(&concept).map_or(&[][..], |h| h);
        let like = having.iter().filter(|&&r| Some(r) != likeness.own);
        let like = like.filter_map(|&r| likeness.all.get(r as usize).copied());
        let (sum, best, many) = like.fold((0.0, 0.0_f32, 0_u32), |(s, b, n), l| (s + l, b.max(l), n + 1));
        let parents = thesaurus.broader.row(concept);
        let near = [thesaurus.narrower.row(concept), thesaurus.related.row(concept)];
        let near = || parents.iter().chain(near.into_iter().flatten());
        let vote =
            |concept: &u32, wide: usize| votes.get(wide).and_then(|v| v.get(concept)).copied().unwrap_or(0.0);
        let likeness_of = |concept: &u32| {
            let having = self.having.get(concept).map_or(&[][..], |h| h);
            let like = having.iter().filter_map(|&r| likeness.all.get(r as usize).copied());
            like.fold(0.0, f32::max)
        };
        Lore {
            votes: vote(&concept, 0),
            votes_wide: vote(&concept, 1),
            kin_votes: near().map(|c| vote(c, 1)).sum(),
            kin_likeness: near().map(likeness_of).fold(0.0, f32::max),
            used: (counts.used - u32::from(has(|r| &r.chosen, concept))) as f32,
            seen: (counts.seen - u32::from(named)) as f32,
            both: both as f32,
            reports: (self.reports.len() - usize::from(own.is_some())) as f32,
            nearest: best,
            likeness: if many == 0 { 0.0 } else { sum / many as f32 / likeness.mean.max(1e-6) },
            kin_used: self.kin_used(concept, own, thesaurus) as f32,
            ..Lore::default()
        }
    }

    /// How often the broader concepts of a concept and its siblings were chosen, in other reports than this one.
    fn kin_used(&self, concept: u32, own: Option<&Indexed>, thesaurus: &Thesaurus) -> u32 {
        let used = |concept: u32| self.counts.get(&concept).map_or(0, |c| c.used);
        let of_parent = |&broad: &u32| {
            let siblings = thesaurus.narrower.row(broad);
            let all = used(broad) + self.below.get(&broad).copied().unwrap_or(0) - used(concept);
            let kin = |c: &&u32| **c != concept && (**c == broad || siblings.binary_search(c).is_ok());
            all - own.map_or(0, |own| count(own.chosen.iter().filter(kin).count()))
        };
        thesaurus.broader.row(concept).iter().map(of_parent).sum()
    }
}

/// The weights of the stems of a report that tell most, from how often each stands in it and how rare it is.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
pub(crate) fn vector(counts: &[(u32, u32)], rarity: &[f32]) -> Vector {
    let weigh = |&(stem, count): &(u32, u32)| {
        let rare = rarity.get(stem as usize).copied().unwrap_or(0.0);
        (stem, (1.0 + (count as f32).ln()) * rare)
    };
    let mut vector: Vector = counts.iter().map(weigh).filter(|w| w.1 > 0.0).collect();
    vector.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    vector.truncate(STEMS);
    let length = vector.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|w| w.1 /= length.max(f32::MIN_POSITIVE));
    vector.sort_unstable_by_key(|w| w.0);
    vector
}
