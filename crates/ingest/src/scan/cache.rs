//! What was read of page images, kept so that they need not be read again.
//!
//! One file for each image, named by the digest of its pixels and of what else decides on the result. Runs may
//! share a folder: entries are written beside their place and renamed into it, and each carries a digest of itself,
//! so that a damaged one is only read anew. Which version of the program wrote an entry stands in it, not in its
//! name: where the program is gone, what it once read is still good.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use tempfile::Builder;
use tracing::debug;

/// Opens each entry; changed when their form changes.
const MARK: &str = "rapporteur ocr 1";
/// The folder is parted by the first byte of the digests, so that making room needs no look at all of it.
const PARTS: u64 = 256;
/// More is never read of a file that lies in the folder.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A folder of results.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
    /// Bytes that each part may have.
    room: u64,
}

impl Cache {
    /// A cache in a folder, which is made when something is first kept.
    pub(super) fn new(folder: PathBuf, mib: u64) -> Self {
        Self { folder, room: mib.saturating_mul(1024 * 1024) / PARTS }
    }

    /// What was kept under a key, when it is whole and by that version of the program (any, if `None`).
    pub(super) fn get(&self, key: &blake3::Hash, version: Option<&str>) -> Option<String> {
        let mut bytes = Vec::new();
        fs::File::open(self.place(key)).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once('\n')?;
        let (digest, by) = head.strip_prefix(MARK)?.strip_prefix(' ')?.split_once(' ')?;
        let good =
            digest == blake3::hash(body.as_bytes()).to_hex().as_str() && version.is_none_or(|v| v == by);
        good.then(|| body.to_owned())
    }

    /// Keeps a result. That it cannot be kept costs time later, nothing else.
    pub(super) fn put(&self, key: &blake3::Hash, version: &str, body: &str) {
        let version: String = version.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let digest = blake3::hash(body.as_bytes()).to_hex();
        let entry = format!("{MARK} {digest} {version}\n{body}");
        if let Err(error) = self.write(&self.place(key), entry.as_bytes()) {
            debug!(%error, folder = %self.folder.display(), "what was read of a page could not be kept");
        }
    }

    fn place(&self, key: &blake3::Hash) -> PathBuf {
        let name = key.to_hex();
        self.folder.join(name.get(..2).unwrap_or_default()).join(name.as_str())
    }

    fn write(&self, place: &Path, entry: &[u8]) -> io::Result<()> {
        let room = self.room.checked_sub(entry.len() as u64);
        let room = room.ok_or_else(|| io::Error::other("it is larger than the room for it"))?;
        let part = place.parent().unwrap_or(&self.folder);
        fs::create_dir_all(part)?;
        make_room(part, room)?;
        let mut file = Builder::new().prefix(".").suffix(".part").tempfile_in(part)?;
        file.write_all(entry)?;
        file.persist(place)?;
        Ok(())
    }
}

/// Takes the oldest files of a folder away until it has no more than `room` bytes.
fn make_room(folder: &Path, room: u64) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Another run may just have taken it away.
        let Ok(known) = entry.metadata() else { continue };
        if known.is_file() {
            files.push((known.modified().unwrap_or(SystemTime::UNIX_EPOCH), entry.path(), known.len()));
        }
    }
    let mut held: u64 = files.iter().map(|(.., bytes)| bytes).sum();
    files.sort();
    for (_, path, bytes) in files {
        if held <= room {
            break;
        }
        if fs::remove_file(path).is_ok() {
            held = held.saturating_sub(bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> blake3::Hash {
        blake3::hash(&n.to_le_bytes())
    }

    #[test]
    fn an_entry_is_given_back_by_key_and_version() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("deep/ocr"), 16);
        assert_eq!(cache.get(&key(1), None), None);
        cache.put(&key(1), "tesseract 5.3.0", "<html/>\n");
        assert_eq!(cache.get(&key(1), Some("tesseract 5.3.0")).as_deref(), Some("<html/>\n"));
        assert_eq!(cache.get(&key(1), None).as_deref(), Some("<html/>\n"));
        assert_eq!(cache.get(&key(1), Some("tesseract 5.4.0")), None);
        assert_eq!(cache.get(&key(2), None), None);
    }

    #[test]
    fn a_damaged_entry_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 16);
        cache.put(&key(1), "v", "a page of words");
        let place = cache.place(&key(1));
        let whole = fs::read(&place).unwrap();
        for damaged in [&whole[..whole.len() - 3], &whole[5..], b"", b"rapporteur ocr 1 x\n", b"\xff\xfe\n"] {
            fs::write(&place, damaged).unwrap();
            assert_eq!(cache.get(&key(1), None), None);
        }
        cache.put(&key(1), "v", "a page of words");
        assert_eq!(cache.get(&key(1), None).as_deref(), Some("a page of words"));
    }

    #[test]
    fn old_entries_make_room_for_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 1);
        let body = "x".repeat(1500);
        for n in 0..1000 {
            cache.put(&key(n), "v", &body);
        }
        assert!(cache.get(&key(999), None).is_some());
        for part in fs::read_dir(folder.path()).unwrap() {
            let part = part.unwrap().path();
            let held: u64 = fs::read_dir(part).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum();
            assert!(held <= 4096, "{held}");
        }
        Cache::new(folder.path().to_owned(), 0).put(&key(2000), "v", "x");
        assert_eq!(cache.get(&key(2000), None), None);
    }
}
