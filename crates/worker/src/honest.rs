//! What a document that comes back from a program must hold to: the promises of every stage, as far as they can be seen
//! from outside. A program that breaks them would make results that nobody can follow back to a page.

use std::{collections::BTreeSet, ops::Range};

use rapporteur_model::{Document, Event, lost, places};
use rapporteur_stage::StageError;

/// Whether what a program made of a document is sound; `program` is its name.
///
/// # Errors
/// The first promise that is broken.
pub(crate) fn check(program: &str, before: &Document, after: &[Document]) -> Result<(), StageError> {
    let wrong = |what: String| {
        StageError::new(format!("`{program}` {what}"))
            .hint("text may only be changed with an event `repair` in the trail, and places must lie in the text: see `rapporteur schema protocol`")
    };
    // What came in broken cannot be asked for.
    let sound = places(before).is_ok();
    for doc in after {
        if !doc.trail.starts_with(&before.trail) {
            return Err(wrong("took entries out of the trail".to_owned()));
        }
        if sound && let Err(place) = places(doc) {
            return Err(wrong(format!("gave a document whose places are wrong: {place}")));
        }
        if let Some(block) = unsaid(before, doc) {
            return Err(wrong(format!("changed the text of block {block} without a repair in the trail")));
        }
    }
    lost(before, after).map_or(Ok(()), |text| Err(wrong(format!("lost text: {text}"))))
}

/// The first block with text that stood in no block before, and of which no new repair speaks.
fn unsaid(before: &Document, after: &Document) -> Option<usize> {
    let known: BTreeSet<&str> = before.blocks.iter().map(|b| b.text.as_str()).collect();
    let new = after.trail.get(before.trail.len()..).unwrap_or_default();
    let said: Vec<&Range<u32>> =
        new.iter().filter_map(|e| if let Event::Repair(r) = e { Some(&r.bytes) } else { None }).collect();
    after.blocks.iter().position(|block| {
        let speaks = |bytes: &&&Range<u32>| {
            block.origin.iter().any(|o| bytes.start <= o.bytes.end && o.bytes.start <= bytes.end)
        };
        !known.contains(block.text.as_str()) && !said.iter().any(|bytes| speaks(&bytes))
    })
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Extracted, Kind, Repair};

    use super::*;

    fn report() -> Document {
        let text = "Mr. Diop spoke. Nobody answered.";
        let extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
        let blocks = vec![Block::new(Kind::Paragraph, text, None, 0)];
        Document { extracted, blocks, ..Document::default() }
    }

    fn check(change: impl FnOnce(&mut Document), said: &str) {
        let mut after = report();
        change(&mut after);
        let told = super::check("names.py", &report(), &[after]);
        assert!(told.as_ref().err().map_or("", |e| &e.message).contains(said), "{told:?}");
        assert_eq!(told.is_ok(), said.is_empty());
    }

    fn repair() -> Event {
        Event::Repair(Repair {
            rule: "acme-names".into(),
            bytes: 0..8,
            page: None,
            before: "Mr. Diop".into(),
            after: "Mr. X".into(),
            confidence: 1.0,
            reason: "names are taken out".into(),
        })
    }

    #[test]
    fn text_is_changed_with_a_repair_or_not_at_all() {
        check(|_| {}, "");
        check(|doc| doc.blocks[0].kind = Kind::Heading, "");
        check(|doc| _ = doc.blocks[0].replace(0..8, "Mr. X"), "changed the text of block 0 without a repair");
        check(
            |doc| {
                doc.blocks[0].replace(0..8, "Mr. X");
                doc.trail.push(repair());
            },
            "",
        );
        check(|doc| doc.blocks[0].text.push('!'), "without a repair");
    }

    #[test]
    fn places_trail_and_text_are_looked_at() {
        check(|doc| doc.blocks[0].origin[0].bytes = 0..99, "places are wrong");
        check(|doc| doc.blocks.clear(), "lost text: `Mr. Diop spoke");
        let mut before = report();
        before.trail.push(repair());
        let told = super::check("names.py", &before, &[report()]).unwrap_err();
        assert!(told.message.contains("took entries out of the trail"));
    }
}
