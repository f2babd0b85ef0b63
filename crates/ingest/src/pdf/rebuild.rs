//! The last resort: a damaged file is written anew from the objects that can be found in it.

use std::{borrow::Cow, collections::BTreeMap};

use lopdf::{Dictionary, Object, Stream};

use super::{
    entry,
    search::{self, Found},
};

/// Object streams are unpacked up to this sum.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;
const MOST_MEMBERS: usize = 200_000;

/// An object on its way into the new file.
struct Piece<'a> {
    generation: u16,
    text: Cow<'a, [u8]>,
    data: Option<&'a [u8]>,
    whole: bool,
    /// Place in the old file.
    order: usize,
}

/// A file that can be written with different roots.
pub(super) struct Rebuilt {
    body: Vec<u8>,
    /// Number, generation and place of each object.
    places: Vec<(u32, u16, usize)>,
    /// The catalog, when one leads to pages.
    root: Option<(u32, u16)>,
    /// `/Encrypt`, `/ID` and `/Info` as they stood in the old file.
    trailer: Vec<u8>,
    encrypted: bool,
}

/// Gathers the objects of a file; nothing when there are none.
pub(super) fn rebuild(bytes: &[u8]) -> Option<Rebuilt> {
    let (found, mut trailers) = search::objects(bytes);
    trailers.extend(found.iter().filter(|f| entry::is(f.text, b"Type", b"XRef")).map(|f| f.text));
    let last = |key: &[u8]| trailers.iter().rev().find_map(|t| entry::value(t, key));
    let encrypted = last(b"Encrypt").is_some_and(|e| e != b"null");
    let mut trailer = Vec::new();
    for key in [&b"Encrypt"[..], b"ID", b"Info"] {
        if let Some(value) = last(key) {
            trailer.extend_from_slice(&[b"/", key, b" ", value].concat());
        }
    }
    let pieces = pieces(&found, encrypted);
    let root = root(&trailers, &pieces);
    let mut ordered: Vec<(u32, Piece<'_>)> = pieces.into_iter().collect();
    ordered.sort_by_key(|(number, piece)| (piece.order, *number));
    let plain = !encrypted && ordered.iter().any(|(_, p)| p.generation != 0);
    let mut rebuilt = Rebuilt { body: b"%PDF-1.7\n".to_vec(), places: Vec::new(), root, trailer, encrypted };
    for (number, mut piece) in ordered {
        if plain {
            piece.generation = 0;
            first_generation(piece.text.to_mut());
        }
        rebuilt.add(number, piece.generation, &piece.text, piece.data);
    }
    if plain {
        rebuilt.root = rebuilt.root.map(|(number, _)| (number, 0));
        first_generation(&mut rebuilt.trailer);
    }
    (!rebuilt.places.is_empty()).then_some(rebuilt)
}

impl Rebuilt {
    /// The file with the root it had; nothing when it had none.
    pub(super) fn as_it_was(&self) -> Option<Vec<u8>> {
        self.root.map(|root| self.written(&[], root))
    }

    /// The file with other objects behind its own, the first of which is its root.
    pub(super) fn with(&self, others: &[Vec<u8>]) -> Vec<u8> {
        self.written(others, (self.free(), 0))
    }

    /// The first number that no object has.
    pub(super) fn free(&self) -> u32 {
        self.places.iter().map(|p| p.0).max().unwrap_or(0).saturating_add(1)
    }

    fn add(&mut self, number: u32, generation: u16, text: &[u8], data: Option<&[u8]>) {
        self.places.push((number, generation, self.body.len()));
        self.body.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        match data {
            None => self.body.extend_from_slice(text),
            Some(data) => {
                self.body.extend_from_slice(b"<<");
                self.body.extend_from_slice(&entry::without(text, b"Length"));
                self.body.extend_from_slice(format!("/Length {}>>\nstream\n", data.len()).as_bytes());
                self.body.extend_from_slice(data);
                self.body.extend_from_slice(b"\nendstream");
            }
        }
        self.body.extend_from_slice(b"\nendobj\n");
    }

    fn written(&self, others: &[Vec<u8>], root: (u32, u16)) -> Vec<u8> {
        let mut places = self.places.clone();
        let mut out = self.body.clone();
        for (number, text) in (self.free()..).zip(others) {
            places.push((number, 0, out.len()));
            out.extend_from_slice(&[format!("{number} 0 obj\n").as_bytes(), text, b"\nendobj\n"].concat());
        }
        let table = out.len();
        // Objects inside encrypted streams are not in a table of ours: the reader searches for them.
        if !self.encrypted {
            out.extend_from_slice(b"xref\n");
            places.sort_unstable();
            for (number, generation, place) in &places {
                out.extend_from_slice(format!("{number} 1\n{place:010} {generation:05} n \n").as_bytes());
            }
        }
        let size = self.free() as usize + others.len();
        let (number, generation) = root;
        out.extend_from_slice(format!("trailer\n<</Size {size}/Root {number} {generation} R ").as_bytes());
        out.extend_from_slice(&self.trailer);
        let start = if self.encrypted { 0 } else { table };
        out.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF\n").as_bytes());
        out
    }
}

/// The objects to keep: the last of each number, but a whole one rather than a torn one.
fn pieces<'a>(found: &[Found<'a>], encrypted: bool) -> BTreeMap<u32, Piece<'a>> {
    let mut pieces: BTreeMap<u32, Piece<'a>> = BTreeMap::new();
    let mut keep = |number: u32, piece: Piece<'a>| {
        if piece.whole || pieces.get(&number).is_none_or(|old| !old.whole) {
            pieces.insert(number, piece);
        }
    };
    let mut left = MOST_UNPACKED;
    for (order, object) in found.iter().enumerate() {
        let kind = |name: &[u8]| object.data.is_some() && entry::is(object.text, b"Type", name);
        if kind(b"XRef") {
            continue;
        }
        if kind(b"ObjStm") && !encrypted {
            let unpacked = unpacked(object.text, object.data.unwrap_or_default(), left);
            left = left.saturating_sub(unpacked.len());
            for (number, text) in members(&unpacked) {
                let text = Cow::Owned(text.to_vec());
                keep(number, Piece { generation: 0, text, data: None, whole: object.whole, order });
            }
            continue;
        }
        let &Found { generation, text, data, whole, .. } = object;
        keep(object.number, Piece { generation, text: Cow::Borrowed(text), data, whole, order });
    }
    pieces
}

