//! Files of earlier runs that the sources do not give now: deleted, or only out of sight.
//!
//! A folder whose disk is not mounted looks like one that was emptied, and a run that believed it would take a whole
//! archive out of the exports. So a document only leaves them when its file is seen to be gone from a folder that is
//! seen to be there. What is out of sight stays as it is, and is told.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::report::Missing;

/// So many known documents must be missing below an empty folder for it to look like a disk that is away; of fewer it is
/// believed that they were deleted. A folder that the pipeline names needs only one.
const SEVERAL: usize = 2;

/// What is known of the sources of this run.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// The folders that the sources look in.
    pub(crate) roots: Vec<PathBuf>,
    /// Those of them below which no file was found.
    pub(crate) bare: Vec<PathBuf>,
    /// Whether the sources are only a part of those that the pipeline has.
    pub(crate) partial: bool,
    /// Whether what is out of sight is to leave the exports all the same.
    pub(crate) forget: bool,
}

/// What became of the files of earlier runs that are not given now.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    /// They leave the exports.
    pub(crate) gone: Vec<PathBuf>,
    /// They stay as they are.
    pub(crate) kept: Vec<PathBuf>,
    /// The folders that are out of sight.
    pub(crate) missing: Vec<Missing>,
}

impl Sight {
    /// Sorts the paths that the sources do not give.
    pub(crate) fn sort(&self, absent: Vec<PathBuf>) -> Sorted {
        let mut sorted = Sorted::default();
        let mut seen = Folders { below: BTreeMap::new(), looks: BTreeMap::new() };
        for path in &absent {
            for folder in path.ancestors().skip(1) {
                *seen.below.entry(folder.to_owned()).or_default() += 1;
            }
        }
        let mut missing: BTreeMap<PathBuf, Missing> = BTreeMap::new();
        for path in absent {
            let root = self.root(&path);
            if self.partial && (root.is_none() || path.symlink_metadata().is_ok()) {
                sorted.kept.push(path);
                continue;
            }
            match self.out_of_sight(&path, root, &mut seen).filter(|_| !self.forget) {
                Some((folder, reason, there)) => {
                    let new = Missing { folder: folder.clone(), reason, there, ..Missing::default() };
                    missing.entry(folder).or_insert(new).documents += 1;
                    sorted.kept.push(path);
                }
                None => sorted.gone.push(path),
            }
        }
        sorted.missing = missing.into_values().collect();
        sorted
    }

    /// The innermost folder of the sources that a path lies in.
    fn root(&self, path: &Path) -> Option<&Path> {
        let within = self.roots.iter().filter(|root| path.starts_with(root));
        within.max_by_key(|root| root.components().count()).map(PathBuf::as_path)
    }

    /// The folder on the way to a file that cannot be looked into, or does not look like itself; why; and whether it is
    /// there.
    fn out_of_sight(
        &self,
        path: &Path,
        root: Option<&Path>,
        seen: &mut Folders,
    ) -> Option<(PathBuf, String, bool)> {
        // One that is there is left out on purpose, unless its folder hides it.
        let left_out = path.symlink_metadata().is_ok();
        // A file that is named by itself lies in its folder.
        let root = root.map(|root| if root == path { path.parent().unwrap_or(root) } else { root });
        for folder in path.ancestors().skip(1) {
            let named = root == Some(folder);
            let count = seen.below.get(folder).copied().unwrap_or(0);
            let (reason, there) = match seen.look(folder) {
                Seen::Unreadable(why) => (why.clone(), false),
                Seen::Nothing if named => ("is not there".to_owned(), false),
                Seen::Nothing => continue,
                Seen::Empty if named || count >= SEVERAL => ("is empty".to_owned(), true),
                _ if named
                    && !left_out
                    && count >= SEVERAL
                    && self.bare.iter().any(|bare| bare == folder) =>
                {
                    ("holds no document any more".to_owned(), true)
                }
                // There is something in it, but not this: only whether its root is the same one is in doubt.
                _ if !named && root.is_some_and(|root| self.bare.iter().any(|bare| bare == root)) => continue,
                _ => return None,
            };
            return Some((folder.to_owned(), reason, there));
        }
        None
    }
}

/// The folders that were looked into, each once.
struct Folders {
    /// How many absent files lie below each.
    below: BTreeMap<PathBuf, usize>,
    looks: BTreeMap<PathBuf, Seen>,
}

enum Seen {
    Nothing,
    Empty,
    Something,
    Unreadable(String),
}

impl Folders {
    fn look(&mut self, folder: &Path) -> &Seen {
        self.looks.entry(folder.to_owned()).or_insert_with(|| look(folder))
    }
}

