//! The stage: options and document in, the layer [`Summary`] out.

use std::collections::BTreeMap;

use rapporteur_model::{Cited, Digest, Document, Summary};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    candidate::{Candidate, candidates},
    digest::digest,
    matter::Matter,
    options::Options,
    seats::{self, Claims},
    select::{Budget, Chooser, Ground},
    tongue::Tongue,
    weight::{Taste, marks},
};

/// `use = "summarize"`.
#[derive(Debug)]
pub struct Summarize {
    options: Options,
    /// By language, as far as they were met.
    tongues: BTreeMap<String, Tongue>,
}

impl StageKind for Summarize {
    const NAME: &'static str = "summarize";
    const VERSION: u32 = 4;
    const SUMMARY: &'static str = "extractive summary that covers every session, each sentence cited";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["summary"];
    const ADDS: bool = true;
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        options.check()?;
        Ok(Box::new(Self::new(options)))
    }
}

impl Summarize {
    fn new(options: &Options) -> Self {
        Self { options: options.clone(), tongues: BTreeMap::new() }
    }

    fn tongue(&mut self, language: &str) -> &mut Tongue {
        self.tongues.entry(language.to_owned()).or_insert_with(|| Tongue::new(language))
    }
}

impl Edit for Summarize {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let candidates = candidates(doc);
        let options = self.options.clone();
        let summary = of_candidates(doc, &candidates, &options, self.tongue(language(doc)));
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
    of_candidates(doc, &candidates(doc), options, &mut Tongue::new(language(doc)))
}

/// Reports in a language that could not be told are taken for English.
fn language(doc: &Document) -> &str {
    doc.language().unwrap_or("en")
}

fn of_candidates(
    doc: &Document,
    candidates: &[Candidate],
    options: &Options,
    tongue: &mut Tongue,
) -> Summary {
    let matter = Matter::of(doc, candidates, tongue);
    let marks = marks(doc, candidates, &matter, &tongue.cues);
    let ground = Ground { candidates, matter: &matter, marks: &marks };
    let mut chooser = Chooser::new(ground);
    let all: Vec<usize> = (0..candidates.len()).collect();
    let claims = seats::claims(doc, candidates);
    Summary {
        sentences: whole(&mut chooser, &all, &claims, options),
        sections: sections(&mut chooser, options),
        key_sentences: key_sentences(&mut chooser, &all, &claims, options.key_sentences),
        headline: headline(&mut chooser, &all, options.headline_words),
        digest: if options.digest_sentences == 0 {
            Digest::default()
        } else {
            digest(&mut chooser, options.digest_sentences)
        },
    }
}

fn whole(chooser: &mut Chooser<'_>, all: &[usize], claims: &Claims, options: &Options) -> Vec<Cited> {
    let words = options.words.min(per_cent(chooser.ground.words(all), options.percent));
    let budget = Budget { words, sentences: or_any(options.sentences) };
    chooser.choose(all, claims.in_words(words), budget, Taste::for_words(words))
}

fn key_sentences(chooser: &mut Chooser<'_>, all: &[usize], claims: &Claims, sentences: u32) -> Vec<Cited> {
    if sentences == 0 {
        return Vec::new();
    }
    chooser.choose_single(all, claims.in_sentences(sentences), sentences, Taste::for_pulling())
}

fn headline(chooser: &mut Chooser<'_>, all: &[usize], words: u32) -> Option<Cited> {
    if words == 0 {
        return None;
    }
    let budget = Budget { words, sentences: 1 };
    chooser.choose(all, Vec::new(), budget, Taste::for_headline()).pop()
}

/// The choice for each section by itself.
fn sections(chooser: &mut Chooser<'_>, options: &Options) -> BTreeMap<u32, Vec<Cited>> {
    if options.section_words == 0 {
        return BTreeMap::new();
    }
    let ground = chooser.ground;
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in ground.candidates.iter().enumerate() {
        members.entry(candidate.section).or_default().push(index);
    }
    let mut choose = |pool: &[usize]| {
        let share = per_cent(ground.words(pool), options.section_percent);
        // At least one sentence, if the budget allows any.
        let words = options.section_words.min(share.max(seats::shortest(pool, ground.candidates)));
        let budget = Budget { words, sentences: or_any(options.section_sentences) };
        chooser.choose(pool, Vec::new(), budget, Taste::for_words(words))
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
    /// The words of some candidates together.
    fn words(self, pool: &[usize]) -> u32 {
        pool.iter().filter_map(|&i| self.candidates.get(i)).map(|c| c.words).fold(0, u32::saturating_add)
    }
}

#[cfg(test)]
mod tests;
