//! Where people's names stand in a text.

use std::ops::Range;

/// Names that are known, and titles behind which one stands.
pub(crate) struct Names {
    /// Each as its words.
    known: Vec<Vec<String>>,
    titles: Vec<String>,
    longest: usize,
}

/// A word of a text, without the marks around it.
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl Names {
    pub(crate) fn new(names: &[String], titles: &[String], longest: usize) -> Self {
        let words = |name: &String| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut known: Vec<_> = names.iter().map(words).filter(|words| !words.is_empty()).collect();
        // "Amina Okello" before "Amina": the longest name that fits is taken.
        known.sort_by_key(|words| std::cmp::Reverse(words.len()));
        let titles = titles.iter().map(|title| title.trim_end_matches('.').to_owned()).collect();
        Self { known, titles, longest }
    }

    /// The places of the names, in order, none within another.
    pub(crate) fn find(&self, text: &str) -> Vec<Range<u32>> {
        let words: Vec<Word<'_>> = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let (skipped, length) = self.name_at(text, rest).unwrap_or((1, 0));
            if let (Some(first), Some(last)) =
                (rest.get(skipped), rest.get((skipped + length).wrapping_sub(1)))
                && length > 0
            {
                found.extend(
                    u32::try_from(first.start).ok().zip(u32::try_from(last.end).ok()).map(|(a, b)| a..b),
                );
            }
            at += skipped + length;
        }
        found
    }

    /// A name at the beginning of these words: how many words stand before it (a title), and how many it has.
    fn name_at(&self, text: &str, words: &[Word<'_>]) -> Option<(usize, usize)> {
        let same = |name: &&Vec<String>| {
            name.len() <= words.len() && name.iter().zip(words).all(|(part, word)| part == word.text)
        };
        if let Some(name) = self.known.iter().find(same) {
            return Some((0, name.len()));
        }
        let title = words.first()?;
        if !self.titles.iter().any(|t| t == title.text) {
            return None;
        }
        let pairs = words.iter().zip(words.iter().skip(1));
        let is_name = |(before, word): &(&Word<'_>, &Word<'_>)| {
            let between = text.get(before.end..word.start).unwrap_or("");
            // A stop behind the title belongs to it; any other mark ends the name.
            let joined = between.trim_start_matches('.').chars().all(char::is_whitespace)
                && (before.start == title.start
                    || !between.starts_with('.')
                    || before.text.chars().count() == 1);
            joined && word.text.chars().next().is_some_and(char::is_uppercase)
        };
        let length = pairs.take(self.longest).take_while(is_name).count();
        (length > 0).then_some((1, length))
    }
}

/// The words of a text: letters and figures, with hyphens and apostrophes within.
fn words(text: &str) -> Vec<Word<'_>> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
    let pieces = text.split(|c: char| !part(c)).filter(|piece| piece.contains(char::is_alphanumeric));
    let place = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    pieces
        .map(|piece| {
            // "Okello's" is of Okello.
            let bare = piece.trim_end_matches("'s").trim_end_matches("’s");
            let trimmed = bare.trim_matches(|c: char| !c.is_alphanumeric());
            let start = place(trimmed);
            Word { text: trimmed, start, end: start + trimmed.len() }
        })
        .filter(|word| !word.text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, masked: &str) {
        let titles = ["Mr", "Dr."].map(str::to_owned);
        let names = Names::new(&["Amina Okello".to_owned(), "Okello".to_owned()], &titles, 3);
        let mut out = text.to_owned();
        for name in names.find(text).iter().rev() {
            out.replace_range(name.start as usize..name.end as usize, "X");
        }
        assert_eq!(out, masked);
    }

    #[test]
    fn names_are_whole_words_and_those_behind_titles() {
        check("Amina Okello spoke; Okello's sister did not.", "X spoke; X's sister did not.");
        check(
            "Mr. Diop and Dr J. M. Traoré-Bâ agreed. Mr Said Omar Ali Hassan left",
            "Mr. X and Dr X agreed. Mr X Hassan left",
        );
        check("the Okellos of Dr. no name, Mr", "the Okellos of Dr. no name, Mr");
        check("He thanked Mr. Diop. Water came next.", "He thanked Mr. X. Water came next.");
        check("", "");
    }
}
