//! Plain text: what the report says, in reading order.

use rapporteur_model::{Document, Kind};

use crate::{notes, reading};

/// Headings and paragraphs parted by a blank line; the notes at the end, each with its mark in front.
///
/// Note marks are left out of the text, so that a phrase can be found whole; `markdown` keeps them.
pub fn text(doc: &Document) -> String {
    let mut parts: Vec<String> = Vec::new();
    for section in reading::sections(doc).iter() {
        let heading = section.heading.and_then(|h| doc.blocks.get(h as usize));
        parts.extend(heading.map(|b| reading::one_line(&b.text)));
        for (_, block) in reading::paragraphs(doc, section) {
            let mark = block.mark.as_deref().filter(|_| block.kind == Kind::ListItem);
            parts.push(mark.map_or_else(|| block.text.clone(), |m| format!("{m} {}", block.text)));
        }
    }
    for (_, note) in notes::note_blocks(doc) {
        let mark = note.mark.as_deref().unwrap_or("");
        parts.push(format!("{mark} {}", note.text).trim_start().to_owned());
    }
    parts.retain(|p| !p.trim().is_empty());
    let mut text = parts.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}
