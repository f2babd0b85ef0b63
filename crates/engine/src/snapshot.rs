//! Documents on their way, packed so that a later run can go on from there.
//!
//! Between two stages most of a document stays as it is: its extracted text always, its blocks often. So it is packed in
//! three pieces, and a piece that has not changed since the last stage is not kept twice.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rapporteur_model::{Block, Document, Event, Extracted, Layers, Meta, Section, Source};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    failure::{Failure, LeftOut},
    parcel::Batch,
};

/// The first bytes of a file of snapshots; the number is raised when the form changes.
const MAGIC: &[u8; 8] = b"rapport2";

/// What was kept of one source: the document as it left some of the stages.
#[derive(Debug, Default)]
pub(crate) struct Snapshots {
    head: Head,
    pieces: Vec<Vec<u8>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    shots: Vec<Shot>,
    /// Hash and packed length of each piece.
    pieces: Vec<(String, u64)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Shot {
    /// What the document depends on: see `Prints::keys`.
    key: String,
    /// What was missing on the machine, when it shows in the result.
    lacks: String,
    /// Whether a part of it had failed already.
    failed: bool,
    /// Which pieces it is made of.
    pieces: [usize; 3],
}

/// What is left of a document without text and blocks.
#[derive(Serialize, Deserialize)]
struct Rest<'a> {
    id: Cow<'a, str>,
    source: Cow<'a, Source>,
    meta: Cow<'a, Meta>,
    layers: Cow<'a, Layers>,
    trail: Cow<'a, [Event]>,
}

#[derive(Serialize, Deserialize)]
struct Last<'a> {
    rests: Vec<Rest<'a>>,
    left_out: Cow<'a, [LeftOut]>,
    failures: Cow<'a, [Failure]>,
}

impl Snapshots {
    /// Adds the documents as they are now, in place of what the key stood for. `at` is the source, whose path is not
    /// kept, since files move. Nothing is added when something cannot be packed (a path that is no Unicode).
    pub(crate) fn add(&mut self, key: &str, lacks: &str, at: &Path, batch: &Batch) {
        let shown = batch.failures.is_empty()
            && batch.documents.iter().all(|d| !d.trail.iter().any(|e| matches!(e, Event::Error(_))));
        let lacks = if shown { String::new() } else { lacks.to_owned() };
        let texts: Vec<&Extracted> = batch.documents.iter().map(|d| &d.extracted).collect();
        let blocks: Vec<(&[Block], &[Section])> =
            batch.documents.iter().map(|d| (d.blocks.as_slice(), d.sections.as_slice())).collect();
        let packed = || Some([pack(&texts)?, pack(&blocks)?, pack(&last(at, batch))?]);
        let Some(packed) = packed() else { return };
        let pieces = packed.map(|bytes| self.piece(&bytes));
        self.head.shots.retain(|s| s.key != key);
        self.head.shots.push(Shot { key: key.to_owned(), lacks, failed: !batch.failures.is_empty(), pieces });
    }

    fn piece(&mut self, bytes: &[u8]) -> usize {
        let hash = blake3::hash(bytes).to_hex().to_string();
        if let Some(known) = self.head.pieces.iter().position(|(h, _)| *h == hash) {
            return known;
        }
        let packed = lz4_flex::compress_prepend_size(bytes);
        self.head.pieces.push((hash, packed.len() as u64));
        self.pieces.push(packed);
        self.pieces.len() - 1
    }

    /// Leaves only what these keys stand for.
    pub(crate) fn retain(&mut self, keys: &[String]) {
        self.head.shots.retain(|s| keys.contains(&s.key));
        let used: Vec<usize> = self.head.shots.iter().flat_map(|s| s.pieces).collect();
        let old = std::mem::take(&mut self.head.pieces);
        let pieces = std::mem::take(&mut self.pieces);
        let mut new = BTreeMap::new();
        for (at, (about, piece)) in old.into_iter().zip(pieces).enumerate() {
            if used.contains(&at) {
                new.insert(at, self.pieces.len());
                self.head.pieces.push(about);
                self.pieces.push(piece);
            }
        }
        for shot in &mut self.head.shots {
            shot.pieces = shot.pieces.map(|at| new.get(&at).copied().unwrap_or(usize::MAX));
        }
    }

    /// Whether there is something for a key that holds on a machine where this is missing; for somebody who tries a
    /// failed document again, only from before the failure.
    pub(crate) fn has(&self, key: &str, lacks: &str, again: bool) -> bool {
        let holds =
            |s: &Shot| s.key == key && (s.lacks.is_empty() || s.lacks == lacks) && !(again && s.failed);
        self.head.shots.iter().any(holds)
    }

    /// The documents that a key stands for; `None` when they are not there, or damaged.
    pub(crate) fn take(&self, key: &str, at: &Path) -> Option<Batch> {
        let shot = self.head.shots.iter().find(|s| s.key == key)?;
        let [texts, blocks, rest] = shot.pieces;
        let texts: Vec<Extracted> = self.unpacked(texts)?;
        let blocks: Vec<(Vec<Block>, Vec<Section>)> = self.unpacked(blocks)?;
        let last: Last<'static> = self.unpacked(rest)?;
        if texts.len() != blocks.len() || texts.len() != last.rests.len() {
            return None;
        }
        let mut batch = Batch {
            left_out: last.left_out.into_owned(),
            failures: last.failures.into_owned(),
            ..Batch::default()
        };
        batch.left_out.iter_mut().for_each(|l| l.path = put_back(at, &l.path));
        batch.failures.iter_mut().for_each(|f| f.path = put_back(at, &f.path));
        for ((extracted, (blocks, sections)), rest) in texts.into_iter().zip(blocks).zip(last.rests) {
            let mut source = rest.source.into_owned();
            source.path = put_back(at, &source.path);
            batch.documents.push(Document {
                id: rest.id.into_owned(),
                source,
                extracted,
                meta: rest.meta.into_owned(),
                blocks,
                sections,
                layers: rest.layers.into_owned(),
                trail: rest.trail.into_owned(),
            });
        }
        Some(batch)
    }

