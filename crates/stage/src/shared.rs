//! What all instances of all stages have in common: folders, and heavy things loaded once.

use std::{
    any::Any,
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::StageError;

/// Folders and loaded resources, shared by all workers of a run.
#[derive(Default)]
pub struct Shared {
    base: PathBuf,
    out: PathBuf,
    loaded: Mutex<BTreeMap<String, Arc<dyn Any + Send + Sync>>>,
}

impl Shared {
    /// `base` is the folder of the pipeline file, to which its paths are relative; `out` the output folder.
    pub fn new(base: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self { base: base.into(), out: out.into(), loaded: Mutex::default() }
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

    /// A file of the pipeline file (vocabulary, word list), loaded and parsed once for all workers.
    ///
    /// # Errors
    /// When the file cannot be read, with its name; or what `parse` says.
    pub fn load<T: Send + Sync + 'static>(
        &self,
        path: &Path,
        parse: impl FnOnce(&[u8]) -> Result<T, StageError>,
    ) -> Result<Arc<T>, StageError> {
        let path = self.path(path);
        self.once(&path.display().to_string(), || {
            let bytes = fs::read(&path).map_err(|e| {
                StageError::new(format!("cannot read {}: {e}", path.display()))
                    .hint("paths in a pipeline file are relative to the file's own folder")
                    .because(e)
            })?;
            parse(&bytes)
        })
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
            return Ok(found);
        }
        let made = Arc::new(make()?);
        loaded.insert(key, made.clone());
        Ok(made)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("base", &self.base).field("out", &self.out).finish_non_exhaustive()
    }
}
