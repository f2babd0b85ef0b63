//! A report as words: cut, stemmed and looked up once, for everything that counts them.

use std::{ops::Range, sync::Arc};

use rapporteur_model::{Document, Span};
use rapporteur_words::{GeneralWords, Lexis, Stemmer, tokens};
use rustc_hash::FxHashMap;

use crate::{
    misread::Misread,
    reading::{Place, Stretch, stretches},
    vocabulary::{NONE, Texts, Thesaurus, Tongue},
};

/// After so many stems the memory is emptied before the next report; an archive in one language has fewer.
const REMEMBERED: usize = 400_000;

/// A word that stands more often in a report is no misread one, but a word of its own.
const MISREAD: usize = 2;

/// Reads reports in one language.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) language: String,
    lexis: Lexis,
    thesaurus: Arc<Thesaurus>,
    /// The vocabulary's number of each stem.
    known: Vec<u32>,
    /// For stems that the vocabulary does not know: the one that may have been misread, or `NONE`.
    meant: Vec<u32>,
    misread: Misread,
    stemmer: Stemmer,
    pub(crate) general: GeneralStems,
    /// The model's number of each stem that was asked for, or `NONE`.
    learned: FxHashMap<u32, u32>,
}

/// Which stems of a reader every report has.
#[derive(Debug)]
pub(crate) struct GeneralStems {
    words: GeneralWords,
    known: Vec<bool>,
}

impl GeneralStems {
    pub(crate) fn has(&self, stem: u32) -> bool {
        self.known.get(stem as usize).copied().unwrap_or(false)
    }
}

/// One word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Bytes in the stretch.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Number of the stem in the reader's lexis.
    pub(crate) stem: u32,
    /// Number of the stem in the vocabulary, or `NONE`.
    pub(crate) known: u32,
    /// Too common to carry a subject.
    pub(crate) stop: bool,
    /// It has a letter.
    pub(crate) letters: bool,
    /// More than a space or a hyphen lies before it.
    pub(crate) opens: bool,
}

/// A report as words.
#[derive(Debug)]
pub(crate) struct Text<'d> {
    pub(crate) stretches: Vec<Stretch<'d>>,
    pub(crate) words: Vec<Word>,
    /// The words of each stretch.
    ranges: Vec<Range<u32>>,
}

impl Reader {
    pub(crate) fn new(thesaurus: &Arc<Thesaurus>, language: &str) -> Self {
        Self {
            language: language.to_owned(),
            lexis: Lexis::new(language),
            thesaurus: Arc::clone(thesaurus),
            known: Vec::new(),
            meant: Vec::new(),
            misread: thesaurus.tongue(language).map(Misread::new).unwrap_or_default(),
            stemmer: Stemmer::new(language),
            general: GeneralStems { words: GeneralWords::new(language), known: Vec::new() },
            learned: FxHashMap::default(),
        }
    }

