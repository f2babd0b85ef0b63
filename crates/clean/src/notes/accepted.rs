//! Notes that are only suggested go back to the text.

use crate::{
    draft::Draft,
    lines::{Lines, Role},
};

const RULE: &str = "note-lift";
/// The confidence of a note's rest when its beginning was not found.
const REST: f32 = 0.8;

/// Keeps the notes that are accepted, and with each the lines that go on with it.
pub(crate) fn run(draft: &mut Draft<'_>, lines: &mut Lines) {
    let mut kept = draft.log.chosen.applies(RULE, REST);
    for at in 0..lines.all.len() {
        let Some(line) = lines.all.get(at) else { break };
        match line.role {
            Role::Note { confidence, reason, .. } => {
                kept = draft.accepts(line, end(lines, at), RULE, confidence, reason);
            }
            Role::NoteRest => {}
            _ => continue,
        }
        if let Some(line) = lines.all.get_mut(at).filter(|_| !kept) {
            line.role = Role::Body;
        }
    }
}

/// The byte behind the last line of a note in its block.
fn end(lines: &Lines, first: usize) -> u32 {
    let mut note = lines.all.iter().skip(first);
    let Some(head) = note.next() else { return 0 };
    note.take_while(|l| l.item == head.item && l.role == Role::NoteRest).last().unwrap_or(head).end
}
