//! What every stage promises, tried on documents that find out: the same bytes for the same document, no text lost,
//! places that can be trusted, options that are checked, an end when it is told to end, and no fear of any document.

mod difference;
mod documents;
mod options;
mod trial;

use std::{fmt, path::PathBuf, sync::Arc};

use rapporteur_model::Document;
use rapporteur_stage::{Registry, Shared, StageEntry};

use self::{options::Setter, trial::Trial};

/// The suite for one stage.
///
/// ```
/// use rapporteur_model::Document;
/// use rapporteur_stage::{Context, Edit, Registry, Shared, Stage, StageError, StageKind};
/// use rapporteur_testkit::Conformance;
///
/// #[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
/// #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
/// struct Nothing {}
/// struct Idle;
/// impl Edit for Idle {
///     fn edit(&mut self, _: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
///         Ok(())
///     }
/// }
/// impl StageKind for Idle {
///     const NAME: &'static str = "idle";
///     const VERSION: u32 = 1;
///     const SUMMARY: &'static str = "does nothing";
///     type Options = Nothing;
///     fn build(_: &Nothing, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
///         Ok(Box::new(Idle))
///     }
/// }
///
/// let mut registry = Registry::new();
/// registry.add::<Idle>();
/// Conformance::of("idle", &registry).unwrap().check().unwrap();
/// ```
pub struct Conformance<'r> {
    entry: &'r StageEntry,
    base: PathBuf,
    settings: Vec<(String, toml::Value)>,
    documents: Vec<(String, Document)>,
}

impl<'r> Conformance<'r> {
    /// The suite for the stage of that name.
    ///
    /// # Errors
    /// When the registry has no such stage.
    pub fn of(name: &str, registry: &'r Registry) -> Result<Self, String> {
        let entry = registry.stage(name).ok_or_else(|| format!("there is no stage `{name}`"))?;
        Ok(Self { entry, base: PathBuf::from("."), settings: Vec::new(), documents: Vec::new() })
    }

    /// The folder against which paths in options count; by default the one that the test runs in.
    #[must_use]
    pub fn in_folder(mut self, base: impl Into<PathBuf>) -> Self {
        self.base = base.into();
        self
    }

    /// Sets an option for the whole suite: what the stage cannot do without, such as a file.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Into<toml::Value>) -> Self {
        self.settings.push((key.to_owned(), value.into()));
        self
    }

    /// Adds a document of your own, with what it is called in messages.
    #[must_use]
    pub fn document(mut self, name: &str, doc: Document) -> Self {
        self.documents.push((name.to_owned(), doc));
        self
    }

    /// Tries everything.
    ///
    /// # Errors
    /// Every promise that is broken, each in a sentence that says on which document and where.
    pub fn check(&self) -> Result<(), Broken> {
        let shared = Arc::new(Shared::new(&self.base, self.base.join("out")).keeping_nothing());
        let setter = Setter { entry: self.entry, shared: &shared, settings: &self.settings };
        let mut broken = Vec::new();
        match setter.with(&[]) {
            Err(refusal) => broken.push(format!("its default options are refused: {refusal}")),
            Ok(prepared) => {
                broken.extend(setter.limits());
                let trial = Trial { entry: self.entry, shared: &shared, prepared: &prepared };
                let own = self.documents.iter().cloned();
                for (name, doc) in documents::for_stage(self.entry).into_iter().chain(own) {
                    broken.extend(trial.on(&doc).into_iter().map(|wrong| format!("on {name}: {wrong}")));
                }
                broken.extend(trial.cancelled());
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(Broken { stage: self.entry.name, promises: broken }) }
    }
}

/// The promises that a stage breaks.
pub struct Broken {
    stage: &'static str,
    /// One sentence each.
    pub promises: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = if self.promises.len() == 1 { "a promise" } else { "promises" };
        write!(f, "stage `{}` breaks {many} of a stage:", self.stage)?;
        self.promises.iter().try_for_each(|promise| write!(f, "\n* {promise}"))
    }
}

/// As it is displayed, so that `unwrap` in a test says what is wrong.
impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Broken {}