    fn unpacked<T: DeserializeOwned>(&self, at: usize) -> Option<T> {
        let (hash, _) = self.head.pieces.get(at)?;
        let bytes = lz4_flex::decompress_size_prepended(self.pieces.get(at)?).ok()?;
        if blake3::hash(&bytes).to_hex().as_str() != hash {
            return None;
        }
        rmp_serde::from_slice(&bytes).ok()
    }

    /// As the bytes of a file.
    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        let head = pack(&self.head)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(head.len() as u64).to_le_bytes());
        bytes.extend_from_slice(blake3::hash(&head).as_bytes());
        bytes.extend_from_slice(&head);
        self.pieces.iter().for_each(|p| bytes.extend_from_slice(p));
        Some(bytes)
    }

    /// Reads such a file; `None` when it is none, or damaged. Pieces are looked at only when they are taken.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (head, mut rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        if blake3::hash(head).as_bytes() != hash {
            return None;
        }
        let head: Head = rmp_serde::from_slice(head).ok()?;
        let mut pieces = Vec::new();
        for (_, length) in &head.pieces {
            let (piece, after) = rest.split_at_checked(usize::try_from(*length).ok()?)?;
            pieces.push(piece.to_vec());
            rest = after;
        }
        Some(Self { head, pieces })
    }

    /// How much memory it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.head.shots.is_empty()
    }
}

fn pack<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}

fn last<'a>(at: &Path, batch: &'a Batch) -> Last<'a> {
    let rests = batch.documents.iter().map(|doc| {
        let source = Source { path: below(at, &doc.source.path), ..doc.source.clone() };
        Rest {
            id: Cow::Borrowed(&doc.id),
            source: Cow::Owned(source),
            meta: Cow::Borrowed(&doc.meta),
            layers: Cow::Borrowed(&doc.layers),
            trail: Cow::Borrowed(&doc.trail),
        }
    });
    let left_out = batch.left_out.iter().map(|l| LeftOut { path: below(at, &l.path), ..l.clone() });
    let failures = batch.failures.iter().map(|f| Failure { path: below(at, &f.path), ..f.clone() });
    Last { rests: rests.collect(), left_out: left_out.collect(), failures: failures.collect() }
}

/// A path without the source's own: empty for the source itself, a member's for what was taken out of it.
pub(crate) fn below(at: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(at).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// The other way round, for a source that may have moved.
pub(crate) fn put_back(at: &Path, inner: &Path) -> PathBuf {
    if inner.as_os_str().is_empty() { at.to_owned() } else { at.join(inner) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_model::{Block, Kind};

    fn batch(path: &str, text: &str) -> Batch {
        let mut doc = Document::at(path);
        doc.blocks = vec![Block::new(Kind::Paragraph, text, None, 0)];
        doc.layers.put_json("acme".to_owned(), serde_json::json!({ "score": 0.1, "n": [1, -2, null] }));
        Batch { documents: vec![doc], ..Batch::default() }
    }

    #[test]
    fn a_document_comes_back_as_it_was_at_its_new_place() {
        let mut kept = Snapshots::default();
        let old = batch("a.zip/x.txt", "The wells ran dry.");
        kept.add("k1", "", Path::new("a.zip"), &old);
        kept.add("k2", "", Path::new("a.zip"), &old);
        assert_eq!(kept.pieces.len(), 3, "what is the same is kept once");
        let bytes = kept.to_bytes().unwrap();
        let back = Snapshots::from_bytes(&bytes).unwrap().take("k2", Path::new("b.zip")).unwrap();
        assert_eq!(back.documents, batch("b.zip/x.txt", "The wells ran dry.").documents);
        assert!(kept.take("k3", Path::new("a.zip")).is_none());
    }

    #[test]
    fn damage_is_seen() {
        let mut kept = Snapshots::default();
        kept.add("k", "", Path::new("a"), &batch("a", "The wells ran dry, one after the other, in June."));
        let whole = kept.to_bytes().unwrap();
        let original = kept.take("k", Path::new("a")).unwrap().documents;
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 0x55;
            }
            let read = Snapshots::from_bytes(&bytes).and_then(|k| k.take("k", Path::new("a")));
            assert!(read.is_none_or(|b| b.documents == original), "byte {at}");
            assert!(
                Snapshots::from_bytes(&bytes[..at]).is_none_or(|k| k.take("k", Path::new("a")).is_none())
            );
        }
    }

    #[test]
    fn what_is_no_longer_asked_for_goes() {
        let mut kept = Snapshots::default();
        kept.add("old", "", Path::new("a"), &batch("a", "one"));
        kept.add("new", "", Path::new("a"), &batch("a", "two"));
        kept.retain(&["new".to_owned()]);
        assert!(!kept.has("old", "", false) && kept.has("new", "", false));
        assert_eq!(kept.take("new", Path::new("a")).unwrap().documents, batch("a", "two").documents);
    }
}
