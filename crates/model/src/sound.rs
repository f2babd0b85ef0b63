//! What holds of every document, whatever made it: asked by tests of stages, and of documents that come from programs
//! which are not ours.

use std::ops::Range;

use crate::{Block, Document, Extracted};

/// Whether all places in a document lie in what they point into.
///
/// # Errors
/// The first that does not, in words.
pub fn places(doc: &Document) -> Result<(), String> {
    extracted(&doc.extracted)?;
    for (number, found) in doc.blocks.iter().enumerate() {
        block(found, doc).map_err(|wrong| format!("block {number} of {}: {wrong}", doc.blocks.len()))?;
    }
    let mut done = 0;
    for section in &doc.sections {
        let Range { start, end } = section.blocks;
        if start < done || end < start || end as usize > doc.blocks.len() {
            return Err(format!("a section of blocks {start} to {end} after block {done}"));
        }
        done = end;
    }
    Ok(())
}

/// Pages and lines lie in the text, in order, and show finite places.
fn extracted(extracted: &Extracted) -> Result<(), String> {
    let text = extracted.text.as_str();
    ordered(text, extracted.pages.iter().map(|p| &p.bytes)).map_err(|wrong| format!("page {wrong}"))?;
    ordered(text, extracted.lines.iter().map(|l| &l.bytes)).map_err(|wrong| format!("line {wrong}"))?;
    for (number, line) in extracted.lines.iter().enumerate() {
        let numbers = [line.area.x0, line.area.y0, line.area.x1, line.area.y1, line.size];
        if !numbers.iter().all(|n| n.is_finite()) {
            return Err(format!("line {number} stands at {:?} with size {}", line.area, line.size));
        }
        if line.confidence.is_some_and(|c| !(0.0..=1.0).contains(&c)) {
            return Err(format!("line {number} is sure to {:?}", line.confidence));
        }
        if !extracted.pages.iter().any(|p| p.number == line.page) {
            return Err(format!("line {number} stands on page {}, which there is not", line.page));
        }
    }
    Ok(())
}

fn block(block: &Block, doc: &Document) -> Result<(), String> {
    let text = block.text.as_str();
    let starts: Vec<u32> = block.origin.iter().map(|o| o.at).collect();
    if !starts.is_sorted() || starts.iter().any(|&at| !text.is_char_boundary(at as usize)) {
        return Err(format!("its pieces start at {starts:?}"));
    }
    if !text.is_empty() && starts.first() != Some(&0) {
        return Err(format!("its first piece starts at {:?}", starts.first()));
    }
    for origin in &block.origin {
        inside(&doc.extracted.text, &origin.bytes).map_err(|wrong| format!("a piece {wrong}"))?;
        if origin.page.is_some_and(|page| !doc.extracted.pages.iter().any(|p| p.number == page)) {
            return Err(format!("a piece on page {:?}, which there is not", origin.page));
        }
    }
    for note in &block.notes {
        let lost = note.note.is_some_and(|n| doc.blocks.get(n as usize).is_none());
        if lost || !text.is_char_boundary(note.at as usize) {
            return Err(format!("the note mark {note:?}"));
        }
    }
    if block.level == Some(0) {
        return Err("its level is 0".to_owned());
    }
    ordered(text, block.sentences.iter()).map_err(|wrong| format!("sentence {wrong}"))
}

/// Ranges follow one another in a text.
fn ordered<'a>(text: &str, ranges: impl Iterator<Item = &'a Range<u32>>) -> Result<(), String> {
    let mut done = 0;
    for (number, range) in ranges.enumerate() {
        inside(text, range).map_err(|wrong| format!("{number} {wrong}"))?;
        if range.start < done {
            return Err(format!("{number} starts at {} before the end of the last, {done}", range.start));
        }
        done = range.end;
    }
    Ok(())
}

fn inside(text: &str, bytes: &Range<u32>) -> Result<(), String> {
    match text.get(bytes.start as usize..bytes.end as usize) {
        Some(_) => Ok(()),
        None => Err(format!("lies at {bytes:?} of {} bytes, or between two characters", text.len())),
    }
}

/// Text that stood in a block before, and afterwards stands in none and in no repair of the trail: in words, `None` when
/// nothing is lost. `after` is what came of the document; when that is nothing, it was left out as a whole.
pub fn lost(before: &Document, after: &[Document]) -> Option<String> {
    let mut there: Vec<(u32, u32)> = Vec::new();
    for doc in after {
        there.extend(doc.blocks.iter().flat_map(|b| &b.origin).map(|o| (o.bytes.start, o.bytes.end)));
        there.extend(doc.repairs().map(|r| (r.bytes.start, r.bytes.end)));
    }
    if after.is_empty() {
        return None;
    }
    there.sort_unstable();
    let reach: Vec<u32> = there
        .iter()
        .scan(0, |furthest, (_, end)| {
            *furthest = (*furthest).max(*end);
            Some(*furthest)
        })
        .collect();
    let covered = |at: u32| {
        let begun = there.partition_point(|(start, _)| *start <= at);
        begun.checked_sub(1).and_then(|last| reach.get(last)).is_some_and(|end| at < *end)
    };
    for (number, block) in before.blocks.iter().enumerate() {
        for origin in &block.origin {
            let text = before.extracted.slice(&origin.bytes);
            let first = text.char_indices().find(|(_, c)| c.is_alphanumeric());
            let last = text.char_indices().rfind(|(_, c)| c.is_alphanumeric());
            for (at, _) in [first, last].into_iter().flatten() {
                let byte = origin.bytes.start + u32::try_from(at).unwrap_or(u32::MAX);
                if !covered(byte) {
                    let words: String = text.chars().take(40).collect();
                    return Some(format!(
                        "`{words}` stood in block {number}, and stands in no block and in no repair of the trail afterwards"
                    ));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Origin};

    fn report() -> Document {
        let text = "Früh am Tag";
        let extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
        let blocks = vec![Block::new(Kind::Paragraph, text, None, 0)];
        Document { extracted, blocks, ..Document::default() }
    }

    fn broken(change: impl FnOnce(&mut Document)) -> String {
        let mut doc = report();
        change(&mut doc);
        places(&doc).unwrap_err()
    }

    #[test]
    fn broken_promises_are_named() {
        places(&report()).unwrap();
        let origin = |bytes| Origin { at: 0, page: None, bytes };
        assert!(broken(|d| d.blocks[0].origin[0] = origin(0..3)).contains("between two characters"));
        assert!(broken(|d| d.blocks[0].origin[0] = origin(0..99)).contains("lies at 0..99"));
        assert!(broken(|d| d.blocks[0].origin[0].page = Some(2)).contains("which there is not"));
        assert!(broken(|d| d.blocks[0].sentences = vec![4..8, 0..4]).contains("sentence 1"));
        assert!(broken(|d| d.blocks[0].origin.clear()).contains("first piece"));
    }

    #[test]
    fn what_is_lost_is_quoted() {
        let before = report();
        assert_eq!(lost(&before, std::slice::from_ref(&before)), None);
        let after = Document { blocks: Vec::new(), ..before.clone() };
        assert!(lost(&before, &[after]).unwrap().starts_with("`Früh am Tag` stood in block 0"));
        assert_eq!(lost(&before, &[]), None);
    }
}
