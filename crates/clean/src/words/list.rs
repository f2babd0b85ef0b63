//! A list of words, embedded as text, with a table of where its lines begin.

use std::{hash::BuildHasher, sync::OnceLock};

use rustc_hash::FxBuildHasher;

/// One word a line, in byte order.
pub(super) struct List {
    text: &'static str,
    /// Made when a word is first asked for: a set of the words would take five times as long to make, which a run over
    /// one report would notice.
    table: OnceLock<Table>,
}

/// Where lines begin, counted from 1, at the place that the hash of the word gives or behind it; 0 where nothing is. More
/// than half of the places are free, and their number is a power of two.
struct Table(Vec<u32>);

impl List {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, table: OnceLock::new() }
    }

    /// Whether a line is the word.
    pub(super) fn holds(&self, word: &str) -> bool {
        let table = self.table.get_or_init(|| Table::of(self.text));
        let is_line = |start: usize| {
            let line = self.text.as_bytes().get(start..).and_then(|t| t.strip_prefix(word.as_bytes()));
            line.is_some_and(|behind| behind.first().is_none_or(|b| *b == b'\n'))
        };
        !word.is_empty() && table.from(word).any(is_line)
    }

    /// The lines.
    #[cfg(test)]
    pub(super) fn lines(&self) -> std::str::Lines<'static> {
        self.text.lines()
    }
}

impl Table {
    fn of(text: &str) -> Self {
        let lines = text.bytes().filter(|b| *b == b'\n').count() + 1;
        let mut table = Self(vec![0; (lines * 2).next_power_of_two()]);
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at);
        let mut start = 0;
        for end in ends.chain([text.len()]) {
            let mut at = table.place(text.get(start..end).unwrap_or(""));
            while table.0.get(at).is_some_and(|taken| *taken > 0) {
                at = table.next(at);
            }
            if let (Some(free), Ok(line)) = (table.0.get_mut(at), u32::try_from(start + 1)) {
                *free = line;
            }
            start = end + 1;
        }
        table
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low bits choose the place")]
    fn place(&self, word: &str) -> usize {
        FxBuildHasher.hash_one(word) as usize & (self.0.len() - 1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.0.len() - 1)
    }

    /// The lines among which a word is, if it is there at all, by their first bytes.
    fn from(&self, word: &str) -> impl Iterator<Item = usize> {
        let mut at = self.place(word);
        std::iter::from_fn(move || {
            let start = self.0.get(at)?.checked_sub(1)?;
            at = self.next(at);
            Some(start as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_and_script_are_found() {
        static LIST: List = List::new("a\na's\na-part\nab\nabbess\nzoo\nézine\nœuvre\nœuvres\n");
        assert!(LIST.lines().is_sorted());
        assert!(LIST.lines().all(|line| LIST.holds(line)));
        for word in ["", "b", "abb", "zoos", "œuv", "\n", "a\nab", "A"] {
            assert!(!LIST.holds(word), "{word:?}");
        }
    }
}
