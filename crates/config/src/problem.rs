//! What is wrong with a pipeline file, as data.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::render;

/// How much a [`Problem`] weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be run.
    Error,
    /// The file can be run, though hardly as meant.
    Warning,
    /// Something to know.
    Note,
}

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// A few words for the place itself, printed behind the carets: "did you mean `join-pages`?".
    pub label: Option<String>,
    /// What to do.
    pub hint: Option<String>,
    /// Bytes of the file; `None` when the problem is not at one place (a missing table, a missing file).
    pub span: Option<Range<usize>>,
}

impl Problem {
    /// An error at a place.
    pub fn error(message: impl Into<String>, span: Option<Range<usize>>) -> Self {
        Self { severity: Severity::Error, message: message.into(), label: None, hint: None, span }
    }

    /// A note at a place.
    pub fn note(message: impl Into<String>, span: Option<Range<usize>>) -> Self {
        Self { severity: Severity::Note, ..Self::error(message, span) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a few words for the place.
    pub(crate) fn label(mut self, label: String) -> Self {
        self.label = Some(label);
        self
    }

    /// Adds "did you mean …?" when there is something near.
    pub(crate) fn did_you_mean(mut self, near: Option<&str>) -> Self {
        self.label = near.map(|near| format!("did you mean `{near}`?"));
        self
    }
}

/// The problems of one file, in the order of their places, those without a place first.
#[derive(Debug, Clone)]
pub struct Problems {
    file: PathBuf,
    text: Arc<str>,
    list: Vec<Problem>,
}

impl Problems {
    /// No problems yet. `file` is the name to print, `text` what the places point into.
    pub fn new(file: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), text: text.into(), list: Vec::new() }
    }

    /// Adds one, at its place in the order; the same one twice is kept once.
    pub fn push(&mut self, problem: Problem) {
        let start = |p: &Problem| p.span.as_ref().map_or(0, |s| s.start.saturating_add(1));
        let at = self.list.partition_point(|p| start(p) <= start(&problem));
        let same_place = self.list.iter().take(at).rev().take_while(|p| start(p) == start(&problem));
        if same_place.into_iter().any(|p| *p == problem) {
            return;
        }
        self.list.insert(at, problem);
    }

    /// Adds several.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|p| self.push(p));
    }

    /// All of them as a person reads them, parted by blank lines; `colour` adds ANSI colours.
    pub fn render(&self, colour: bool) -> String {
        let parts: Vec<_> =
            self.list.iter().map(|p| render::problem(p, &self.file, &self.text, colour)).collect();
        parts.join("\n")
    }

    /// How many forbid a run.
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|p| p.severity == Severity::Error).count()
    }

    /// How many are warnings.
    pub fn warnings(&self) -> usize {
        self.list.iter().filter(|p| p.severity == Severity::Warning).count()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// The file's name as printed.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The file's text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The same file without problems.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { file: self.file.clone(), text: Arc::clone(&self.text), list: Vec::new() }
    }

    /// Line and column of a byte of the file, both counted from 1, columns in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        render::position(&self.text, byte)
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
