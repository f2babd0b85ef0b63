//! What the trees look at: what the report says of a concept, and what indexed reports say of it.

use crate::{
    candidates::Facts,
    ranking::{Frame, untrained},
};

/// How many features there are.
pub(crate) const COUNT: usize = NAMES.len();

/// Their names, as they stand in a model file. A model with other names is not read.
pub(crate) const NAMES: [&str; 45] = [
    "whole",
    "nested",
    "spread",
    "share",
    "density",
    "headings",
    "title",
    "lead",
    "first",
    "last",
    "reach",
    "first-word",
    "words",
    "letters",
    "preferred",
    "unqualified",
    "capital",
    "others",
    "sections",
    "rarest",
    "commonest",
    "broader",
    "narrower",
    "related",
    "siblings",
    "degree",
    "children",
    "length",
    "used",
    "seen",
    "chosen",
    "weight",
    "votes",
    "votes-wide",
    "nearest",
    "likeness",
    "kin-used",
    "alike",
    "general",
    "untrained",
    "rank",
    "ratio",
    "weight-rank",
    "kin-votes",
    "kin-likeness",
];

/// What indexed reports say of a concept.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lore {
    /// In how many reports indexers used it.
    pub(crate) used: f32,
    /// In how many reports it is named.
    pub(crate) seen: f32,
    /// In how many reports it is named and was used.
    pub(crate) both: f32,
    /// How many reports there are.
    pub(crate) reports: f32,
    /// Share of the most similar reports that have it, weighted by likeness: of the nearest few, and of more.
    pub(crate) votes: f32,
    pub(crate) votes_wide: f32,
    /// Likeness of the nearest report that has it.
    pub(crate) nearest: f32,
    /// Mean likeness of the reports that have it, relative to that of all.
    pub(crate) likeness: f32,
    /// Its place among the candidates, by the score without training and by rarity; and the score relative to the best.
    pub(crate) rank: f32,
    pub(crate) ratio: f32,
    pub(crate) weight_rank: f32,
    /// Votes for its neighbours in the vocabulary, and the best likeness of a report that has one of them.
    pub(crate) kin_votes: f32,
    pub(crate) kin_likeness: f32,
    /// How often its siblings and its broader concepts are used.
    pub(crate) kin_used: f32,
}

impl Lore {
    /// How much a concept tells about a report: how often it is named, and in how few reports.
    pub(crate) fn weight(&self, facts: &Facts) -> f32 {
        let idf = ((self.reports + 1.0) / (self.seen + 1.0)).ln();
        (facts.whole + 0.3 * facts.nested).ln_1p() * idf
    }
}

/// The features, in the order of [`NAMES`].
pub(crate) fn features(facts: &Facts, lore: &Lore, frame: Frame) -> [f32; COUNT] {
    let f = facts;
    [
        f.whole,
        f.nested,
        f.spread,
        f.whole / frame.most.max(1.0),
        (f.whole + f.nested) / frame.words.max(1.0) * 1000.0,
        f.headings,
        f.title,
        f.lead,
        f.first,
        f.last,
        f.last - f.first,
        f.first_word,
        f.words,
        f.letters,
        f.preferred,
        f.unqualified,
        f.capital,
        f.others,
        f.sections,
        f.rarest,
        f.commonest,
        f.broader,
        f.narrower,
        f.related,
        f.siblings,
        f.degree,
        f.children,
        frame.words,
        lore.used,
        lore.seen,
        (lore.both + 0.5) / (lore.seen + 6.0),
        lore.weight(facts),
        lore.votes,
        lore.votes_wide,
        lore.nearest,
        lore.likeness,
        lore.kin_used,
        f.alike,
        f.general,
        untrained(facts),
        lore.rank,
        lore.ratio,
        lore.weight_rank,
        lore.kin_votes,
        lore.kin_likeness,
    ]
}
