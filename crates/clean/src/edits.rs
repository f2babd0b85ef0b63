//! Edits: the one place where text is changed, and where it is decided and logged what becomes of a finding.

use std::{borrow::Cow, ops::Range};

use rapporteur_model::{Block, Extracted, Repair};

use crate::{
    draft::{len, slice},
    modes::{Chosen, Mode},
};

/// A change to one block's text.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) range: Range<u32>,
    pub(crate) with: Cow<'static, str>,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    pub(crate) reason: &'static str,
}

/// What was done, what is only suggested, and what the rules may do.
pub(crate) struct Log<'a> {
    /// The text as first extracted.
    source: &'a Extracted,
    pub(crate) chosen: Chosen,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) suggestions: Vec<Repair>,
}

impl<'a> Log<'a> {
    pub(crate) fn new(source: &'a Extracted, chosen: Chosen) -> Self {
        Self { source, chosen, repairs: Vec::new(), suggestions: Vec::new() }
    }

    /// Whether a finding is to be acted on; one that is only suggested is noted down here.
    pub(crate) fn accepts(
        &mut self,
        rule: &str,
        confidence: f32,
        what: impl FnOnce(&Extracted) -> Repair,
    ) -> bool {
        let mode = self.chosen.mode(rule, confidence);
        if mode == Mode::Suggest {
            self.suggestions.push(what(self.source));
        }
        mode == Mode::Apply
    }

    /// The same of an edit.
    pub(crate) fn accepts_edit(&mut self, block: &Block, edit: &Edit) -> bool {
        self.accepts(edit.rule, edit.confidence, |source| entry(source, block, edit))
    }

    /// Notes down what was done without an edit.
    pub(crate) fn repair(&mut self, what: impl FnOnce(&Extracted) -> Repair) {
        self.repairs.push(what(self.source));
    }

    /// Makes the edits that are accepted in one pass, logs them, and leaves the list empty.
    pub(crate) fn apply(&mut self, block: &mut Block, edits: &mut Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let mut done = 0;
        edits.retain_mut(|edit| {
            align(block, edit);
            let fits = edit.range.start >= done
                && block.text.get(edit.range.start as usize..edit.range.end as usize).is_some();
            let taken = fits && self.accepts_edit(block, edit);
            if taken {
                done = edit.range.end;
            }
            taken
        });
        self.repairs.extend(edits.iter().map(|edit| entry(self.source, block, edit)));
        let replacements: Vec<(Range<u32>, &str)> =
            edits.iter().map(|e| (e.range.clone(), e.with.as_ref())).collect();
        block.replace_all(&replacements);
        edits.clear();
    }
}

/// The log's words for an edit.
fn entry(source: &Extracted, block: &Block, edit: &Edit) -> Repair {
    let stood = stood_for(block, &edit.range);
    // Where an earlier rule had been at work, the log shows the text as extracted: one step back undoes both.
    let before = if stood.altered { source.slice(&stood.bytes) } else { slice(&block.text, &edit.range) };
    Repair {
        rule: Cow::Borrowed(edit.rule),
        bytes: stood.bytes,
        page: block.page_at(edit.range.start),
        before: before.to_owned(),
        after: edit.with.clone().into_owned(),
        confidence: edit.confidence,
        reason: Cow::Borrowed(edit.reason),
    }
}

/// A log entry for a change of kind of part of a block: the text stays as it is.
pub(crate) fn set_aside(
    block: &Block,
    range: &Range<u32>,
    rule: &'static str,
    confidence: f32,
    reason: &'static str,
) -> Repair {
    let text = slice(&block.text, range);
    Repair {
        rule: Cow::Borrowed(rule),
        bytes: block.source_of(range),
        page: block.page_at(range.start),
        before: text.to_owned(),
        after: text.to_owned(),
        confidence,
        reason: Cow::Borrowed(reason),
    }
}

/// The source bytes that a range of a block's text stands for, and whether it was altered before.
struct Stood {
    bytes: Range<u32>,
    altered: bool,
}

/// As [`Block::replace_all`] will count them: with what was deleted inside the range and at its end.
fn stood_for(block: &Block, range: &Range<u32>) -> Stood {
    let first = block.origin.partition_point(|o| o.at <= range.start).saturating_sub(1);
    let mut stood: Option<Stood> = None;
    for (at, piece) in block.origin.iter().enumerate().skip(first) {
        let end = block.origin.get(at + 1).map_or(len(&block.text), |o| o.at);
        if range.is_empty() || piece.at >= range.end && end > piece.at || piece.at > range.end {
            break;
        }
        let in_step = end - piece.at == piece.bytes.end - piece.bytes.start;
        let bytes = if in_step {
            let from = range.start.saturating_sub(piece.at);
            let to = (range.end - piece.at).min(end - piece.at);
            piece.bytes.start + from.min(to)..piece.bytes.start + to
        } else {
            piece.bytes.clone()
        };
        stood = Some(match stood {
            None => Stood { bytes, altered: !in_step },
            Some(s) => Stood {
                bytes: s.bytes.start.min(bytes.start)..s.bytes.end.max(bytes.end),
                altered: s.altered || !in_step,
            },
        });
    }
    stood.unwrap_or_else(|| Stood { bytes: block.source_of(range), altered: false })
}

/// Widens an edit that starts or ends inside an altered piece to the whole piece: an altered piece cannot be cut
/// in its source, and the log must be able to name the bytes that a change stands for.
fn align(block: &Block, edit: &mut Edit) {
    let Range { start, end } = edit.range;
    let from = altered_piece(block, start).filter(|p| p.start < start).map_or(start, |p| p.start);
    let last = end.saturating_sub(1).max(start);
    let to = altered_piece(block, last).filter(|p| p.end > end && end > p.start).map_or(end, |p| p.end);
    if (from, to) != (start, end) {
        let with = [slice(&block.text, &(from..start)), &edit.with, slice(&block.text, &(end..to))].concat();
        edit.with = Cow::Owned(with);
        edit.range = from..to;
    }
}

/// The piece that holds a byte, when it does not run in step with its source.
fn altered_piece(block: &Block, at: u32) -> Option<Range<u32>> {
    let next = block.origin.partition_point(|o| o.at <= at);
    let piece = block.origin.get(next.checked_sub(1)?)?;
    let end = block.origin.get(next).map_or(len(&block.text), |o| o.at);
    (end - piece.at != piece.bytes.end - piece.bytes.start).then_some(piece.at..end)
}
