//! One source, stage or export of a pipeline, ready to be built.

use std::{fmt, num::NonZeroUsize, ops::Deref, ops::Range, time::Duration};

use rapporteur_model::Document;
use rapporteur_stage::{Concurrency, Export, Prepared, Seen, Shared, Source, Stage, StageError};
use serde_json::Value;
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use crate::{OnError, Problem, Severity, When};

/// Where a step stands in the file.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// The step's `use = "…"`; `None` when the step was put there by us.
    span: Option<Range<usize>>,
    keys: Vec<KeyPlace>,
}

#[derive(Debug, Clone)]
struct KeyPlace {
    name: String,
    span: Range<usize>,
    value: Range<usize>,
    /// The value, when it is a string; the strings in it, when it is a list; each with its place.
    texts: Vec<(String, Range<usize>)>,
}

impl Place {
    pub(crate) fn of(table: &DeTable<'_>, overridden: &[String]) -> Self {
        let mut keys = Vec::new();
        let outer = table.iter().filter(|(key, _)| !overridden.iter().any(|o| *o == *key.get_ref()));
        outer.for_each(|(key, value)| add(&mut keys, key.get_ref(), key, value));
        let span = keys.iter().find(|k| k.name == "use").map(|k| k.span.start..k.value.end);
        Self { span, keys }
    }

    /// The step's `use = "…"` in the file, in bytes.
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// The key that a message of the step's own speaks of: named in backticks, or by its value. Of a list, the entry
    /// when it is named in backticks too.
    fn spoken_of(&self, message: &str) -> Option<Range<usize>> {
        let quoted = |text: &str| !text.is_empty() && message.contains(&format!("`{text}`"));
        let named = self.keys.iter().find(|k| quoted(&k.name));
        let entry = named.and_then(|k| k.texts.iter().find(|(t, at)| *at != k.value && quoted(t)));
        if let Some((_, at)) = entry {
            return Some(at.clone());
        }
        let by_value = || {
            let known = |k: &&KeyPlace| k.name != "use" && k.name != "id";
            let told = |k: &&KeyPlace| k.texts.iter().any(|(t, _)| t.len() > 2 && message.contains(t));
            self.keys.iter().filter(known).find(told)
        };
        named.or_else(by_value).map(|k| k.span.start..k.value.end)
    }
}

/// Adds a key, and those of a table within it by their full names: `options`, `options.glossary`.
fn add(keys: &mut Vec<KeyPlace>, name: &str, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) {
    let (span, texts) = (key.span(), texts(value));
    keys.push(KeyPlace { name: name.to_owned(), span, value: value.span(), texts });
    if let DeValue::Table(inner) = value.get_ref() {
        inner.iter().for_each(|(key, value)| add(keys, &format!("{name}.{}", key.get_ref()), key, value));
    }
}

fn texts(value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
    let text = |v: &Spanned<DeValue<'_>>| v.get_ref().as_str().map(|t| (t.to_owned(), v.span()));
    match value.get_ref() {
        DeValue::Array(list) => list.iter().filter_map(text).collect(),
        _ => text(value).into_iter().collect(),
    }
}

/// A source, stage or export: what is common to the three.
pub struct Step<T: ?Sized> {
    /// Its name in reports: the file's `id`, or its kind, with a number when the kind occurs again.
    pub id: String,
    /// Its kind: `use = "…"`.
    pub name: &'static str,
    /// The kind's version: raised when its output changes. 0 for sources.
    pub version: u32,
    /// On which documents it works.
    pub when: When,
    /// Where it stands in the file.
    pub place: Place,
    pub(crate) prepared: Prepared<T>,
    /// Whether all of its keys were understood; otherwise the options have a default where the file has a fault.
    pub(crate) whole: bool,
}

// Derived, these two would ask the same of a `dyn Stage`.
impl<T: ?Sized> Clone for Step<T> {
    fn clone(&self) -> Self {
        let Self { id, name, version, when, place, prepared, whole } = self;
        let (id, when, place) = (id.clone(), when.clone(), place.clone());
        Self { id, name, version: *version, when, place, prepared: prepared.clone(), whole: *whole }
    }
}

