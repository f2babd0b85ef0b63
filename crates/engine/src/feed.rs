//! The thread of the sources: numbers documents and sends them on, as permits allow.

use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use rapporteur_config::SourceStep;
use rapporteur_model::Document;
use rapporteur_stage::{Source, StageError};

use crate::{
    failure::Failure,
    guard,
    house::House,
    memory::Memory,
    parcel::{Batch, Key, Parcel},
    permits,
};

/// An entry of a source: where a document is to come from, or why there is none.
pub(crate) type Entry = Result<rapporteur_model::Source, Failure>;

/// What all sources give, one source after the other.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) entries: Vec<Entry>,
    /// Whether the run was ended before the sources were.
    cut: bool,
}

impl List {
    /// The paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.entries.iter().flatten().map(|source| source.path.as_path())
    }
}

/// Asks all sources.
pub(crate) fn list(house: &House<'_>, sources: Vec<(SourceStep, Box<dyn Source>)>) -> List {
    let mut list = List::default();
    for (step, mut source) in sources {
        while let Some(entry) = next(&step, source.as_mut()) {
            if house.closed() {
                list.cut = true;
                return list;
            }
            let broken = entry.as_ref().is_err_and(|failure| failure.panicked);
            list.entries.push(entry);
            if broken {
                break;
            }
        }
    }
    list
}

/// Sends the documents on, each from where an earlier run has left it.
pub(crate) fn feed(house: &House<'_>, memory: &Memory, list: List, out: &Sender<Parcel>) {
    house.progress.total(Some(list.entries.len()));
    for (number, entry) in (0..).zip(list.entries) {
        if house.closed() {
            return;
        }
        let mut batch = Batch::default();
        let mut size = 0;
        let mut ticket = None;
        match entry {
            Ok(source) => {
                let doc = Document { source, ..Document::default() };
                let mut decided = memory.decide(&doc);
                if !decided.stands {
                    size = permits::estimate(&doc);
                    house.progress.started(&decided.path);
                    batch = decided
                        .batch
                        .take()
                        .unwrap_or_else(|| Batch { documents: vec![doc], ..Batch::default() });
                }
                ticket = Some(Box::new(decided));
            }
            Err(failure) => batch.failures.push(failure),
        }
        let Some(weight) = house.permits.take(size, || house.closed()) else { return };
        let parcel = Parcel { ticket, ..Parcel::new(Key::Number(number), batch, weight) };
        if out.send(parcel).is_err() {
            return;
        }
    }
    if !list.cut {
        house.emptied();
    }
}

/// The next entry of a source.
fn next(step: &SourceStep, source: &mut dyn Source) -> Option<Entry> {
    match guard::run(|| source.next()) {
        Ok(None) => None,
        Ok(Some(Ok(doc))) => Some(Ok(doc.source)),
        Ok(Some(Err(error))) => Some(Err(Failure::new(&nameless(step), &step.id, &error))),
        Err(panic) => {
            let error = StageError::new(format!("the source `{}` broke down: {}", step.id, panic.message))
                .hint("this is a fault of the source; what it would have given after this is missing");
            Some(Err(Failure { panicked: true, ..Failure::new(&nameless(step), &step.id, &error) }))
        }
    }
}

/// An entry that failed before it had a path.
fn nameless(step: &SourceStep) -> PathBuf {
    format!("({})", step.id).into()
}
