//! From the cleaned document back to the text as first extracted.

use std::{fmt, ops::Range};

use rapporteur_model::{Block, Repair};

/// A repair that could not be taken back: the log and the blocks do not belong together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NotUndone {
    /// The repair's place in the log, counted from 0.
    pub index: usize,
    /// Its rule.
    pub rule: String,
    /// Its bytes of the extracted text.
    pub bytes: Range<u32>,
    /// What stands there now.
    pub found: String,
}

impl fmt::Display for NotUndone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, rule, bytes, found } = self;
        write!(
            f,
            "repair {index} ({rule}) at bytes {}..{} cannot be undone: found {found:?}",
            bytes.start, bytes.end
        )
    }
}

impl std::error::Error for NotUndone {}

/// A stretch of the extracted text, and what stands for it.
#[derive(Debug, Clone)]
struct Stretch {
    bytes: Range<u32>,
    text: String,
}

/// Takes the repairs back, newest first, and gives the stretches of the text as first extracted, each with the
/// byte at which it starts. What lay between the blocks (empty lines) is not in the blocks and not given back.
///
/// # Errors
/// When a repair's `after` does not stand where the repair says.
///
/// Time grows with the number of repairs times the number of stretches near them: it is for `explain` and for
/// tests, not for the pipeline.
pub fn undo(blocks: &[Block], repairs: &[Repair]) -> Result<Vec<(u32, String)>, NotUndone> {
    let mut stretches = stretches(blocks);
    for (index, repair) in repairs.iter().enumerate().rev() {
        if repair.before != repair.after {
            take_back(&mut stretches, index, repair)?;
        }
    }
    Ok(stretches.into_iter().filter(|s| !s.text.is_empty()).map(|s| (s.bytes.start, s.text)).collect())
}

/// The pieces of all blocks, in the order of the source.
fn stretches(blocks: &[Block]) -> Vec<Stretch> {
    let mut all = Vec::new();
    for block in blocks {
        let ends = block.origin.iter().skip(1).map(|o| o.at as usize).chain([block.text.len()]);
        for (piece, end) in block.origin.iter().zip(ends) {
            let text = block.text.get(piece.at as usize..end).unwrap_or("").to_owned();
            all.push(Stretch { bytes: piece.bytes.clone(), text });
        }
    }
    all.sort_by_key(|s| (s.bytes.start, s.bytes.end));
    all
}

fn take_back(all: &mut Vec<Stretch>, index: usize, repair: &Repair) -> Result<(), NotUndone> {
    cut_at(all, repair.bytes.start);
    cut_at(all, repair.bytes.end);
    let from = all.partition_point(|s| s.bytes.start < repair.bytes.start);
    let count = all
        .get(from..)
        .unwrap_or(&[])
        .iter()
        .take_while(|s| s.bytes.end <= repair.bytes.end && s.bytes.start <= repair.bytes.end)
        .count();
    let inside = all.get(from..from + count).unwrap_or(&[]);
    // Stretches without source bytes at the edges may belong to neighbours; the repair's are those whose text
    // is what it put in.
    let window = (0..=count)
        .flat_map(|a| (a..=count).rev().map(move |b| (a, b)))
        .filter(|(a, b)| covers(inside, *a, *b))
        .find(|(a, b)| same(inside.get(*a..*b).unwrap_or(&[]), &repair.after));
    // A later repair over the same bytes has brought the source back already.
    if window.is_none() && same(inside, &repair.before) {
        return Ok(());
    }
    let Some((a, b)) = window else {
        return Err(NotUndone {
            index,
            rule: repair.rule.clone().into_owned(),
            bytes: repair.bytes.clone(),
            found: inside.iter().map(|s| s.text.as_str()).collect(),
        });
    };
    let back = Stretch { bytes: repair.bytes.clone(), text: repair.before.clone() };
    all.splice(from + a..from + b, [back]);
    Ok(())
}

/// Whether the stretches left out at both ends stand for no source bytes.
fn covers(inside: &[Stretch], from: usize, to: usize) -> bool {
    let empty = |s: &Stretch| s.bytes.is_empty();
    inside.iter().take(from).all(empty) && inside.iter().skip(to).all(empty)
}

fn same(stretches: &[Stretch], text: &str) -> bool {
    let mut rest = text;
    for stretch in stretches {
        match rest.strip_prefix(stretch.text.as_str()) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    rest.is_empty()
}

/// Cuts the stretch that reaches over a byte, when it runs in step with its source.
fn cut_at(all: &mut Vec<Stretch>, at: u32) {
    let next = all.partition_point(|s| s.bytes.start < at);
    let Some(index) = next.checked_sub(1) else { return };
    let Some(stretch) = all.get_mut(index) else { return };
    let part = (at - stretch.bytes.start) as usize;
    let in_step = stretch.text.len() == stretch.bytes.len();
    if stretch.bytes.end <= at || !in_step || !stretch.text.is_char_boundary(part) {
        return;
    }
    let tail = Stretch { bytes: at..stretch.bytes.end, text: stretch.text.split_off(part) };
    stretch.bytes.end = at;
    all.insert(next, tail);
}
