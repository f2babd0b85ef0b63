//! A look at a file: enough to say whether it may have changed, and its content when it may have.

use std::{
    collections::BTreeMap,
    fs::{self, File, Metadata},
    io::{self, BufReader},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

/// Larger files are told apart by their looks alone: reading them would take longer than refusing them.
const LARGEST: u64 = 512 << 20;
/// A file written so shortly before it was looked at may be written again without its time telling so.
const UNSETTLED: Duration = Duration::from_millis(1500);

/// What files held, as a hash, when they looked like this.
pub(crate) type Contents = BTreeMap<PathBuf, (Look, String)>;

/// What can be seen of a file without reading it: size, time and number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// In bytes.
    pub(crate) size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub(crate) time: i64,
    /// Its number in the file system; 0 where there is none.
    pub(crate) number: u64,
}

impl Look {
    /// Looks at a file.
    ///
    /// # Errors
    /// When there is none, or it is not a regular file: a pipe would never end.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        Ok(Self::of(&about))
    }

    fn of(about: &Metadata) -> Self {
        let time = about.modified().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            size: about.len(),
            time: i64::try_from(time.as_nanos()).unwrap_or_default(),
            number: number(about),
        }
    }

    /// Whether the file may have been written again since, within the grain of its time. Such a look says nothing.
    pub(crate) fn unsettled(&self) -> bool {
        !self.older_than(UNSETTLED)
    }

    /// Whether the file was last written longer ago than that.
    pub fn older_than(&self, time: Duration) -> bool {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let then = Duration::from_nanos(u64::try_from(self.time).unwrap_or_default());
        now.saturating_sub(then) >= time
    }

    /// The content of the file that was looked at, as a hash; of a very large file its look.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn content(&self, path: &Path) -> io::Result<String> {
        if self.size > LARGEST {
            return Ok(format!("look-{}-{}-{}", self.size, self.time, self.number));
        }
        hash(path)
    }
}

/// Bytes that are read at once.
const PIECE: usize = 256 * 1024;

/// The BLAKE3 hash of a file, in hexadecimal.
pub(crate) fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    // A report in one go: many short reads cost more than the hash.
    let mut file = BufReader::with_capacity(PIECE, File::open(path)?);
    io::copy(&mut file, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(unix)]
fn number(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
