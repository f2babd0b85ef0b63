//! From the text of a pipeline file to a [`Pipeline`], with all problems.

use std::{fs, path::Path, path::PathBuf, sync::Arc};

use rapporteur_stage::{Registry, Shared};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Checked, Overrides, Pipeline, Problem, Problems, Run, Schedule, TestCase,
    keys::Keys,
    order,
    steps::{Reading, Steps},
};

/// Reads a pipeline file.
pub fn load(path: &Path, registry: &Registry, overrides: &Overrides) -> Checked {
    let fail = |message: String, hint: &str| {
        let mut problems = Problems::new(path, "");
        problems.push(Problem::error(message, None).hint(hint));
        Checked { pipeline: None, problems }
    };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return fail(
                format!("there is no file {}", path.display()),
                "name a pipeline file, or go to the folder that holds pipeline.toml",
            );
        }
        Err(e) => {
            return fail(format!("cannot read {}: {e}", path.display()), "a pipeline file is a text file");
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => parse(path, &text, registry, overrides),
        Err(_) => fail(format!("{} is not UTF-8 text", path.display()), "save it as UTF-8"),
    }
}

/// The pipeline of somebody who has no file: these stages, with their defaults.
pub fn implicit(stages: &[&str], registry: &Registry, overrides: &Overrides) -> Checked {
    let tables: Vec<_> = stages.iter().map(|s| format!("[[stage]]\nuse = {s:?}\n")).collect();
    let overrides = Overrides { stages_only: true, ..overrides.clone() };
    parse(Path::new("(built in)"), &tables.join("\n"), registry, &overrides)
}

/// Reads the text of a pipeline file. `path` is its name in messages, and its folder is what the file's paths are
/// relative to.
pub fn parse(path: &Path, text: &str, registry: &Registry, overrides: &Overrides) -> Checked {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let blank = Problems::new(path, text);
    let mut problems = blank.clone();
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What the rest of a file means is anybody's guess until its syntax is right.
        problems.extend(syntax(&blank, &errors));
        return Checked { pipeline: None, problems };
    }
    let mut found = Vec::new();
    let pipeline = Reader { path, text, registry, overrides, problems: &mut found }.pipeline(&root, blank);
    problems.extend(found);
    Checked { pipeline: Some(pipeline), problems }
}

