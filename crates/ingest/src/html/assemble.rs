//! Drafts to blocks and extracted text.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use rapporteur_model::{Block, Document, Event, Kind, NoteRef, Repair};

use super::{draft::Draft, notes::NoteLink};
use crate::{breaks, text};

/// Where the text of each draft starts in the extracted text.
pub(crate) type Starts = BTreeMap<usize, usize>;

/// Writes the drafts into a document, and logs what was set aside.
pub(crate) fn blocks(drafts: &[Draft], links: &BTreeMap<usize, Vec<NoteLink>>, doc: &mut Document) -> Starts {
    let mut starts = Starts::new();
    let mut places: BTreeMap<usize, u32> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate().filter(|(_, d)| !d.dead) {
        places.insert(index, small(doc.blocks.len()));
        let start = doc.extracted.text.len();
        let base = small(start);
        starts.insert(index, start);
        doc.extracted.text.push_str(draft.text.trim_end());
        let written = doc.extracted.text.get(start..).unwrap_or_default();
        if draft.pre {
            doc.blocks.extend(text::paragraphs(written, base, None));
        } else {
            doc.blocks.extend(of_draft(draft, written, base, links.get(&index).map_or(&[], Vec::as_slice)));
        }
        if draft.furniture {
            doc.trail.push(set_aside(written, base));
        }
        doc.extracted.text.push_str("\n\n");
    }
    let end = doc.extracted.text.trim_end().len();
    doc.extracted.text.truncate(end);
    for note in doc.blocks.iter_mut().flat_map(|b| &mut b.notes) {
        note.note = note.note.and_then(|draft| places.get(&(draft as usize)).copied());
    }
    starts
}

/// The blocks of one draft. Note marks still name the note's draft.
fn of_draft(draft: &Draft, written: &str, base: u32, links: &[NoteLink]) -> Vec<Block> {
    let kind = if draft.furniture { Kind::Furniture } else { draft.kind };
    let mut whole = Block::new(kind, written, None, base);
    whole.level = draft.level.filter(|_| !draft.furniture);
    whole.mark.clone_from(&draft.mark);
    let mark = |l: &NoteLink| {
        let mark = l.mark.clone()?;
        Some(NoteRef { at: small(l.bytes.start), mark, note: l.note.map(small) })
    };
    whole.notes = links.iter().filter_map(mark).collect();
    let mut splits = match kind {
        Kind::Paragraph | Kind::Quote | Kind::Note => breaks::parting(written, &draft.breaks),
        _ => Vec::new(),
    };
    if splits.len().saturating_mul(links.len()) > breaks::MOST {
        splits.clear();
    }
    splits.insert(0, 0);
    let mut parts = Vec::new();
    let mut end = written.len();
    for start in splits.into_iter().rev() {
        let mut part = if start > 0 { whole.split_off(small(start)) } else { std::mem::take(&mut whole) };
        part.replace_all(&cuts(written, start..end, links));
        end = start;
        if !part.text.is_empty() {
            parts.push(part);
        }
    }
    parts.reverse();
    parts
}

/// What is taken out of a part of a draft: note marks, and blanks at either end.
fn cuts(written: &str, part: Range<usize>, links: &[NoteLink]) -> Vec<(Range<u32>, &'static str)> {
    let text = written.get(part.clone()).unwrap_or_default();
    let blank = text.len() - text.trim_start().len();
    let tail = text.trim_end().len().max(blank);
    let mut cuts: Vec<Range<usize>> = std::iter::once(0..blank).collect();
    for link in links.iter().filter(|l| l.bytes.start >= part.start && l.bytes.end <= part.end) {
        let mut cut = link.bytes.start - part.start..link.bytes.end - part.start;
        // A mark that stood between blanks takes one of them along.
        if cut.end < tail && text.get(..cut.start).is_some_and(|t| t.ends_with(' ') || t.is_empty()) {
            cut.end += usize::from(text.get(cut.end..).is_some_and(|t| t.starts_with(' ')));
        }
        cuts.push(cut);
    }
    cuts.push(tail..text.len());
    cuts.into_iter().filter(|c| !c.is_empty()).map(|c| (small(c.start)..small(c.end), "")).collect()
}

fn set_aside(text: &str, base: u32) -> Event {
    Event::Repair(Repair {
        rule: Cow::Borrowed("page-menu"),
        bytes: base..base + small(text.len()),
        page: None,
        before: text.to_owned(),
        after: text.to_owned(),
        confidence: 0.8,
        reason: Cow::Borrowed("part of the web site around the report"),
    })
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
