//! What only shows when the steps are built: ranges, missing files and programs, two exports into one file.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{ExportStep, Input, Pipeline, Problem, Severity, SourceStep, StageStep, TestCase};

/// Builds each step once and throws it away.
pub(crate) fn problems(pipeline: &Pipeline) -> Vec<Problem> {
    let shared = &pipeline.shared;
    let sources = pipeline.sources.iter().filter_map(|s| {
        let error = pipeline.open(s).err()?;
        s.earned(&error).then(|| s.problem(&error))
    });
    let stages = pipeline.stages.iter().filter_map(|s| {
        let error = s.build(shared).err()?;
        s.earned(&error).then(|| s.problem(&error))
    });
    let exports = pipeline.exports.iter().filter_map(|s| {
        let error = s.build(shared).err()?;
        s.earned(&error).then(|| s.problem(&error))
    });
    let mut found: Vec<_> = sources.chain(stages).chain(exports).collect();
    found.extend(same_file(pipeline));
    found.extend(pipeline.tests.iter().filter_map(|t| missing_file(pipeline, t)));
    found
}

/// Sources that give nothing, and what the stages that can be built do without.
pub(crate) fn lacks(pipeline: &Pipeline) -> Vec<Problem> {
    let bare = |s: &SourceStep| pipeline.open(s).ok()?.lacks().map(|lack| s.problem(&lack));
    let lack = |s: &StageStep| {
        let lack = s.build(&pipeline.shared).ok()?.lacks()?;
        Some(Problem { severity: Severity::Note, ..(**s).problem(&lack) })
    };
    let bare = pipeline.sources.iter().filter_map(bare);
    bare.chain(pipeline.stages.iter().filter_map(lack)).collect()
}

/// Two exports with the same `to` would overwrite one another.
fn same_file(pipeline: &Pipeline) -> Vec<Problem> {
    let mut taken: Vec<(&ExportStep, PathBuf)> = Vec::new();
    let mut found = Vec::new();
    for export in &pipeline.exports {
        let to = export.options().get("to").and_then(Value::as_str).unwrap_or("");
        let Ok(to) = pipeline.shared.out_path(Path::new(to)) else { continue };
        if to == pipeline.out {
            continue;
        }
        if let Some((first, _)) = taken.iter().find(|(_, other)| *other == to) {
            let message =
                format!("`{}` and `{}` write to the same place, {}", first.id, export.id, to.display());
            let problem = Problem::error(message, export.place.span());
            found.push(problem.hint("give one of them another `to`"));
        }
        taken.push((export, to));
    }
    found
}

/// A test whose file is not there.
fn missing_file(pipeline: &Pipeline, test: &TestCase) -> Option<Problem> {
    let Input::File(file) = &test.input else { return None };
    let path = pipeline.shared.path(file);
    if path.is_file() {
        return None;
    }
    let message = format!("there is no file {} for the test \"{}\"", path.display(), test.name);
    let problem = Problem::error(message, Some(test.span.clone()));
    Some(problem.hint("paths in a pipeline file are relative to the file's own folder"))
}
