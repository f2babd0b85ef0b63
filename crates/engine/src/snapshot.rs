//! Documents on their way, packed so that a later run can go on from there.
//!
//! Between two stages most of a document stays as it is: its extracted text always, its blocks often, its layers as soon as
//! they are written. So it is packed in parts, and a part that has not changed is neither packed nor kept twice.
//! Packing costs more than copying: a document in the middle of its way is only copied, and packed at the end, when
//! its parts can be compared. Where the stages that follow only add to it, not even that: what it was can be told then.

mod early;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rapporteur_model::{Document, Event, Extracted, Layers, Meta, Section, Source};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use self::early::Early;
use crate::{
    borrowed::Borrowed,
    entries::Entries,
    failure::{Failure, LeftOut},
    parcel::Batch,
    permits::measured,
    pieces::{About, Form, Pieces},
};

/// The first bytes of a file of snapshots; the number is raised when the form changes.
const MAGIC: &[u8; 8] = b"rapport5";

/// Larger documents are packed at once, however often: a copy of them takes memory that others need, in bytes as
/// [`measured`].
const LARGE: u64 = 8 << 20;

/// What was kept of one source: the document as it left some of the stages.
#[derive(Debug, Default)]
pub(crate) struct Snapshots {
    shots: Vec<Shot>,
    pieces: Pieces,
    /// Those that are yet to be packed.
    held: Vec<Held>,
    /// Those that can be told from the documents that go no further.
    early: Vec<Early>,
    /// The documents last packed or unpacked, with their parts.
    known: Option<(Vec<Document>, Parts)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Shot {
    /// What the document depends on: see `Prints::keys`.
    key: String,
    /// What was missing on the machine, when it shows in the result.
    lacks: String,
    /// Whether a part of it had failed already.
    failed: bool,
    parts: Parts,
}

/// Numbers of the pieces that the documents of a batch are made of.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Parts {
    texts: usize,
    blocks: usize,
    trails: usize,
    /// By the layer's name.
    layers: BTreeMap<String, usize>,
    rest: usize,
}

#[derive(Debug)]
struct Held {
    key: String,
    lacks: String,
    at: PathBuf,
    batch: Batch,
}

/// The small parts of a document.
#[derive(Serialize, Deserialize)]
struct Rest<'a> {
    id: Cow<'a, str>,
    source: Cow<'a, Source>,
    meta: Cow<'a, Meta>,
}

#[derive(Serialize, Deserialize)]
struct Last<'a> {
    rests: Vec<Rest<'a>>,
    left_out: Cow<'a, [LeftOut]>,
    failures: Cow<'a, [Failure]>,
}

impl Snapshots {
    /// Adds the documents as they are now, on their way to further stages, in place of what the key stood for. `at` is
    /// the source, whose path is not kept, since files move. `adds` says that the further stages only add to them.
    pub(crate) fn hold(&mut self, key: &str, lacks: &str, at: &Path, batch: &Batch, adds: bool) {
        if adds {
            return self.early.push(Early::of(key, lacks, batch));
        }
        if measured(&batch.documents) > LARGE {
            return self.add(key, lacks, at, batch);
        }
        let (key, lacks, at) = (key.to_owned(), lacks.to_owned(), at.to_owned());
        self.held.push(Held { key, lacks, at, batch: batch.clone() });
    }

    /// The same for documents that go no further: packs them, and all that are held. What cannot be packed (a path
    /// that is no Unicode) is not added.
    pub(crate) fn add(&mut self, key: &str, lacks: &str, at: &Path, batch: &Batch) {
        for Held { key, lacks, at, batch } in std::mem::take(&mut self.held) {
            let parts = self.pack(&key, &lacks, &at, &batch);
            self.known = parts.map(|parts| (batch.documents, parts)).or(self.known.take());
        }
        let parts = self.pack(key, lacks, at, batch);
        for early in std::mem::take(&mut self.early) {
            let shot =
                parts.as_ref().and_then(|parts| early.shot(at, &batch.documents, parts, &mut self.pieces));
            self.keep(shot);
        }
    }