/// The data of a stream with the usual filters, or what can be had of it.
fn unpacked(dict: &[u8], data: &[u8], most: usize) -> Vec<u8> {
    let filter = entry::value(dict, b"Filter").unwrap_or_default();
    let names: Vec<Object> = filter
        .split(|b| *b == b'/')
        .skip(1)
        .map(|name| {
            let end = search::word(name, 0);
            Object::Name(name.get(..end).unwrap_or_default().to_vec())
        })
        .collect();
    if names.is_empty() {
        return data.to_vec();
    }
    let mut header = Dictionary::new();
    header.set("Filter", names);
    Stream::new(header, data.to_vec()).decompressed_content_with_limit(most).unwrap_or_default()
}

/// The objects in an object stream. It begins with pairs of number and offset; where they end the first begins,
/// whatever the dictionary says.
fn members(data: &[u8]) -> Vec<(u32, &[u8])> {
    let end = data.iter().position(|b| !b.is_ascii_digit() && !search::is_blank(*b)).unwrap_or(data.len());
    let head = String::from_utf8_lossy(data.get(..end).unwrap_or_default());
    let numbers: Vec<usize> = head
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|n| n.parse().ok())
        .take(2 * MOST_MEMBERS)
        .collect();
    let mut pairs: Vec<(u32, usize)> = numbers
        .chunks_exact(2)
        .filter_map(|pair| Some((u32::try_from(*pair.first()?).ok()?, *pair.get(1)?)))
        .collect();
    pairs.sort_by_key(|p| p.1);
    let ends = pairs.iter().skip(1).map(|p| p.1).chain([usize::MAX]);
    let slice = |from: usize, to: usize| {
        let from = end.saturating_add(from);
        data.get(from..end.saturating_add(to).min(data.len()))
    };
    pairs.iter().zip(ends).filter_map(|(&(number, from), to)| Some((number, slice(from, to)?))).collect()
}

/// The catalog: the one that the last trailer names, or the last there is.
fn root(trailers: &[&[u8]], pieces: &BTreeMap<u32, Piece<'_>>) -> Option<(u32, u16)> {
    let leads = |number: &u32| {
        let piece = pieces.get(number)?;
        entry::value(&piece.text, b"Pages")?;
        Some((*number, piece.generation))
    };
    let named = trailers.iter().rev().find_map(|t| leads(&entry::reference(t, b"Root")?.0));
    named.or_else(|| {
        let catalogs = pieces.iter().rev().filter(|(_, p)| entry::is(&p.text, b"Type", b"Catalog"));
        catalogs.max_by_key(|(_, p)| p.order).and_then(|(number, _)| leads(number))
    })
}

/// Makes `12 3 R` into `12 0 R`, in place.
fn first_generation(text: &mut [u8]) {
    let places: Vec<usize> = memchr::memchr_iter(b'R', text).collect();
    for place in places {
        let Some(head) = text.get(..place) else { continue };
        let blank = head.iter().rev().take_while(|b| search::is_blank(**b)).count();
        let digits = head.iter().rev().skip(blank).take(6).take_while(|b| b.is_ascii_digit()).count();
        let gap = head.iter().rev().skip(blank + digits).take_while(|b| search::is_blank(**b)).count();
        let before = head.iter().rev().nth(blank + digits + gap);
        if blank == 0 || digits == 0 || gap == 0 || !before.is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let start = place - blank - digits;
        if let Some(generation) = text.get_mut(start..start + digits) {
            generation.fill(b' ');
            generation[0] = b'0';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_begin_where_the_numbers_end() {
        assert_eq!(members(b"11 0 12 9 <</A 1>> [2 3]"), [(11, &b"<</A 1>> "[..]), (12, b"[2 3]")]);
        assert!(members(b"").is_empty());
        assert!(members(b"1 99999999999999999999999 <<>>").is_empty());
    }

    #[test]
    fn generations_become_the_first() {
        let mut text = b"<</Kids[3 1 R 14 65535 R]/F 1 0 R/R 2>>".to_vec();
        first_generation(&mut text);
        assert_eq!(String::from_utf8_lossy(&text), "<</Kids[3 0 R 14 0     R]/F 1 0 R/R 2>>");
    }

    #[test]
    fn a_whole_object_is_kept_before_a_torn_one() {
        let file = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[]>>endobj 2 0 obj<</Ki";
        let written = rebuild(file).unwrap().as_it_was().unwrap();
        assert!(memchr::memmem::find(&written, b"<</Kids[]>>").is_some());
        assert!(rebuild(b"nothing here").is_none());
    }
}
