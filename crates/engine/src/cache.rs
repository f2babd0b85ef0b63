//! The folder of documents kept between stages: files with what was kept for many contents, the oldest removed when there
//! is no room.
//!
//! A file for each content would be simpler, and cost a new name on the disk for each document of a run.
//! Nothing depends on the folder: what is not there, or damaged, is made again.

mod volume;

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use tracing::debug;

use self::volume::{Place, Volume};
use crate::snapshot::Snapshots;

/// The folder's name, in the folder that stages keep things in.
const FOLDER: &str = "documents";

/// A file that has so many bytes is not written to any more …
const FULL: u64 = 32 << 20;
/// … nor one that takes so great a part of the room.
const PART: u64 = 32;

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
    /// What the folder holds, as soon as somebody has asked.
    shelf: Mutex<Option<Shelf>>,
}

/// What the folder holds.
#[derive(Debug, Default)]
struct Shelf {
    /// By content: the number of the file, and the place in it.
    index: HashMap<String, (u64, Place)>,
    /// By their numbers, which rise with time.
    files: BTreeMap<u64, Filled>,
    /// The newest file, when it is written to.
    open: Option<Volume>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Filled {
    /// In bytes.
    length: u64,
    /// Where the last sound record ends.
    sound: u64,
    /// How many records of it still count.
    live: usize,
}

impl Cache {
    /// `below` is the folder for what may be deleted at any time; `most` in bytes.
    pub(crate) fn new(below: &Path, most: u64) -> Self {
        Self { folder: below.join(FOLDER), most, shelf: Mutex::default() }
    }

    fn file(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}"))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Shelf) -> T) -> T {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        work(shelf.get_or_insert_with(|| self.look()))
    }

    /// What is in the folder.
    fn look(&self) -> Shelf {
        let mut shelf = Shelf::default();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let number = entry.file_name().to_str().and_then(|name| name.parse().ok());
            match (number, entry.metadata()) {
                (Some(number), Ok(about)) if about.is_file() => {
                    shelf.files.insert(number, Filled { length: about.len(), ..Filled::default() });
                }
                // Of an earlier version, which kept a file for each content in folders of two letters.
                (_, Ok(about)) if about.is_dir() && entry.file_name().len() == 2 => {
                    let _gone = fs::remove_dir_all(entry.path()).is_ok();
                }
                _ => {}
            }
        }
        for number in shelf.files.keys().copied().collect::<Vec<_>>() {
            let (records, sound) = volume::scan(&self.file(number)).unwrap_or_default();
            if let Some(filled) = shelf.files.get_mut(&number) {
                filled.sound = sound;
            }
            for (content, place) in records {
                shelf.enter(content, number, place);
            }
        }
        shelf
    }

    /// What is kept for a content.
    pub(crate) fn get(&self, content: &str) -> Kept {
        let Some((file, place)) = self.with(|shelf| shelf.index.get(content).copied()) else {
            return Kept::Nothing;
        };
        match volume::read(&self.file(file), place) {
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
        let kept = self.with(|shelf| {
            self.write(shelf, content, &bytes)?;
            self.drop_dead(shelf);
            // Long before the end too, so that a first run does not fill the disk.
            if shelf.open.is_none() {
                self.make_room(shelf);
            }
            Ok::<_, io::Error>(())
        });
        if let Err(error) = kept {
            debug!(%error, "a document could not be kept for the next run");
        }
    }

    fn write(&self, shelf: &mut Shelf, content: &str, bytes: &[u8]) -> io::Result<()> {
        let full = FULL.min(self.most / PART);
        let (number, mut volume) = match (shelf.files.last_key_value(), shelf.open.take()) {
            (Some((number, _)), Some(volume)) => (*number, volume),
            (Some((number, filled)), None) if filled.sound == filled.length && filled.length < full => {
                (*number, Volume::open(&self.file(*number), filled.length)?)
            }
            (last, _) => {
                let number = last.map_or(1, |(number, _)| number + 1);
                fs::create_dir_all(&self.folder)?;
                shelf.files.insert(number, Filled::default());
                (number, Volume::open(&self.file(number), 0)?)
            }
        };
        let place = volume.append(content, bytes)?;
        if let Some(filled) = shelf.files.get_mut(&number) {
            (filled.length, filled.sound) = (volume.length, volume.length);
        }
        shelf.open = Some(volume).filter(|v| v.length < full);
        shelf.enter(content.to_owned(), number, place);
        Ok(())
    }

    /// Removes files that hold nothing that counts.
    fn drop_dead(&self, shelf: &mut Shelf) {
        let Some((&last, _)) = shelf.files.last_key_value() else { return };
        let dead =
            |(number, filled): (&u64, &Filled)| (filled.live == 0 && *number != last).then_some(*number);
        let dead: Vec<u64> = shelf.files.iter().filter_map(dead).collect();
        dead.into_iter().for_each(|number| self.remove(shelf, number));
    }

    fn remove(&self, shelf: &mut Shelf, number: u64) {
        let gone = fs::remove_file(self.file(number));
        if gone.is_ok() || gone.is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            shelf.files.remove(&number);
            shelf.index.retain(|_, (file, _)| *file != number);
        }
    }

    /// Removes the oldest until the rest fits into nine tenths of the room, when there is more than fits.
    pub(crate) fn trim(&self) {
        // A run that changes nothing need not look into the files for it.
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let files = files.filter_map(|entry| entry.metadata().ok()).filter(fs::Metadata::is_file);
        if files.map(|about| about.len()).sum::<u64>() > self.most {
            self.with(|shelf| self.make_room(shelf));
        }
    }

    fn make_room(&self, shelf: &mut Shelf) {
        let total = |shelf: &Shelf| shelf.files.values().map(|filled| filled.length).sum::<u64>();
        if total(shelf) <= self.most {
            return;
        }
        shelf.open = None;
        for number in shelf.files.keys().copied().collect::<Vec<_>>() {
            if total(shelf) <= self.most / 10 * 9 {
                break;
            }
            self.remove(shelf, number);
        }
    }
}

