//! Plain text to pages and blocks.

use rapporteur_model::{Block, Document, Kind};

use crate::pages;

/// Reads plain text: a block per run of lines that are not blank, pages as the text tells them.
pub(crate) fn read(text: String, doc: &mut Document) {
    let pages = pages::find(&text);
    if pages.is_empty() {
        paragraphs(&text, 0, None, &mut doc.blocks);
    }
    for page in &pages {
        let part = text.get(page.bytes.start as usize..page.bytes.end as usize).unwrap_or_default();
        paragraphs(part, page.bytes.start, Some(page.number), &mut doc.blocks);
    }
    doc.source.pages = u32::try_from(pages.len()).ok().filter(|&n| n > 0);
    doc.extracted.pages = pages;
    doc.extracted.text = text;
}

/// Cuts a part of the extracted text, starting at `base`, into blocks at blank lines and form feeds.
pub(crate) fn paragraphs(part: &str, base: u32, page: Option<u32>, blocks: &mut Vec<Block>) {
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    let lines = part.split_inclusive('\n').flat_map(|line| line.split_inclusive('\x0C'));
    for line in lines {
        let end = at + line.trim_end_matches(['\n', '\x0C']).len();
        let blank = line.trim().is_empty();
        if !blank {
            open = Some((open.map_or(at, |(start, _)| start), end));
        }
        if (blank || line.ends_with('\x0C'))
            && let Some((start, end)) = open.take()
        {
            blocks.extend(block(part, start, end, base, page));
        }
        at += line.len();
    }
    if let Some((start, end)) = open {
        blocks.extend(block(part, start, end, base, page));
    }
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
        read(text.to_owned(), &mut doc);
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
    fn one_endless_line_is_one_block() {
        let line = "word ".repeat(200_000);
        assert_eq!(blocks(&line).len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_byte_is_lost(text in "[ab é\u{ad}\n\x0C\t\u{a0}\\[Page 12\\]]{0,200}") {
            let mut doc = Document::default();
            read(text.clone(), &mut doc);
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
