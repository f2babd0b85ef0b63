//! From SKOS to tables.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_words::{GeneralWords, Stemmer, StopWords, tokens};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    forms::{forms, is_exact},
    skos::{Concept, LabelKind, Vocabulary},
    tables::{Rows, Texts, number},
    thesaurus::{Entry, NONE, Thesaurus, Tongue},
    trie::Growing,
};

/// Where labels have no language, they are taken for English.
const WITHOUT: &str = "en";
/// Longer labels than this are sentences; nobody writes them out in a report.
const LONGEST: usize = 12;

/// Compiles a vocabulary.
pub(crate) fn compile(vocabulary: &Vocabulary) -> Thesaurus {
    let numbers: BTreeMap<&str, u32> =
        vocabulary.concepts.keys().enumerate().map(|(n, uri)| (uri.as_str(), number(n))).collect();
    let rows = |list: fn(&Concept) -> &Vec<String>| {
        let mut rows = Rows::default();
        for concept in vocabulary.concepts.values() {
            rows.push(list(concept).iter().filter_map(|uri| numbers.get(uri.as_str()).copied()));
        }
        rows
    };
    let foreign: BTreeSet<&str> =
        vocabulary.concepts.values().flat_map(|c| &c.matches).map(String::as_str).collect();
    let places: BTreeMap<&str, u32> = foreign.iter().enumerate().map(|(n, uri)| (*uri, number(n))).collect();
    let mut matches = Rows::default();
    for concept in vocabulary.concepts.values() {
        matches.push(concept.matches.iter().filter_map(|uri| places.get(uri.as_str()).copied()));
    }
    let current = current(vocabulary, &numbers);
    let mut languages = vocabulary.languages();
    if languages.is_empty() {
        languages.push(WITHOUT.to_owned());
    }
    Thesaurus {
        uris: vocabulary.concepts.keys().map(String::as_str).collect(),
        broader: rows(|c| &c.broader),
        narrower: rows(|c| &c.narrower),
        related: rows(|c| &c.related),
        foreign: foreign.into_iter().collect(),
        matches,
        tongues: languages.iter().map(|code| Speaker::new(code).tongue(vocabulary, &current)).collect(),
        current,
    }
}

/// The concept to use in place of each. Chains of replacement are followed, circles are not.
fn current(vocabulary: &Vocabulary, numbers: &BTreeMap<&str, u32>) -> Vec<u32> {
    let one = |(own, concept): (usize, &Concept)| {
        let (mut at, mut concept, mut seen) = (number(own), concept, BTreeSet::new());
        while concept.deprecated {
            let next = concept.replaced.iter().find_map(|uri| {
                let number = numbers.get(uri.as_str())?;
                Some((*number, vocabulary.concepts.get(uri)?))
            });
            match next {
                Some((number, replacing)) if seen.insert(number) => (at, concept) = (number, replacing),
                _ => return NONE,
            }
        }
        at
    };
    vocabulary.concepts.values().enumerate().map(one).collect()
}

/// Compiles the labels of one language.
struct Speaker<'c> {
    code: &'c str,
    stemmer: Stemmer,
    stop: StopWords,
    general: GeneralWords,
    /// Stems in order of appearance, and whether each is a stop word's.
    stems: Vec<(String, bool)>,
    numbers: FxHashMap<String, u32>,
    written: FxHashMap<String, u32>,
}

/// A form of a label, as stems in order of appearance.
struct Draft {
    entry: Entry,
    written: String,
    stems: Vec<u32>,
}

impl<'c> Speaker<'c> {
    fn new(code: &'c str) -> Self {
        Self {
            code,
            stemmer: Stemmer::new(code),
            stop: StopWords::new(code),
            general: GeneralWords::new(code),
            stems: Vec::new(),
            numbers: FxHashMap::default(),
            written: FxHashMap::default(),
        }
    }

    fn tongue(mut self, vocabulary: &Vocabulary, current: &[u32]) -> Tongue {
        let mut shown = Texts::default();
        let mut spellings = Texts::default();
        let mut drafts = Vec::new();
        let mut seen = FxHashSet::default();
        for (concept, &current) in vocabulary.concepts.values().zip(current) {
            let label = concept.labels.iter().find(|l| l.kind == LabelKind::Preferred && l.is_in(self.code));
            shown.push(label.map_or("", |l| &l.text));
            if current == NONE {
                continue;
            }
            for label in concept.labels.iter().filter(|l| l.is_in(self.code)) {
                for form in forms(&label.text) {
                    let spelling = if is_exact(&form.text) { spellings.push(&form.text) } else { NONE };
                    let Some(stems) = self.stems(&form.text, spelling != NONE) else { continue };
                    let entry = Entry {
                        concept: current,
                        spelling,
                        words: u8::try_from(stems.len()).unwrap_or(u8::MAX),
                        general: self.general(&stems),
                        preferred: label.kind == LabelKind::Preferred,
                        unqualified: form.unqualified,
                    };
                    if seen.insert((current, spelling != NONE, stems.clone())) {
                        drafts.push(Draft { entry, written: form.text.to_lowercase(), stems });
                    }
                }
            }
        }
        self.tables(shown, spellings, drafts)
    }

