//! The slips of character recognition: letters taken for others, a speck taken for a full stop.
//!
//! Slips spare the beginnings and ends of paragraphs and of pages, because expectations are given in those words.

use std::collections::BTreeMap;

use super::sheet::Drawn;

/// What was printed and what was read.
const CONFUSIONS: [(&str, &str); 9] = [
    ("rn", "m"),
    ("li", "h"),
    ("m", "rn"),
    ("cl", "d"),
    ("e", "c"),
    ("h", "b"),
    ("ti", "d"),
    ("vi", "w"),
    ("o", "0"),
];

/// One slip in so many words.
const EVERY: usize = 61;

/// Words at either end of a paragraph that are read well.
const SPARED: usize = 9;

/// Makes slips at regular distances, and remembers them.
pub(super) struct Misreader {
    /// Words in each paragraph.
    lengths: BTreeMap<usize, usize>,
    /// Words read of each paragraph.
    seen: BTreeMap<usize, usize>,
    since: usize,
    turn: usize,
    /// Words printed and read.
    pub(super) slips: Vec<(String, String)>,
}

impl Misreader {
    /// A reader of these pages.
    pub(super) fn new(pages: &[Vec<Drawn>]) -> Self {
        let mut lengths = BTreeMap::new();
        for drawn in pages.iter().flatten() {
            if let Some(flow) = drawn.flow {
                *lengths.entry(flow).or_default() += drawn.line.words.len();
            }
        }
        Self { lengths, seen: BTreeMap::new(), since: 0, turn: 0, slips: Vec::new() }
    }

    /// What is read of a word, which is the one at a place of a line.
    pub(super) fn read(&mut self, drawn: &Drawn, place: usize, printed: &str) -> String {
        let Some(flow) = drawn.flow else { return printed.to_owned() };
        let seen = self.seen.entry(flow).or_default();
        *seen += 1;
        let length = self.lengths.get(&flow).copied().unwrap_or_default();
        let spared = *seen <= SPARED || *seen + SPARED > length;
        self.since += 1;
        let edge = place == 0 || place + 1 == drawn.line.words.len();
        let plain = printed.len() > 4 && printed.chars().all(|sign| sign.is_ascii_lowercase());
        if spared || edge || !drawn.inner || !plain || self.since < EVERY {
            return printed.to_owned();
        }
        let read = self.slip(printed);
        self.since = 0;
        self.slips.push((printed.to_owned(), read.clone()));
        read
    }

    /// The next confusion in turn that the word allows; a speck every fourth time.
    fn slip(&mut self, printed: &str) -> String {
        self.turn += 1;
        if self.turn.is_multiple_of(4) {
            return format!("{printed}.");
        }
        let found = CONFUSIONS
            .iter()
            .cycle()
            .skip(self.turn)
            .take(CONFUSIONS.len())
            .find(|(is, _)| printed.contains(is));
        found.map_or_else(|| format!("{printed}."), |(is, seems)| printed.replacen(is, seems, 1))
    }
}
