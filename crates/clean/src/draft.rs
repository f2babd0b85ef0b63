//! A document while it is being cleaned: the one place where text is changed, and where changes are logged.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use rapporteur_model::{Block, Document, Extracted, Kind, Repair};

/// The blocks of a document on their way through the chain.
pub(crate) struct Draft<'a> {
    /// The text as first extracted.
    pub(crate) source: &'a Extracted,
    /// Whether the text is as printed, line by line, and not marked up as Markdown or HTML.
    pub(crate) printed: bool,
    /// Whether an OCR program read it and said where: places are sound, marks of notes are not.
    pub(crate) placed_by_ocr: bool,
    pub(crate) items: Vec<Item>,
    pub(crate) log: Vec<Repair>,
    pub(crate) warnings: Vec<String>,
    /// The notes found in this run, which wait for their marks.
    pub(crate) fresh_notes: HashSet<u32>,
    /// Blocks that are the rest of the note above.
    pub(crate) note_rests: HashSet<u32>,
    next_id: u32,
}

/// A block, and what it is called while indices change.
pub(crate) struct Item {
    pub(crate) block: Block,
    /// Its index before cleaning, or a number of its own when it was split off: what links to notes name.
    pub(crate) id: u32,
}

/// A change to one block's text.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) range: Range<u32>,
    pub(crate) with: Cow<'static, str>,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    pub(crate) reason: &'static str,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(source: &'a Extracted, printed: bool, blocks: Vec<Block>) -> Self {
        let items: Vec<Item> = (0..).zip(blocks).map(|(id, block)| Item { block, id }).collect();
        let next_id = u32::try_from(items.len()).unwrap_or(u32::MAX);
        Self {
            source,
            printed,
            placed_by_ocr: false,
            items,
            log: Vec::new(),
            warnings: Vec::new(),
            fresh_notes: HashSet::new(),
            note_rests: HashSet::new(),
            next_id,
        }
    }

    /// A name for a block that was split off.
    pub(crate) fn name(&mut self) -> u32 {
        self.next_id = self.next_id.saturating_add(1);
        self.next_id - 1
    }

    /// Edits every block that is not furniture with what `find` finds in its text.
    pub(crate) fn edit_all(&mut self, mut find: impl FnMut(&Block, &mut Vec<Edit>)) {
        let mut edits = Vec::new();
        for item in &mut self.items {
            if item.block.kind == Kind::Furniture {
                continue;
            }
            find(&item.block, &mut edits);
            apply(self.source, &mut self.log, &mut item.block, &mut edits);
        }
    }

    /// Gives the blocks back to the document, with the links to notes mended, and the log to its trail.
    pub(crate) fn finish(self) -> (Vec<Block>, Vec<Repair>, Vec<String>) {
        let mut now = vec![None; self.next_id as usize];
        for (at, item) in (0u32..).zip(&self.items) {
            if let Some(slot) = now.get_mut(item.id as usize) {
                *slot = Some(at);
            }
        }
        let mut blocks: Vec<Block> = self.items.into_iter().map(|i| i.block).collect();
        for note in blocks.iter_mut().flat_map(|b| &mut b.notes) {
            note.note = note.note.and_then(|id| *now.get(id as usize)?);
        }
        (blocks, self.log, self.warnings)
    }
}

/// Makes the edits in one pass, logs them, and leaves the list empty.
pub(crate) fn apply(source: &Extracted, log: &mut Vec<Repair>, block: &mut Block, edits: &mut Vec<Edit>) {
    if edits.is_empty() {
        return;
    }
    let mut done = 0;
    edits.retain_mut(|edit| {
        align(block, edit);
        let fits = edit.range.start >= done
            && block.text.get(edit.range.start as usize..edit.range.end as usize).is_some();
        if fits {
            done = edit.range.end;
        }
        fits
    });
    log.reserve(edits.len());
    for edit in edits.iter() {
        let stood = stood_for(block, &edit.range);
        // Where an earlier rule had been at work, the log shows the text as extracted: one step back undoes both.
        let before = if stood.altered { source.slice(&stood.bytes) } else { slice(&block.text, &edit.range) };
        log.push(Repair {
            rule: Cow::Borrowed(edit.rule),
            bytes: stood.bytes,
            page: block.page_at(edit.range.start),
            before: before.to_owned(),
            after: edit.with.clone().into_owned(),
            confidence: edit.confidence,
            reason: Cow::Borrowed(edit.reason),
        });
    }
    let replacements: Vec<(Range<u32>, &str)> =
        edits.iter().map(|e| (e.range.clone(), e.with.as_ref())).collect();
    block.replace_all(&replacements);
    edits.clear();
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

/// Cuts a block at several places, which are ascending.
pub(crate) fn cut(mut block: Block, cuts: &[u32]) -> Vec<Block> {
    // Halving keeps the work near the text's length, however many cuts there are.
    fn halve(mut block: Block, cuts: &[u32], base: u32, out: &mut Vec<Block>) {
        let (left, rest) = cuts.split_at(cuts.len() / 2);
        let Some((&at, right)) = rest.split_first() else {
            out.push(block);
            return;
        };
        let tail = block.split_off(at - base);
        halve(block, left, base, out);
        halve(tail, right, at, out);
    }
    let mut out = Vec::with_capacity(cuts.len() + 1);
    block.sentences.clear();
    halve(block, cuts, 0, &mut out);
    out
}

/// A log entry for a change of kind: the text stays as it is.
pub(crate) fn set_aside(block: &Block, rule: &'static str, confidence: f32, reason: &'static str) -> Repair {
    Repair {
        rule: Cow::Borrowed(rule),
        bytes: block.source_of(&(0..len(&block.text))),
        page: block.page(),
        before: block.text.clone(),
        after: block.text.clone(),
        confidence,
        reason: Cow::Borrowed(reason),
    }
}

/// The part of a text at a range; empty when there is none.
pub(crate) fn slice<'t>(text: &'t str, range: &Range<u32>) -> &'t str {
    text.get(range.start as usize..range.end as usize).unwrap_or("")
}

/// A text's length as the model counts it.
pub(crate) fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Whether an OCR program read the document and said where its words stand.
pub(crate) fn is_placed_by_ocr(doc: &Document) -> bool {
    matches!(doc.source.media_type.as_str(), "text/vnd.hocr+html" | "application/alto+xml")
        || doc.extracted.lines.iter().any(|l| l.confidence.is_some())
}

/// Whether a document's text is as printed, line by line.
pub(crate) fn is_printed(doc: &Document) -> bool {
    !matches!(doc.source.media_type.as_str(), "text/markdown" | "text/html")
}
