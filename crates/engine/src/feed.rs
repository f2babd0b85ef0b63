//! The thread of the sources: numbers documents and sends them on, as permits allow.

use std::path::PathBuf;

use crossbeam_channel::Sender;
use rapporteur_config::SourceStep;
use rapporteur_model::Document;
use rapporteur_stage::{Source, StageError};

use crate::{
    failure::Failure,
    guard,
    house::House,
    parcel::{Batch, Key, Parcel},
    permits,
};

/// Sends the documents of all sources, one source after the other.
pub(crate) fn feed(house: &House<'_>, sources: Vec<(SourceStep, Box<dyn Source>)>, out: &Sender<Parcel>) {
    let totals: Option<Vec<usize>> = sources.iter().map(|(_, s)| guard::run(|| s.total()).ok()?).collect();
    house.progress.total(totals.map(|t| t.iter().sum()));
    let mut number = 0;
    for (step, mut source) in sources {
        loop {
            if house.closed() {
                return;
            }
            let Some((batch, size)) = next(&step, source.as_mut()) else { break };
            let path = batch.documents.first().map(|d| d.source.path.clone());
            let Some(weight) = house.permits.take(size, || house.closed()) else { return };
            if let Some(path) = path {
                house.progress.started(&path);
            }
            let broken = batch.failures.iter().any(|f| f.panicked);
            if out.send(Parcel::new(Key::Number(number), batch, weight)).is_err() {
                return;
            }
            number += 1;
            if broken {
                break;
            }
        }
    }
    house.emptied();
}

/// The next entry of a source and its estimated weight.
fn next(step: &SourceStep, source: &mut dyn Source) -> Option<(Batch, u64)> {
    let entry: Result<Document, Failure> = match guard::run(|| source.next()) {
        Ok(None) => return None,
        Ok(Some(Ok(doc))) => Ok(doc),
        Ok(Some(Err(error))) => Err(Failure::new(&nameless(step), &step.id, &error)),
        Err(panic) => {
            let error = StageError::new(format!("the source `{}` broke down: {}", step.id, panic.message))
                .hint("this is a fault of the source; what it would have given after this is missing");
            Err(Failure { panicked: true, ..Failure::new(&nameless(step), &step.id, &error) })
        }
    };
    let mut batch = Batch::default();
    let mut size = 0;
    match entry {
        Ok(doc) => {
            size = permits::estimate(&doc);
            batch.documents.push(doc);
        }
        Err(failure) => batch.failures.push(failure),
    }
    Some((batch, size))
}

/// An entry that failed before it had a path.
fn nameless(step: &SourceStep) -> PathBuf {
    format!("({})", step.id).into()
}
