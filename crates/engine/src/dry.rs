//! What a run would do.

use std::path::PathBuf;

use rapporteur_config::{Pipeline, Problems};

use crate::{Stop, crew, house::House};

/// What a run would do, without doing it.
#[derive(Debug)]
#[non_exhaustive]
pub struct DryRun {
    /// The documents that would be taken, in order.
    pub documents: Vec<PathBuf>,
    /// Entries of the sources that cannot be taken, as sentences.
    pub troubles: Vec<String>,
    /// The stages they would go through, in order.
    pub stages: Vec<DryStep>,
    /// The exports, by id.
    pub exports: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
}

/// A stage of a run that is only thought.
#[derive(Debug)]
#[non_exhaustive]
pub struct DryStep {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub name: &'static str,
    /// How many workers it would have.
    pub workers: usize,
}

/// Lists what [`run`](crate::run) would do. Nothing is read but the lists of the sources, nothing written.
///
/// # Errors
/// When a source cannot be opened.
pub fn dry_run(pipeline: &Pipeline) -> Result<DryRun, Problems> {
    let mut problems = pipeline.no_problems();
    let (mut documents, mut troubles) = (Vec::new(), Vec::new());
    for step in &pipeline.sources {
        match pipeline.open(step) {
            Ok(mut source) => {
                while let Some(entry) = source.next() {
                    match entry {
                        Ok(doc) => documents.push(doc.source.path),
                        Err(error) => troubles.push(error.message),
                    }
                }
            }
            Err(error) => problems.push(step.problem(&error)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let stop = Stop::default();
    let house = House::new(pipeline, &stop, &());
    let stage = |s: &rapporteur_config::StageStep| DryStep {
        id: s.id.clone(),
        name: s.name,
        workers: crew::workers(&house, s),
    };
    Ok(DryRun {
        documents,
        troubles,
        stages: pipeline.stages.iter().map(stage).collect(),
        exports: pipeline.exports.iter().map(|e| e.id.clone()).collect(),
        out: pipeline.out.clone(),
    })
}