    /// Reads a report.
    pub(crate) fn read<'d>(&mut self, doc: &'d Document) -> Text<'d> {
        if self.lexis.len() > REMEMBERED {
            self.lexis = Lexis::new(&self.language);
            self.known.clear();
            self.meant.clear();
            self.general.known.clear();
            self.learned.clear();
        }
        let stretches = stretches(doc);
        let mut text = Text { words: Vec::new(), ranges: Vec::with_capacity(stretches.len()), stretches };
        for stretch in &text.stretches {
            let start = count(text.words.len());
            self.words(stretch.text, &mut text.words);
            text.ranges.push(start..count(text.words.len()));
        }
        self.see_through(&mut text.words);
        text
    }

    /// Takes words that were misread for what they were meant to be; but not one that recurs as it is written.
    fn see_through(&self, words: &mut [Word]) {
        let meant = |w: &Word| self.meant.get(w.stem as usize).copied().filter(|&m| m != NONE);
        let mut found: Vec<(u32, usize, u32)> =
            words.iter().zip(0..).filter_map(|(w, nth)| Some((w.stem, nth, meant(w)?))).collect();
        found.sort_unstable();
        for same in found.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() <= MISREAD) {
            for &(_, nth, meant) in same {
                if let Some(word) = words.get_mut(nth) {
                    word.known = meant;
                }
            }
        }
    }

    fn words(&mut self, text: &str, words: &mut Vec<Word>) {
        let mut end = 0;
        for token in tokens(text) {
            let gap = text.get(end..token.bytes.start).unwrap_or("");
            let opens = end == 0 || !matches!(gap, " " | "-" | "\u{2010}" | "\u{2011}");
            end = token.bytes.end;
            let word = self.lexis.add(token.text);
            words.push(Word {
                start: count(token.bytes.start),
                end: count(end),
                stem: word.stem.0,
                known: self.known(word.stem, token.text),
                stop: word.stop,
                letters: token.has_letter(),
                opens,
            });
        }
    }

    /// The vocabulary's number of a stem, which was first met in this word.
    fn known(&mut self, stem: rapporteur_words::Stem, written: &str) -> u32 {
        if let Some(&known) = self.known.get(stem.0 as usize) {
            return known;
        }
        let name = self.lexis.name(stem);
        let tongue = self.thesaurus.tongue(&self.language);
        let known = tongue.and_then(|t| t.stems.find(name));
        let meant = tongue.filter(|_| known.is_none());
        let meant = meant.and_then(|t| self.misread.meant(&written.to_lowercase(), t, &self.stemmer));
        self.general.known.push(self.general.words.has(name));
        self.known.push(known.unwrap_or(NONE));
        self.meant.push(meant.unwrap_or(NONE));
        known.unwrap_or(NONE)
    }

    /// How often each of some stems stands in a report, by their numbers in the table.
    pub(crate) fn counts(&mut self, text: &Text<'_>, stems: &Texts) -> Vec<(u32, u32)> {
        let mut counts = vec![0_u32; self.lexis.len()];
        let mut seen = Vec::new();
        for word in text.words.iter().filter(|w| w.letters && !w.stop) {
            if let Some(count) = counts.get_mut(word.stem as usize) {
                if *count == 0 {
                    seen.push(word.stem);
                }
                *count += 1;
            }
        }
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(seen.len());
        for stem in seen {
            let known = match self.learned.get(&stem) {
                Some(&known) => known,
                None => {
                    let known = stems.find(self.name(stem)).unwrap_or(NONE);
                    self.learned.insert(stem, known);
                    known
                }
            };
            if known != NONE {
                found.push((known, counts.get(stem as usize).copied().unwrap_or(0)));
            }
        }
        found.sort_unstable();
        found
    }

    /// A stem as it is written.
    pub(crate) fn name(&self, stem: u32) -> &str {
        self.lexis.name(rapporteur_words::Stem(stem))
    }

    /// The labels of the reader's language.
    pub(crate) fn tongue(&self) -> Option<&Tongue> {
        self.thesaurus.tongue(&self.language)
    }

    pub(crate) fn thesaurus(&self) -> &Thesaurus {
        &self.thesaurus
    }
}

impl<'d> Text<'d> {
    /// The stretches with the numbers of their words.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&Stretch<'d>, Range<usize>)> {
        let usize = |r: &Range<u32>| r.start as usize..r.end as usize;
        self.stretches.iter().zip(self.ranges.iter().map(usize))
    }

    /// How many sections there are to read; at least one.
    #[expect(clippy::cast_precision_loss, reason = "a count of sections")]
    pub(crate) fn sections(&self) -> f32 {
        let body = self.stretches.iter().filter(|s| s.place != Place::Title);
        let mut sections: Vec<u32> = body.map(|s| s.section).collect();
        sections.dedup();
        sections.len().max(1) as f32
    }

    /// Where some words of one stretch stand, from the first to the last.
    pub(crate) fn span(&self, stretch: u32, first: u32, last: u32) -> Span {
        let word = |n: u32| self.words.get(n as usize).map_or((0, 0), |w| (w.start, w.end));
        let Some(stretch) = self.stretches.get(stretch as usize) else {
            return Span { block: 0, bytes: 0..0 };
        };
        let base = stretch.span.bytes.start;
        Span { block: stretch.span.block, bytes: base + word(first).0..base + word(last).1 }
    }

    /// The words of a stretch as written, from the first to the last.
    pub(crate) fn written(&self, stretch: u32, first: u32, last: u32) -> &'d str {
        let word = |n: u32| self.words.get(n as usize).map_or((0, 0), |w| (w.start as usize, w.end as usize));
        let text = self.stretches.get(stretch as usize).map_or("", |s| s.text);
        text.get(word(first).0..word(last).1).unwrap_or("")
    }
}

/// A report has fewer than four thousand million bytes.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
