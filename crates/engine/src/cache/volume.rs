//! One file of the cache: what was kept for many contents, one after the other.
//!
//! A record is its length (8 bytes, little-endian), the length of its name (1 byte), the first bytes of the BLAKE3 hash of
//! these two and the name, the name, and the snapshots, which have hashes of their own. What follows the last
//! sound record counts for nothing: a run was killed there, or the disk was full.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use tracing::warn;

/// Length of a record, of its name, and the hash of both and the name.
const HEAD: usize = 8 + 1 + HASH;
const HASH: usize = 8;

/// Where a record's snapshots lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// First byte in the file.
    start: u64,
    /// In bytes.
    pub(super) length: u64,
}

/// A file that is written to.
#[derive(Debug)]
pub(super) struct Volume {
    file: File,
    /// How many bytes it has.
    pub(super) length: u64,
}

impl Volume {
    /// Opens a file, or makes it, to write behind its first `length` bytes.
    pub(super) fn open(path: &Path, length: u64) -> io::Result<Self> {
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Self { file, length })
    }

    /// Writes a record behind the last one.
    pub(super) fn append(&mut self, name: &str, snapshots: &[u8]) -> io::Result<Place> {
        let Ok(size) = u8::try_from(name.len()) else { return Err(io::ErrorKind::InvalidFilename.into()) };
        let length = snapshots.len() as u64;
        let mut head = Vec::with_capacity(HEAD + name.len());
        head.extend_from_slice(&length.to_le_bytes());
        head.push(size);
        head.extend_from_slice(&checked(length, name.as_bytes()));
        head.extend_from_slice(name.as_bytes());
        // Not flushed: what a power cut damages is seen by its hash.
        let written = self.file.write_all(&head).and_then(|()| self.file.write_all(snapshots));
        if let Err(error) = written {
            let _cut = self.file.set_len(self.length).is_ok();
            return Err(error);
        }
        let place = Place { start: self.length + head.len() as u64, length };
        self.length += head.len() as u64 + length;
        Ok(place)
    }
}

/// The records of a file with their names, and where the sound ones end. Damage is told in the log; a torn end is none.
pub(super) fn scan(path: &Path) -> io::Result<(Vec<(String, Place)>, u64)> {
    let mut file = File::open(path)?;
    let whole = file.metadata()?.len();
    let mut records = Vec::new();
    let mut at = 0;
    while let Some((name, place)) = record(&mut file, at)? {
        let end = place.start.saturating_add(place.length);
        if end > whole {
            break;
        }
        records.push((name, place));
        at = end;
    }
    if at + (HEAD as u64) < whole && record(&mut file, at)?.is_none() {
        warn!(file = %path.display(), byte = at, "damaged: what was kept behind this is made again");
    }
    Ok((records, at))
}

/// The record that begins at a byte; `None` where there is none, or its head is damaged.
fn record(file: &mut File, at: u64) -> io::Result<Option<(String, Place)>> {
    let mut head = Vec::with_capacity(HEAD + 256);
    file.seek(SeekFrom::Start(at))?;
    file.take(HEAD as u64 + 255).read_to_end(&mut head)?;
    let parsed = || {
        let (length, rest) = head.split_first_chunk::<8>()?;
        let (size, rest) = rest.split_first()?;
        let (hash, rest) = rest.split_first_chunk::<HASH>()?;
        let name = rest.get(..usize::from(*size))?;
        let length = u64::from_le_bytes(*length);
        let sound = checked(length, name) == *hash;
        let place = Place { start: at + (HEAD + name.len()) as u64, length };
        sound.then(|| Some((str::from_utf8(name).ok()?.to_owned(), place))).flatten()
    };
    Ok(parsed())
}

fn checked(length: u64, name: &[u8]) -> [u8; HASH] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&length.to_le_bytes()).update(name);
    let mut hash = [0; HASH];
    hasher.finalize_xof().fill(&mut hash);
    hash
}

/// The snapshots at a place.
pub(super) fn read(path: &Path, place: Place) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(place.start))?;
    let mut bytes = Vec::new();
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn records_before_a_torn_one_are_sound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1");
        let mut volume = Volume::open(&path, 0).unwrap();
        let places = ["one", "two"].map(|name| volume.append(name, name.repeat(99).as_bytes()).unwrap());
        let whole = fs::read(&path).unwrap();
        assert_eq!(whole.len() as u64, volume.length);
        for length in 0..=whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let (records, end) = scan(&path).unwrap();
            assert!(end <= length as u64);
            for (name, place) in &records {
                assert_eq!(read(&path, *place).unwrap(), name.repeat(99).as_bytes());
            }
            let sound = places.iter().filter(|p| p.start + p.length <= length as u64).count();
            assert_eq!(records.len(), sound, "{length} bytes");
        }
    }

    #[test]
    fn damage_to_a_head_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1");
        Volume::open(&path, 0).unwrap().append("one", b"snapshots").unwrap();
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() - "snapshots".len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            fs::write(&path, bytes).unwrap();
            assert!(scan(&path).unwrap().0.is_empty(), "byte {at}");
        }
    }
}
