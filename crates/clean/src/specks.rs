//! Dirt at the ends of lines that OCR read as signs: `_, United States`, `He recov-.`.
//!
//! No line of print begins with a full stop or a comma and a space, and none ends with a hyphen and a full stop. What may
//! be a letter (`|` for I), a bullet, a quotation mark or the mark of a note is left alone.

use std::borrow::Cow;

use crate::{
    draft::{self, Draft},
    edits::Edit,
    shape,
};

/// Takes the dirt away where text may have been read by OCR.
pub(crate) fn run(draft: &mut Draft<'_>) {
    if draft.may_be_scanned() && draft.log.chosen.on("speck") {
        draft.edit_all(|block, edits| find(&block.text, edits));
    }
}

fn find(text: &str, edits: &mut Vec<Edit>) {
    let mut start = 0;
    for line in text.split('\n') {
        let mut gone = |from: usize, length: usize| {
            let from = draft::len(text.get(..start + from).unwrap_or(""));
            edits.push(Edit {
                range: from..from + u32::try_from(length).unwrap_or(0),
                with: Cow::Borrowed(""),
                rule: "speck",
                confidence: 0.7,
                reason: "a lone sign at the end of a line is dirt",
            });
        };
        if !shape::has_leaders(line) {
            let body = line.trim_start();
            let lead = leading(body);
            if lead > 0 {
                gone(line.len() - body.len(), lead);
            }
            let end = trailing(line);
            if end > 0 {
                gone(line.len() - end, end);
            }
        }
        start += line.len() + 1;
    }
}

/// Bytes of dirt in front of a line, with the space behind it.
fn leading(line: &str) -> usize {
    let signs = line.bytes().take_while(|b| b"_.,~^`".contains(b)).count();
    let Some(rest) = line.get(signs..).and_then(|rest| rest.strip_prefix(' ')) else { return 0 };
    // A sign in front of a capital may be the mark of a note.
    let mark = line.get(..signs).is_some_and(|signs| signs.contains(['~', '^', '`']));
    let goes_on = rest.starts_with(|c: char| if mark { c.is_lowercase() } else { c.is_alphanumeric() });
    if (1..=2).contains(&signs) && goes_on { signs + 1 } else { 0 }
}

/// Bytes of dirt behind a hyphen that breaks a word.
fn trailing(line: &str) -> usize {
    let bare = line.trim_end_matches([' ', '.', ',', '_', '~', '|', '`', '\'']);
    let dirt = line.len() - bare.len();
    let broken = bare.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_lowercase));
    let blank = line.trim_end().len() == bare.len();
    if broken && !blank && dirt <= 4 { dirt } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str) {
        let mut block = rapporteur_model::Block::new(rapporteur_model::Kind::Paragraph, from, None, 0);
        let mut edits = Vec::new();
        find(&block.text, &mut edits);
        let source = rapporteur_model::Extracted::default();
        let chosen = crate::modes::Chosen::default();
        crate::edits::Log::new(&source, chosen).apply(&mut block, &mut edits);
        assert_eq!(block.text, to);
    }

    #[test]
    fn dirt_goes_from_the_ends_of_lines() {
        check("with the\n_, United States, in 1777", "with the\nUnited States, in 1777");
        check("the camps were recov-.\n~ ered by", "the camps were recov-\nered by");
        check(". Stampedes have taken place", "Stampedes have taken place");
    }

    #[test]
    fn what_may_be_print_stays() {
        for text in [
            "~ See the annex",
            ". . . . . 12",
            "... and so on",
            "| wish to say",
            "- the first item",
            "pre- and post-war",
            "long-\nterm",
            ".5 per cent",
        ] {
            check(text, text);
        }
    }
}