    fn pack(&mut self, key: &str, lacks: &str, at: &Path, batch: &Batch) -> Option<Parts> {
        let parts = self.parts(at, batch)?;
        let (key, failed) = (key.to_owned(), !batch.failures.is_empty());
        let lacks = if whole(batch) { String::new() } else { lacks.to_owned() };
        self.keep(Some(Shot { key, lacks, failed, parts: parts.clone() }));
        Some(parts)
    }

    fn keep(&mut self, shot: Option<Shot>) {
        let Some(shot) = shot else { return };
        self.shots.retain(|s| s.key != shot.key);
        self.shots.push(shot);
    }

    fn parts(&mut self, at: &Path, batch: &Batch) -> Option<Parts> {
        let docs = &batch.documents;
        let Self { pieces, known, .. } = self;
        let known = known.as_ref().filter(|(known, _)| known.len() == docs.len());
        let old = |same: &dyn Fn(&Document, &Document) -> bool| {
            known.filter(|(known, _)| known.iter().zip(docs).all(|(k, d)| same(k, d))).map(|(_, parts)| parts)
        };
        let texts = match old(&|k, d| k.extracted == d.extracted) {
            Some(parts) => parts.texts,
            None => {
                // The lines of a layout have much in common, which a text has not.
                let layout = docs.iter().any(|d| !d.extracted.lines.is_empty());
                let form = if layout { Form::Compressed } else { Form::Plain };
                pieces.put(positional(&each(docs, |d| &d.extracted))?, form)
            }
        };
        // Blocks and trails go with the text that they were kept with.
        let blocks = match old(&|k, d| k.blocks == d.blocks && k.sections == d.sections) {
            Some(parts) if parts.texts == texts => parts.blocks,
            _ => pieces.put(positional(&each(docs, blocks_of))?, Form::Plain),
        };
        let trails = match old(&|k, d| k.trail == d.trail) {
            Some(parts) if parts.texts == texts => parts.trails,
            _ => {
                let trails = each(docs, |d| Entries::of(&d.trail, &d.extracted.text));
                pieces.put(positional(&trails)?, Form::Plain)
            }
        };
        let names: BTreeSet<&str> = docs.iter().flat_map(|d| d.layers.names()).collect();
        let mut layers = BTreeMap::new();
        for name in names {
            let same = old(&|k, d| k.layers.is_same(&d.layers, name)).and_then(|p| p.layers.get(name));
            let piece = match same {
                Some(piece) => *piece,
                None => pieces.put(layer(&each(docs, |d| &d.layers), name)?, Form::Compressed),
            };
            layers.insert(name.to_owned(), piece);
        }
        let rest = named(&last(at, docs, &batch.left_out, &batch.failures))?;
        Some(Parts { texts, blocks, trails, layers, rest: pieces.put(rest, Form::Plain) })
    }

    /// Leaves only what these keys stand for.
    pub(crate) fn retain(&mut self, keys: &[String]) {
        self.shots.retain(|s| keys.contains(&s.key));
        let used: Vec<usize> = self.shots.iter().flat_map(|s| s.parts.numbers()).collect();
        let new = self.pieces.retain(&used);
        for shot in &mut self.shots {
            shot.parts.renumber(&new);
        }
        self.known = None;
    }

    /// Whether there is something for a key that holds on a machine where this is missing; for somebody who tries a
    /// failed document again, only from before the failure.
    pub(crate) fn has(&self, key: &str, lacks: &str, again: bool) -> bool {
        let holds =
            |s: &Shot| s.key == key && (s.lacks.is_empty() || s.lacks == lacks) && !(again && s.failed);
        self.shots.iter().any(holds)
    }

    /// The documents that a key stands for; `None` when they are not there, or damaged.
    pub(crate) fn take(&mut self, key: &str, at: &Path) -> Option<Batch> {
        let parts = self.shots.iter().find(|s| s.key == key)?.parts.clone();
        let batch = self.unpacked(&parts, at)?;
        if measured(&batch.documents) <= LARGE {
            self.known = Some((batch.documents.clone(), parts));
        }
        Some(batch)
    }

