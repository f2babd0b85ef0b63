//! The tables `[[source]]`, `[[stage]]` and `[[export]]`: the engine's keys apart, the rest to the kind.

use std::{
    ops::{Range, RangeInclusive},
    path::Path,
    time::Duration,
};

use rapporteur_stage::{Registry, Stage, StageEntry};
use serde_json::Value;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    ExportStep, Overrides, Place, Problem, SourceStep, StageStep, Step, When, absent,
    keys::Keys,
    options::{Kind, prepare},
    order::Link,
    run, suggest,
};

/// Keys of a [[stage]] that belong to the engine. No stage may have options of these names.
pub(crate) const STAGE_KEYS: &[&str] =
    &["use", "id", "when", "workers", "on-error", "timeout-seconds", "isolate", "memory-mib", "optional"];
/// Keys of an [[export]] that belong to the engine.
pub(crate) const EXPORT_KEYS: &[&str] = &["use", "id", "when"];
/// Keys of a [[source]] that belong to the engine.
pub(crate) const SOURCE_KEYS: &[&str] = &["use", "id"];

/// The memory, in MiB, that the process of an isolated stage may have: from, to, and when nothing is said.
pub(crate) const MEMORY_MIB: (RangeInclusive<u64>, u64) = (256..=1_048_576, 2048);

/// What a document must have before anything else can be done; the stage that gives it stands first.
const BLOCKS: &str = "blocks";

