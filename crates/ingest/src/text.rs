//! Plain text to pages and blocks.

use rapporteur_model::{Block, Document, Kind, Page};

use crate::pages;

/// Reads plain text: a block per run of lines that are not blank, pages as the text tells them. Of more than `most` blocks
/// one more is made, so that they are seen to be too many: a file of a few MiB may hold so many that they fill a machine.
pub(crate) fn read(text: String, doc: &mut Document, most: u32) {
    let pages = pages::find(&text);
    let enough = |blocks: &[Block]| blocks.len() > most as usize;
    let whole = Some((0, text.len(), None)).filter(|_| pages.is_empty());
    let of_page = |page: &Page| (page.bytes.start as usize, page.bytes.end as usize, Some(page.number));
    for (start, end, page) in whole.into_iter().chain(pages.iter().map(of_page)) {
        let Ok(base) = u32::try_from(start) else { break };
        for block in paragraphs(text.get(start..end).unwrap_or_default(), base, page) {
            if enough(&doc.blocks) {
                break;
            }
            doc.blocks.push(block);
        }
    }
    doc.source.pages = u32::try_from(pages.len()).ok().filter(|&n| n > 0);
    doc.extracted.pages = pages;
    doc.extracted.text = text;
}

/// Cuts a part of the extracted text, starting at `base`, into blocks at blank lines and form feeds.
pub(crate) fn paragraphs(part: &str, base: u32, page: Option<u32>) -> impl Iterator<Item = Block> {
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    let mut lines = part.split_inclusive('\n').flat_map(|line| line.split_inclusive('\x0C'));
    let ranges = std::iter::from_fn(move || {
        for line in lines.by_ref() {
            let end = at + line.trim_end_matches(['\n', '\x0C']).len();
            let blank = line.trim().is_empty();
            if !blank {
                open = Some((open.map_or(at, |(start, _)| start), end));
            }
            at += line.len();
            if (blank || line.ends_with('\x0C')) && open.is_some() {
                return open.take();
            }
        }
        open.take()
    });
    ranges.filter_map(move |(start, end)| block(part, start, end, base, page))
}

fn block(part: &str, start: usize, end: usize, base: u32, page: Option<u32>) -> Option<Block> {
    let at = base.saturating_add(u32::try_from(start).ok()?);
    Some(Block::new(Kind::Paragraph, part.get(start..end)?, page, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(String, Option<u32>)> {
        let mut doc = Document::default();
        read(text.to_owned(), &mut doc, u32::MAX);
        for block in &doc.blocks {
            assert_eq!(doc.extracted.slice(&block.origin[0].bytes), block.text);
        }
        doc.blocks.into_iter().map(|b| (b.text.clone(), b.page())).collect()
    }

    #[test]
    fn runs_of_lines_are_blocks_as_they_stand() {
        let found = blocks("\n\n   Title\n   of it\n \t\nOne.\nTwo.\n\n\n\nThree");
        let texts: Vec<_> = found.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(texts, ["   Title\n   of it", "One.\nTwo.", "Three"]);
        assert!(found.iter().all(|(_, page)| page.is_none()));
    }

    #[test]
    fn a_form_feed_ends_block_and_page() {
        let found = blocks("the Security\n\x0CCouncil met\n\nlater\x0Cand act\n");
        let pages: Vec<_> = found.iter().map(|(t, p)| (t.as_str(), p.unwrap())).collect();
        assert_eq!(pages, [("the Security", 1), ("Council met", 2), ("later", 2), ("and act", 3)]);
    }

    #[test]
    fn no_more_blocks_are_made_than_show_that_there_are_too_many() {
        for text in ["a\n\n".repeat(100), "a\n\nb\x0C".repeat(100)] {
            let mut doc = Document::default();
            read(text.clone(), &mut doc, 7);
            assert_eq!((doc.blocks.len(), doc.extracted.text == text), (8, true));
        }
    }

    #[test]
    fn one_endless_line_is_one_block() {
        let line = "word ".repeat(200_000);
        assert_eq!(blocks(&line).len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_byte_is_lost(text in "[ab é\u{ad}\n\x0C\t\u{a0}\\[Page 12\\]]{0,200}") {
            let mut doc = Document::default();
            read(text.clone(), &mut doc, u32::MAX);
            let mut covered = vec![false; text.len()];
            let mut last = 0;
            for block in &doc.blocks {
                let bytes = &block.origin[0].bytes;
                proptest::prop_assert!(bytes.start >= last);
                last = bytes.end;
                proptest::prop_assert_eq!(doc.extracted.slice(bytes), &block.text);
                proptest::prop_assert!(!block.text.contains('\x0C') && !block.text.trim().is_empty());
                covered[bytes.start as usize..bytes.end as usize].fill(true);
            }
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                proptest::prop_assert!(covered[at], "{c:?} at {at} is in no block");
            }
        }
    }
}
