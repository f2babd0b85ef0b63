//! The stage: options and document in, the layer [`Summary`] out.

use std::collections::BTreeMap;

use rapporteur_model::{Cited, Digest, Document, Summary};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    candidate::{Candidate, candidates},
    coverage::Matter,
    digest::digest,
    options::Options,
    seats::{self, Claims},
    select::{Budget, Ground, select},
    weight::{Taste, marks},
};

/// `use = "summarize"`.
#[derive(Debug)]
pub struct Summarize {
    options: Options,
}

impl StageKind for Summarize {
    const NAME: &'static str = "summarize";
    const VERSION: u32 = 2;
    const SUMMARY: &'static str = "extractive summary that covers every session, each sentence cited";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["summary"];
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        options.check()?;
        Ok(Box::new(Self { options: options.clone() }))
    }
}

impl Edit for Summarize {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let candidates = candidates(doc);
        let summary = of_candidates(doc, &candidates, &self.options);
        if summary.sentences.is_empty() && self.options.words > 0 {
            cx.warn(why_empty(&candidates, self.options.words), None);
        }
        doc.layers.put(summary);
        Ok(())
    }
}

fn why_empty(candidates: &[Candidate], words: u32) -> String {
    match candidates.iter().map(|c| c.words).min() {
        Some(shortest) if shortest > words => {
            format!("no summary: the shortest sentence has {shortest} words, `words` allows {words}")
        }
        Some(_) => "no summary: the limits of its length leave no room for a sentence".to_owned(),
        None => "no sentence of this report can stand in a summary".to_owned(),
    }
}

/// Summarizes a document that has sections and sentences.
pub fn summarize(doc: &Document, options: &Options) -> Summary {
    of_candidates(doc, &candidates(doc), options)
}

fn of_candidates(doc: &Document, candidates: &[Candidate], options: &Options) -> Summary {
    let matter = Matter::of(doc, candidates);
    let marks = marks(doc, candidates, &matter);
    let ground = Ground { candidates, matter: &matter, marks: &marks };
    let all: Vec<usize> = (0..candidates.len()).collect();
    let claims = seats::claims(doc, candidates);
    Summary {
        sentences: whole(ground, &all, &claims, options),
        sections: sections(ground, options),
        key_sentences: key_sentences(ground, &all, &claims, options.key_sentences),
        headline: headline(ground, &all, options.headline_words),
        digest: if options.digest_sentences == 0 {
            Digest::default()
        } else {
            digest(ground, options.digest_sentences)
        },
    }
}

fn whole(ground: Ground<'_>, all: &[usize], claims: &Claims, options: &Options) -> Vec<Cited> {
    let words = options.words.min(per_cent(ground.words(all), options.percent));
    let budget = Budget { words, sentences: or_any(options.sentences) };
    ground.cite(select(ground, all, claims.in_words(words), budget, Taste::for_words(words)))
}

fn key_sentences(ground: Ground<'_>, all: &[usize], claims: &Claims, sentences: u32) -> Vec<Cited> {
    if sentences == 0 {
        return Vec::new();
    }
    let budget = Budget { words: u32::MAX, sentences };
    ground.cite(select(ground, all, claims.in_sentences(sentences), budget, Taste::for_pulling()))
}

fn headline(ground: Ground<'_>, all: &[usize], words: u32) -> Option<Cited> {
    if words == 0 {
        return None;
    }
    let budget = Budget { words, sentences: 1 };
    ground.cite(select(ground, all, Vec::new(), budget, Taste::for_headline())).pop()
}

/// The choice for each section by itself.
fn sections(ground: Ground<'_>, options: &Options) -> BTreeMap<u32, Vec<Cited>> {
    if options.section_words == 0 {
        return BTreeMap::new();
    }
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in ground.candidates.iter().enumerate() {
        members.entry(candidate.section).or_default().push(index);
    }
    let choose = |pool: &[usize]| {
        let share = per_cent(ground.words(pool), options.section_percent);
        // At least one sentence, if the budget allows any.
        let words = options.section_words.min(share.max(seats::shortest(pool, ground.candidates)));
        let budget = Budget { words, sentences: or_any(options.section_sentences) };
        ground.cite(select(ground, pool, Vec::new(), budget, Taste::for_words(words)))
    };
    members
        .into_iter()
        .map(|(section, pool)| (section, choose(&pool)))
        .filter(|(_, chosen)| !chosen.is_empty())
        .collect()
}

/// So many per cent of some words; 0 per cent means no limit.
fn per_cent(words: u32, percent: u32) -> u32 {
    if percent == 0 {
        return u32::MAX;
    }
    u32::try_from(u64::from(words) * u64::from(percent) / 100).unwrap_or(u32::MAX)
}

/// 0 means no limit.
fn or_any(limit: u32) -> u32 {
    if limit == 0 { u32::MAX } else { limit }
}

impl Ground<'_> {
    /// Indices as places in the document.
    pub(crate) fn cite(self, chosen: Vec<usize>) -> Vec<Cited> {
        chosen.into_iter().filter_map(|i| self.candidates.get(i)).map(Candidate::cited).collect()
    }

    /// The words of some candidates together.
    fn words(self, pool: &[usize]) -> u32 {
        pool.iter().filter_map(|&i| self.candidates.get(i)).map(|c| c.words).fold(0, u32::saturating_add)
    }
}

#[cfg(test)]
mod tests;