/// The first syntax error of each line: further ones there are its consequences.
fn syntax(blank: &Problems, errors: &[toml::de::Error]) -> Vec<Problem> {
    let mut last = 0;
    let mut found = Vec::new();
    for error in errors {
        let line = error.span().map_or(0, |s| blank.position(s.start).0);
        if line != last || found.is_empty() {
            found.push(Problem::error(format!("this is not TOML: {}", error.message()), error.span()));
        }
        last = line;
    }
    found
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    registry: &'a Registry,
    overrides: &'a Overrides,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn pipeline(mut self, root: &Spanned<DeTable<'_>>, blank: Problems) -> Pipeline {
        let mut keys = Keys::new("a pipeline file", root.get_ref(), self.problems);
        let name = keys.table("pipeline").and_then(|t| head(t, keys.problems()));
        let run_table = keys.table("run");
        let mut run = run_table.map(|t| Run::read(t, keys.problems())).unwrap_or_default();
        let place = keys.span_of("schedule");
        let schedule = keys.table("schedule").and_then(|t| Schedule::read(t, place, keys.problems()));
        let lists = ["source", "stage", "export", "test"].map(|key| tables(&mut keys, key));
        keys.finish();
        run.workers = self.overrides.workers.or(run.workers);
        run.fresh = self.overrides.fresh;
        run.retry = self.overrides.retry;
        run.remove_missing = self.overrides.remove_missing;

        let base = self.path.parent().unwrap_or(Path::new("")).to_owned();
        let out = self.overrides.out.clone().unwrap_or_else(|| base.join(&run.out));
        let shared = Shared::new(&base, &out).named(&run.out);
        let shared =
            if self.overrides.stages_only { shared.keeping_nothing().in_one_group() } else { shared };
        let mut below = |key, to: &Path| self.below_out(&shared, key, to, run_table);
        let set_aside = below("set-aside", &run.set_aside);
        let ledger = run.ledger.as_deref().map(|to| below("ledger", to));
        let metrics = run.metrics.as_deref().map(|to| below("metrics", to));
        let [sources, stages, exports, tests] = lists;
        let steps = self.steps(&sources, &stages, &exports);
        let tests = self.tests(&tests, &steps);
        let given = !self.overrides.sources.is_empty();
        let source_shared = Shared::new(if given { Path::new("") } else { &base }, &out).named(&run.out);
        let pipeline = Pipeline {
            name: name.unwrap_or_else(|| folder_name(&base)),
            path: self.path.to_owned(),
            out,
            set_aside,
            ledger,
            metrics,
            run,
            schedule,
            partial: given,
            sources: steps.sources,
            stages: steps.stages,
            exports: steps.exports,
            tests,
            shared: Arc::new(shared),
            source_shared: Arc::new(source_shared),
            blank,
        };
        self.only(pipeline)
    }

    /// A path of `[run]` that lies in the output folder.
    fn below_out(&mut self, shared: &Shared, key: &str, to: &Path, table: Option<&DeTable<'_>>) -> PathBuf {
        shared.out_path(to).unwrap_or_else(|e| {
            let span = table.and_then(|t| t.get(key)).map(Spanned::span);
            let problem = Problem::error(format!("`{key}`: {}", e.message), span);
            self.problems.push(Problem { hint: e.hint, ..problem });
            shared.out().join(key)
        })
    }

    fn steps(
        &mut self,
        sources: &[Item<'_, '_>],
        stages: &[Item<'_, '_>],
        exports: &[Item<'_, '_>],
    ) -> Steps {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let mut reading = Reading::new(self.registry, folder, self.overrides, self.problems);
        if self.overrides.sources.is_empty() {
            sources.iter().for_each(|(table, span)| reading.source(table, span.clone()));
        } else {
            reading.given_source();
        }
        stages.iter().for_each(|(table, span)| reading.stage(table, span.clone()));
        exports.iter().for_each(|(table, span)| reading.export(table, span.clone()));
        let steps = reading.finish();
        order::check(&steps.links, self.registry, self.text, self.problems);
        self.missing(sources, exports);
        steps
    }

    fn missing(&mut self, sources: &[Item<'_, '_>], exports: &[Item<'_, '_>]) {
        if self.overrides.stages_only {
            return;
        }
        if sources.is_empty() && self.overrides.sources.is_empty() {
            let names = crate::suggest::list(self.registry.sources().map(|s| s.name));
            let problem = Problem::error("the pipeline has no [[source]]: no document would come in", None);
            self.problems.push(problem.hint(format!("add a [[source]] table with `use`; sources: {names}")));
        }
        if exports.is_empty() {
            let names = crate::suggest::list(self.registry.exports().map(|s| s.name));
            let problem = Problem::error("the pipeline has no [[export]]: nothing would come out", None);
            self.problems.push(problem.hint(format!("add an [[export]] table with `use`; exports: {names}")));
        }
    }

    fn tests(&mut self, tables: &[Item<'_, '_>], steps: &Steps) -> Vec<TestCase> {
        let read = |(table, span): &Item<'_, '_>| {
            TestCase::read(table, span.clone(), &steps.stage_names, self.problems)
        };
        tables.iter().filter_map(read).collect()
    }

    /// Leaves only the stages that the command line asks for, and those they need.
    fn only(&mut self, pipeline: Pipeline) -> Pipeline {
        let Some(wanted) = &self.overrides.only else { return pipeline };
        for name in wanted {
            if !pipeline.stages.iter().any(|s| s.id == *name || s.name == name) {
                let ids = || pipeline.stages.iter().map(|s| s.id.as_str());
                let near = crate::closest(name, ids()).map(|n| format!("did you mean `{n}`? "));
                let hint = format!("{}stages: {}", near.unwrap_or_default(), crate::suggest::list(ids()));
                let problem = Problem::error(format!("no stage `{name}` in this pipeline"), None);
                self.problems.push(problem.hint(hint));
            }
        }
        let wanted: Vec<_> = wanted.iter().map(String::as_str).collect();
        pipeline.only(&wanted)
    }
}

/// A table of a list of tables, with its place.
type Item<'t, 'i> = (&'t DeTable<'i>, std::ops::Range<usize>);

/// A list of tables: `[[stage]]`, again and again.
fn tables<'t, 'i>(keys: &mut Keys<'t, 'i, '_>, key: &'static str) -> Vec<Item<'t, 'i>> {
    let Some(value) = keys.value(key) else { return Vec::new() };
    let list = value.get_ref().as_array().filter(|l| l.iter().all(|v| v.get_ref().is_table()));
    let Some(list) = list else {
        let found = if value.get_ref().is_table() { "one table" } else { "something else" };
        let message = format!("`{key}` is a list of tables, not {found}");
        keys.push(
            Problem::error(message, Some(value.span())).hint(format!("write [[{key}]], in two brackets")),
        );
        return Vec::new();
    };
    let item = |v: &'t Spanned<DeValue<'i>>| v.get_ref().as_table().map(|t| (t, v.span()));
    list.iter().filter_map(item).collect()
}

/// `[pipeline]`: the name.
fn head(table: &DeTable<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    let mut keys = Keys::new("[pipeline]", table, problems);
    let name = keys.string("name");
    if let Some(format) = keys.number("format", &(0..=u64::MAX))
        && format != 1
    {
        let span = keys.span_of("format");
        let problem = Problem::error(format!("this program does not know format {format}"), span);
        keys.push(problem.hint("write format = 1, or use a newer rapporteur"));
    }
    keys.finish();
    name
}

fn folder_name(base: &Path) -> String {
    let absolute = std::path::absolute(if base.as_os_str().is_empty() { Path::new(".") } else { base });
    let name = absolute.ok().and_then(|p| p.file_name().map(|n| n.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| "pipeline".to_owned())
}
