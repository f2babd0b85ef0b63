//! The words that set a topic apart.

use std::{collections::BTreeMap, ops::Range};

use rapporteur_model::{Block, Span};
use rapporteur_words::{Lexis, tokens};

use super::cohesion::Unit;

/// So many words name a topic.
const WORDS: usize = 4;

/// What a topic is called by.
pub(super) struct Label {
    pub(super) words: Vec<String>,
    pub(super) evidence: Vec<Span>,
}

/// The labels of the parts of a text: words that stand in the part far more often than in the rest, by the
/// likelihood ratio (Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", 1993).
pub(super) fn of(
    texts: &[(u32, &Block)],
    units: &[Unit],
    parts: &[Range<usize>],
    mut lexis: Lexis,
) -> Vec<Label> {
    let whole = counts(units);
    let total = whole.values().sum();
    let mut label = |part: &Range<usize>| {
        let own = counts(units.get(part.clone()).unwrap_or(&[]));
        let size: f64 = own.values().sum();
        let mut ranked: Vec<(f64, u32)> = own
            .iter()
            .map(|(&stem, &here)| {
                let everywhere = whole.get(&stem).copied().unwrap_or(here);
                (surprise(here, size, everywhere, total), stem)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let stems: Vec<u32> = ranked.into_iter().map(|(_, stem)| stem).collect();
        written(texts.get(part.clone()).unwrap_or(&[]), &stems, &mut lexis)
    };
    parts.iter().map(&mut label).collect()
}

fn counts(units: &[Unit]) -> BTreeMap<u32, f64> {
    let mut counts = BTreeMap::new();
    for &stem in units.iter().flat_map(|u| &u.stems) {
        *counts.entry(stem).or_insert(0.0) += 1.0;
    }
    counts
}

/// How much more often a word stands in a part than its frequency in the whole leads to expect. A part that is the
/// whole has its most frequent words.
fn surprise(here: f64, size: f64, everywhere: f64, total: f64) -> f64 {
    let expected = everywhere * size / total.max(1.0);
    let beyond = total - size;
    if beyond <= 0.0 {
        return here;
    }
    let there = everywhere - here;
    let rest = everywhere - expected;
    let share = |seen: f64, awaited: f64| if seen > 0.0 { seen * (seen / awaited).ln() } else { 0.0 };
    if here < expected { 0.0 } else { share(here, expected) + share(there, rest) }
}

/// The form each stem has most often in the part, and where it stands first.
fn written(texts: &[(u32, &Block)], stems: &[u32], lexis: &mut Lexis) -> Label {
    let mut forms: BTreeMap<u32, Forms> = BTreeMap::new();
    for (block, text) in texts {
        for token in tokens(&text.text).filter(rapporteur_words::Token::has_letter) {
            let stem = lexis.add(token.text).stem.0;
            let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let place = || Span { block: *block, bytes: small(token.bytes.start)..small(token.bytes.end) };
            let known = forms.entry(stem).or_insert_with(|| Forms { first: place(), seen: Vec::new() });
            known.add(token.text);
        }
    }
    let best = stems.iter().filter_map(|stem| forms.get(stem)).take(WORDS);
    let (words, evidence) = best.map(|f| (f.most_frequent(), f.first.clone())).unzip();
    Label { words, evidence }
}

/// The forms in which a stem was written.
struct Forms {
    first: Span,
    seen: Vec<(String, usize)>,
}

impl Forms {
    fn add(&mut self, form: &str) {
        match self.seen.iter_mut().find(|(known, _)| known == form) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((form.to_owned(), 1)),
        }
    }

    /// The first of the forms seen most often.
    fn most_frequent(&self) -> String {
        let best = self.seen.iter().rev().max_by_key(|(_, count)| *count);
        best.map_or(String::new(), |(form, _)| form.clone())
    }
}