/// All steps of a file, as far as they could be read.
pub(crate) struct Steps {
    pub(crate) sources: Vec<SourceStep>,
    pub(crate) stages: Vec<StageStep>,
    pub(crate) exports: Vec<ExportStep>,
    /// All stages, also those whose options are faulty.
    pub(crate) links: Vec<Link>,
    /// Id and name of the same.
    pub(crate) stage_names: Vec<(String, &'static str)>,
}

/// Reads table after table.
pub(crate) struct Reading<'a> {
    registry: &'a Registry,
    /// The folder of the pipeline file.
    folder: &'a Path,
    overrides: &'a Overrides,
    problems: &'a mut Vec<Problem>,
    steps: Steps,
    source_ids: Ids,
    stage_ids: Ids,
    export_ids: Ids,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        registry: &'a Registry,
        folder: &'a Path,
        overrides: &'a Overrides,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        let steps = Steps {
            sources: Vec::new(),
            stages: Vec::new(),
            exports: Vec::new(),
            links: Vec::new(),
            stage_names: Vec::new(),
        };
        let (source_ids, stage_ids, export_ids) = <(Ids, Ids, Ids)>::default();
        Self { registry, folder, overrides, problems, steps, source_ids, stage_ids, export_ids }
    }

    pub(crate) fn source(&mut self, table: &DeTable<'_>, span: Range<usize>) {
        let names = || self.registry.sources().map(|s| s.name);
        let Some(name) = used("source", table, &span, self.registry, self.folder, names, self.problems)
        else {
            return;
        };
        let Some(entry) = self.registry.source(&name) else { return };
        let id = self.source_ids.of(table, entry.name, self.problems);
        let kind = Kind {
            name: entry.name,
            schema: schema(entry.schema),
            prepare: entry.prepare,
            engine_keys: SOURCE_KEYS,
        };
        let place = Place::of(table, &[]);
        let own = own_keys(table, SOURCE_KEYS, "source", self.problems);
        if let Some((prepared, whole)) = prepare(&kind, own, place.span(), self.problems) {
            let (name, when) = (entry.name, When::default());
            self.steps.sources.push(Step { id, name, version: 0, when, place, prepared, whole });
        }
    }

    /// The source that the command line gives in place of those of the file.
    pub(crate) fn given_source(&mut self) {
        let include = Value::from(self.overrides.sources.clone());
        let text = format!("include = {}", crate::overrides::toml_of(&include));
        let name = self.overrides.source_kind;
        let (Ok(table), Some(entry)) = (DeTable::parse(&text), self.registry.source(name)) else {
            self.problems.push(Problem::error(format!("there is no source `{name}`"), None));
            return;
        };
        let kind = Kind {
            name: entry.name,
            schema: schema(entry.schema),
            prepare: entry.prepare,
            engine_keys: SOURCE_KEYS,
        };
        if let Some((prepared, whole)) = prepare(&kind, table.into_inner(), None, self.problems) {
            let (id, name) = (entry.name.to_owned(), entry.name);
            let (when, place) = (When::default(), Place::default());
            self.steps.sources.push(Step { id, name, version: 0, when, place, prepared, whole });
        }
    }

    pub(crate) fn export(&mut self, table: &DeTable<'_>, span: Range<usize>) {
        let names = || self.registry.exports().map(|s| s.name);
        let Some(name) = used("export", table, &span, self.registry, self.folder, names, self.problems)
        else {
            return;
        };
        let Some(entry) = self.registry.export(&name) else { return };
        let id = self.export_ids.of(table, entry.name, self.problems);
        let kind = Kind {
            name: entry.name,
            schema: schema(entry.schema),
            prepare: entry.prepare,
            engine_keys: EXPORT_KEYS,
        };
        let place = Place::of(table, &[]);
        let when = when(table, self.problems);
        let own = own_keys(table, EXPORT_KEYS, "export", self.problems);
        if let Some((prepared, whole)) = prepare(&kind, own, place.span(), self.problems) {
            let (name, version) = (entry.name, entry.version);
            self.steps.exports.push(Step { id, name, version, when, place, prepared, whole });
        }
    }

    pub(crate) fn stage(&mut self, table: &DeTable<'_>, span: Range<usize>) {
        let names = || self.registry.stages().map(|s| s.name);
        let Some(name) = used("stage", table, &span, self.registry, self.folder, names, self.problems) else {
            return;
        };
        let Some(entry) = self.registry.stage(&name).copied() else { return };
        let id = self.stage_ids.of(table, entry.name, self.problems);
        if let Some(step) = self.stage_step(&entry, id.clone(), table) {
            self.steps.stages.push(step);
        }
        let place = Place::of(table, &[]).span();
        let (name, needs, gives) = (entry.name, entry.needs, entry.gives);
        self.steps.links.push(Link { name, needs, gives, span: place, head: Some(span) });
        self.steps.stage_names.push((id, entry.name));
    }

    fn stage_step(&mut self, entry: &StageEntry, id: String, table: &DeTable<'_>) -> Option<StageStep> {
        let kind = Kind {
            name: entry.name,
            schema: schema(entry.schema),
            prepare: entry.prepare,
            engine_keys: STAGE_KEYS,
        };
        let when = when(table, self.problems);
        let mut settings = engine_settings(table, self.problems);
        let mut own = own_keys(table, STAGE_KEYS, "stage", self.problems);
        let given = self.overrides.options_of(&id, entry.name);
        let mut overridden = Vec::new();
        for (key, value) in &given {
            // What is written as TOML by ourselves can be read back.
            let Ok(value) = DeValue::parse(value) else { continue };
            let value = nowhere(value.into_inner());
            if self.fits(&kind, key, value.clone()) {
                put(&mut own, key, value);
                overridden.push(key.clone());
            }
        }
        let place = Place::of(table, &overridden);
        let (prepared, whole) = prepare(&kind, own, place.span(), self.problems)?;
        let (name, version) = (entry.name, entry.version);
        settings.step = Some(Step { id, name, version, when, place, prepared, whole });
        settings.complete(entry)
    }

    /// Whether a kind takes an option of the command line. What is wrong with it has no place in the file.
    fn fits(&mut self, kind: &Kind<dyn Stage>, key: &str, value: Spanned<DeValue<'_>>) -> bool {
        let mut alone = DeTable::new();
        alone.insert(nowhere(key.to_owned().into()), value);
        let mut found = Vec::new();
        prepare(kind, alone, None, &mut found);
        let fits = found.is_empty();
        self.problems.extend(found.into_iter().map(|p| Problem { span: None, ..p }));
        fits
    }

    /// All of them; with the stage that reads documents in front when the file leaves it to us.
    pub(crate) fn finish(mut self) -> Steps {
        let read = |s: &Link| s.gives.contains(&BLOCKS);
        if !self.steps.links.iter().any(read) {
            let mut readers =
                self.registry.stages().filter(|s| s.gives.contains(&BLOCKS) && s.needs.is_empty());
            if let (Some(reader), None) = (readers.next().copied(), readers.next()) {
                self.put_first(&reader);
            }
        }
        self.steps
    }

    fn put_first(&mut self, reader: &StageEntry) {
        let id = self.stage_ids.free(reader.name);
        let Some(step) = self.stage_step(reader, id.clone(), &DeTable::new()) else { return };
        self.steps.stages.insert(0, step);
        let link =
            Link { name: reader.name, needs: reader.needs, gives: reader.gives, span: None, head: None };
        self.steps.links.insert(0, link);
        self.steps.stage_names.insert(0, (id, reader.name));
    }
}

/// The engine's settings of a stage.
#[derive(Default)]
struct Settings {
    step: Option<Step<dyn Stage>>,
    workers: Option<std::num::NonZeroUsize>,
    on_error: Option<crate::OnError>,
    timeout: Option<Duration>,
    optional: bool,
    isolate: bool,
    memory_mib: Option<u64>,
}

impl Settings {
    fn complete(self, entry: &StageEntry) -> Option<StageStep> {
        let step = self.step?;
        Some(StageStep {
            learn: entry.learn.filter(|_| step.prepared.learns()),
            step,
            needs: entry.needs,
            gives: entry.gives,
            concurrency: entry.concurrency,
            keep: entry.keep,
            adds: entry.adds,
            workers: self.workers,
            on_error: self.on_error,
            timeout: self.timeout,
            optional: self.optional,
            isolate: self.isolate,
            memory_mib: self.memory_mib.unwrap_or(MEMORY_MIB.1),
        })
    }
}

