//! What all instances of all stages have in common: folders, and heavy things loaded once.

use std::{
    any::Any,
    collections::BTreeMap,
    fmt, fs,
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{Learned, StageError};

/// Folders and loaded resources, shared by all workers of a run.
#[derive(Default)]
pub struct Shared {
    base: PathBuf,
    out: PathBuf,
    named: PathBuf,
    keeps: bool,
    one_group: bool,
    loaded: Mutex<BTreeMap<String, Arc<dyn Any + Send + Sync>>>,
    learned: Mutex<BTreeMap<String, Arc<Learned>>>,
    files: Mutex<Files>,
}

/// The files that the steps' results depend on.
#[derive(Default)]
struct Files {
    /// Each file that was read, with the hash of its bytes.
    hashes: BTreeMap<PathBuf, String>,
    /// Those that a shared thing was made of, by its key.
    of: BTreeMap<String, Vec<PathBuf>>,
    /// Those asked for since somebody began to listen.
    noted: Vec<PathBuf>,
}

impl Shared {
    /// `base` is the folder of the pipeline file, to which its paths are relative; `out` the output folder.
    pub fn new(base: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        let out = out.into();
        let named = out.file_name().map(PathBuf::from).unwrap_or_default();
        Self {
            base: base.into(),
            out,
            named,
            keeps: true,
            one_group: false,
            loaded: Mutex::default(),
            learned: Mutex::default(),
            files: Mutex::default(),
        }
    }

    /// The same, when the pipeline file calls the output folder `named`, as written there ("results/2024").
    /// Without this it is the last part of the folder's path.
    #[must_use]
    pub fn named(self, named: impl Into<PathBuf>) -> Self {
        Self { named: named.into(), ..self }
    }

    /// The same for somebody who feeds the stages and writes nothing: no stage is to leave anything behind in the
    /// output folder.
    #[must_use]
    pub fn keeping_nothing(self) -> Self {
        Self { keeps: false, ..self }
    }

    /// The same where whoever ends this process ends all of its group: a child that serves a stage, a call in the
    /// foreground that Ctrl-C is to end with all it has started.
    #[must_use]
    pub fn in_one_group(self) -> Self {
        Self { one_group: true, ..self }
    }

    /// Whether programs that a stage starts are to stay in the group of this process, so that they end with it. Otherwise
    /// each gets a group of its own: Ctrl-C reaches the whole group of a run, and what is under way is to be finished.
    pub fn one_group(&self) -> bool {
        self.one_group
    }

    /// The folder for what a stage wants to find again in the next run, and what may be deleted at any time: below
    /// the output folder. `None` when nothing is to be left behind.
    pub fn cache(&self) -> Option<PathBuf> {
        self.keeps.then(|| self.out.join("cache"))
    }

    /// What a stage of this name has learned from the archive; `None` outside of a run, or when there is no archive to
    /// speak of.
    pub fn learned(&self, stage: &str) -> Option<Arc<Learned>> {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).get(stage).cloned()
    }

    /// Gives the stages of this name, when they are built, what was learned for them.
    pub fn teach(&self, stage: &str, learned: Learned) {
        let mut all = self.learned.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(stage.to_owned(), Arc::new(learned));
    }

    /// A path of the pipeline file, made relative to the file's folder.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.base.join(path)
    }

    /// The folder of the pipeline file.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The output folder.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Where a file of an export lies: `to` below the output folder.
    ///
    /// The folder's own name in front is tolerated, so that `to = "out/reports.jsonl"` and `to = "reports.jsonl"`
    /// are the same file, also when `--out` puts the folder elsewhere. Patterns (`{year}/{slug}.md`) may be
    /// filled in before or after.
    ///
    /// # Errors
    /// When the path is absolute or leads out of the folder by `..`.
    pub fn out_path(&self, to: &Path) -> Result<PathBuf, StageError> {
        let plain = |c: &Component<'_>| matches!(c, Component::Normal(_) | Component::CurDir);
        if !to.components().all(|c| plain(&c)) {
            return Err(StageError::new(format!("`{}` does not lie in the output folder", to.display()))
                .hint("give a path below it; `out` in [run], or `--out`, says where the folder is"));
        }
        let to = normal(to);
        Ok(self.out.join(to.strip_prefix(normal(&self.named)).unwrap_or(&to)))
    }

    /// A file of the pipeline file (vocabulary, word list), loaded and parsed once for all workers.
    ///
    /// # Errors
    /// When the file cannot be read, with its name; or what `parse` says.
    pub fn load<T: Send + Sync + 'static>(
        &self,
        path: &Path,
        parse: impl FnOnce(&[u8]) -> Result<T, StageError>,
    ) -> Result<Arc<T>, StageError> {
        self.once(&self.path(path).display().to_string(), || parse(&self.read(path)?))
    }

    /// The bytes of a file of the pipeline file.
    ///
    /// # Errors
    /// When the file cannot be read, with its name.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, StageError> {
        let path = self.path(path);
        let bytes = fs::read(&path).map_err(|e| {
            StageError::new(format!("cannot read {}: {e}", path.display()))
                .hint("paths in a pipeline file are relative to the file's own folder")
                .because(e)
        })?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.hashes.insert(path.clone(), hash);
        files.noted.push(path);
        Ok(bytes)
    }

    /// Notes that the results of the step that is being built depend on a file which is not read through here: a
    /// program that it starts, a script. A file that is not there is noted as such.
    pub fn depends_on(&self, path: &Path) {
        let path = self.path(path);
        let hash = fs::read(&path).map_or_else(|_| String::new(), |b| blake3::hash(&b).to_hex().to_string());
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.hashes.insert(path.clone(), hash);
        files.noted.push(path);
    }

    /// Builds a step, and says which files its results depend on, each with the BLAKE3 hash of its bytes: what it read,
    /// and what the shared things were made of that it asked for. For one thread at a time.
    pub fn listening<R>(&self, build: impl FnOnce() -> R) -> (R, BTreeMap<PathBuf, String>) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).noted.clear();
        let built = build();
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = std::mem::take(&mut files.noted);
        let hash = |path: PathBuf| files.hashes.get(&path).cloned().map(|hash| (path, hash));
        (built, noted.into_iter().filter_map(hash).collect())
    }

    /// What an earlier run kept under a name, or what is made now, kept for the next run. The name has to change
    /// with everything that the content depends on: a hash of the source, say.
    ///
    /// # Errors
    /// What `make` says. A cache that cannot be read or written is no error: everything is made again.
    pub fn kept(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, StageError>,
    ) -> Result<Vec<u8>, StageError> {
        let Some(folder) = self.cache() else { return make() };
        let file = folder.join(name);
        if let Ok(bytes) = fs::read(&file) {
            return Ok(bytes);
        }
        let bytes = make()?;
        // Written beside and renamed: whoever reads meanwhile sees nothing or all of it.
        let beside = folder.join(format!("{name}.{}", std::process::id()));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&beside, &bytes));
        if written.and_then(|()| fs::rename(&beside, &file)).is_err() {
            let _gone = fs::remove_file(&beside);
        }
        Ok(bytes)
    }

    /// Something heavy that needs no file, made once for all workers.
    ///
    /// # Errors
    /// What `make` says.
    pub fn once<T: Send + Sync + 'static>(
        &self,
        key: &str,
        make: impl FnOnce() -> Result<T, StageError>,
    ) -> Result<Arc<T>, StageError> {
        let key = format!("{}:{key}", std::any::type_name::<T>());
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = loaded.get(&key)
            && let Ok(found) = Arc::clone(found).downcast::<T>()
        {
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            let made_of = files.of.get(&key).cloned().unwrap_or_default();
            files.noted.extend(made_of);
            return Ok(found);
        }
        let noted = |files: &Files| files.noted.len();
        let before = noted(&self.files.lock().unwrap_or_else(PoisonError::into_inner));
        let made = Arc::new(make()?);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let made_of = files.noted.get(before..).unwrap_or_default().to_vec();
        files.of.insert(key.clone(), made_of);
        loaded.insert(key, made.clone());
        Ok(made)
    }
}

