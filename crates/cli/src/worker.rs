//! `worker`: documents as JSON lines in and out.

use std::io;

use rapporteur_config::Overrides;
use rapporteur_engine::Chain;
use rapporteur_stage::{Registry, StageError};
use rapporteur_worker::Wire;

use crate::{
    args::{FileArgs, Verb},
    complaint::{Complaint, DONE},
    output::{Voice, Weight},
    read::of_file,
    run,
};

/// The way to the parent of a process that serves an isolated stage; none for all others. Taken before anything is
/// written, as it takes standard output.
pub(crate) fn parent(verb: &Verb) -> Result<Option<Wire>, Complaint> {
    match verb {
        Verb::Worker(args) if args.isolated => Ok(Some(Wire::take()?)),
        _ => Ok(None),
    }
}

/// Serves one stage to the parent.
pub(crate) fn isolated(parent: &Wire, registry: &Registry) -> Result<u8, Complaint> {
    rapporteur_worker::serve_isolated(registry, parent)?;
    Ok(DONE)
}

/// Serves the stages of a pipeline file over standard input and output.
pub(crate) fn worker(args: &FileArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    run::present(&args.pipeline)?;
    let pipeline = of_file(&args.pipeline, registry, &Overrides::stages_only())?;
    let mut chain = Chain::build(&pipeline)?;
    for warning in chain.warnings() {
        voice.say(Weight::Warning, &warning.message, warning.hint.as_deref());
    }
    let each = |doc| {
        let processed = chain.process(doc);
        match processed.failures.into_iter().next() {
            Some(failure) => {
                let error = StageError::new(format!("{}: {}", failure.stage, failure.message));
                Err(StageError { hint: failure.hint, ..error })
            }
            None => Ok(processed.documents),
        }
    };
    rapporteur_worker::serve(&pipeline.name, io::stdin().lock(), io::stdout().lock(), each)?;
    Ok(DONE)
}
