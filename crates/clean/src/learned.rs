//! What an archive teaches `clean`: the words of its reports, and their running heads.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use rapporteur_model::{Document, Kind};
use rapporteur_stage::Seen;
use rustc_hash::FxHashSet;

use crate::{
    draft::{self, Draft},
    furniture,
    lines::Lines,
    modes::Chosen,
    words,
};

/// Whole words in small letters, with their hyphens; halves at the ends of lines are none.
pub(crate) const WORD: &str = "word";
/// Running heads that the report itself proved by repeating them, in small letters, each number a `#`.
pub(crate) const HEAD: &str = "head";
/// Longer words are addresses and dirt, in bytes.
const LONGEST: usize = 48;

/// Notes what one document, as it was read, has to teach.
pub(crate) fn learn(doc: &Document, seen: &mut Seen) {
    let mut found: FxHashSet<&str> = FxHashSet::default();
    for block in doc.blocks.iter().filter(|b| b.kind != Kind::Furniture) {
        words::each(&block.text, |word| _ = found.insert(word));
    }
    for word in found.into_iter().filter(|w| w.len() <= LONGEST && w.contains(char::is_alphabetic)) {
        let small = word.bytes().all(|b| b.is_ascii_lowercase());
        seen.note(WORD, &if small { Cow::Borrowed(word) } else { word.to_lowercase().into() });
    }
    heads(doc).iter().for_each(|head| seen.note(HEAD, head));
}

/// The running heads: those that `ingest` set aside on several pages, and those that `clean` will.
fn heads(doc: &Document) -> BTreeSet<String> {
    let mut pages: HashMap<String, BTreeSet<u32>> = HashMap::new();
    for block in doc.blocks.iter().filter(|b| b.kind == Kind::Furniture) {
        pages.entry(furniture::key(&block.text)).or_default().extend(block.page());
    }
    let mut heads: BTreeSet<String> =
        pages.into_iter().filter(|(_, pages)| pages.len() > 1).map(|(key, _)| key).collect();
    if draft::is_printed(doc) {
        let draft = Draft::new(&doc.extracted, true, doc.blocks.clone(), Chosen::default());
        let lines = Lines::of(&draft);
        heads.extend(furniture::repeated(&draft, &lines));
    }
    heads.retain(|head| furniture::tells(head));
    heads
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Extracted, Page};
    use rapporteur_stage::Learned;

    use super::*;

    /// Each text is a page.
    fn learned(pages: &[&str]) -> Learned {
        let mut doc = Document::default();
        let mut extracted = Extracted::default();
        for (text, number) in pages.iter().zip(1..) {
            let start = extracted.text.len() as u32;
            extracted.text.push_str(text);
            let end = extracted.text.len() as u32;
            extracted.pages.push(Page { number, label: None, bytes: start..end, size: None });
            for part in text.split("\n\n") {
                let at = start + (part.as_ptr() as usize - text.as_ptr() as usize) as u32;
                doc.blocks.push(Block::new(Kind::Paragraph, part, Some(number), at));
            }
        }
        doc.extracted = extracted;
        let mut seen = Seen::default();
        learn(&doc, &mut seen);
        let mut learned = Learned::default();
        learned.add(seen);
        learned
    }

    #[test]
    fn words_are_whole_and_heads_are_repeated() {
        let pages = [
            "Wells and Pastures Review 4\n\nAgroecology needs peace-building, and consulta-\ntion.",
            "Wells and Pastures Review 4\n\nThe herders came.",
            "Wells and Pastures Review 4\n\nA Heading of This Report\n\nNobody came.",
        ];
        let learned = learned(&pages);
        for word in ["agroecology", "peace-building", "herders"] {
            assert_eq!(learned.count(WORD, word), 1, "{word}");
        }
        assert_eq!((learned.count(WORD, "consulta"), learned.count(WORD, "tion")), (0, 0));
        assert_eq!(learned.count(HEAD, "wellsandpasturesreview#"), 1);
        assert_eq!(learned.count(HEAD, "aheadingofthisreport"), 0);
    }
}
