//! A writer of ZIP files that lies where it is told to.

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

use crate::bomb;

/// One entry, as the file and its list have it.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) data: Vec<u8>,
    /// Whether `data` is deflated.
    pub(crate) packed: bool,
    pub(crate) crc: u32,
    /// Size unpacked, as told.
    pub(crate) size: u32,
    pub(crate) flags: u16,
    /// In the list alone: where another entry lies.
    pub(crate) elsewhere: Option<u32>,
}

pub(crate) fn stored(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Entry {
    let data = data.as_ref().to_vec();
    let (crc, size) = (crc(&data), u32::try_from(data.len()).unwrap());
    Entry { name: name.as_ref().to_vec(), data, packed: false, crc, size, flags: 0, elsewhere: None }
}

pub(crate) fn packed(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Entry {
    let plain = stored(name, &data);
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data.as_ref()).unwrap();
    Entry { data: encoder.finish().unwrap(), packed: true, ..plain }
}

/// So many MiB of spaces.
pub(crate) fn spaces(name: &str, mib: usize) -> Entry {
    let size = u32::try_from(mib << 20).unwrap_or(u32::MAX);
    Entry {
        data: bomb::deflated(b' ', mib),
        packed: true,
        crc: bomb::crc(b' ', mib),
        size,
        ..stored(name, "")
    }
}

fn crc(data: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(data);
    sum.sum()
}

pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    zip_said(entries, u16::try_from(entries.len()).unwrap_or(u16::MAX))
}

/// The archive, whose end says that it has so many entries.
pub(crate) fn zip_said(entries: &[Entry], count: u16) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let place = entry.elsewhere.unwrap_or_else(|| u32::try_from(out.len()).unwrap());
        if entry.elsewhere.is_none() {
            out.extend_from_slice(b"PK\x03\x04");
            head(&mut out, entry);
            out.extend_from_slice(&[0, 0]);
            out.extend_from_slice(&entry.name);
            out.extend_from_slice(&entry.data);
        }
        list.extend_from_slice(b"PK\x01\x02\x14\x03");
        head(&mut list, entry);
        // No extra field and no comment, first disk, a plain file.
        list.extend_from_slice(&[0; 12]);
        list.extend_from_slice(&place.to_le_bytes());
        list.extend_from_slice(&entry.name);
    }
    let start = u32::try_from(out.len()).unwrap();
    let length = u32::try_from(list.len()).unwrap();
    out.append(&mut list);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend_from_slice(&[length.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend_from_slice(&[0, 0]);
    out
}

/// What stands both before an entry and in the list.
fn head(out: &mut Vec<u8>, entry: &Entry) {
    out.extend_from_slice(&20_u16.to_le_bytes());
    out.extend_from_slice(&entry.flags.to_le_bytes());
    out.extend_from_slice(&(u16::from(entry.packed) * 8).to_le_bytes());
    // Midnight, the first day of 1980.
    out.extend_from_slice(&[0, 0, 0x21, 0]);
    out.extend_from_slice(&entry.crc.to_le_bytes());
    out.extend_from_slice(&u32::try_from(entry.data.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&entry.size.to_le_bytes());
    out.extend_from_slice(&u16::try_from(entry.name.len()).unwrap().to_le_bytes());
}
