//! A compiled vocabulary as bytes: tables of little-endian numbers, each with its length before it.

use super::{
    tables::{Rows, Texts, number},
    thesaurus::{Entry, Thesaurus, Tongue},
    trie::Trie,
};

/// The number is raised whenever the tables, the stems or the forms of labels change: old indexes are then made
/// again.
pub(super) const MAGIC: &[u8] = b"rapporteur vocabulary 2\n";

pub(super) fn pack(thesaurus: &Thesaurus) -> Vec<u8> {
    let mut out = Packer(MAGIC.to_vec());
    out.texts(&thesaurus.uris);
    out.rows(&thesaurus.broader);
    out.rows(&thesaurus.narrower);
    out.rows(&thesaurus.related);
    out.texts(&thesaurus.foreign);
    out.rows(&thesaurus.matches);
    out.numbers(&thesaurus.current);
    out.number(number(thesaurus.tongues.len()));
    thesaurus.tongues.iter().for_each(|tongue| out.tongue(tongue));
    let hash = blake3::hash(&out.0);
    out.0.extend_from_slice(hash.as_bytes());
    out.0
}

/// `None` when the bytes are not whole.
pub(super) fn unpack(bytes: &[u8]) -> Option<Thesaurus> {
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(blake3::OUT_LEN)?)?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let mut from = Unpacker(body.strip_prefix(MAGIC)?);
    let uris = from.texts()?;
    let (broader, narrower, related) = (from.rows()?, from.rows()?, from.rows()?);
    let (foreign, matches) = (from.texts()?, from.rows()?);
    let current = from.numbers()?;
    let count = from.number()?;
    let tongues = (0..count).map(|_| from.tongue()).collect::<Option<_>>()?;
    Some(Thesaurus { uris, broader, narrower, related, foreign, matches, current, tongues })
}

struct Packer(Vec<u8>);

impl Packer {
    fn number(&mut self, n: u32) {
        self.0.extend_from_slice(&n.to_le_bytes());
    }

    fn numbers(&mut self, all: &[u32]) {
        self.number(number(all.len()));
        all.iter().for_each(|&n| self.number(n));
    }

    fn text(&mut self, text: &str) {
        self.number(number(text.len()));
        self.0.extend_from_slice(text.as_bytes());
    }

    fn texts(&mut self, texts: &Texts) {
        self.numbers(&texts.ends);
        self.text(&texts.all);
    }

    fn rows(&mut self, rows: &Rows) {
        self.numbers(&rows.ends);
        self.numbers(&rows.items);
    }

    fn tongue(&mut self, tongue: &Tongue) {
        self.text(&tongue.code);
        self.texts(&tongue.shown);
        self.texts(&tongue.stems);
        self.numbers(&tongue.trie.first);
        self.rows(&tongue.trie.steps);
        self.numbers(&tongue.trie.nodes);
        self.rows(&tongue.trie.ends);
        let parts = tongue.entries.iter().flat_map(|e| {
            let flags = u32::from(e.general) << 16
                | u32::from(e.words) << 2
                | u32::from(e.preferred) << 1
                | u32::from(e.unqualified);
            [e.concept, e.spelling, flags]
        });
        self.numbers(&parts.collect::<Vec<_>>());
        self.texts(&tongue.written);
        self.numbers(&tongue.common);
        self.texts(&tongue.spellings);
        self.rows(&tongue.bags);
        self.numbers(&tongue.bag_seconds);
        self.rows(&tongue.bag_stems);
    }
}

struct Unpacker<'b>(&'b [u8]);

impl Unpacker<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        let count = self.number()? as usize;
        let bytes = self.take(count.checked_mul(4)?)?;
        let (numbers, _) = bytes.as_chunks();
        Some(numbers.iter().copied().map(u32::from_le_bytes).collect())
    }

    fn text(&mut self) -> Option<String> {
        let count = self.number()? as usize;
        String::from_utf8(self.take(count)?.to_vec()).ok()
    }

    fn texts(&mut self) -> Option<Texts> {
        Some(Texts { ends: self.numbers()?, all: self.text()? })
    }

    fn rows(&mut self) -> Option<Rows> {
        Some(Rows { ends: self.numbers()?, items: self.numbers()? })
    }

    fn tongue(&mut self) -> Option<Tongue> {
        let (code, shown, stems) = (self.text()?, self.texts()?, self.texts()?);
        let trie =
            Trie { first: self.numbers()?, steps: self.rows()?, nodes: self.numbers()?, ends: self.rows()? };
        let parts = self.numbers()?;
        let (parts, _) = parts.as_chunks();
        let entries = parts.iter().map(|&[concept, spelling, flags]| Entry {
            concept,
            spelling,
            words: u8::try_from(flags >> 2 & 0xff).unwrap_or(u8::MAX),
            general: u8::try_from(flags >> 16).unwrap_or(u8::MAX),
            preferred: flags & 2 != 0,
            unqualified: flags & 1 != 0,
        });
        Some(Tongue {
            code,
            shown,
            stems,
            trie,
            entries: entries.collect(),
            written: self.texts()?,
            common: self.numbers()?,
            spellings: self.texts()?,
            bags: self.rows()?,
            bag_seconds: self.numbers()?,
            bag_stems: self.rows()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    fn small() -> Thesaurus {
        let turtle = r#"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://e.org/> .
            :a skos:prefLabel "rain forests"@en, "forêts"@fr ; skos:altLabel "FAO"@en ; skos:narrower :b .
            :b skos:prefLabel "law of the sea"@en ."#;
        Thesaurus::compile(&Vocabulary::read(turtle.as_bytes()).unwrap())
    }

    #[test]
    fn what_is_packed_comes_back() {
        let bytes = small().to_bytes();
        assert!(Thesaurus::is_compiled(&bytes));
        assert_eq!(Thesaurus::from_bytes(&bytes).unwrap(), small());
    }

    #[test]
    fn damage_is_noticed() {
        let mut bytes = small().to_bytes();
        assert!(Thesaurus::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        assert!(Thesaurus::from_bytes(&bytes).is_err());
    }
}
