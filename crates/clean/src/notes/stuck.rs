//! Notes stuck to the half of a word above them: `the law of the con1 UN Doc. S/2001/57`.
//!
//! A program that takes the text out of a PDF and joins broken words as it goes joins the last word of a page to
//! whatever stands below it, and drops the hyphen. The note's number tells: it was seen before on the page, as a mark.

use std::{borrow::Cow, collections::HashSet};

use super::marks;
use crate::{
    draft::{self, Draft},
    edits::Edit,
    lines::Lines,
    shape,
};

/// Parts them, with the hyphen that was dropped.
pub(crate) fn run(draft: &mut Draft<'_>) {
    if !draft.printed
        || !draft.source.lines.is_empty()
        || draft.source.pages.len() < 2
        || !draft.log.chosen.on("note-part")
    {
        return;
    }
    let lines = Lines::of(draft);
    let mut found: Vec<(usize, Edit)> = Vec::new();
    for page in lines.pages() {
        let mut seen: HashSet<u32> = HashSet::new();
        for at in page {
            let Some(line) = lines.all.get(at).filter(|l| l.is_body()) else { continue };
            let text = line.text(draft);
            let stuck = stuck(text, &seen);
            if let Some(head) = stuck {
                let place = line.body + draft::len(text.get(..head).unwrap_or(""));
                found.push((
                    line.item as usize,
                    Edit {
                        range: place..place,
                        with: Cow::Borrowed("-\n"),
                        rule: "note-part",
                        confidence: 0.85,
                        reason: "a note is stuck to the half of a word above it",
                    },
                ));
            }
            marks::places(text, |place| {
                seen.extend(place.value.filter(|_| place.strength >= 2 && stuck != Some(place.at)));
            });
        }
    }
    for (item, edit) in found {
        let Some(item) = draft.items.get_mut(item) else { continue };
        draft.log.apply(&mut item.block, &mut vec![edit]);
    }
}

/// Where in a line a note begins whose number was seen above.
fn stuck(text: &str, seen: &HashSet<u32>) -> Option<usize> {
    let mut found = None;
    marks::places(text, |place| {
        let known = place.value.is_some_and(|value| seen.contains(&value));
        let (left, right) = (text.get(..place.at).unwrap_or(""), text.get(place.at..).unwrap_or(""));
        let figures = right.bytes().take_while(u8::is_ascii_digit).count();
        let after = right.get(figures..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or("");
        let opens = shape::starts_upper(after) || after.starts_with(['“', '"', '‘']);
        if found.is_none() && known && figures > 0 && opens && left.ends_with(char::is_lowercase) {
            found = Some(place.at);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_seen_before_a_capital_starts_a_note() {
        let seen = HashSet::from([1]);
        assert_eq!(stuck("nothing new, that it is an old cause of ac1 UN Doc. S/2006/715", &seen), Some(42));
        assert_eq!(stuck("an old cause of ac1 UN Doc. S/2006/715", &HashSet::new()), None);
        assert_eq!(stuck("the assessment1 of UN Doc. S/2006/715", &seen), None);
        assert_eq!(stuck("the assessment.1 The next", &seen), None);
    }
}