impl Shelf {
    fn enter(&mut self, content: String, file: u64, place: Place) {
        if let Some(filled) = self.files.get_mut(&file) {
            filled.live += 1;
        }
        if let Some((before, _)) = self.index.insert(content, (file, place))
            && let Some(filled) = self.files.get_mut(&before)
        {
            filled.live -= 1;
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

    fn here(cache: &Cache, content: &str) -> bool {
        matches!(cache.get(content), Kept::Here(_))
    }

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder.join(FOLDER)).unwrap().count()
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let one = snapshots("x").to_bytes().unwrap().len() as u64 + 60;
        let cache = Cache::new(folder.path(), one * 5);
        for n in 0..8 {
            cache.put(&format!("content {n}"), &snapshots(&n.to_string()));
        }
        cache.trim();
        let there = |cache: &Cache| (0..8).map(|n| here(cache, &format!("content {n}"))).collect::<Vec<_>>();
        assert_eq!(there(&cache), [false, false, false, false, true, true, true, true]);
        assert_eq!(there(&Cache::new(folder.path(), one * 5)), there(&cache));
        let untouched = Cache::new(folder.path(), one * 5);
        untouched.trim();
        assert!(untouched.shelf.lock().unwrap().is_none(), "nobody looked into the files");
        let smaller = Cache::new(folder.path(), one * 2);
        smaller.trim();
        assert_eq!(there(&smaller), [false, false, false, false, false, false, false, true]);
    }

    #[test]
    fn many_share_a_file_and_the_next_run_goes_on_in_it() {
        let folder = tempfile::tempdir().unwrap();
        for run in 0..3 {
            let cache = Cache::new(folder.path(), 1 << 30);
            (0..5).for_each(|n| cache.put(&format!("{run}-{n}"), &snapshots("x")));
        }
        assert_eq!(files(folder.path()), 1);
        let cache = Cache::new(folder.path(), 1 << 30);
        assert!((0..3).all(|run| (0..5).all(|n| here(&cache, &format!("{run}-{n}")))));
    }

    #[test]
    fn the_last_of_a_content_counts_and_files_without_any_go() {
        let folder = tempfile::tempdir().unwrap();
        // So small that each record has a file of its own.
        let cache = Cache::new(folder.path(), 1 << 13);
        for text in ["first", "second", "third"] {
            cache.put("content", &snapshots(text));
        }
        assert_eq!(files(folder.path()), 1);
        let Kept::Here(mut kept) = Cache::new(folder.path(), 1 << 13).get("content") else { panic!() };
        assert_eq!(kept.take("k", Path::new("a")).unwrap().documents[0].id, "third");
    }

    #[test]
    fn damage_counts_for_nothing_and_hides_nothing_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path(), 1 << 30);
        cache.put("before", &snapshots("x"));
        cache.put("damaged", &snapshots("y"));
        let path = cache.file(1);
        let mut bytes = fs::read(&path).unwrap();
        let start = (0..bytes.len()).rposition(|at| bytes[at..].starts_with(b"rapport")).unwrap();
        bytes[start + 60] ^= 0x55;
        fs::write(&path, &bytes).unwrap();
        let again = Cache::new(folder.path(), 1 << 30);
        assert!(here(&again, "before"));
        assert!(matches!(again.get("damaged"), Kept::Damaged));
        // A torn end is not written behind.
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        let torn = Cache::new(folder.path(), 1 << 30);
        torn.put("after", &snapshots("z"));
        assert!(here(&torn, "before") && here(&torn, "after") && !here(&torn, "damaged"));
        assert_eq!(files(folder.path()), 2);
    }
}
