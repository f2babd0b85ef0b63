//! Everything that a pipeline file names, built before the first document is touched.

use std::path::PathBuf;

use rapporteur_config::{ExportStep, Pipeline, Problem, Problems, Severity, SourceStep};
use rapporteur_stage::{Export, Shape, Source};

use crate::{
    crew::Crew,
    feed::{List, list},
    house::House,
    memory::Memory,
    prints::{ExportPrint, Prints, StepPrint},
    report::Missing,
    run::Trouble,
    runner::Runner,
};

/// Everything built.
pub(crate) struct Parts {
    sources: Vec<(SourceStep, Box<dyn Source>)>,
    /// The sources that give nothing at all: the folders they look in, and the problem that it is.
    lacking: Vec<(Vec<PathBuf>, Problem)>,
    pub(crate) crews: Vec<Crew>,
    pub(crate) exports: Vec<(ExportStep, Box<dyn Export>, ExportPrint)>,
}

impl Parts {
    pub(crate) fn prints(&self) -> Prints {
        Prints {
            stages: self.crews.iter().map(|c| c.print.clone()).collect(),
            minds_path: self
                .crews
                .iter()
                .map(|c| c.runners.first().is_some_and(Runner::minds_path))
                .collect(),
            exports: self.exports.iter().map(|(.., print)| print.clone()).collect(),
        }
    }

    pub(crate) fn shapes(&self) -> Vec<Shape> {
        self.exports.iter().map(|(_, export, _)| export.shape()).collect()
    }

    pub(crate) fn take_sources(&mut self) -> Vec<(SourceStep, Box<dyn Source>)> {
        std::mem::take(&mut self.sources)
    }
}

/// Builds all steps, so that what is wrong shows before the first document is touched.
pub(crate) fn prepare(house: &House<'_>, warnings: &mut Problems) -> Result<Parts, Box<Trouble>> {
    let pipeline = house.pipeline;
    let mut problems = pipeline.no_problems();
    let mut parts =
        Parts { sources: Vec::new(), lacking: Vec::new(), crews: Vec::new(), exports: Vec::new() };
    parts.sources = sources(pipeline, &mut problems);
    // Where nothing was ever found, there is nothing that could be away.
    let known = pipeline.ledger.as_ref().is_some_and(|ledger| ledger.exists());
    for (step, source) in &parts.sources {
        match source.lacks().map(|lack| step.problem(&lack)) {
            Some(problem) if known => parts.lacking.push((source.roots(), problem)),
            Some(problem) => problems.push(problem),
            None => {}
        }
    }
    for (index, step) in pipeline.stages.iter().enumerate() {
        match Crew::build(house, index, step) {
            Ok(crew) => parts.crews.push(crew),
            Err(problem) if problem.severity == Severity::Error => problems.push(problem),
            Err(problem) => warnings.push(problem),
        }
    }
    for step in &pipeline.exports {
        let (built, files) = pipeline.shared.listening(|| step.build(&pipeline.shared));
        match built {
            Ok(export) => {
                let print = StepPrint::of(step, files, None);
                parts.exports.push((step.clone(), export, ExportPrint { hash: print.hash(), print }));
            }
            Err(error) => problems.push(step.problem(&error)),
        }
    }
    if problems.is_empty() {
        return Ok(parts);
    }
    Err(unbuilt(problems))
}

/// Opens the sources.
pub(crate) fn sources(pipeline: &Pipeline, problems: &mut Problems) -> Vec<(SourceStep, Box<dyn Source>)> {
    let mut open = Vec::new();
    for step in &pipeline.sources {
        match pipeline.open(step) {
            Ok(source) => open.push((step.clone(), source)),
            Err(error) => problems.push(step.problem(&error)),
        }
    }
    open
}

pub(crate) fn unbuilt(problems: Problems) -> Box<Trouble> {
    let message = "the pipeline cannot be built".to_owned();
    Box::new(Trouble { message, hint: None, problems: Some(problems) })
}

/// Asks the sources; what they do not give any more is gone, or stays. Refuses to go on without any document, unless the
/// folders are there and only empty: somebody may have cleared them.
pub(crate) fn list_all(
    house: &House<'_>,
    parts: &mut Parts,
    memory: &mut Memory,
) -> Result<List, Box<Trouble>> {
    let lacking = std::mem::take(&mut parts.lacking);
    let mut list = list(house, parts.take_sources());
    list.leave(&house.leave);
    memory.list(&mut list, &house.leave);
    list.tell_once(&memory.missing);
    let mut problems = house.pipeline.no_problems();
    // A source may give nothing because its folder is away; otherwise it is a mistake in its patterns.
    let excused = |roots: &[PathBuf]| {
        let away = |root: &PathBuf| {
            memory.missing.iter().any(|m| m.folder.starts_with(root) || root.starts_with(&m.folder))
        };
        roots.iter().any(away)
            || (house.pipeline.run.remove_missing && roots.iter().any(|root| memory.knows(root)))
    };
    lacking.into_iter().filter(|(roots, _)| !excused(roots)).for_each(|(_, problem)| problems.push(problem));
    if !problems.is_empty() {
        return Err(unbuilt(problems));
    }
    if !list.gives_something() && memory.missing.iter().any(|folder| !folder.there) {
        return Err(Box::new(all_missing(memory)));
    }
    Ok(list)
}

/// Every folder of the sources is out of sight.
fn all_missing(memory: &Memory) -> Trouble {
    let documents: u64 = memory.missing.iter().map(|m| m.documents).sum();
    let (what, they) = match documents {
        1 => ("a document".to_owned(), "it is"),
        n => (format!("{n} documents"), "they are"),
    };
    let folders = memory.missing.iter().take(3).map(Missing::to_string);
    let message =
        format!("nothing to read, and the ledger knows {what}: {}", folders.collect::<Vec<_>>().join("; "));
    let hint = format!("see that the disk is mounted; if {they} to leave the exports, add --remove-missing");
    Trouble { hint: Some(hint), ..Trouble::new(message) }
}
