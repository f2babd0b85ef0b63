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
        let count = |find: fn(&str) -> usize| draft.items.iter().map(|i| find(&i.block.text)).sum::<usize>();
        let (spaced, close) = (count(spaced_colons), count(close_colons));
        draft.edit_all(|block, edits| find(&block.text, spaced >= SPACED && spaced > close, edits));
    }
}

/// So many colons with a space in front are no accident.
const SPACED: usize = 3;
/// Words of a line that may be a title.
const TITLE: usize = 16;

/// Colons right behind a word.
fn close_colons(text: &str) -> usize {
    let behind_word =
        |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    text.match_indices(": ").filter(|&(at, _)| behind_word(at)).count()
}

/// Colons between words, with spaces on both sides.
fn spaced_colons(text: &str) -> usize {
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
            let alone = text.trim() == line.trim() && !spaced;
            let (before, behind) = if alone { around_title(line.trim()) } else { (0, 0) };
            let lead = leading(body).max(before);
            if lead > 0 {
                gone(line.len() - body.len(), lead);
            }
            let behind = behind.max(run_of_signs(line.trim_end()));
            let end =
                trailing(line).max(behind + if behind > 0 { line.len() - line.trim_end().len() } else { 0 });
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

/// Bytes of two and more lone signs at the end of a line, wherever it stands; bars may be those of a table.
fn run_of_signs(line: &str) -> usize {
    let dirt = |word: &&str| is_dirt(word) && *word != "|";
    let (count, bytes) =
        line.rsplit(' ').take_while(dirt).fold((0, 0), |(n, bytes), word| (n + 1, bytes + word.len() + 1));
    if count >= 2 && bytes < line.len() { bytes } else { 0 }
}

/// Bytes of dirt in front of a line and behind it, when it stands alone and does not end as a sentence does:
/// `Cities |`, `Get in : : es`, `' Understand`.
fn around_title(line: &str) -> (usize, usize) {
    let lead = line
        .split_once(' ')
        .filter(|(sign, rest)| is_quote(sign) && !rest.contains(is_closing) && shape::starts_upper(rest))
        .map_or(0, |(sign, _)| sign.len() + 1);
    let body = line.get(lead..).unwrap_or("");
    let title = body.get(..body.len() - tail(body)).unwrap_or("").trim_end();
    let is_title = title.ends_with(char::is_alphanumeric)
        && title.starts_with(|c: char| c.is_alphanumeric())
        && title.split(' ').take(TITLE + 1).count() <= TITLE;
    if is_title { (lead, body.len() - title.len()) } else { (0, 0) }
}

/// Bytes at the end of a line from its first lone sign on, when nothing but such signs and scraps follow it.
fn tail(line: &str) -> usize {
    let (mut bytes, mut signs, mut scraps, mut seen, mut loose) = (0, 0, 0, 0, 0);
    for word in line.rsplit(' ') {
        seen += word.len();
        if is_dirt(word) {
            // What stands behind a single colon may be print: `Annex : A`.
            signs += if word.starts_with(':') { 1 } else { 2 };
            (bytes, scraps) = (seen, loose);
        } else if word.chars().count() <= 2 {
            loose += usize::from(!word.is_empty());
        } else {
            break;
        }
        seen += 1;
    }
    if scraps == 0 || scraps <= MOST_SCRAPS && signs >= 2 { bytes } else { 0 }
}

/// More words of one or two letters behind a title are no dirt.
const MOST_SCRAPS: usize = 3;

fn is_quote(sign: &str) -> bool {
    matches!(sign, "'" | "‘" | "’" | "`")
}

fn is_closing(c: char) -> bool {
    matches!(c, '\'' | '’')
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
        check("Get in : : es", "Get in");
        check("Introduction ; i", "Introduction");
        check("' Understand :", "Understand");
        check("Wells and Pastures : :\nThe wells are", "Wells and Pastures\nThe wells are");
    }

    #[test]
    fn colons_are_counted_by_the_space_before_them() {
        let french = "Thème : l’eau. Les participants recommandent :";
        assert_eq!((spaced_colons(french), close_colons(french)), (1, 0));
        let english = "Theme: water. The participants recommend: wells";
        assert_eq!((spaced_colons(english), close_colons(english)), (0, 2));
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
            "Annex : A",
            "Option : 3",
            "‘ Wells and Pastures ’ in 2013",
            "Wells of the West, 3 m",
            "and so on ...",
        ] {
            check(text, text);
        }
    }
}
