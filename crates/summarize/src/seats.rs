//! A seat for every session of the report.

use rapporteur_model::{Document, Role, Section};
use rustc_hash::FxHashMap;

use crate::candidate::Candidate;

/// The parts that must be heard, as lists of candidates (indices), in document order: each session with what lies
/// below it; in a report without sessions the chapters. Parts with less than [`FEWEST_WORDS`] words have no claim.
pub(crate) fn claims(doc: &Document, candidates: &[Candidate]) -> Claims {
    let sessions = level_of_sessions(doc);
    let level = sessions.unwrap_or_else(|| level_of_chapters(doc));
    let part_of = part_of_section(doc, level);
    let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let part = part_of.get(candidate.section as usize).copied().unwrap_or(0);
        match parts.last_mut() {
            Some((last, members)) if *last == part => members.push(index),
            _ => parts.push((part, vec![index])),
        }
    }
    let claims = |part: usize, members: &[usize]| {
        let text: u32 = members.iter().filter_map(|&i| candidates.get(i)).map(|c| c.words).sum();
        text >= FEWEST_WORDS && doc.sections.get(part).is_some_and(|s| has_claim(s, sessions))
    };
    let parts = parts
        .into_iter()
        .filter(|(part, members)| claims(*part, members))
        .map(|(_, members)| members)
        .collect();
    Claims { parts, sessions: sessions.is_some() }
}

/// The parts that would be heard.
#[derive(Debug)]
pub(crate) struct Claims {
    parts: Vec<Vec<usize>>,
    sessions: bool,
}

impl Claims {
    /// Those heard in running text of so many words: all sessions; all chapters or none.
    pub(crate) fn in_words(&self, words: u32) -> Vec<Vec<usize>> {
        let room = usize::try_from(words / WORDS_A_CHAPTER).unwrap_or(usize::MAX);
        if self.sessions || self.parts.len() <= room { self.parts.clone() } else { Vec::new() }
    }

    /// Those heard in so many single sentences: all, if that leaves a fifth of the sentences free.
    pub(crate) fn in_sentences(&self, sentences: u32) -> Vec<Vec<usize>> {
        let room = usize::try_from(sentences / 5 * 4).unwrap_or(usize::MAX);
        if self.parts.len() <= room { self.parts.clone() } else { Vec::new() }
    }
}

const FEWEST_WORDS: u32 = 40;
/// Chapters are heard where there is so much room for each; where there is less, what matters most is.
const WORDS_A_CHAPTER: u32 = 70;

/// What introduces or closes sessions and chapters has no claim of its own.
fn has_claim(part: &Section, sessions: Option<u8>) -> bool {
    part.role == Role::Session || part.role == Role::Body && sessions.is_none_or(|level| part.level == level)
}

/// The level at which most sessions stand that are not part of another; `None` with fewer than two.
fn level_of_sessions(doc: &Document) -> Option<u8> {
    let mut counts: FxHashMap<u8, usize> = FxHashMap::default();
    let mut inside: Option<u8> = None;
    let mut best: Option<(usize, u8)> = None;
    for section in &doc.sections {
        if inside.is_some_and(|level| section.level > level) {
            continue;
        }
        inside = (section.role == Role::Session).then_some(section.level);
        if section.role == Role::Session {
            let count = counts.entry(section.level).or_default();
            *count += 1;
            if best.is_none_or(|(most, _)| *count > most) {
                best = Some((*count, section.level));
            }
        }
    }
    best.filter(|(count, _)| *count > 1).map(|(_, level)| level)
}

/// The level of the topmost headings of the body.
fn level_of_chapters(doc: &Document) -> u8 {
    let body = doc.sections.iter().filter(|s| s.role.is_body() && s.heading.is_some() && s.level > 0);
    body.map(|s| s.level).min().unwrap_or(1)
}

/// For each section, the section that opens its part: itself down to a level, else the last one that high.
fn part_of_section(doc: &Document, level: u8) -> Vec<usize> {
    let mut part = 0;
    let sections = doc.sections.iter().enumerate();
    sections
        .map(|(index, section)| {
            if section.level <= level {
                part = index;
            }
            part
        })
        .collect()
}

/// Leaves out the smallest parts until the shortest sentence of each fits into the budget together.
pub(crate) fn that_fit(mut parts: Vec<Vec<usize>>, candidates: &[Candidate], budget: u32) -> Vec<Vec<usize>> {
    let shortest = |m: &[usize]| shortest(m, candidates);
    while parts.iter().map(|m| shortest(m)).fold(0, u32::saturating_add) > budget {
        let smallest = parts.iter().enumerate().min_by_key(|(_, m)| m.len()).map(|(i, _)| i);
        match smallest {
            Some(index) => drop(parts.remove(index)),
            None => break,
        }
    }
    parts
}

/// Words of the shortest of some candidates.
pub(crate) fn shortest(members: &[usize], candidates: &[Candidate]) -> u32 {
    members.iter().filter_map(|&i| candidates.get(i)).map(|c| c.words).min().unwrap_or(0)
}
