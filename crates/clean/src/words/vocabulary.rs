//! The words of the document, counted, and the lexicon that fits it.

use std::{
    cell::OnceCell,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use rapporteur_stage::Learned;

use super::{language, lexicon::Lexicon};
use crate::{draft::Draft, learned::WORD, shape};

/// How often each word occurs, by the hash of its lower-case form. Two words with one hash would at worst decide
/// a hyphen wrongly.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary<'a> {
    counts: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    /// A part of the text, by which its language is told.
    sample: String,
    lexicon: OnceCell<Option<Lexicon>>,
    archive: Option<&'a Learned>,
}

impl<'a> Vocabulary<'a> {
    /// The words of a draft; empty when no line ends with a hyphen, since nobody will ask then.
    pub(crate) fn of(draft: &Draft<'a>) -> Self {
        let mut words = Self {
            sample: language::sample(draft.items.iter().map(|i| i.block.text.as_str())),
            archive: draft.archive,
            ..Self::default()
        };
        let asked = |text: &str| text.ends_with('-') || text.contains("-\n") || text.contains("- \n");
        if draft.items.iter().any(|i| asked(&i.block.text)) {
            for item in &draft.items {
                words.read(&item.block.text);
            }
        }
        words
    }

    /// The lexicon of the document's language; none for early print, rubbish and all other languages. Told when it is first
    /// asked for: most hyphens are settled by the document's own words.
    pub(super) fn lexicon(&self) -> Option<Lexicon> {
        *self.lexicon.get_or_init(|| language::lexicon(&self.sample))
    }

    /// A vocabulary with a lexicon that is given, whatever the language.
    #[cfg(test)]
    pub(super) fn with(lexicon: Option<Lexicon>, archive: Option<&'a Learned>) -> Self {
        Self { lexicon: lexicon.into(), archive, ..Self::default() }
    }

    /// Counts the words of a text.
    pub(crate) fn read(&mut self, text: &str) {
        each(text, |word| *self.counts.entry(hash(&[word])).or_default() += 1);
    }

    /// In how many reports of the archive a word stands, given in parts.
    pub(super) fn in_archive(&self, parts: &[&str]) -> u32 {
        self.archive.map_or(0, |archive| archive.count(WORD, &parts.concat().to_lowercase()))
    }

    /// How often a word occurs, given in parts.
    pub(crate) fn count(&self, parts: &[&str]) -> u32 {
        self.counts.get(&hash(parts)).copied().unwrap_or(0)
    }
}

/// Gives each word of a text: as it stands, without the article that is elided before it, and the parts of a compound.
/// Halves of words at the ends of lines are no words.
pub(crate) fn each<'t>(text: &'t str, mut take: impl FnMut(&'t str)) {
    let mut broken = false;
    for line in text.split('\n') {
        let mut parts = line.split_whitespace();
        if broken {
            parts.next();
        }
        broken = shape::ends_hyphen(line.trim_end());
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            if broken && parts.peek().is_none() {
                break;
            }
            each_of(part, &mut take);
        }
    }
}

fn each_of<'t>(part: &'t str, take: &mut impl FnMut(&'t str)) {
    let word = part.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return;
    }
    take(word);
    // All signs looked for beyond ASCII begin with the same byte.
    if !word.bytes().any(|b| matches!(b, b'-' | b'/' | b'\'' | 0xe2)) {
        return;
    }
    // `l’avant-projet`, `d’avant-projet`: the word without its article counts.
    let bare = elided(word);
    if bare.len() < word.len() {
        take(bare);
    }
    if bare.contains(['-', '/', '—', '–']) {
        bare.split(['-', '/', '—', '–']).filter(|p| p.len() > 1).for_each(take);
    }
}

/// A word without what is elided before it: `l’`, `qu’`. Endings like `’s` are too short to be one.
pub(super) fn elided(word: &str) -> &str {
    let bare = word.rsplit(['\'', '’']).next().unwrap_or(word);
    if bare.chars().nth(1).is_some() { bare } else { word }
}

/// FNV-1a over the lower-case form.
fn hash(parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        if part.is_ascii() {
            part.bytes().for_each(|b| eat(b.to_ascii_lowercase()));
        } else {
            let mut buffer = [0; 4];
            for char in part.chars().flat_map(char::to_lowercase) {
                char.encode_utf8(&mut buffer).bytes().for_each(&mut eat);
            }
        }
    }
    state
}

/// A hasher for keys that are hashes.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| (h << 8) ^ u64::from(*b));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_counted_and_halves_are_not() {
        let mut words = Vocabulary::default();
        words.read("Peace-building and the consulta-\ntion on Peace, «Élan», l’avant-projet");
        assert_eq!(words.count(&["peace", "-", "building"]), 1);
        assert_eq!(words.count(&["PEACE"]), 2);
        assert_eq!(words.count(&["élan"]), 1);
        assert_eq!(words.count(&["avant", "-", "projet"]), 1);
        assert_eq!(words.count(&["projet"]), 1);
        assert_eq!(words.count(&["tion"]), 0);
        assert_eq!(words.count(&["consulta"]), 0);
    }
}
