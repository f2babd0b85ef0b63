//! What typeset pages say against a running head: whoever laid them out saw headings, notes, whole paragraphs. Where an
//! OCR program measured the type that means less, and is not asked.

use std::collections::HashMap;

use rapporteur_model::{Block, Kind};

use crate::{draft::Draft, lines::Lines};

/// Whether the type says that a line is no running head but a heading or a note.
pub(super) fn is_set_apart(draft: &Draft<'_>, lines: &Lines, line: usize) -> bool {
    let item = lines.all.get(line).and_then(|l| draft.items.get(l.item as usize));
    item.is_some_and(|i| matches!(i.block.kind, Kind::Heading | Kind::Note) && is_typeset(draft, &i.block))
}

/// Whether a line would be taken out of a block of which other lines on its page stay.
pub(super) fn is_torn<V>(
    draft: &Draft<'_>,
    lines: &Lines,
    line: usize,
    verdicts: &HashMap<usize, V>,
) -> bool {
    let Some(own) = lines.all.get(line) else { return false };
    let typeset = draft.items.get(own.item as usize).is_some_and(|i| is_typeset(draft, &i.block));
    let beside = |at: usize| lines.all.get(at).is_some_and(|l| l.item == own.item && l.page == own.page);
    let above = (0..line).rev().take_while(|at| beside(*at));
    let below = (line + 1..lines.all.len()).take_while(|at| beside(*at));
    typeset && above.chain(below).any(|at| !verdicts.contains_key(&at))
}

/// Whether a block was parted from others by what its page looks like.
fn is_typeset(draft: &Draft<'_>, block: &Block) -> bool {
    let bytes = block.origin.first().map(|origin| &origin.bytes);
    let printed = bytes.and_then(|bytes| draft.source.lines_in(bytes).first());
    printed.is_some_and(|line| line.confidence.is_none())
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Extracted, Line, Page, Rect};

    use super::*;
    use crate::modes::Chosen;

    #[test]
    fn headings_and_parts_of_paragraphs_are_no_running_heads() {
        let text = "Objectives\nManaged under contract\nfor the Department.";
        let line = |bytes| Line {
            bytes,
            page: 1,
            area: Rect::default(),
            size: 11.0,
            bold: false,
            italic: false,
            confidence: None,
        };
        let source = Extracted {
            text: text.into(),
            pages: vec![Page { number: 1, label: None, bytes: 0..53, size: None }],
            lines: vec![line(0..10), line(11..33), line(34..53)],
        };
        let blocks = |heading| {
            vec![
                Block::new(heading, "Objectives", Some(1), 0),
                Block::new(Kind::Paragraph, "Managed under contract\nfor the Department.", Some(1), 11),
            ]
        };
        let draft = Draft::new(&source, true, blocks(Kind::Heading), Chosen::default());
        let lines = Lines::of(&draft);
        assert!(is_set_apart(&draft, &lines, 0));
        assert!(is_torn(&draft, &lines, 2, &HashMap::from([(2, ())])));
        assert!(!is_torn(&draft, &lines, 2, &HashMap::from([(1, ()), (2, ())])));
        let draft = Draft::new(&source, true, blocks(Kind::Paragraph), Chosen::default());
        assert!(!is_set_apart(&draft, &Lines::of(&draft), 0));
    }
}
