//! Words set with a space behind every letter, as headings are: `R E P O R T`, `S u m m a r y`.

use std::borrow::Cow;

use super::Vocabulary;
use crate::{
    draft::{self, Draft},
    edits::Edit,
};

/// Fewer letters may be initials or a list.
const LEAST: usize = 4;

/// Closes the words that the lexicon or the document knows without the spaces.
pub(crate) fn run(draft: &mut Draft<'_>, words: &Vocabulary<'_>) {
    if !draft.printed || !draft.log.chosen.on("letter-space") {
        return;
    }
    let known = |word: &str| {
        let small = word.to_lowercase();
        words.lexicon().is_some_and(|lexicon| lexicon.has_form(&small)) || words.count(&[word]) > 0
    };
    draft.edit_all(|block, edits| {
        for line in lines(&block.text) {
            let runs = runs(line);
            // Beside a long word short ones are words, too: `O F`.
            if !runs.iter().any(|run| run.letters >= LEAST && known(&run.word)) {
                continue;
            }
            for run in runs.into_iter().filter(|run| run.letters < LEAST || known(&run.word)) {
                let gap = run.spaced.len() - run.spaced.trim_end().len();
                let at = run.spaced.as_ptr() as usize - block.text.as_ptr() as usize;
                let start = u32::try_from(at).unwrap_or(u32::MAX);
                edits.push(Edit {
                    range: start..start + draft::len(run.spaced),
                    with: Cow::Owned(run.word + if gap > 0 { " " } else { "" }),
                    rule: "letter-space",
                    confidence: 0.9,
                    reason: "the letters make a word without the spaces between them",
                });
            }
        }
    });
}

/// The lines of a text that may have a word with spaces in it.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|line| {
        let spaces = |pair: &[u8]| matches!(pair, [b' ', _, b' ', _, b' ', ..]);
        line.as_bytes().windows(5).any(spaces)
    })
}

/// A run of letters with one space between them.
#[derive(Debug, PartialEq)]
struct Run<'t> {
    /// As it stands, with the gap behind it.
    spaced: &'t str,
    word: String,
    letters: usize,
}

/// The runs of a line. Two spaces and more part words.
fn runs(line: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut at: usize = 0;
    for part in line.split(' ').chain([""]) {
        let letter = part.chars().next().filter(|c| c.is_alphabetic());
        // A stop may hang on the last letter.
        let lone =
            letter.filter(|c| part.get(c.len_utf8()..).is_some_and(|r| !r.contains(char::is_alphanumeric)));
        let mut end = at.saturating_sub(1);
        let mut closes = true;
        if let Some(letter) = lone {
            open.get_or_insert_with(|| (at, String::new())).1.push(letter);
            end = at + letter.len_utf8();
            closes = part.len() > letter.len_utf8();
        }
        if closes
            && let Some((from, word)) = open.take()
            && let letters = word.chars().count()
            && letters >= 2
        {
            let behind = line.get(end.min(line.len())..).unwrap_or("");
            let gap = behind.len() - behind.trim_start_matches(' ').len();
            let end = if gap >= 2 { end + gap } else { end };
            found.extend(line.get(from..end.min(line.len())).map(|spaced| Run { spaced, word, letters }));
        }
        at += part.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_letters_are_found() {
        let found = |line| runs(line).into_iter().map(|r| (r.spaced, r.word)).collect::<Vec<_>>();
        let run = |spaced, word: &str| (spaced, word.to_owned());
        assert_eq!(
            found("R E P O R T  O N  P E A C E of"),
            [run("R E P O R T  ", "REPORT"), run("O N  ", "ON"), run("P E A C E", "PEACE")]
        );
        assert_eq!(found("see S u m m a r y, p. 4"), [run("S u m m a r y", "Summary")]);
        assert_eq!(found("see S u m m a r y"), [run("S u m m a r y", "Summary")]);
        assert_eq!(found("points a b c were"), [run("a b c", "abc")]);
        assert_eq!(found("J. F. K. and I am"), []);
        assert!(lines("J. F. K.\nR E P O R T\nplain words").eq(["R E P O R T"]));
    }
}
