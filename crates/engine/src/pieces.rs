//! Compressed pieces of kept documents, each checked by its hash before it is believed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Pieces by their numbers, counted from 0. What is the same is there once.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    about: Vec<About>,
    packed: Vec<Vec<u8>>,
}

/// What is known of a piece.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct About {
    /// BLAKE3 of the packed bytes, in hexadecimal.
    hash: String,
    /// Number of packed bytes.
    length: u64,
    /// Whether they are compressed.
    compressed: bool,
}

/// How a piece is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is, unless it is very long: prose and numbers hardly get smaller.
    Plain,
    /// Compressed, since much of it repeats.
    Compressed,
}

/// Shorter pieces are not worth compressing.
const SHORT: usize = 8 << 10;
/// Longer ones are, whatever they are: the longest texts are no reports, and repeat themselves.
const LONG: usize = 1 << 20;

impl Pieces {
    /// Adds a piece; gives its number.
    pub(crate) fn put(&mut self, bytes: Vec<u8>, form: Form) -> usize {
        let compressed = bytes.len() > if form == Form::Compressed { SHORT } else { LONG };
        let packed = if compressed { lz4_flex::compress_prepend_size(&bytes) } else { bytes };
        let hash = blake3::hash(&packed).to_hex().to_string();
        if let Some(known) = self.about.iter().position(|a| a.hash == hash) {
            return known;
        }
        self.about.push(About { hash, length: packed.len() as u64, compressed });
        self.packed.push(packed);
        self.packed.len() - 1
    }

    /// The bytes of a piece; `None` when it is not there, or damaged.
    pub(crate) fn get(&self, number: usize) -> Option<Vec<u8>> {
        let (about, packed) = (self.about.get(number)?, self.packed.get(number)?);
        if blake3::hash(packed).to_hex().as_str() != about.hash {
            return None;
        }
        if about.compressed { lz4_flex::decompress_size_prepended(packed).ok() } else { Some(packed.clone()) }
    }

    /// Leaves only the pieces of these numbers; gives the new number of each old one.
    pub(crate) fn retain(&mut self, used: &[usize]) -> BTreeMap<usize, usize> {
        let mut new = BTreeMap::new();
        let about = std::mem::take(&mut self.about);
        let packed = std::mem::take(&mut self.packed);
        for (old, (about, packed)) in about.into_iter().zip(packed).enumerate() {
            if used.contains(&old) {
                new.insert(old, self.packed.len());
                self.about.push(about);
                self.packed.push(packed);
            }
        }
        new
    }

    /// What is known of them, in the order of their numbers.
    pub(crate) fn about(&self) -> &[About] {
        &self.about
    }

    /// All packed bytes, one piece after the other.
    pub(crate) fn append_to(&self, bytes: &mut Vec<u8>) {
        self.packed.iter().for_each(|p| bytes.extend_from_slice(p));
    }

    /// Cuts packed bytes up again; `None` when there are too few. Pieces are looked at only when they are asked for.
    pub(crate) fn cut(about: Vec<About>, mut bytes: &[u8]) -> Option<Self> {
        let mut packed = Vec::new();
        for piece in &about {
            let (one, rest) = bytes.split_at_checked(usize::try_from(piece.length).ok()?)?;
            packed.push(one.to_vec());
            bytes = rest;
        }
        Some(Self { about, packed })
    }

    /// How much memory they hold.
    pub(crate) fn bytes(&self) -> usize {
        self.packed.iter().map(Vec::len).sum()
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.packed.len()
    }
}
