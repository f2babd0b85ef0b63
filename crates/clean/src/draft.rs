//! A document while it is being cleaned.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use rapporteur_model::{Block, Document, Extracted, Kind};
use rapporteur_stage::Learned;

use crate::{
    edits::{self, Edit, Log},
    lines::Line,
    modes::Chosen,
};

/// The blocks of a document on their way through the chain.
pub(crate) struct Draft<'a> {
    /// The text as first extracted.
    pub(crate) source: &'a Extracted,
    /// Whether the text is as printed, line by line, and not marked up as Markdown or HTML.
    pub(crate) printed: bool,
    /// Whether an OCR program read it and said where: places are sound, marks of notes are not.
    pub(crate) placed_by_ocr: bool,
    /// What the other reports of the archive have to say.
    pub(crate) archive: Option<&'a Learned>,
    pub(crate) items: Vec<Item>,
    pub(crate) log: Log<'a>,
    pub(crate) warnings: Vec<String>,
    /// The notes found in this run, which wait for their marks, each with its number.
    pub(crate) fresh_notes: HashMap<u32, u32>,
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

impl<'a> Draft<'a> {
    pub(crate) fn new(source: &'a Extracted, printed: bool, blocks: Vec<Block>, chosen: Chosen) -> Self {
        let items: Vec<Item> = (0..).zip(blocks).map(|(id, block)| Item { block, id }).collect();
        let next_id = u32::try_from(items.len()).unwrap_or(u32::MAX);
        Self {
            source,
            printed,
            placed_by_ocr: false,
            archive: None,
            items,
            log: Log::new(source, chosen),
            warnings: Vec::new(),
            fresh_notes: HashMap::new(),
            note_rests: HashSet::new(),
            next_id,
        }
    }

    /// Whether the text may be what an OCR program read: printed, and not taken from a page that was typeset.
    pub(crate) fn may_be_scanned(&self) -> bool {
        self.printed && (self.placed_by_ocr || self.source.lines.is_empty())
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
            self.log.apply(&mut item.block, &mut edits);
        }
    }

    /// Whether a line, and what follows it up to a byte of its block, is to be taken for something else than text.
    pub(crate) fn accepts(
        &mut self,
        line: &Line,
        end: u32,
        rule: &'static str,
        confidence: f32,
        reason: &'static str,
    ) -> bool {
        let Some(item) = self.items.get(line.item as usize) else { return false };
        self.log.accepts(rule, confidence, |_| {
            edits::set_aside(&item.block, &(line.body..end), rule, confidence, reason)
        })
    }

    /// Gives the blocks back to the document, with the links to notes mended, and the log and the warnings.
    pub(crate) fn finish(self) -> (Vec<Block>, Log<'a>, Vec<String>) {
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
