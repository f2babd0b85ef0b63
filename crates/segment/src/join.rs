//! Headings that were printed on several lines: how to tell, and how to join their blocks.

use rapporteur_model::{Block, Document, Kind};

/// Blocks, and how many after each are to be joined with it.
pub(crate) type Joins = Vec<(usize, usize)>;

/// Makes a heading of each block and the given number of blocks after it, and sets note links right again.
pub(crate) fn join(doc: &mut Document, joins: &[(usize, usize)]) {
    join_as(doc, joins, Some(Kind::Heading));
}

/// Joins each block with the given number of blocks after it, as a block of the given kind; by default of its own.
pub(crate) fn join_as(doc: &mut Document, joins: &[(usize, usize)], kind: Option<Kind>) {
    let mut map: Vec<u32> = Vec::with_capacity(doc.blocks.len());
    let mut joined: Vec<Block> = Vec::with_capacity(doc.blocks.len());
    let mut joins = joins.iter().copied().peekable();
    let mut open = 0;
    for (index, block) in std::mem::take(&mut doc.blocks).into_iter().enumerate() {
        let target = joined.last_mut().filter(|_| open > 0);
        if let Some(target) = target {
            append(target, block);
            target.kind = kind.unwrap_or(target.kind);
            open -= 1;
        } else {
            if let Some((_, more)) = joins.next_if(|&(at, _)| at == index) {
                open = more;
            }
            joined.push(block);
        }
        map.push(u32::try_from(joined.len().saturating_sub(1)).unwrap_or(u32::MAX));
    }
    for block in &mut joined {
        for note in &mut block.notes {
            note.note = note.note.and_then(|n| map.get(n as usize).copied());
        }
    }
    doc.blocks = joined;
}

fn append(target: &mut Block, block: Block) {
    let cut = target.text.trim_end().len();
    if let (Ok(from), Ok(to)) = (u32::try_from(cut), u32::try_from(target.text.len()))
        && from < to
    {
        target.replace(from..to, "");
    }
    target.join(" ", block);
}

/// Whether a line ends with a word that ends no title: what belongs to it stands on the next line.
pub(crate) fn leads_on(line: &str) -> bool {
    let last = line.trim_end().rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    LEADING_ON.contains(&last.as_str())
}

/// Articles, prepositions and conjunctions in English, French and Spanish.
const LEADING_ON: &[&str] = &[
    "a", "and", "for", "from", "in", "of", "on", "the", "to", "with", // English
    "de", "des", "du", "et", "la", "le", "les", "pour", "sur", // French
    "en", "para", "y", // Spanish
];

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_model::NoteRef;

    #[test]
    fn links_to_notes_survive() {
        let block = |text: &str, at| Block::new(Kind::Paragraph, text, None, at);
        let mut doc = Document {
            blocks: vec![block("Annexe 1", 0), block("Guests", 10), block("Text", 18), block("n", 24)],
            ..Document::default()
        };
        doc.blocks[2].notes.push(NoteRef { at: 4, mark: "1".into(), note: Some(3) });
        join(&mut doc, &[(0, 1)]);
        assert_eq!(doc.blocks.len(), 3);
        assert_eq!(doc.blocks[0].text, "Annexe 1 Guests");
        assert_eq!(doc.blocks[1].notes[0].note, Some(2));
    }
}
