//! Streams that unpack to much more than a page ever holds, found before a reader falls for them.
//!
//! The interpreter unpacks a stream whole, however large it gets. Deflate cannot make more than 1032 bytes of one,
//! so only large streams, and those that are packed twice, need a look. Pictures are not unpacked for their text.

use hayro_interpret::hayro_syntax::{Pdf, object::Object as Read};
use lopdf::{Dictionary, Object, Stream};

use super::{entry, search};

/// The most that each method of packing makes of a byte.
const DEFLATE: usize = 1_032;
const LZW: usize = 2_800;
const RUNS: usize = 64;

/// The file with such streams emptied, and their number; nothing when it has none.
pub(super) fn defused(bytes: &[u8], most: usize) -> Option<(Vec<u8>, usize)> {
    let found = search::objects(bytes).0;
    let bombs: Vec<&[u8]> = found
        .iter()
        .filter_map(|object| object.data.filter(|data| explodes(object.text, data, most)))
        .collect();
    if bombs.is_empty() {
        return None;
    }
    let mut defused = bytes.to_vec();
    for data in &bombs {
        let start = data.as_ptr() as usize - bytes.as_ptr() as usize;
        if let Some(place) = defused.get_mut(start..start + data.len()) {
            place.fill(b' ');
        }
    }
    Some((defused, bombs.len()))
}

/// Whether an encrypted file has such a stream; it can only be seen through the key.
pub(super) fn hidden(pdf: &Pdf, most: usize) -> bool {
    pdf.objects().into_iter().any(|object| match object {
        Read::Stream(stream) => explodes(stream.dict().data(), &stream.raw_data(), most),
        _ => false,
    })
}

fn explodes(dict: &[u8], data: &[u8], most: usize) -> bool {
    let Some(filter) = entry::value(dict, b"Filter").or_else(|| entry::value(dict, b"F")) else {
        return false;
    };
    let filters = filters(filter);
    let reach = filters.iter().fold(data.len(), |reach, f| reach.saturating_mul(f.1));
    if reach <= most || entry::is(dict, b"Subtype", b"Image") {
        return false;
    }
    let names: Vec<Object> = filters.iter().map(|f| Object::Name(f.0.to_vec())).collect();
    let mut header = Dictionary::new();
    header.set("Filter", names);
    Stream::new(header, data.to_vec()).decompressed_content_with_limit(most).is_err_and(|e| {
        matches!(e, lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }))
    })
}

/// The filters by their full names, and how much each can make of a byte.
fn filters(value: &[u8]) -> Vec<(&'static [u8], usize)> {
    let names = value.split(|b| *b == b'/').skip(1).take(Stream::MAX_FILTERS);
    let known = names.map(|name| match name.get(..search::word(name, 0)).unwrap_or_default() {
        b"FlateDecode" | b"Fl" => (&b"FlateDecode"[..], DEFLATE),
        b"LZWDecode" | b"LZW" => (&b"LZWDecode"[..], LZW),
        b"RunLengthDecode" | b"RL" => (&b"RunLengthDecode"[..], RUNS),
        b"ASCII85Decode" | b"A85" => (&b"ASCII85Decode"[..], 4),
        b"ASCIIHexDecode" | b"AHx" => (&b"ASCIIHexDecode"[..], 1),
        _ => (&b""[..], 1),
    });
    known.filter(|f| !f.0.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(filter: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("1 0 obj<</Filter {filter}/Length {}>>stream\n", data.len());
        [head.as_bytes(), data, b"\nendstream endobj"].concat()
    }

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut stream = Stream::new(Dictionary::new(), data.to_vec());
        stream.compress().unwrap();
        stream.content
    }

    #[test]
    fn streams_that_explode_are_emptied() {
        let once = packed(&vec![b' '; 300_000]);
        let twice = packed(&packed(&vec![b' '; 3_000_000]));
        assert_eq!(defused(&file("/FlateDecode", &once), 100_000).unwrap().1, 1);
        assert_eq!(defused(&file("[/FlateDecode /FlateDecode]", &twice), 1_000_000).unwrap().1, 1);
        assert!(defused(&file("/FlateDecode", &once), 400_000).is_none());
        assert!(defused(&file("/DCTDecode", &once), 100).is_none());
    }
}
