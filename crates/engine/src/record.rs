//! The records of failed documents, `set-aside/<stem>-<hash>.json`.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{failure::Failure, staging::Disk};

/// The folder of the records.
#[derive(Debug)]
pub(crate) struct Records {
    folder: PathBuf,
    disk: Disk,
    /// Names of the records of earlier runs.
    there: BTreeSet<OsString>,
    /// Those of them that hold in this run.
    claimed: BTreeSet<OsString>,
}

impl Records {
    /// Looks at the folder, which need not exist.
    pub(crate) fn open(folder: &Path, disk: &Disk) -> Self {
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.file_name());
        let (there, claimed) = (names.collect(), BTreeSet::new());
        Self { folder: folder.to_owned(), disk: disk.clone(), there, claimed }
    }

    /// Writes the record of a failure and gives back its path.
    pub(crate) fn write(&mut self, failure: &Failure) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        let name = name(&failure.path);
        let path = self.folder.join(&name);
        let mut json = serde_json::to_vec_pretty(failure)?;
        json.push(b'\n');
        self.disk.file(&path, &json)?;
        self.there.insert(name.clone().into());
        self.claimed.insert(name.into());
        Ok(path)
    }

    /// The record of a document that is still set aside is to stay.
    pub(crate) fn claim(&mut self, path: &Path) {
        self.claimed.insert(name(path).into());
    }

    /// Removes the records that nobody has claimed; gives back the documents they were of.
    pub(crate) fn clear_stale(&mut self) -> io::Result<Vec<PathBuf>> {
        let mut stale = Vec::new();
        for name in std::mem::take(&mut self.there) {
            if self.claimed.contains(&name) {
                continue;
            }
            let path = self.folder.join(name);
            // What is not one of our records is not ours to remove.
            let failure = fs::read(&path).ok().and_then(|json| serde_json::from_slice::<Failure>(&json).ok());
            if let Some(failure) = failure {
                fs::remove_file(&path)?;
                stale.push(failure.path);
            }
        }
        Ok(stale)
    }

    /// Removes the record of an earlier failure of a document that is now done.
    pub(crate) fn clear(&mut self, path: &Path) -> io::Result<()> {
        if self.there.is_empty() {
            return Ok(());
        }
        let name = OsString::from(name(path));
        if self.there.remove(&name) { fs::remove_file(self.folder.join(name)) } else { Ok(()) }
    }
}

/// Readable by its stem, unique by its path: documents may have the same name in different folders.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let safe = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem: String = stem.chars().map(safe).take(80).collect();
    let hash = blake3::hash(path.to_string_lossy().as_bytes()).to_hex();
    format!("{stem}-{}.json", hash.get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use rapporteur_stage::StageError;

    use super::*;

    #[test]
    fn a_record_comes_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = Path::new("archive/2019/notes.txt");
        let failure = Failure::new(path, "clean", &StageError::new("it is empty").hint("look at it"));
        let mut records = Records::open(folder.path(), &Disk::default());
        let record = records.write(&failure).unwrap();
        assert!(record.file_name().unwrap().to_string_lossy().starts_with("notes-"));
        let back: Failure = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
        assert_eq!(back, failure);

        let mut later = Records::open(folder.path(), &Disk::default());
        later.clear(Path::new("archive/2020/notes.txt")).unwrap();
        assert!(record.exists());
        later.clear(path).unwrap();
        assert!(!record.exists());

        records.write(&failure).unwrap();
        fs::write(folder.path().join("mine.json"), "{}").unwrap();
        let mut last = Records::open(folder.path(), &Disk::default());
        last.claim(path);
        assert!(last.clear_stale().unwrap().is_empty());
        let mut last = Records::open(folder.path(), &Disk::default());
        assert_eq!(last.clear_stale().unwrap(), [path]);
        assert!(!record.exists() && folder.path().join("mine.json").exists());
    }
}
