//! Every file that a run writes: beside its place first, flushed, then renamed; so that nobody ever sees half of it, not
//! even after the power went.
//!
//! Files are flushed and renamed in batches: flushing each of ten thousand small files by itself would take longer than
//! making them.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// The folder below the output folder for what is under way.
pub(crate) const PRIVATE: &str = ".rapporteur";

/// The disk as a run sees it; in tests, one that fails.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    fault: Option<Arc<Fault>>,
}

#[derive(Debug)]
struct Fault {
    at: u64,
    kind: io::ErrorKind,
    /// Whether all that follows fails as well.
    lasting: bool,
    done: AtomicU64,
}

impl Disk {
    /// A disk of which the `at`th operation that changes something, counted from 0, fails; with `lasting`, all after it
    /// as well. For tests.
    #[must_use]
    pub fn failing(at: u64, kind: io::ErrorKind, lasting: bool) -> Self {
        Self { fault: Some(Arc::new(Fault { at, kind, lasting, done: AtomicU64::new(0) })) }
    }

    /// How many operations it was asked for; only counted where one is to fail.
    pub fn operations(&self) -> u64 {
        self.fault.as_ref().map_or(0, |f| f.done.load(Ordering::Relaxed))
    }

    /// Asked before each operation that changes something.
    pub(crate) fn allow(&self) -> io::Result<()> {
        let Some(fault) = &self.fault else { return Ok(()) };
        let number = fault.done.fetch_add(1, Ordering::Relaxed);
        if number == fault.at || fault.lasting && number > fault.at {
            return Err(fault.kind.into());
        }
        Ok(())
    }

    /// Writes a whole file of our own (a report, a record): the file is the old one or the new one.
    pub(crate) fn file(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = path.with_file_name(format!(".{name}.part"));
        let written = self.flushed(&beside, content).and_then(|()| self.rename(&beside, path));
        if written.is_err() && beside.exists() {
            // The first error is the one to tell.
            let _cleaned = fs::remove_file(&beside).is_ok();
        }
        written
    }

    fn flushed(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.allow()?;
        let mut file = File::create(path)?;
        self.allow()?;
        file.write_all(content)?;
        file.sync_all()
    }

    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.allow()?;
        fs::rename(from, to)
    }
}

/// A file under way.
#[derive(Debug)]
pub(crate) struct UnderWay {
    disk: Disk,
    path: PathBuf,
    file: BufWriter<File>,
}

impl UnderWay {
    pub(crate) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.allow()?;
        self.file.write_all(bytes)
    }
}

/// The files of a run that are written and not yet in their places.
#[derive(Debug)]
pub(crate) struct Staging {
    disk: Disk,
    out: PathBuf,
    folder: PathBuf,
    next: u64,
    written: Vec<(PathBuf, PathBuf)>,
}

impl Staging {
    /// Makes the folder, and clears what a run that was killed has left there.
    pub(crate) fn open(disk: &Disk, out: &Path) -> io::Result<Self> {
        let folder = out.join(PRIVATE).join("under-way");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { disk: disk.clone(), out: out.to_owned(), folder, next: 0, written: Vec::new() })
    }

    /// Begins a file.
    pub(crate) fn begin(&mut self) -> io::Result<UnderWay> {
        self.next += 1;
        let path = self.folder.join(self.next.to_string());
        self.disk.allow()?;
        let file = BufWriter::with_capacity(1 << 16, File::create(&path)?);
        Ok(UnderWay { disk: self.disk.clone(), path, file })
    }

    /// Ends a file; it gets to its place with the next [`settle`](Self::settle).
    pub(crate) fn end(&mut self, file: UnderWay, to: PathBuf) -> io::Result<()> {
        self.disk.allow()?;
        let UnderWay { path, file, .. } = file;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        if !FLUSHES_ALL {
            file.sync_all()?;
        }
        self.written.push((path, to));
        Ok(())
    }

    /// The file that was ended last, as long as it is not in its place.
    pub(crate) fn latest(&self) -> Option<PathBuf> {
        self.written.last().map(|(path, _)| path.clone())
    }

    /// Writes a whole file.
    pub(crate) fn write(&mut self, bytes: &[u8], to: PathBuf) -> io::Result<()> {
        let mut file = self.begin()?;
        file.add(bytes)?;
        self.end(file, to)
    }

    /// Takes a copy of a file of an earlier run aside before its place is needed for another.
    pub(crate) fn rescue(&mut self, path: &Path) -> io::Result<PathBuf> {
        self.next += 1;
        let to = self.folder.join(self.next.to_string());
        self.disk.allow()?;
        // It stays where it is until the other file comes.
        if fs::hard_link(path, &to).is_err() {
            fs::copy(path, &to)?;
        }
        Ok(to)
    }

    /// Has a file that lies ready put in its place with the next [`settle`](Self::settle).
    pub(crate) fn adopt(&mut self, from: PathBuf, to: PathBuf) {
        self.written.push((from, to));
    }

    /// Where a path below the output folder is.
    pub(crate) fn place(&self, path: &Path) -> PathBuf {
        self.out.join(path)
    }

    /// Removes a file of an earlier run, and the folders that it leaves empty.
    pub(crate) fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.allow()?;
        fs::remove_file(self.place(path))?;
        crate::outlet::prune(&self.out, path);
        Ok(())
    }

    /// Flushes what was written, then puts each file in its place.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        if self.written.is_empty() {
            return Ok(());
        }
        self.disk.allow()?;
        flush(&self.folder)?;
        let mut folders = BTreeSet::new();
        for (from, to) in std::mem::take(&mut self.written) {
            let folder = to.parent().unwrap_or(&self.out).to_owned();
            if folders.insert(folder.clone()) {
                fs::create_dir_all(&folder)?;
            }
            match self.disk.rename(&from, &to) {
                Err(e) if e.kind() == io::ErrorKind::CrossesDevices => self.carry(&from, &to)?,
                moved => moved?,
            }
        }
        Ok(())
    }

    /// Into a folder that lies on another disk.
    fn carry(&self, from: &Path, to: &Path) -> io::Result<()> {
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let beside = to.with_file_name(format!(".{name}.part"));
        fs::copy(from, &beside)?;
        File::open(&beside)?.sync_all()?;
        self.disk.rename(&beside, to)?;
        fs::remove_file(from)
    }

    /// Clears the folder at the end of a run.
    pub(crate) fn close(self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)
    }
}

/// Whether [`flush`] flushes all files at once.
const FLUSHES_ALL: bool = cfg!(target_os = "linux");

#[cfg(target_os = "linux")]
fn flush(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?).map_err(Into::into)
}

#[cfg(not(target_os = "linux"))]
fn flush(_: &Path) -> io::Result<()> {
    Ok(())
}
