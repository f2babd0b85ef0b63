//! Whether a sentence stands in the source as it would be quoted.

use rapporteur_model::{Document, Span};
use rapporteur_words::tokens;

/// What was done to a sentence before it could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Faith {
    /// Its words stand in the source one after the other.
    WordForWord,
    /// Its letters do; words that a line end parted were joined.
    Joined,
    /// Something was taken out from its middle, or put right: a note mark, a running head, a misread letter.
    Altered,
}

/// Compares a sentence with the stretch of the source that it came from.
pub(crate) fn faith(doc: &Document, span: &Span) -> Faith {
    let text = doc.text(span);
    let from = doc.blocks.get(span.block as usize).map(|block| block.source_of(&span.bytes));
    let source =
        from.and_then(|bytes| doc.extracted.text.get(bytes.start as usize..bytes.end as usize)).unwrap_or("");
    if same_but_for_line_ends(text, source) {
        return Faith::WordForWord;
    }
    if tokens(text).map(|t| t.text).eq(tokens(source).map(|t| t.text)) {
        return Faith::WordForWord;
    }
    if letters(text).eq(letters(source)) { Faith::Joined } else { Faith::Altered }
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// The common case, told fast: only line ends became blanks.
fn same_but_for_line_ends(text: &str, source: &str) -> bool {
    let mut rest = text;
    for (number, line) in source.split('\n').enumerate() {
        if number > 0 {
            let Some(after) = rest.strip_prefix(' ') else { return false };
            rest = after;
        }
        let Some(after) = rest.strip_prefix(line.trim_ascii()) else { return false };
        rest = after;
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Extracted, Kind};

    use super::*;

    /// The faith of a whole block made of a source by replacing one piece.
    fn of(source: &str, piece: &str, by: &str) -> Faith {
        let mut block = Block::new(Kind::Paragraph, source, None, 0);
        let at = u32::try_from(source.find(piece).unwrap()).unwrap();
        block.replace(at..at + u32::try_from(piece.len()).unwrap(), by);
        let bytes = 0..u32::try_from(block.text.len()).unwrap();
        let doc = Document {
            extracted: Extracted { text: source.into(), ..Extracted::default() },
            blocks: vec![block],
            ..Document::default()
        };
        faith(&doc, &Span { block: 0, bytes })
    }

    #[test]
    fn repairs_are_told_by_what_they_touch() {
        let source = "The UN Secu-\nrity Council,4 as\n  it met, “agreed”.";
        assert_eq!(of(source, "\n  ", " "), Faith::WordForWord);
        assert_eq!(of(source, "“", "\""), Faith::WordForWord);
        assert_eq!(of(source, "-\n", ""), Faith::Joined);
        assert_eq!(of(source, "4", ""), Faith::Altered);
    }
}
