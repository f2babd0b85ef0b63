//! Which files have changed, and have stopped growing. It knows neither the clock nor the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Files that are whole wait for those that are not, but no longer than so many times the settling time.
const PATIENCE: u32 = 6;

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// All is as it was.
    Nothing,
    /// Something has changed and may be changing still: these files.
    Wait(BTreeSet<PathBuf>),
    /// A run, over all files but these.
    Run(BTreeSet<PathBuf>),
}

/// A change that was seen.
#[derive(Debug)]
struct Change<L> {
    /// `None` for a file that is gone.
    look: Option<L>,
    since: Instant,
    /// Whether it was whole when it was first seen.
    old: bool,
}

/// The files as they were when they were last worked on, and what has changed since.
#[derive(Debug)]
pub(crate) struct Settling<L> {
    settle: Duration,
    done: BTreeMap<PathBuf, L>,
    changes: BTreeMap<PathBuf, Change<L>>,
    /// Since when something whole has been waiting.
    waiting: Option<Instant>,
    /// Nothing was seen before: files may have lain there for years.
    first: bool,
}

impl<L: Copy + PartialEq> Settling<L> {
    pub(crate) fn new(settle: Duration) -> Self {
        let (done, changes) = Default::default();
        Self { settle, done, changes, waiting: None, first: true }
    }

    /// All files that were seen.
    pub(crate) fn known(&self) -> BTreeSet<PathBuf> {
        let seen = self.changes.iter().filter(|(_, change)| change.look.is_some()).map(|(path, _)| path);
        self.done.keys().chain(seen).cloned().collect()
    }

    /// Takes note of how the files look now. Those that are `away` count as unchanged; of a file that is seen in the first
    /// look, `old` says whether it was whole long before.
    pub(crate) fn see(
        &mut self,
        files: &BTreeMap<PathBuf, L>,
        away: &BTreeSet<PathBuf>,
        now: Instant,
        old: impl Fn(&L) -> bool,
    ) -> Next {
        let first = std::mem::take(&mut self.first);
        let gone = self.known().into_iter().filter(|path| !files.contains_key(path) && !away.contains(path));
        let looks = files.iter().map(|(path, look)| (path.clone(), Some(*look)));
        let looks: Vec<(PathBuf, Option<L>)> = looks.chain(gone.map(|path| (path, None))).collect();
        for (path, look) in looks {
            if self.done.get(&path).copied() == look {
                self.changes.remove(&path);
            } else if self.changes.get(&path).is_none_or(|change| change.look != look) {
                let old = first && look.as_ref().is_some_and(&old);
                self.changes.insert(path, Change { look, since: now, old });
            }
        }
        let settle = self.settle;
        let whole = |c: &Change<L>| c.old || now.saturating_duration_since(c.since) >= settle;
        let growing: BTreeSet<PathBuf> =
            self.changes.iter().filter(|(_, c)| !whole(c)).map(|(path, _)| path.clone()).collect();
        if growing.len() == self.changes.len() {
            self.waiting = None;
            return if growing.is_empty() { Next::Nothing } else { Next::Wait(growing) };
        }
        let since = *self.waiting.get_or_insert(now);
        if growing.is_empty() || first || now.saturating_duration_since(since) >= settle * PATIENCE {
            Next::Run(growing)
        } else {
            Next::Wait(growing)
        }
    }

    /// A run has been over all files but these.
    pub(crate) fn done(&mut self, growing: &BTreeSet<PathBuf>) {
        self.waiting = None;
        let changes = std::mem::take(&mut self.changes);
        for (path, change) in changes {
            if growing.contains(Path::new(&path)) {
                self.changes.insert(path, change);
            } else if let Some(look) = change.look {
                self.done.insert(path, look);
            } else {
                self.done.remove(&path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder {
        settling: Settling<u64>,
        begin: Instant,
    }

    impl Folder {
        fn new() -> Self {
            Self { settling: Settling::new(Duration::from_secs(10)), begin: Instant::now() }
        }

        /// Sees files with their looks at a second; a name with `?` behind it is away.
        fn see(&mut self, second: u64, files: &[(&str, u64)]) -> Next {
            let (away, files): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.ends_with('?'));
            let away = away.iter().map(|(name, _)| name.trim_end_matches('?').into()).collect();
            let files = files.iter().map(|(name, look)| (name.into(), *look)).collect();
            // Looks below 100 are those of old files.
            self.settling.see(&files, &away, self.begin + Duration::from_secs(second), |look| *look < 100)
        }
    }

    fn names(names: &[&str]) -> BTreeSet<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn old_files_are_done_at_once_and_growing_ones_when_they_are_whole() {
        let mut folder = Folder::new();
        assert_eq!(folder.see(0, &[("a", 1), ("b", 101)]), Next::Run(names(&["b"])));
        folder.settling.done(&names(&["b"]));
        assert_eq!(folder.see(5, &[("a", 1), ("b", 102)]), Next::Wait(names(&["b"])));
        assert_eq!(folder.see(12, &[("a", 1), ("b", 102)]), Next::Wait(names(&["b"])));
        assert_eq!(folder.see(15, &[("a", 1), ("b", 102)]), Next::Run(names(&[])));
        folder.settling.done(&names(&[]));
        assert_eq!(folder.see(20, &[("a", 1), ("b", 102)]), Next::Nothing);
    }

    #[test]
    fn files_that_come_together_are_one_run() {
        let mut folder = Folder::new();
        assert_eq!(folder.see(0, &[]), Next::Nothing);
        assert_eq!(folder.see(10, &[("a", 1)]), Next::Wait(names(&["a"])));
        assert_eq!(folder.see(20, &[("a", 1), ("b", 1)]), Next::Wait(names(&["b"])));
        assert_eq!(folder.see(30, &[("a", 1), ("b", 1)]), Next::Run(names(&[])));
        // A run that was given up leaves all as it is.
        assert_eq!(folder.see(35, &[("a", 1), ("b", 1)]), Next::Run(names(&[])));
        // One file that never rests does not hold the others for ever.
        let mut folder = Folder::new();
        folder.see(0, &[]);
        let mut looks = 200..;
        let mut next = |at| {
            let look = looks.next().unwrap_or_default();
            folder.see(at, &[("a", 1), ("log", look)])
        };
        assert_eq!(next(1), Next::Wait(names(&["a", "log"])));
        assert_eq!(next(11), Next::Wait(names(&["log"])));
        assert_eq!(next(70), Next::Wait(names(&["log"])));
        assert_eq!(next(71), Next::Run(names(&["log"])));
    }

    #[test]
    fn what_is_gone_is_a_change_and_what_is_away_is_none() {
        let mut folder = Folder::new();
        folder.see(0, &[("a", 1), ("b", 1)]);
        folder.settling.done(&names(&[]));
        assert_eq!(folder.see(5, &[("a?", 0), ("b", 1)]), Next::Nothing);
        assert_eq!(folder.see(10, &[("a", 1), ("b", 1)]), Next::Nothing);
        assert_eq!(folder.see(15, &[("b", 1)]), Next::Wait(names(&["a"])));
        assert_eq!(folder.see(25, &[("b", 1)]), Next::Run(names(&[])));
        folder.settling.done(&names(&[]));
        assert_eq!(folder.see(30, &[("b", 1)]), Next::Nothing);
    }
}