impl<T: ?Sized> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, name, version, when, place, prepared, whole: _ } = self;
        f.debug_struct("Step")
            .field("id", id)
            .field("name", name)
            .field("version", version)
            .field("when", when)
            .field("place", place)
            .field("prepared", prepared)
            .finish()
    }
}

impl<T: ?Sized + 'static> Step<T> {
    /// Makes one instance.
    ///
    /// # Errors
    /// What the kind says: options out of range, files or programs that are missing. See
    /// [`problem`](Self::problem).
    pub fn build(&self, shared: &Shared) -> Result<Box<T>, StageError> {
        self.prepared.build(shared)
    }

    /// The options with all defaults filled in.
    pub fn options(&self) -> &Value {
        self.prepared.options()
    }

    /// Whether an error of `build` is the file's: with a key taken out, only what is said of other keys counts.
    pub(crate) fn earned(&self, error: &StageError) -> bool {
        self.whole || self.place.spoken_of(&error.message).is_some()
    }

    /// What an error of [`build`](Self::build) says of the pipeline file, at the key it speaks of.
    pub fn problem(&self, error: &StageError) -> Problem {
        Problem {
            severity: Severity::Error,
            message: format!("`{}`: {}", self.id, error.message),
            label: None,
            hint: error.hint.clone(),
            span: self.place.spoken_of(&error.message).or_else(|| self.place.span()),
        }
    }
}

/// A source of the pipeline.
pub type SourceStep = Step<dyn Source>;

/// An export of the pipeline.
pub type ExportStep = Step<dyn Export>;

/// A stage of the pipeline. `id`, `name`, `when` are those of the [`Step`] it derefs to.
#[derive(Debug, Clone)]
pub struct StageStep {
    pub(crate) step: Step<dyn Stage>,
    /// What must be there before it.
    pub needs: &'static [&'static str],
    /// What it gives.
    pub gives: &'static [&'static str],
    /// How many instances may work at once.
    pub concurrency: Concurrency,
    /// What it learns from each document of the archive before it works on any.
    pub learn: Option<fn(&Document, &mut Seen)>,
    /// Whether a document is worth keeping for the next run as it leaves the stage.
    pub keep: Option<fn(&Document) -> bool>,
    /// Whether it does no more than write layers, and entries at the end of the trail.
    pub adds: bool,
    /// The file's `workers`, when it has one for this stage.
    pub workers: Option<NonZeroUsize>,
    /// What happens when it fails on a document; `None` for what `[run]` says.
    pub on_error: Option<OnError>,
    /// How long it may take for one document.
    pub timeout: Option<Duration>,
    /// Whether the run goes on without it when it cannot be built.
    pub optional: bool,
    /// Whether it works in a process of its own, which [`Pipeline::exchange`](crate::Pipeline::exchange) sees to.
    pub isolate: bool,
    /// The most memory, in MiB, that this process may have.
    pub memory_mib: u64,
}

impl Deref for StageStep {
    type Target = Step<dyn Stage>;

    fn deref(&self) -> &Self::Target {
        &self.step
    }
}

impl StageStep {
    /// Its options, ready to make instances of.
    pub fn prepared(&self) -> &Prepared<dyn Stage> {
        &self.step.prepared
    }

    /// What decides, beside its options, whether it gets through with a document.
    pub fn limits(&self) -> String {
        let memory = if self.isolate { format!(" {} MiB", self.memory_mib) } else { String::new() };
        format!("{:?}{memory}", self.timeout)
    }

    /// Like [`Step::problem`]; a warning when the stage is optional.
    pub fn problem(&self, error: &StageError) -> Problem {
        let problem = self.step.problem(error);
        if !self.optional {
            return problem;
        }
        Problem {
            severity: Severity::Warning,
            hint: Some("the stage is optional and will be left out".to_owned()),
            ..problem
        }
    }
}
