//! How much of the document's matter a set of sentences covers.

use rapporteur_model::Document;
use rapporteur_words::{Lexis, Stem, StopWords, tokens};
use rustc_hash::FxHashMap;

use crate::{candidate::Candidate, prose::is_unspaced};

/// The matter of each candidate: numbered features (stems, and pairs of neighbouring stems) with their counts.
#[derive(Debug)]
pub(crate) struct Matter {
    /// Features that stand at least twice in the document, with their counts, by candidate.
    features: Vec<Vec<(u32, u16)>>,
    /// What covering a feature is worth.
    worth: Vec<f32>,
    /// The stems of each candidate that carry a subject, with their weight: unit vectors, sorted by stem.
    pub(crate) subjects: Vec<Vec<(u32, f32)>>,
    /// For each candidate the share of the title's stems that it holds.
    pub(crate) title: Vec<f32>,
    /// For each candidate the share of its words that hold a digit.
    pub(crate) numbers: Vec<f32>,
}

/// Words of one sentence as stems, and whether they are stop words.
type Words = Vec<(u32, bool)>;

impl Matter {
    /// Counts the features of all candidates.
    pub(crate) fn of(doc: &Document, candidates: &[Candidate]) -> Self {
        let language = doc.language().unwrap_or("en");
        let mut lexis = Lexis::new(language);
        let mut sentences: Vec<Words> = Vec::with_capacity(candidates.len());
        let mut numbers = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let (words, share) = words_of(doc.text(&candidate.span), &mut lexis);
            sentences.push(words);
            numbers.push(share);
        }
        if !has_stop_words(language) {
            find_stop_words(&mut sentences, lexis.len());
        }
        let title = title_stems(doc, &mut lexis);
        let (features, worth) = features(candidates, &sentences);
        Self {
            features,
            worth,
            subjects: subjects(&sentences, lexis.len()),
            title: sentences.iter().map(|words| share_of(&title, words)).collect(),
            numbers,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sentence is short")]
fn words_of(text: &str, lexis: &mut Lexis) -> (Words, f32) {
    let (mut words, mut with_digit, mut all) = (Words::new(), 0, 0);
    for token in tokens(text) {
        all += 1;
        with_digit += usize::from(token.text.contains(|c: char| c.is_ascii_digit()));
        if token.text.starts_with(is_unspaced) {
            words.extend(pairs_of_letters(token.text).map(|pair| (lexis.add(pair).stem.0, false)));
        } else {
            let word = lexis.add(token.text);
            words.push((word.stem.0, word.stop));
        }
    }
    (words, with_digit as f32 / all.max(1) as f32)
}

/// In scripts without spaces pairs of neighbouring letters do what words do elsewhere.
fn pairs_of_letters(run: &str) -> impl Iterator<Item = &str> {
    let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    run.char_indices().zip(ends).filter_map(|((start, _), end)| run.get(start..end))
}

fn has_stop_words(language: &str) -> bool {
    // Other languages are given the English list.
    matches!(language.get(..2), Some("en")) || !StopWords::new(language).has("the")
}

/// In a language without a list: what stands in one sentence of eight carries no subject.
fn find_stop_words(sentences: &mut [Words], stems: usize) {
    const FEWEST: usize = 16;
    if sentences.len() < FEWEST {
        return;
    }
    let standing = standing_in(sentences, stems);
    let common = sentences.len() / 8;
    for (stem, stop) in sentences.iter_mut().flatten() {
        *stop |= standing.get(*stem as usize).is_some_and(|&n| n as usize > common);
    }
}

/// In how many sentences each stem stands.
fn standing_in(sentences: &[Words], stems: usize) -> Vec<u32> {
    let mut standing = vec![0; stems];
    let mut last = vec![u32::MAX; stems];
    for (index, words) in (0..).zip(sentences) {
        for &(stem, _) in words {
            if let (Some(seen), Some(count)) = (last.get_mut(stem as usize), standing.get_mut(stem as usize))
                && *seen != index
            {
                *seen = index;
                *count += 1;
            }
        }
    }
    standing
}

fn title_stems(doc: &Document, lexis: &mut Lexis) -> Vec<u32> {
    let title = doc.meta.title.as_ref().map_or("", |t| t.value.as_str());
    let stop = StopWords::new(doc.language().unwrap_or("en"));
    let mut stems: Vec<u32> = tokens(title)
        .filter(|t| !stop.has(&t.text.to_lowercase()))
        .map(|t| lexis.find(t.text).map_or(u32::MAX, |Stem(stem)| stem))
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

#[expect(clippy::cast_precision_loss, reason = "a title is short")]
fn share_of(title: &[u32], words: &Words) -> f32 {
    let held = title.iter().filter(|stem| words.iter().any(|(s, _)| s == *stem)).count();
    held as f32 / title.len().max(1) as f32
}

/// How often a feature stands, and in how many paragraphs and sections.
#[derive(Clone, Copy, Default)]
struct Spread {
    count: u32,
    paragraphs: u32,
    sections: u32,
    last: Option<(u32, u32)>,
    kind: f32,
}

/// Stop words say little, but where they stand is how a language speaks: they count for a part.
const STOP_WORD: f32 = 0.2;
/// Pairs of two words that carry a subject; pairs of stop words. Pairs of one of each count fully.
const SUBJECT_PAIR: f32 = 0.75;
const STOP_PAIR: f32 = 0.5;

fn features(candidates: &[Candidate], sentences: &[Words]) -> (Vec<Vec<(u32, u16)>>, Vec<f32>) {
    let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut spreads: Vec<Spread> = Vec::new();
    let mut features = Vec::with_capacity(sentences.len());
    for (candidate, words) in candidates.iter().zip(sentences) {
        let mut own: Vec<u32> = Vec::with_capacity(words.len() * 2);
        let mut last = None;
        for &(stem, stop) in words {
            let single = ((u32::MAX, stem), if stop { STOP_WORD } else { 1.0 });
            let pair = last.replace((stem, stop)).map(|(s, before)| ((s, stem), pair_kind(before, stop)));
            for (key, kind) in std::iter::once(single).chain(pair) {
                let number = *known.entry(key).or_insert_with(|| {
                    spreads.push(Spread { kind, ..Spread::default() });
                    u32::try_from(spreads.len() - 1).unwrap_or(u32::MAX)
                });
                own.push(number);
                if let Some(spread) = spreads.get_mut(number as usize) {
                    spread.meet(candidate.section, candidate.span.block);
                }
            }
        }
        own.sort_unstable();
        features.push(own);
    }
    let worth: Vec<f32> = spreads.iter().map(Spread::worth).collect();
    let telling = |f: &&[u32]| f.first().and_then(|&f| worth.get(f as usize)).is_some_and(|&w| w > 0.0);
    let counted = |own: Vec<u32>| own.chunk_by(|a, b| a == b).filter(telling).filter_map(count_of).collect();
    (features.into_iter().map(counted).collect(), worth)
}

fn pair_kind(first_stops: bool, second_stops: bool) -> f32 {
    match (first_stops, second_stops) {
        (true, true) => STOP_PAIR,
        (false, false) => SUBJECT_PAIR,
        _ => 1.0,
    }
}

fn count_of(run: &[u32]) -> Option<(u32, u16)> {
    run.first().map(|&feature| (feature, u16::try_from(run.len()).unwrap_or(u16::MAX)))
}

impl Spread {
    fn meet(&mut self, section: u32, block: u32) {
        self.count += 1;
        self.paragraphs += u32::from(self.last.is_none_or(|(_, b)| b != block));
        self.sections += u32::from(self.last.is_none_or(|(s, _)| s != section));
        self.last = Some((section, block));
    }

    /// What stands once says nothing about the whole. What comes back in many paragraphs and sections is worth more
    /// than what one of them repeats: that is the centrality of LexRank, word by word.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn worth(&self) -> f32 {
        if self.count < 2 {
            return 0.0;
        }
        let [count, paragraphs, sections] = [self.count, self.paragraphs, self.sections].map(|n| n as f32);
        self.kind * count.powf(0.5) * paragraphs.powf(0.75) * sections.powf(0.25)
    }
}

/// Unit vectors of the stems that carry a subject, rare ones weighing more.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn subjects(sentences: &[Words], stems: usize) -> Vec<Vec<(u32, f32)>> {
    let standing = standing_in(sentences, stems);
    let all = sentences.len() as f32;
    let weight = |stem: u32| (all / standing.get(stem as usize).map_or(1.0, |&n| n.max(1) as f32)).ln();
    let vector = |words: &Words| {
        let mut stems: Vec<u32> = words.iter().filter(|(_, stop)| !stop).map(|(stem, _)| *stem).collect();
        stems.sort_unstable();
        let mut vector: Vec<(u32, f32)> = stems
            .chunk_by(|a, b| a == b)
            .filter_map(|run| run.first().map(|&stem| (stem, run.len() as f32 * weight(stem))))
            .collect();
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, w)| *w /= length.max(f32::MIN_POSITIVE));
        vector
    };
    sentences.iter().map(vector).collect()
}

