//! A decimal number alone on its line, with the words of its heading on the next: "4.2", "Informal markets".

use rapporteur_model::{Block, Document, Kind};

use crate::{headings::numeral, join::Joins};

/// The numbers that stand apart from their headings, as blocks to join with the block after them.
///
/// A number alone may be a cell of a table or a page; it opens a heading only where the number before it opened one.
pub(crate) fn find(doc: &Document) -> Joins {
    let mut seen: Vec<Vec<u16>> = Vec::new();
    let mut joins = Joins::new();
    for (index, block) in doc.blocks.iter().enumerate() {
        if !matches!(block.kind, Kind::Paragraph | Kind::Heading) {
            continue;
        }
        let text = block.text.trim();
        let first = text.split_whitespace().next().unwrap_or("");
        let Some(parts) = number(first) else { continue };
        let alone = first.len() == text.len();
        if alone && follows(&seen, &parts) && doc.blocks.get(index + 1).is_some_and(is_title) {
            joins.push((index, 1));
        }
        // Only the last few matter, and a page of numbers shall not make this slow.
        if !alone || joins.last().is_some_and(|&(at, _)| at == index) {
            seen.push(parts);
            if seen.len() > 16 {
                seen.remove(0);
            }
        }
    }
    joins
}

fn number(word: &str) -> Option<Vec<u16>> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) || word.len() > 12 {
        return None;
    }
    numeral::read(word.trim_end_matches('.'), false).map(|n| n.parts)
}

/// Whether a number of two or more parts comes right after one seen: 4.2 after 4.1, 4.1 after 4.
fn follows(seen: &[Vec<u16>], parts: &[u16]) -> bool {
    let Some((&last, parents)) = parts.split_last().filter(|(_, parents)| !parents.is_empty()) else {
        return false;
    };
    seen.iter().any(|s| if last == 1 { s == parents } else { s.split_last() == Some((&(last - 1), parents)) })
}

/// A short line that begins like a title and does not end like a sentence.
fn is_title(block: &Block) -> bool {
    let text = block.text.trim();
    matches!(block.kind, Kind::Paragraph | Kind::Heading)
        && text.starts_with(char::is_uppercase)
        && !text.contains('\n')
        && !text.ends_with(['.', ',', ';', ':'])
        && text.split_whitespace().take(15).count() < 15
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str]) -> Joins {
        let blocks = texts.iter().map(|t| Block::new(Kind::Paragraph, *t, None, 0)).collect();
        find(&Document { blocks, ..Document::default() })
    }

    #[test]
    fn a_number_on_its_own_line_finds_its_words() {
        assert_eq!(found(&["2.1 The shore", "Text.", "2.2", "The towns", "Text."]), [(2, 1)]);
        assert_eq!(found(&["3. Fishers", "3.1.", "Who fishes?", "3.2", "Who eats?"]), [(1, 1), (3, 1)]);
    }

    #[test]
    fn cells_and_pages_stay_alone() {
        for texts in [
            &["2.1 The shore", "4.7", "Towns"][..],
            &["2.1 The shore", "2.2", "which was said before."],
            &["1. Boats", "2", "Nets"],
            &["2.1 The shore", "2.2"],
        ] {
            assert_eq!(found(texts), [], "{texts:?}");
        }
    }
}
