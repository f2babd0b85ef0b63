//! The folder of documents kept between stages: a file for each content, the oldest removed when there is no room.
//!
//! Nothing depends on it: what is not there, or damaged, is made again.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tracing::debug;

use crate::snapshot::Snapshots;

/// The folder's name, in the folder that stages keep things in.
const FOLDER: &str = "documents";

/// What is found for a content.
#[derive(Debug)]
pub(crate) enum Kept {
    Here(Snapshots),
    Nothing,
    /// There was something, and it is not what was written.
    Damaged,
}

/// The kept documents of an output folder.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    most: u64,
    /// Bytes written since the folder was last looked through.
    written: AtomicU64,
    serial: AtomicU64,
}

impl Cache {
    /// `below` is the folder for what may be deleted at any time; `most` in bytes.
    pub(crate) fn new(below: &Path, most: u64) -> Self {
        let folder = below.join(FOLDER);
        Self { folder, most, written: AtomicU64::new(0), serial: AtomicU64::new(0) }
    }

    fn file(&self, content: &str) -> PathBuf {
        self.folder.join(content.get(..2).unwrap_or("00")).join(content)
    }

    /// What is kept for a content.
    pub(crate) fn get(&self, content: &str) -> Kept {
        match fs::read(self.file(content)) {
            Err(_) => Kept::Nothing,
            Ok(bytes) => Snapshots::from_bytes(&bytes).map_or(Kept::Damaged, Kept::Here),
        }
    }

    /// Keeps what was made of a content. A cache that cannot be written is no trouble.
    pub(crate) fn put(&self, content: &str, snapshots: &Snapshots) {
        if self.most == 0 || snapshots.is_empty() {
            return;
        }
        let Some(bytes) = snapshots.to_bytes() else { return };
        match self.write(content, &bytes) {
            Ok(()) => {
                let written = self.written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                // Now and then, so that a long first run does not fill the disk.
                if written + bytes.len() as u64 > self.most / 8 + (1 << 20) {
                    self.written.store(0, Ordering::Relaxed);
                    self.trim();
                }
            }
            Err(error) => debug!(%error, "a document could not be kept for the next run"),
        }
    }

    fn write(&self, content: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.file(content);
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let beside = path.with_extension(format!("{serial}.part"));
        // Not flushed: what a power cut damages is seen by its hash.
        let written = match fs::write(&beside, bytes) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let folder = path.parent().unwrap_or(&self.folder);
                fs::create_dir_all(folder).and_then(|()| fs::write(&beside, bytes))
            }
            written => written,
        };
        let done = written.and_then(|()| fs::rename(&beside, &path));
        if done.is_err() {
            let _gone = fs::remove_file(&beside).is_ok();
        }
        done
    }

    /// Removes the oldest until the rest fits into nine tenths of the room, when there is more than fits; and what a run
    /// that was killed left half written.
    pub(crate) fn trim(&self) {
        let mut files = Vec::new();
        let mut total = 0;
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries(&self.folder).flat_map(|part| entries(&part.path())) {
            let Ok(about) = entry.metadata() else { continue };
            total += about.len();
            files.push((about.modified().ok(), entry.path(), about.len()));
        }
        if total <= self.most {
            return;
        }
        files.sort();
        for (_, path, bytes) in files {
            if total <= self.most / 10 * 9 {
                break;
            }
            if fs::remove_file(&path).is_ok() {
                total -= bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parcel::Batch;
    use rapporteur_model::Document;

    fn snapshots(text: &str) -> Snapshots {
        let mut doc = Document::at("a");
        doc.id = text.to_owned();
        let mut kept = Snapshots::default();
        kept.add("k", "", Path::new("a"), &Batch { documents: vec![doc], ..Batch::default() });
        kept
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let one = snapshots("x").to_bytes().unwrap().len() as u64;
        let cache = Cache::new(folder.path(), one * 5);
        for n in 0..8 {
            cache.put(&format!("{n:064}"), &snapshots(&n.to_string()));
            std::thread::sleep(std::time::Duration::from_millis(12));
        }
        cache.trim();
        let there: Vec<bool> =
            (0..8).map(|n| matches!(cache.get(&format!("{n:064}")), Kept::Here(_))).collect();
        assert_eq!(there, [false, false, false, false, true, true, true, true]);
    }

    #[test]
    fn a_damaged_file_counts_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path(), 1 << 20);
        cache.put("abc", &snapshots("x"));
        assert!(matches!(cache.get("abc"), Kept::Here(_)));
        fs::write(cache.file("abc"), b"rapport3 and then nothing").unwrap();
        assert!(matches!(cache.get("abc"), Kept::Damaged));
    }
}
