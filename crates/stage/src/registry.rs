//! The list of what there is: stages, sources, exports, by name.

use std::{collections::BTreeMap, sync::Arc};

use rapporteur_model::Document;
use schemars::Schema;
use serde::Serialize;
use serde_json::Value;
use toml::de::ValueDeserializer;

use crate::{
    Concurrency, Export, ExportKind, Seen, Shared, Source, SourceKind, Stage, StageError, StageKind,
};

/// Options that were read and checked, ready to make any number of instances.
pub struct Prepared<T: ?Sized> {
    build: Arc<Build<T>>,
    options: Value,
    learns: bool,
}

type Build<T> = dyn Fn(&Shared) -> Result<Box<T>, StageError> + Send + Sync;

impl<T: ?Sized + 'static> Prepared<T> {
    fn new<O: Serialize + Send + Sync + 'static>(
        options: O,
        build: fn(&O, &Shared) -> Result<Box<T>, StageError>,
    ) -> Self {
        let json = serde_json::to_value(&options).unwrap_or_default();
        Self { build: Arc::new(move |shared| build(&options, shared)), options: json, learns: false }
    }

    /// Whether a stage with these options wants to learn from the archive first.
    pub fn learns(&self) -> bool {
        self.learns
    }

    /// The same options, of which instances are made in another way: in a process of their own, say.
    #[must_use]
    pub fn made_by(
        &self,
        build: impl Fn(&Shared) -> Result<Box<T>, StageError> + Send + Sync + 'static,
    ) -> Self {
        Self { build: Arc::new(build), ..self.clone() }
    }

    /// Makes one instance.
    ///
    /// # Errors
    /// What the kind's `build` says: options out of range, files that are missing.
    pub fn build(&self, shared: &Shared) -> Result<Box<T>, StageError> {
        (self.build)(shared)
    }

    /// The options with all defaults filled in, as JSON.
    pub fn options(&self) -> &Value {
        &self.options
    }
}

impl<T: ?Sized> Clone for Prepared<T> {
    fn clone(&self) -> Self {
        Self { build: Arc::clone(&self.build), options: self.options.clone(), learns: self.learns }
    }
}

impl<T: ?Sized> std::fmt::Debug for Prepared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("options", &self.options).finish_non_exhaustive()
    }
}

macro_rules! entry {
    ($(#[$doc:meta])* $entry:ident for $trait:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty),* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub struct $entry {
            /// The name in the pipeline file.
            pub name: &'static str,
            /// One line on what it does.
            pub summary: &'static str,
            $($(#[$fdoc])* pub $field: $ty,)*
            /// JSON Schema of the options.
            pub schema: fn() -> Schema,
            /// The options' defaults as JSON.
            pub defaults: fn() -> Value,
            /// Reads the options out of a table of the pipeline file.
            pub prepare: fn(ValueDeserializer<'_>) -> Result<Prepared<dyn $trait>, toml::de::Error>,
        }
    };
}

entry!(
    /// A stage in the registry.
    StageEntry for Stage {
        /// Raised when the output changes.
        version: u32,
        /// What must be there before.
        needs: &'static [&'static str],
        /// What it gives.
        gives: &'static [&'static str],
        /// How many instances may work at once.
        concurrency: Concurrency,
        /// What it learns from each document before it works on any.
        learn: Option<fn(&Document, &mut Seen)>,
        /// Whether a document is worth keeping for the next run as it leaves the stage.
        keep: Option<fn(&Document) -> bool>,
        /// Whether it does no more than write layers, and entries at the end of the trail.
        adds: bool,
        /// Takes options that were put into JSON by [`Prepared::options`].
        prepare_json: fn(Value) -> Result<Prepared<dyn Stage>, serde_json::Error>
    }
);
entry!(
    /// A source in the registry.
    SourceEntry for Source {}
);
entry!(
    /// An export in the registry.
    ExportEntry for Export {
        /// Raised when what it writes changes.
        version: u32
    }
);

fn prepared<K: StageKind>(options: K::Options) -> Prepared<dyn Stage> {
    let learns = K::LEARN.is_some() && K::learns(&options);
    Prepared { learns, ..Prepared::new(options, K::build) }
}

/// All kinds of stages, sources and exports that this binary knows.
#[derive(Debug, Default)]
pub struct Registry {
    stages: BTreeMap<&'static str, StageEntry>,
    sources: BTreeMap<&'static str, SourceEntry>,
    exports: BTreeMap<&'static str, ExportEntry>,
    twice: Vec<&'static str>,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a stage.
    pub fn add<K: StageKind>(&mut self) {
        let entry = StageEntry {
            name: K::NAME,
            summary: K::SUMMARY,
            version: K::VERSION,
            needs: K::NEEDS,
            gives: K::GIVES,
            concurrency: K::CONCURRENCY,
            learn: K::LEARN,
            keep: K::KEEP,
            adds: K::ADDS,
            schema: || schemars::schema_for!(K::Options),
            defaults: || serde_json::to_value(K::Options::default()).unwrap_or_default(),
            prepare: |table| Ok(prepared::<K>(serde::Deserialize::deserialize(table)?)),
            prepare_json: |options| Ok(prepared::<K>(serde_json::from_value(options)?)),
        };
        if self.stages.insert(K::NAME, entry).is_some() {
            self.twice.push(K::NAME);
        }
    }

    /// Adds a source.
    pub fn add_source<K: SourceKind>(&mut self) {
        let entry = SourceEntry {
            name: K::NAME,
            summary: K::SUMMARY,
            schema: || schemars::schema_for!(K::Options),
            defaults: || serde_json::to_value(K::Options::default()).unwrap_or_default(),
            prepare: |table| Ok(Prepared::new(serde::Deserialize::deserialize(table)?, K::build)),
        };
        if self.sources.insert(K::NAME, entry).is_some() {
            self.twice.push(K::NAME);
        }
    }

    /// Adds an export.
    pub fn add_export<K: ExportKind>(&mut self) {
        let entry = ExportEntry {
            name: K::NAME,
            summary: K::SUMMARY,
            version: K::VERSION,
            schema: || schemars::schema_for!(K::Options),
            defaults: || serde_json::to_value(K::Options::default()).unwrap_or_default(),
            prepare: |table| Ok(Prepared::new(serde::Deserialize::deserialize(table)?, K::build)),
        };
        if self.exports.insert(K::NAME, entry).is_some() {
            self.twice.push(K::NAME);
        }
    }

    /// A stage by name.
    pub fn stage(&self, name: &str) -> Option<&StageEntry> {
        self.stages.get(name)
    }

    /// A source by name.
    pub fn source(&self, name: &str) -> Option<&SourceEntry> {
        self.sources.get(name)
    }

    /// An export by name.
    pub fn export(&self, name: &str) -> Option<&ExportEntry> {
        self.exports.get(name)
    }

    /// All stages, by name.
    pub fn stages(&self) -> impl Iterator<Item = &StageEntry> {
        self.stages.values()
    }

    /// All sources, by name.
    pub fn sources(&self) -> impl Iterator<Item = &SourceEntry> {
        self.sources.values()
    }

    /// All exports, by name.
    pub fn exports(&self) -> impl Iterator<Item = &ExportEntry> {
        self.exports.values()
    }

    /// Names that were added twice: an error at start, told to the user by the command line.
    pub fn twice(&self) -> &[&'static str] {
        &self.twice
    }
}
