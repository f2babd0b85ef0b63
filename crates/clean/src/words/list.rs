//! A list of words, embedded as text: found by their first letters and then by halving.

use std::sync::OnceLock;

/// One word a line, in byte order.
pub(super) struct List {
    text: &'static str,
    /// For each beginning of three letters, where the lines that have it begin. Made when it is first asked for.
    index: OnceLock<Vec<u32>>,
}

/// Letters of a beginning that are told apart: what sorts before `a`, the small letters, and what sorts behind `z`.
const LETTERS: usize = 28;

impl List {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, index: OnceLock::new() }
    }

    /// Whether a line is the word.
    pub(super) fn holds(&self, word: &str) -> bool {
        let index = self.index.get_or_init(|| index(self.text));
        let key = beginning(word);
        let (Some(&start), Some(&end)) = (index.get(key), index.get(key + 1)) else { return false };
        self.text.get(start as usize..end as usize).is_some_and(|lines| holds(lines, word))
    }

    /// The lines.
    #[cfg(test)]
    pub(super) fn lines(&self) -> std::str::Lines<'static> {
        self.text.lines()
    }
}

/// The place of a word's first three letters among all that there may be, in the order of the list. Behind a sign that is
/// told apart from no other of its kind, nothing is.
fn beginning(word: &str) -> usize {
    let mut bytes = word.bytes();
    let mut next = || match bytes.next() {
        Some(byte @ b'a'..=b'z') => usize::from(byte - b'a') + 1,
        other => {
            bytes = "".bytes();
            if other > Some(b'z') { LETTERS - 1 } else { 0 }
        }
    };
    (0..3).fold(0, |key, _| key * LETTERS + next())
}

fn index(text: &str) -> Vec<u32> {
    let mut index = vec![u32::MAX; LETTERS * LETTERS * LETTERS];
    let mut at = 0_u32;
    for line in text.split_inclusive('\n') {
        if let Some(first) = index.get_mut(beginning(line.trim_end())) {
            *first = at.min(*first);
        }
        at += u32::try_from(line.len()).unwrap_or(u32::MAX);
    }
    // A beginning that no line has ends where it begins.
    index.push(at);
    let mut behind = at;
    for first in index.iter_mut().rev() {
        behind = behind.min(*first);
        *first = behind;
    }
    index
}

/// Whether one of some lines is the word.
fn holds(list: &str, word: &str) -> bool {
    let bytes = list.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low.midpoint(high);
        let start =
            bytes.get(..middle).and_then(|b| b.iter().rposition(|b| *b == b'\n')).map_or(0, |at| at + 1);
        let end = bytes
            .get(middle..)
            .and_then(|b| b.iter().position(|b| *b == b'\n'))
            .map_or(bytes.len(), |at| middle + at);
        let here = list.get(start..end).unwrap_or("");
        match here.cmp(word) {
            std::cmp::Ordering::Equal => return !word.is_empty(),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
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
