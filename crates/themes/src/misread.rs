//! Long rare words that a scanner has misread by one letter: "ecosvstem", "govemance".
//!
//! A word that the vocabulary does not know is taken for one of its own when one confusion of letters that look alike
//! lies between their stems, and nothing else it knows is as near. Short words are left alone, since one letter makes
//! another word of them; so are words in many labels, which are named often enough without.

use rapporteur_words::Stemmer;

use crate::{text::count, vocabulary::Tongue};

/// Letters and pairs of letters that look alike; either may stand for the other. Pairs that part real words are not
/// among them: "comparable" is no misread "compatible", nor "prevailing" one of "prevalence".
const ALIKE: [(&str, &str); 18] = [
    ("rn", "m"),
    ("in", "m"),
    ("ni", "m"),
    ("nn", "m"),
    ("cl", "d"),
    ("li", "h"),
    ("ri", "n"),
    ("ii", "u"),
    ("vv", "w"),
    ("i", "1"),
    ("l", "1"),
    ("c", "e"),
    ("o", "0"),
    ("b", "h"),
    ("n", "u"),
    ("v", "y"),
    ("g", "q"),
    ("s", "5"),
];

/// Letters of the shortest and the longest word that may be a misread one.
const SHORTEST: usize = 8;
const LONGEST: usize = 30;
/// Letters of the shortest stem that is looked for.
const SHORTEST_STEM: usize = 6;
/// So many letters may follow a stem.
const LONGEST_ENDING: usize = 7;
/// A stem in more labels than this is no rare word.
const RARE: u32 = 8;

/// The long rare stems of a vocabulary, by what is left of them when letters that look alike are one.
#[derive(Debug, Default)]
pub(crate) struct Misread(Vec<(u64, u32)>);

impl Misread {
    pub(crate) fn new(tongue: &Tongue) -> Self {
        let mut stems: Vec<(u64, u32)> = Vec::new();
        let mut letters: Vec<char> = Vec::new();
        for stem in (0..count(tongue.stems.len())).filter(|&stem| tongue.common(stem) <= RARE) {
            let name = tongue.stems.get(stem);
            letters.clear();
            letters.extend(name.chars());
            if letters.len() >= SHORTEST_STEM {
                letters.truncate(beginning(name).chars().count());
                stems.push((likeness(&letters), stem));
            }
        }
        stems.sort_unstable();
        Self(stems)
    }

    /// The stem that a word in lower case was meant to have; `None` when there is no such stem, or more than one.
    pub(crate) fn meant(&self, word: &str, tongue: &Tongue, stemmer: &Stemmer) -> Option<u32> {
        let letters: Vec<char> = word.chars().collect();
        if !(SHORTEST..=LONGEST).contains(&letters.len()) {
            return None;
        }
        let mut meant = None;
        // A pair may have been read as one letter, and a stem in -i begins its words without it.
        let shortest = SHORTEST_STEM - 2;
        for end in shortest.max(letters.len().saturating_sub(LONGEST_ENDING))..=letters.len() {
            let (Some(front), Some(ending)) = (letters.get(..end), letters.get(end..)) else { continue };
            for stem in self.like(likeness(front)) {
                let front: String = front.iter().collect();
                let known = beginning(tongue.stems.get(stem));
                let word: String = known.chars().chain(ending.iter().copied()).collect();
                let found =
                    is_one_confusion(&front, known) && tongue.stems.find(&stemmer.stem(&word)) == Some(stem);
                if found && meant.is_some_and(|other| other != stem) {
                    return None;
                }
                if found {
                    meant = Some(stem);
                }
            }
        }
        meant
    }

    fn like(&self, likeness: u64) -> impl Iterator<Item = u32> + '_ {
        let from = self.0.partition_point(|s| s.0 < likeness);
        self.0.iter().skip(from).take_while(move |s| s.0 == likeness).map(|s| s.1)
    }
}

/// The part of a stem that its words begin with: "polici" is that of "policy" too.
fn beginning(stem: &str) -> &str {
    stem.strip_suffix('i').unwrap_or(stem)
}

/// A number that is the same for words of which one may be the other misread.
fn likeness(letters: &[char]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut rest = letters;
    while let [first, after @ ..] = rest {
        let pair = after.first().and_then(|second| match (first, second) {
            ('r' | 'i', 'n') | ('n', 'i' | 'n') => Some('m'),
            ('c', 'l') => Some('d'),
            ('l', 'i') => Some('h'),
            ('v', 'v') => Some('w'),
            ('i', 'i') => Some('u'),
            _ => None,
        });
        let letter = match pair.unwrap_or(*first) {
            'l' | '1' => 'i',
            'e' => 'c',
            '0' => 'o',
            'b' => 'h',
            'u' => 'n',
            'y' => 'v',
            'q' => 'g',
            '5' => 's',
            other => other,
        };
        hash = (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3);
        rest = if pair.is_some() { after.get(1..).unwrap_or(&[]) } else { after };
    }
    hash
}

/// Whether one confusion makes one beginning of a word of the other. Not of the last letter alone: there it may be an
/// ending that parts them, as "complied" from "complicity".
fn is_one_confusion(one: &str, other: &str) -> bool {
    ALIKE.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).any(|(from, to)| {
        let lengths = one.len() + to.len() == other.len() + from.len();
        let is_pair = from.len() + to.len() > 2;
        let within = |at: usize| is_pair || at + from.len() < one.len();
        lengths && one.match_indices(from).any(|(at, _)| within(at) && replaced(one, at, from, to) == other)
    })
}

fn replaced(text: &str, at: usize, from: &str, to: &str) -> String {
    let (before, rest) = text.split_at(at);
    format!("{before}{to}{}", rest.strip_prefix(from).unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Thesaurus, Vocabulary};

    fn meant(word: &str) -> Option<String> {
        let labels = ["governance", "desertification", "negotiation", "deforestation", "aid", "ecosystems"];
        let labels = labels.map(|l| format!("<e:{l}> skos:prefLabel \"{l}\"@en .\n")).concat();
        let turtle = format!("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n{labels}");
        let thesaurus = Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap());
        let tongue = thesaurus.tongue("en").unwrap();
        let stem = Misread::new(tongue).meant(word, tongue, &Stemmer::new("en"))?;
        Some(tongue.stems.get(stem).to_owned())
    }

    #[test]
    fn one_confusion_is_seen_through() {
        for (word, stem) in [
            ("govemance", "govern"),
            ("desert1fication", "desertif"),
            ("ncgotiations", "negoti"),
            ("ecosvstem", "ecosystem"),
            ("deforcstation", "deforest"),
        ] {
            assert_eq!(meant(word).as_deref(), Some(stem), "{word}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for word in ["reforestation", "desertion", "ald", "govemancc", "negotiate", "conservation"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