/// The path without `.` in it.
fn normal(path: &Path) -> PathBuf {
    path.components().filter(|c| !matches!(c, Component::CurDir)).collect()
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("base", &self.base).field("out", &self.out).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shared: &Shared, to: &str, path: &str) {
        assert_eq!(shared.out_path(Path::new(to)).unwrap(), Path::new(path));
    }

    #[test]
    fn the_output_folders_own_name_may_stand_in_front() {
        let shared = Shared::new("", "out");
        check(&shared, "reports.jsonl", "out/reports.jsonl");
        check(&shared, "out/reports.jsonl", "out/reports.jsonl");
        check(&shared, "./out/{year}/{slug}.md", "out/{year}/{slug}.md");
        let elsewhere = Shared::new("", "/srv/june").named("results/all");
        check(&elsewhere, "results/all/fr.jsonl", "/srv/june/fr.jsonl");
        check(&elsewhere, "results/fr.jsonl", "/srv/june/results/fr.jsonl");
        check(&Shared::new("", ".").named("."), "a.csv", "./a.csv");
    }

    #[test]
    fn what_is_kept_is_made_once() {
        let folder = std::env::temp_dir().join(format!("rapporteur-kept-{}", std::process::id()));
        let shared = Shared::new("", &folder);
        assert_eq!(shared.kept("a", || Ok(b"one".to_vec())).unwrap(), b"one");
        assert_eq!(shared.kept("a", || Ok(b"two".to_vec())).unwrap(), b"one");
        let _gone = fs::remove_dir_all(&folder);
        let nothing = Shared::new("", &folder).keeping_nothing();
        assert_eq!(nothing.kept("a", || Ok(b"two".to_vec())).unwrap(), b"two");
        assert!(!folder.exists());
    }

    #[test]
    fn nothing_is_written_outside_the_output_folder() {
        let shared = Shared::new("", "out");
        assert!(shared.out_path(Path::new("../a.csv")).is_err());
        assert!(shared.out_path(Path::new("/a.csv")).is_err());
        assert!(shared.out_path(Path::new("out/../../a.csv")).is_err());
    }
}