    fn unpacked(&self, parts: &Parts, at: &Path) -> Option<Batch> {
        let texts: Vec<Extracted> = self.read(parts.texts)?;
        let blocks: Vec<(Borrowed<'static>, Vec<Section>)> = self.read(parts.blocks)?;
        let trails: Vec<Vec<Entries<'static>>> = self.read(parts.trails)?;
        let last: Last<'static> = self.read(parts.rest)?;
        let mut layers: Vec<Layers> = texts.iter().map(|_| Layers::default()).collect();
        for (name, piece) in &parts.layers {
            let values: Vec<Option<(Value,)>> = serde_json::from_slice(&self.pieces.get(*piece)?).ok()?;
            if values.len() != layers.len() {
                return None;
            }
            for (layers, (value,)) in layers.iter_mut().zip(values).filter_map(|(l, v)| Some((l, v?))) {
                layers.put_json(name.clone(), value);
            }
        }
        if [blocks.len(), trails.len(), last.rests.len()].iter().any(|n| *n != texts.len()) {
            return None;
        }
        let mut batch = Batch {
            left_out: last.left_out.into_owned(),
            failures: last.failures.into_owned(),
            ..Batch::default()
        };
        batch.left_out.iter_mut().for_each(|l| l.path = put_back(at, &l.path));
        batch.failures.iter_mut().for_each(|f| f.path = put_back(at, &f.path));
        let parts = texts.into_iter().zip(blocks).zip(trails).zip(layers).zip(last.rests);
        for ((((extracted, (blocks, sections)), entries), layers), rest) in parts {
            let mut trail = Vec::new();
            for entries in entries {
                entries.put_into(&mut trail, &extracted.text)?;
            }
            let blocks = blocks.with(&extracted.text)?;
            let (id, meta) = (rest.id.into_owned(), rest.meta.into_owned());
            let mut source = rest.source.into_owned();
            source.path = put_back(at, &source.path);
            batch.documents.push(Document { id, source, extracted, meta, blocks, sections, layers, trail });
        }
        Some(batch)
    }

    fn read<T: DeserializeOwned>(&self, piece: usize) -> Option<T> {
        rmp_serde::from_slice(&self.pieces.get(piece)?).ok()
    }

    /// As the bytes of a file; what is held is not in it.
    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        let head = positional(&(&self.shots, self.pieces.about()))?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(head.len() as u64).to_le_bytes());
        bytes.extend_from_slice(blake3::hash(&head).as_bytes());
        bytes.extend_from_slice(&head);
        self.pieces.append_to(&mut bytes);
        Some(bytes)
    }

    /// Reads such a file; `None` when it is none, or damaged.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (head, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        if blake3::hash(head).as_bytes() != hash {
            return None;
        }
        let (shots, about): (Vec<Shot>, Vec<About>) = rmp_serde::from_slice(head).ok()?;
        Some(Self { shots, pieces: Pieces::cut(about, rest)?, ..Self::default() })
    }

    /// How much memory it holds, about.
    pub(crate) fn bytes(&self) -> u64 {
        let held: u64 = self.held.iter().map(|h| measured(&h.batch.documents)).sum();
        self.pieces.bytes() as u64 + held + self.known.as_ref().map_or(0, |(docs, _)| measured(docs))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.shots.is_empty()
    }
}

impl Parts {
    fn numbers(&self) -> impl Iterator<Item = usize> {
        let layers = self.layers.values().copied();
        [self.texts, self.blocks, self.trails, self.rest].into_iter().chain(layers)
    }

    fn renumber(&mut self, new: &BTreeMap<usize, usize>) {
        let own = [&mut self.texts, &mut self.blocks, &mut self.trails, &mut self.rest];
        for number in own.into_iter().chain(self.layers.values_mut()) {
            *number = new.get(number).copied().unwrap_or(usize::MAX);
        }
    }
}

fn each<'a, D, T>(docs: &'a [D], part: impl Fn(&'a D) -> T) -> Vec<T> {
    docs.iter().map(part).collect()
}

fn blocks_of(doc: &Document) -> (Borrowed<'_>, &[Section]) {
    (Borrowed::of(&doc.blocks, &doc.extracted.text), &doc.sections)
}

