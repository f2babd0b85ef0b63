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
        // French puts a space in front of colons.
        let colons = draft.items.iter().map(|i| colons(&i.block.text)).sum::<usize>();
        draft.edit_all(|block, edits| find(&block.text, colons >= SPACED, edits));
    }
}

/// So many colons with a space in front are no accident.
const SPACED: usize = 3;
/// Words of a line that may be a title.
const TITLE: usize = 16;

/// Colons between words, with spaces on both sides.
fn colons(text: &str) -> usize {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let between = |(at, _): &(usize, &str)| {
        let (left, right) = (text.get(..*at), text.get(at + 3..));
        word(left.and_then(|t| t.chars().next_back())) && word(right.and_then(|t| t.chars().next()))
    };
    text.match_indices(" : ").filter(between).count()
}

fn find(text: &str, spaced: bool, edits: &mut Vec<Edit>) {
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
            let alone = text.trim() == line.trim() && !spaced;
            let end = trailing(line).max(if alone { behind_title(line) } else { 0 });
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

/// Bytes of lone signs behind a line that stands alone and does not end as a sentence does: `Cities |`, `Get in ; :`.
fn behind_title(line: &str) -> usize {
    let line = line.trim_end();
    let mut bare = line;
    while let Some((before, sign)) = bare.rsplit_once(' ').filter(|(_, sign)| is_dirt(sign)) {
        bare = before.trim_end();
        if sign.is_empty() {
            break;
        }
    }
    let title = bare.ends_with(char::is_alphanumeric)
        && bare.starts_with(|c: char| c.is_alphanumeric())
        && bare.split(' ').take(TITLE + 1).count() <= TITLE;
    if title { line.len() - bare.len() } else { 0 }
}

/// Signs that are dirt when they stand alone; asterisks, degrees and dashes may be marks of notes or bullets.
fn is_dirt(sign: &str) -> bool {
    !sign.is_empty() && sign.len() <= 3 && sign.chars().all(|c| ":;|©®_~`'".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str) {
        let mut block = rapporteur_model::Block::new(rapporteur_model::Kind::Paragraph, from, None, 0);
        let mut edits = Vec::new();
        find(&block.text, false, &mut edits);
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
    fn lone_signs_behind_a_title_go() {
        check("Cities |", "Cities");
        check("2. Evolutionary Ethics ©", "2. Evolutionary Ethics");
        check("By car : ;", "By car");
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
            "The following were asked :\nfirst",
            "It was done .",
            "See annex *",
            "and so on ...",
        ] {
            check(text, text);
        }
    }
}