fn look(folder: &Path) -> Seen {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Seen::Nothing;
        }
        Err(e) => return Seen::Unreadable(format!("cannot be read: {e}")),
    };
    // What a mount point may hold itself: `.keep`, `lost+found`.
    let visible = entries.find(|entry| {
        let Ok(entry) = entry else { return true };
        let name = entry.file_name();
        !name.to_string_lossy().starts_with('.') && name != "lost+found"
    });
    match visible {
        None => Seen::Empty,
        Some(Ok(_)) => Seen::Something,
        Some(Err(e)) => Seen::Unreadable(format!("cannot be read: {e}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sight(folder: &Path, roots: &[&str]) -> Sight {
        Sight { roots: roots.iter().map(|r| folder.join(r)).collect(), ..Sight::default() }
    }

    /// Which of the absent files stay, and the folders that are named for it.
    fn check(sight: &Sight, folder: &Path, absent: &[&str], kept: &[&str], missing: &[(&str, u64)]) {
        let sorted = sight.sort(absent.iter().map(|p| folder.join(p)).collect());
        assert_eq!(sorted.kept, kept.iter().map(|p| folder.join(p)).collect::<Vec<_>>());
        let found: Vec<_> = sorted.missing.iter().map(|m| (m.folder.clone(), m.documents)).collect();
        assert_eq!(found, missing.iter().map(|(p, n)| (folder.join(p), *n)).collect::<Vec<_>>());
        assert_eq!(sorted.gone.len() + sorted.kept.len(), absent.len());
    }

    #[test]
    fn a_folder_that_is_away_keeps_its_documents() {
        let temp = tempfile::tempdir().unwrap();
        let at = temp.path();
        fs::create_dir_all(at.join("a/2019")).unwrap();
        fs::create_dir_all(at.join("a/2020")).unwrap();
        fs::write(at.join("a/2020/there.txt"), "x").unwrap();
        let both = sight(at, &["a", "b"]);
        check(&both, at, &["b/x.txt"], &["b/x.txt"], &[("b", 1)]);
        check(&both, at, &["b/c/x.txt", "a/2020/gone.txt"], &["b/c/x.txt"], &[("b", 1)]);
        // A folder below that was emptied: one file was deleted, several look like a disk that is away.
        check(&both, at, &["a/2019/x.txt"], &[], &[]);
        check(
            &both,
            at,
            &["a/2019/x.txt", "a/2019/y/z.txt"],
            &["a/2019/x.txt", "a/2019/y/z.txt"],
            &[("a/2019", 2)],
        );
        // A folder below that was deleted, as its neighbours are there.
        check(&both, at, &["a/2018/x.txt", "a/2018/y.txt"], &[], &[]);
        let forget = Sight { forget: true, ..sight(at, &["a", "b"]) };
        check(&forget, at, &["b/x.txt"], &[], &[]);
        // Another disk in the place of the right one.
        fs::create_dir(at.join("b")).unwrap();
        fs::write(at.join("b/README"), "x").unwrap();
        check(&both, at, &["b/x.txt", "b/y.txt"], &[], &[]);
        let bare = Sight { bare: vec![at.join("b")], ..sight(at, &["a", "b"]) };
        check(&bare, at, &["b/x.txt", "b/y.txt"], &["b/x.txt", "b/y.txt"], &[("b", 2)]);
        // Files that are there, and that no pattern stands for any more.
        fs::write(at.join("b/x.txt"), "x").unwrap();
        fs::write(at.join("b/y.txt"), "y").unwrap();
        check(&bare, at, &["b/x.txt", "b/y.txt"], &[], &[]);
    }

    #[test]
    fn a_run_over_a_part_removes_only_there() {
        let temp = tempfile::tempdir().unwrap();
        let at = temp.path();
        fs::create_dir_all(at.join("a")).unwrap();
        fs::create_dir_all(at.join("b")).unwrap();
        fs::write(at.join("a/x.pdf"), "x").unwrap();
        let part = Sight { partial: true, ..sight(at, &["a"]) };
        check(&part, at, &["a/gone.txt", "a/x.pdf", "b/y.txt"], &["a/x.pdf", "b/y.txt"], &[]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_read_says_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let at = temp.path();
        fs::create_dir_all(at.join("a/locked")).unwrap();
        fs::write(at.join("a/there.txt"), "x").unwrap();
        fs::set_permissions(at.join("a/locked"), fs::Permissions::from_mode(0o000)).unwrap();
        // Root may read everything.
        let readable = fs::read_dir(at.join("a/locked")).is_ok();
        let kept: &[&str] = if readable { &[] } else { &["a/locked/x.txt"] };
        let missing: &[(&str, u64)] = if readable { &[] } else { &[("a/locked", 1)] };
        check(&sight(at, &["a"]), at, &["a/locked/x.txt"], kept, missing);
    }
}
