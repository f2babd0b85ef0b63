//! From ranked concepts to themes as they are shown: with label, reason, mappings and places.

use std::collections::BTreeMap;

use rapporteur_model::{Theme, Themes};

use crate::{
    candidates::Candidate,
    corrections,
    learning::{Likeness, Model},
    matching::Hit,
    options::Options,
    ranking::{self, Frame, Ranked},
    text::Text,
    vocabulary::Thesaurus,
};

/// Turns ranked numbers into themes with labels and evidence.
pub(crate) struct Namer<'n> {
    pub(crate) options: &'n Options,
    pub(crate) thesaurus: &'n Thesaurus,
    pub(crate) text: &'n Text<'n>,
    pub(crate) hits: &'n [Hit],
    pub(crate) found: &'n [Candidate],
    pub(crate) frame: Frame,
    /// The model that ranked, and what the report is like.
    pub(crate) learned: Option<(&'n Model, Likeness)>,
    pub(crate) language: &'n str,
}

impl Namer<'_> {
    pub(crate) fn themes(
        &self,
        by_hand: Vec<Ranked>,
        document: Vec<Ranked>,
        sections: BTreeMap<u32, Vec<Ranked>>,
    ) -> Themes {
        let sections = sections
            .into_iter()
            .map(|(section, ranked)| (section, self.best(ranked, self.options.section_most, Some(section))))
            .filter(|(_, themes): &(u32, Vec<Theme>)| !themes.is_empty())
            .collect();
        // What a person has said comes first, and is never cut off.
        let mut all: Vec<Theme> =
            by_hand.into_iter().map(|r| corrections::set_by_hand(self.theme(&r, None))).collect();
        let rest = self.options.most.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.extend(self.best(document, rest, None));
        Themes { document: all, sections }
    }

    fn best(&self, ranked: Vec<Ranked>, most: u32, section: Option<u32>) -> Vec<Theme> {
        let good = ranked.into_iter().filter(|r| r.score >= self.options.least_score);
        good.take(most as usize).map(|r| self.theme(&r, section)).collect()
    }

    fn theme(&self, ranked: &Ranked, section: Option<u32>) -> Theme {
        let all = self.hits.get(ranked.hits.clone()).unwrap_or(&[]);
        let here = section.map(|section| ranking::within(all, self.text, section));
        let hits = here.as_deref().unwrap_or(all);
        let why = match section {
            Some(section) => ranking::why_here(hits, self.text, section),
            None => self.why(ranked.concept),
        };
        Theme {
            uri: self.thesaurus.uris.get(ranked.concept).to_owned(),
            label: self.thesaurus.label(ranked.concept, self.language).to_owned(),
            score: ranked.score,
            why,
            matches: self.thesaurus.matches(ranked.concept),
            evidence: ranking::evidence(self.text, hits, section, self.options.evidence as usize),
        }
    }

    fn why(&self, concept: u32) -> String {
        let named = self.found.binary_search_by_key(&concept, |c| c.concept).ok();
        let named = named.and_then(|n| self.found.get(n));
        match (&self.learned, named) {
            (Some((model, likeness)), _) => model.why(concept, named, likeness, self.frame),
            (None, Some(candidate)) => ranking::why(&candidate.facts, self.frame),
            (None, None) => String::new(),
        }
    }
}