/// Without the names of fields: for what is long and has none left out but at its end.
fn positional<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec(value).ok()
}

fn named<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}

/// A layer of all documents as JSON: `[value]` for each that has it, `null` for the others.
fn layer(docs: &[&Layers], name: &str) -> Option<Vec<u8>> {
    let mut json = b"[".to_vec();
    for (at, layers) in docs.iter().enumerate() {
        if at > 0 {
            json.push(b',');
        }
        if layers.has(name) {
            json.push(b'[');
            layers.append_json(name, &mut json).ok()?;
            json.push(b']');
        } else {
            json.extend_from_slice(b"null");
        }
    }
    json.push(b']');
    Some(json)
}

/// Whether nothing was lost of the documents of a batch.
fn whole(batch: &Batch) -> bool {
    let lost = |doc: &Document| doc.trail.iter().any(|event| matches!(event, Event::Error(_)));
    batch.failures.is_empty() && !batch.documents.iter().any(lost)
}

fn last<'a>(at: &Path, docs: &'a [Document], left_out: &[LeftOut], failures: &[Failure]) -> Last<'a> {
    let rests = docs.iter().map(|doc| {
        let source = Source { path: below(at, &doc.source.path), ..doc.source.clone() };
        Rest { id: Cow::Borrowed(&doc.id), source: Cow::Owned(source), meta: Cow::Borrowed(&doc.meta) }
    });
    let left_out = left_out.iter().map(|l| LeftOut { path: below(at, &l.path), ..l.clone() });
    let failures = failures.iter().map(|f| Failure { path: below(at, &f.path), ..f.clone() });
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
    use rapporteur_model::{Block, Issue, Kind, Summary};

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
        kept.hold("k1", "", Path::new("a.zip"), &old, false);
        let mut late = old.clone();
        late.documents[0].layers.put(Summary { headline: None, ..Summary::default() });
        kept.add("k2", "", Path::new("a.zip"), &late);
        assert_eq!(kept.pieces.len(), 6, "what is the same is kept once");
        let mut back = Snapshots::from_bytes(&kept.to_bytes().unwrap()).unwrap();
        let early = back.take("k1", Path::new("b.zip")).unwrap();
        assert_eq!(early.documents, batch("b.zip/x.txt", "The wells ran dry.").documents);
        assert_eq!(back.take("k2", Path::new("a.zip")).unwrap().documents, late.documents);
        back.add("k3", "", Path::new("a.zip"), &late);
        assert_eq!(back.pieces.len(), 6, "nor is what was unpacked");
        assert!(kept.take("k4", Path::new("a.zip")).is_none());
    }

    #[test]
    fn what_was_only_added_to_is_told_from_its_end() {
        let issue = Issue { stage: "x".into(), message: "odd".into(), hint: None, page: None, span: None };
        let warning = || Event::Warning(issue.clone());
        let mut kept = Snapshots::default();
        let mut old = batch("a", "The wells ran dry.");
        old.documents[0].trail.push(warning());
        kept.hold("k1", "", Path::new("a"), &old, true);
        let mut late = old.clone();
        late.documents[0].layers.put(Summary { headline: None, ..Summary::default() });
        late.documents[0].layers.put_json("acme".to_owned(), serde_json::json!("written anew"));
        late.documents[0].trail.push(warning());
        kept.add("k2", "", Path::new("a"), &late);
        let mut back = Snapshots::from_bytes(&kept.to_bytes().unwrap()).unwrap();
        assert_eq!(back.take("k1", Path::new("a")).unwrap().documents, old.documents);
        assert_eq!(back.take("k2", Path::new("a")).unwrap().documents, late.documents);
        kept.hold("k3", "", Path::new("a"), &old, true);
        kept.add("k4", "", Path::new("a"), &Batch::default());
        assert!(!kept.has("k3", "", false), "its document is gone");
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
            let read = Snapshots::from_bytes(&bytes).and_then(|mut k| k.take("k", Path::new("a")));
            assert!(read.is_none_or(|b| b.documents == original), "byte {at}");
            assert!(
                Snapshots::from_bytes(&bytes[..at]).is_none_or(|mut k| k.take("k", Path::new("a")).is_none())
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