    /// The stems of a form; `None` for a form that must not be looked for: without words, or of stop words alone.
    fn stems(&mut self, form: &str, exact: bool) -> Option<Vec<u32>> {
        let stems: Vec<u32> = tokens(form).take(LONGEST + 1).map(|t| self.stem(t.text)).collect();
        let carries = exact || stems.iter().any(|&s| self.stems.get(s as usize).is_some_and(|s| !s.1));
        (carries && !stems.is_empty() && stems.len() <= LONGEST).then_some(stems)
    }

    /// How many of some stems every report has; stop words are no better.
    fn general(&self, stems: &[u32]) -> u8 {
        let known = stems.iter().filter_map(|&s| self.stems.get(s as usize));
        let general = known.filter(|(stem, stop)| *stop || self.general.has(stem)).count();
        u8::try_from(general).unwrap_or(u8::MAX)
    }

    fn stem(&mut self, written: &str) -> u32 {
        if let Some(&known) = self.written.get(written) {
            return known;
        }
        let lower = written.to_lowercase();
        let stem = self.stemmer.stem(&lower).into_owned();
        let next = number(self.stems.len());
        let stem = *self.numbers.entry(stem.clone()).or_insert_with(|| {
            self.stems.push((stem, self.stop.has(&lower)));
            next
        });
        self.written.insert(written.to_owned(), stem);
        stem
    }

    /// Gives the stems their sorted numbers, and lays the forms out.
    fn tables(self, shown: Texts, spellings: Texts, mut drafts: Vec<Draft>) -> Tongue {
        let mut order: Vec<u32> = (0..number(self.stems.len())).collect();
        let name = |n: u32| self.stems.get(n as usize).map_or("", |s| s.0.as_str());
        order.sort_unstable_by_key(|&n| name(n));
        let mut places = vec![0; order.len()];
        let mut common = vec![0_u32; order.len()];
        for (place, &old) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(old as usize) {
                *slot = number(place);
            }
        }
        let mut stop = vec![false; order.len()];
        order.iter().zip(&mut stop).for_each(|(&old, stop)| {
            *stop = self.stems.get(old as usize).is_some_and(|s| s.1);
        });
        let mut trie = Growing::default();
        for (nth, draft) in drafts.iter_mut().enumerate() {
            for stem in &mut draft.stems {
                *stem = places.get(*stem as usize).copied().unwrap_or(0);
                if let Some(count) = common.get_mut(*stem as usize) {
                    *count += 1;
                }
            }
            trie.add(&draft.stems, number(nth));
        }
        let (bags, bag_seconds, bag_stems) = bags(&drafts, &common, &stop);
        Tongue {
            code: self.code.to_owned(),
            shown,
            trie: trie.grown(order.len()),
            stems: order.iter().map(|&n| name(n)).collect(),
            entries: drafts.iter().map(|d| d.entry).collect(),
            written: drafts.iter().map(|d| d.written.as_str()).collect(),
            common,
            spellings,
            bags,
            bag_seconds,
            bag_stems,
        }
    }
}

/// Labels of several words, to be found with gaps: by the stem that is rarest among the labels.
fn bags(drafts: &[Draft], common: &[u32], stop: &[bool]) -> (Rows, Vec<u32>, Rows) {
    let mut by_stem = Vec::new();
    let mut bag_stems = Rows::default();
    for (nth, draft) in drafts.iter().enumerate() {
        let carries = |s: &u32| !stop.get(*s as usize).copied().unwrap_or(false);
        let mut stems: Vec<u32> = draft.stems.iter().copied().filter(carries).collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.len() < 2 {
            stems.clear();
        }
        let rarity = |s: &u32| (common.get(*s as usize), *s);
        let key = stems.iter().copied().min_by_key(rarity);
        let second = stems.iter().copied().filter(|&s| Some(s) != key).min_by_key(rarity);
        if let (Some(key), Some(second)) = (key, second) {
            by_stem.push((key, number(nth), second));
        }
        bag_stems.push(stems);
    }
    by_stem.sort_unstable();
    let pairs: Vec<(u32, u32)> = by_stem.iter().map(|b| (b.0, b.1)).collect();
    let seconds = by_stem.iter().map(|b| b.2).collect();
    (Rows::from_pairs(common.len(), &pairs), seconds, bag_stems)
}

#[cfg(test)]
mod tests;
