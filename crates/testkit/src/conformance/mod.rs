//! What every stage promises, tried on documents that find out: the same bytes for the same document, no text lost,
//! places that can be trusted, options that are checked, an end when it is told to end, and no fear of any document.
//! Sources and exports have promises of their own.

mod difference;
mod documents;
mod exports;
mod options;
mod sources;
mod trial;

use std::{fmt, path::PathBuf, sync::Arc};

use rapporteur_model::Document;
use rapporteur_stage::{ExportEntry, Prepared, Registry, Shared, SourceEntry, Stage, StageEntry};

use self::{options::Setter, trial::Trial};

/// The suite for one stage, source or export.
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
    subject: Subject<'r>,
    base: PathBuf,
    settings: Vec<(String, toml::Value)>,
    documents: Vec<(String, Document)>,
    exchange: Option<Box<Exchange>>,
}

/// Another way in which instances of a stage are made.
type Exchange = dyn Fn(&Prepared<dyn Stage>) -> Prepared<dyn Stage>;

/// What is tried.
#[derive(Clone, Copy)]
enum Subject<'r> {
    Stage(&'r StageEntry),
    Source(&'r SourceEntry),
    Export(&'r ExportEntry),
}

impl<'r> Conformance<'r> {
    /// The suite for the stage of that name.
    ///
    /// # Errors
    /// When the registry has no such stage.
    pub fn of(name: &str, registry: &'r Registry) -> Result<Self, String> {
        let entry = registry.stage(name).ok_or_else(|| format!("there is no stage `{name}`"))?;
        Ok(Self::new(Subject::Stage(entry)))
    }

    /// The suite for the source of that name: the same documents in the same order every time, each with a path, and as
    /// many as it says. It needs something to list: see [`in_folder`](Self::in_folder) and [`set`](Self::set).
    ///
    /// # Errors
    /// When the registry has no such source.
    pub fn of_source(name: &str, registry: &'r Registry) -> Result<Self, String> {
        let entry = registry.source(name).ok_or_else(|| format!("there is no source `{name}`"))?;
        Ok(Self::new(Subject::Source(entry)))
    }

    /// The suite for the export of that name: the same bytes for the same document, names that stay in the output folder,
    /// and nothing written by itself.
    ///
    /// # Errors
    /// When the registry has no such export.
    pub fn of_export(name: &str, registry: &'r Registry) -> Result<Self, String> {
        let entry = registry.export(name).ok_or_else(|| format!("there is no export `{name}`"))?;
        Ok(Self::new(Subject::Export(entry)))
    }

    fn new(subject: Subject<'r>) -> Self {
        Self {
            subject,
            base: PathBuf::from("."),
            settings: Vec::new(),
            documents: Vec::new(),
            exchange: None,
        }
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

    /// Has the instances of the stage made in another way, with the same options (see
    /// [`Prepared::made_by`](rapporteur_stage::Prepared::made_by)): in processes of their own, say.
    #[must_use]
    pub fn exchange(mut self, made: impl Fn(&Prepared<dyn Stage>) -> Prepared<dyn Stage> + 'static) -> Self {
        self.exchange = Some(Box::new(made));
        self
    }

    /// Tries everything.
    ///
    /// # Errors
    /// Every promise that is broken, each in a sentence that says on which document and where.
    pub fn check(&self) -> Result<(), Broken> {
        let shared = Arc::new(Shared::new(&self.base, self.base.join("out")).keeping_nothing());
        let (name, sort, promises) = match self.subject {
            Subject::Stage(entry) => (entry.name, "stage", self.stage(entry, &shared)),
            Subject::Source(entry) => (entry.name, "source", self.source(entry, &shared)),
            Subject::Export(entry) => (entry.name, "export", self.export(entry, &shared)),
        };
        if promises.is_empty() { Ok(()) } else { Err(Broken { name, sort, promises }) }
    }

    fn stage(&self, entry: &StageEntry, shared: &Arc<Shared>) -> Vec<String> {
        let (schema, prepare, settings) = (entry.schema, entry.prepare, &self.settings);
        let setter = Setter { schema, prepare, shared, settings };
        let prepared = match setter.with(&[]) {
            Ok(prepared) => prepared,
            Err(refusal) => return vec![refused(&refusal)],
        };
        let prepared = self.exchange.as_ref().map_or(prepared.clone(), |made| made(&prepared));
        let mut broken = setter.limits();
        let trial = Trial { entry, shared, prepared: &prepared };
        for (name, doc) in documents::for_stage(entry).into_iter().chain(self.documents.iter().cloned()) {
            broken.extend(trial.on(&doc).into_iter().map(|wrong| format!("on {name}: {wrong}")));
        }
        broken.extend(trial.cancelled());
        broken
    }

    fn source(&self, entry: &SourceEntry, shared: &Arc<Shared>) -> Vec<String> {
        let (schema, prepare, settings) = (entry.schema, entry.prepare, &self.settings);
        let setter = Setter { schema, prepare, shared, settings };
        match setter.with(&[]) {
            Ok(prepared) => setter.limits().into_iter().chain(sources::broken(&prepared, shared)).collect(),
            Err(refusal) => vec![refused(&refusal)],
        }
    }

    fn export(&self, entry: &ExportEntry, shared: &Arc<Shared>) -> Vec<String> {
        let (schema, prepare, settings) = (entry.schema, entry.prepare, &self.settings);
        let setter = Setter { schema, prepare, shared, settings };
        match setter.with(&[]) {
            Ok(prepared) => {
                let documents = documents::reports().into_iter().chain(self.documents.iter().cloned());
                let documents: Vec<_> = documents.collect();
                setter.limits().into_iter().chain(exports::broken(&prepared, shared, &documents)).collect()
            }
            Err(refusal) => vec![refused(&refusal)],
        }
    }
}

fn refused(refusal: &str) -> String {
    format!("its default options are refused: {refusal}")
}

/// The promises that a stage, source or export breaks.
pub struct Broken {
    name: &'static str,
    /// `stage`, `source` or `export`.
    sort: &'static str,
    /// One sentence each.
    pub promises: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, sort, promises } = self;
        let many = if promises.len() == 1 { "a promise" } else { "promises" };
        let article = if *sort == "export" { "an" } else { "a" };
        write!(f, "{sort} `{name}` breaks {many} of {article} {sort}:")?;
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
