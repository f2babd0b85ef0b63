//! What a run would do.

use std::path::PathBuf;

use rapporteur_config::{Pipeline, Problems};
use rapporteur_model::Document;

use crate::{
    Stop, Why,
    feed::Entry,
    house::House,
    learn, ledger,
    memory::Memory,
    parts::{Parts, list_all, prepare},
    report::Missing,
    run::Trouble,
};

/// What a run would do, without doing it.
#[derive(Debug)]
#[non_exhaustive]
pub struct DryRun {
    /// The documents that the sources give, in order.
    pub documents: Vec<Foreseen>,
    /// Entries of the sources that cannot be taken, as sentences.
    pub troubles: Vec<String>,
    /// Sources of earlier runs that are gone, and would leave the exports.
    pub gone: Vec<PathBuf>,
    /// Folders of the sources that are out of sight; their documents would stay as they are.
    pub missing: Vec<Missing>,
    /// Stages that would look through the whole archive first.
    pub learning: Vec<&'static str>,
    /// The stages they would go through, in order.
    pub stages: Vec<DryStep>,
    /// The exports, by id.
    pub exports: Vec<String>,
    /// The output folder.
    pub out: PathBuf,
}

/// A source in a run that is only thought.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Foreseen {
    /// Its path.
    pub path: PathBuf,
    /// Why it would be worked on, or not.
    pub why: Why,
    /// The first stage that would work on it, by its id; `None` when only exports would, or nobody.
    pub from: Option<String>,
    /// Whether nothing would be done at all.
    pub stands: bool,
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

/// Lists what [`run`](crate::run) would do, and why, by asking the same questions. Nothing is written.
///
/// # Errors
/// When a step cannot be built, or the ledger cannot be read.
pub fn dry_run(pipeline: &Pipeline) -> Result<DryRun, Box<Trouble>> {
    let stop = Stop::default();
    let house = House::new(pipeline, &stop, &());
    let learning = learn::foresee(pipeline);
    let mut warnings: Problems = pipeline.no_problems();
    let mut parts = prepare(&house, &mut warnings)?;
    for crew in parts.crews.iter_mut().filter(|c| learning.contains(&c.name)) {
        // Whatever it learns, it will be something else.
        crew.print.print.learned = Some("anew".to_owned());
        crew.print.hash = crew.print.print.hash();
    }
    let known = pipeline.ledger.as_deref().map(ledger::look).transpose();
    let known = known.map_err(|e| Box::new(Trouble::new(format!("cannot read the ledger: {e}"))))?;
    let mut memory = Memory::new(pipeline, parts.prints(), &parts.shapes(), known.unwrap_or_default());
    let list = list_all(&house, &mut parts, &mut memory)?;
    let (mut documents, mut troubles) = (Vec::new(), Vec::new());
    for entry in list.into_entries() {
        let ticket = match entry {
            Entry::Source(source) => memory.decide(&Document { source: *source, ..Document::default() }),
            Entry::Kept(path) => memory.keep(&path),
            Entry::Failed(failure) | Entry::NotThere(failure) | Entry::Unread(_, failure) => {
                troubles.push(failure.message);
                continue;
            }
        };
        let from = parts.crews.get(ticket.from).filter(|_| !ticket.stands).map(|c| c.id.clone());
        documents.push(Foreseen { path: ticket.path, why: ticket.why, from, stands: ticket.stands });
    }
    let Parts { crews, .. } = &parts;
    let stage = |c: &crate::crew::Crew| DryStep { id: c.id.clone(), name: c.name, workers: c.runners.len() };
    Ok(DryRun {
        documents,
        troubles,
        gone: memory.gone(),
        missing: memory.missing.clone(),
        learning,
        stages: crews.iter().map(stage).collect(),
        exports: pipeline.exports.iter().map(|e| e.id.clone()).collect(),
        out: pipeline.out.clone(),
    })
}