fn engine_settings(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Settings {
    let mut keys = Keys::new("a [[stage]]", table, problems);
    let settings = Settings {
        step: None,
        workers: run::workers(&mut keys),
        on_error: run::on_error(&mut keys),
        timeout: keys.number("timeout-seconds", &(1..=86_400)).map(Duration::from_secs),
        optional: keys.boolean("optional").unwrap_or(false),
        isolate: keys.boolean("isolate").unwrap_or(false),
        memory_mib: keys.number("memory-mib", &MEMORY_MIB.0),
    };
    if settings.memory_mib.is_some() && !settings.isolate {
        let span = keys.span_of("memory-mib");
        let note = Problem::note("`memory-mib` has no effect without `isolate = true`", span);
        keys.push(note.hint("memory can only be limited where the stage has a process of its own"));
    }
    settings
}

fn when(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> When {
    let mut keys = Keys::new("a table", table, problems);
    let conditions = keys.table("when");
    conditions.map(|t| When::read(t, keys.problems())).unwrap_or_default()
}

/// The name after `use`, when there is such a kind.
fn used<'r, I: Iterator<Item = &'r str>>(
    sort: &'static str,
    table: &DeTable<'_>,
    span: &Range<usize>,
    registry: &Registry,
    folder: &Path,
    names: impl Fn() -> I,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let Some(value) = table.get("use") else {
        let problem = Problem::error(format!("this [[{sort}]] has no `use`"), Some(span.clone()));
        problems.push(problem.hint(format!("name one: {}", suggest::list(names()))));
        return None;
    };
    let Some(name) = value.get_ref().as_str() else {
        problems.push(crate::keys::wrong("use", "a string", value));
        return None;
    };
    if names().any(|n| n == name) {
        return Some(name.to_owned());
    }
    let all: Vec<&str> = names().collect();
    let near = suggest::closest(name, all.iter().copied());
    let hint = absent::hint(sort, name, registry, folder, near, &all);
    let problem = Problem::error(format!("there is no {sort} `{name}`"), Some(value.span()));
    problems.push(problem.did_you_mean(near).hint(hint));
    None
}

/// The keys that belong to the kind. An engine's key in a sort of table where it means nothing is reported.
fn own_keys<'i>(
    table: &DeTable<'i>,
    engine: &[&str],
    sort: &str,
    problems: &mut Vec<Problem>,
) -> DeTable<'i> {
    let mut own = table.clone();
    for key in engine {
        own.remove(*key);
    }
    for key in STAGE_KEYS {
        if let Some((key, _)) = own.remove_entry(*key) {
            let name = key.get_ref();
            let message = format!("`{name}` means nothing in [[{sort}]]");
            let problem = Problem::error(message, Some(key.span()));
            problems.push(
                problem.hint(format!(
                    "it is a key of [[stage]]; here: {}",
                    suggest::list(engine.iter().copied())
                )),
            );
        }
    }
    own
}

fn schema(schema: fn() -> schemars::Schema) -> Value {
    schema().to_value()
}

/// Puts an option in place of the file's; a table goes into the file's table, key by key.
fn put<'i>(table: &mut DeTable<'i>, key: &str, value: Spanned<DeValue<'i>>) {
    let old = table.get_mut(key).map(Spanned::get_mut);
    match (old, value.into_inner()) {
        (Some(DeValue::Table(old)), DeValue::Table(new)) => old.extend(new),
        (_, value) => {
            table.insert(nowhere(key.to_owned().into()), nowhere(value));
        }
    }
}

fn nowhere<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// Names in use within one sort of table.
#[derive(Default)]
struct Ids {
    taken: Vec<String>,
}

impl Ids {
    /// The table's `id`, or a free one made from the kind's name.
    fn of(&mut self, table: &DeTable<'_>, name: &str, problems: &mut Vec<Problem>) -> String {
        let mut keys = Keys::new("a table", table, problems);
        let Some(id) = keys.string("id") else { return self.free(name) };
        let span = keys.span_of("id");
        if id.trim().is_empty() {
            keys.push(Problem::error("`id` is empty", span));
            return self.free(name);
        }
        if self.taken.contains(&id) {
            let problem = Problem::error(format!("`{id}` is already the name of another"), span);
            keys.push(problem.hint("names are how reports, tests and `--stages` tell them apart"));
            return self.free(name);
        }
        self.taken.push(id.clone());
        id
    }

    fn free(&mut self, name: &str) -> String {
        let mut id = name.to_owned();
        let mut number = 2;
        while self.taken.contains(&id) {
            id = format!("{name}-{number}");
            number += 1;
        }
        self.taken.push(id.clone());
        id
    }
}
