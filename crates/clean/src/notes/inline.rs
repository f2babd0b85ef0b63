//! Notes in brackets where their marks stand, for those who want one running text.

use std::{borrow::Cow, ops::Range};

use rapporteur_model::{Block, Kind, Repair};

use crate::{
    draft::{self, Draft},
    edits::Edit,
};

/// Moves every linked note into the text, behind its mark.
pub(crate) fn run(draft: &mut Draft<'_>) {
    let mut notes: std::collections::HashMap<u32, Block> = std::collections::HashMap::new();
    let log = &mut draft.log;
    let wanted: std::collections::HashSet<u32> = draft
        .items
        .iter()
        .filter(|i| i.block.kind != Kind::Note)
        .flat_map(|i| i.block.notes.iter().map(move |n| (&i.block, n)))
        .filter_map(|(host, n)| n.note.filter(|_| log.accepts_edit(host, &moved(n.at))))
        .collect();
    let mut items = Vec::with_capacity(draft.items.len());
    for item in std::mem::take(&mut draft.items) {
        if item.block.kind == Kind::Note && wanted.contains(&item.id) {
            notes.insert(item.id, item.block);
        } else {
            items.push(item);
        }
    }
    for item in &mut items {
        let linked: Vec<(u32, u32)> = item.block.notes.iter().filter_map(|n| Some((n.at, n.note?))).collect();
        // From the last to the first, so that the places before stay where they are.
        for (at, id) in linked.into_iter().rev() {
            if let Some(note) = notes.remove(&id) {
                insert(&mut draft.log.repairs, &mut item.block, at, note, id);
            }
        }
    }
    draft.items = items;
}

/// How the log shows a note that is only suggested to be moved.
fn moved(at: u32) -> Edit {
    Edit {
        range: at..at,
        with: Cow::Borrowed(" […]"),
        rule: "note-lift",
        confidence: CONFIDENCE,
        reason: REASON,
    }
}

const CONFIDENCE: f32 = 0.9;
const REASON: &str = "notes are wanted in the text";

fn insert(log: &mut Vec<Repair>, host: &mut Block, at: u32, note: Block, id: u32) {
    let rest = host.split_off(at);
    host.notes.retain(|n| n.note != Some(id));
    for (glue, next) in [(" [", note), ("]", rest)] {
        let end = host.origin.last().map_or(0, |o| o.bytes.end);
        let start = next.origin.first().map_or(end, |o| o.bytes.start);
        let near = start >= end && start - end <= draft::len(glue) + 2;
        let bytes: Range<u32> = if near { end..start } else { end..end };
        log.push(Repair {
            rule: Cow::Borrowed("note-lift"),
            bytes,
            page: host.last_page(),
            before: String::new(),
            after: glue.to_owned(),
            confidence: CONFIDENCE,
            reason: Cow::Borrowed(REASON),
        });
        host.join(glue, next);
    }
}
