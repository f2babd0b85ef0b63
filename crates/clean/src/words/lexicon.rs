//! English words, found by binary search in the embedded list: nothing to load, nothing to build.

/// One word a line, in byte order (`lexicon/README.md`).
const ENGLISH: &str = include_str!("../../lexicon/english.txt");

/// Whether a lower-case word is in the lexicon.
pub(super) fn holds(word: &str) -> bool {
    let bytes = ENGLISH.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low.midpoint(high);
        let start =
            bytes.get(..middle).and_then(|b| b.iter().rposition(|b| *b == b'\n')).map_or(0, |at| at + 1);
        let end = bytes
            .get(middle..)
            .and_then(|b| b.iter().position(|b| *b == b'\n'))
            .map_or(bytes.len(), |at| middle + at);
        let here = ENGLISH.get(start..end).unwrap_or("");
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
    fn every_word_is_found_and_no_other() {
        assert!(ENGLISH.lines().is_sorted());
        assert!(ENGLISH.lines().all(holds));
        for word in ["", "aa", "zzz", "consulta", "tion", "government ", "\n"] {
            assert!(!holds(word), "{word:?}");
        }
    }
}