/// How alike two candidates are: 1 for the same words, 0 for none in common.
pub(crate) fn likeness(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let mut rest = b.iter().peekable();
    let mut sum = 0.0;
    for &(stem, weight) in a {
        while rest.next_if(|(other, _)| *other < stem).is_some() {}
        if let Some(&&(other, second)) = rest.peek()
            && other == stem
        {
            sum += weight * second;
        }
    }
    sum
}

/// How little a second mention adds to the first: 1 would be as much again, 0 nothing.
const AGAIN: f32 = 0.3;

/// What a growing selection covers. The gain of a sentence only falls as the selection grows, which is what makes
/// lazy greedy selection exact.
#[derive(Debug)]
pub(crate) struct Covered<'m> {
    matter: &'m Matter,
    counts: Vec<u32>,
    /// What so many mentions are worth, from 0 on.
    powers: Vec<f32>,
}

impl<'m> Covered<'m> {
    /// Nothing covered yet.
    pub(crate) fn none(matter: &'m Matter) -> Self {
        let powers = (0..POWERS).map(power).collect();
        Self { matter, counts: vec![0; matter.worth.len()], powers }
    }

    /// What a candidate would add.
    pub(crate) fn gain(&self, candidate: usize) -> f32 {
        let Some(features) = self.matter.features.get(candidate) else { return 0.0 };
        features
            .iter()
            .map(|&(feature, count)| {
                let worth = self.matter.worth.get(feature as usize).copied().unwrap_or(0.0);
                let have = self.counts.get(feature as usize).copied().unwrap_or(0);
                worth * (self.mentions(have + u32::from(count)) - self.mentions(have))
            })
            .sum()
    }

    fn mentions(&self, count: u32) -> f32 {
        self.powers.get(count as usize).copied().unwrap_or_else(|| power(count))
    }

    /// Takes a candidate into the selection.
    pub(crate) fn take(&mut self, candidate: usize) {
        for &(feature, count) in self.matter.features.get(candidate).into_iter().flatten() {
            if let Some(have) = self.counts.get_mut(feature as usize) {
                *have += u32::from(count);
            }
        }
    }
}

const POWERS: u32 = 128;

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn power(count: u32) -> f32 {
    (count as f32).powf(AGAIN)
}
