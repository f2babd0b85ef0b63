//! What one entry of `include` or `exclude` stands for.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use rapporteur_stage::{Shared, StageError};

/// A pattern: the folder below which it holds, and what is to match there.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The longest part without signs, joined to the pipeline's folder.
    pub(crate) root: PathBuf,
    /// What follows; `None` for a plain name.
    rest: Option<GlobMatcher>,
}

impl Pattern {
    /// Reads a pattern. One that names an existing file or folder is a plain name, whatever signs it has.
    pub(crate) fn new(text: &str, shared: &Shared) -> Result<Self, StageError> {
        let whole = shared.path(Path::new(text));
        if whole.symlink_metadata().is_ok() || !text.contains(['*', '?', '[', '{']) {
            return Ok(Self { root: whole, rest: None });
        }
        let plain: PathBuf = Path::new(text)
            .iter()
            .take_while(|part| !part.to_string_lossy().contains(['*', '?', '[', '{']))
            .collect();
        let rest: PathBuf = Path::new(text).iter().skip(plain.iter().count()).collect();
        let rest = GlobBuilder::new(&rest.to_string_lossy())
            .literal_separator(true)
            .build()
            .map_err(|e| {
                StageError::new(format!("`{text}` is not a pattern: {}", e.kind()))
                    .hint("write `[[]` for a bracket that stands in a name")
                    .because(e)
            })?
            .compile_matcher();
        let root = if plain.as_os_str().is_empty() { shared.base().to_owned() } else { shared.path(&plain) };
        Ok(Self { root, rest: Some(rest) })
    }

    /// Whether it is a name without signs.
    pub(crate) fn is_plain(&self) -> bool {
        self.rest.is_none()
    }

    /// Whether it stands for a path, or for a folder above it.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        let (path, root) = (undotted(path), undotted(&self.root));
        let Ok(inner) = path.strip_prefix(root) else { return false };
        match &self.rest {
            None => true,
            Some(glob) => inner.ancestors().any(|part| !part.as_os_str().is_empty() && glob.is_match(part)),
        }
    }

    /// Whether a pattern with signs stands for exactly this path.
    pub(crate) fn matches(&self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.root) else { return false };
        self.rest.as_ref().is_some_and(|glob| glob.is_match(inner))
    }
}

/// A path without the `.` in it that stands for nothing.
pub(crate) fn undotted(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}
