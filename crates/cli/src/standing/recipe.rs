//! The pipeline file as it was last read without mistakes.

use std::path::{Path, PathBuf};

use rapporteur_config::{Overrides, Pipeline, Problems, load, parse};
use rapporteur_stage::Registry;

/// A pipeline file, kept as text: each run builds everything anew, as vocabularies and word lists may have changed.
pub(crate) struct Recipe<'r> {
    path: PathBuf,
    text: String,
    overrides: Overrides,
    registry: &'r Registry,
}

impl<'r> Recipe<'r> {
    /// Reads the file, and sees whether all in it can be built.
    pub(crate) fn read(path: &Path, out: Option<PathBuf>, registry: &'r Registry) -> Result<Self, Problems> {
        let overrides = Overrides { out, ..Overrides::default() };
        let mut recipe = Self { path: path.to_owned(), text: String::new(), overrides, registry };
        recipe.reload()?;
        Ok(recipe)
    }

    /// Reads the file again. Gives whether it is another one; what was read before stays when there are mistakes.
    pub(crate) fn reload(&mut self) -> Result<bool, Problems> {
        let Ok(text) = std::fs::read_to_string(&self.path) else {
            // Why not, is told in the words of those who read the file.
            load(&self.path, self.registry, &self.overrides).pipeline()?;
            return Ok(false);
        };
        parse(&self.path, &text, self.registry, &self.overrides).verify().pipeline()?;
        let changed = text != self.text;
        self.text = text;
        Ok(changed)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The pipeline, with nothing loaded yet.
    pub(crate) fn pipeline(&self) -> Result<Pipeline, Problems> {
        parse(&self.path, &self.text, self.registry, &self.overrides).pipeline()
    }
}
