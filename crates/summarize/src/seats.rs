//! A seat for every part of the report.

use rapporteur_model::Document;

use crate::candidate::Candidate;

/// The parts that must be heard: each top-level section of the body with what lies below it, as lists of
/// candidates (indices), in document order. Parts with less than [`FEWEST_WORDS`] words have no claim.
pub(crate) fn parts(doc: &Document, candidates: &[Candidate]) -> Vec<Vec<usize>> {
    let part_of = part_of_section(doc);
    let mut parts: Vec<(u32, Vec<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let part = part_of.get(candidate.section as usize).copied().unwrap_or(0);
        match parts.last_mut() {
            Some((last, members)) if *last == part => members.push(index),
            _ => parts.push((part, vec![index])),
        }
    }
    let words =
        |members: &[usize]| members.iter().filter_map(|&i| candidates.get(i)).map(|c| c.words).sum::<u32>();
    parts.into_iter().map(|(_, members)| members).filter(|m| words(m) >= FEWEST_WORDS).collect()
}

const FEWEST_WORDS: u32 = 40;

/// For each section, the section that opens its part: itself at the top level, else the last one at the top.
fn part_of_section(doc: &Document) -> Vec<u32> {
    let body = doc.sections.iter().filter(|s| s.role.is_body() && s.heading.is_some() && s.level > 0);
    let top = body.map(|s| s.level).min().unwrap_or(1);
    let mut part = 0;
    let mut parts = Vec::with_capacity(doc.sections.len());
    for (index, section) in doc.sections.iter().enumerate() {
        if section.level <= top {
            part = u32::try_from(index).unwrap_or(u32::MAX);
        }
        parts.push(part);
    }
    parts
}

/// Leaves out the smallest parts until the shortest sentence of each fits into the budget together.
pub(crate) fn that_fit(mut parts: Vec<Vec<usize>>, candidates: &[Candidate], budget: u32) -> Vec<Vec<usize>> {
    let shortest = |m: &[usize]| shortest(m, candidates);
    while parts.iter().map(|m| shortest(m)).sum::<u32>() > budget {
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
