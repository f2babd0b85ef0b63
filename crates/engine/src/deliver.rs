//! The thread of the exports: restores order, writes, keeps the books.

use std::{error::Error as _, io, path::Path};

use crossbeam_channel::Receiver;
use rapporteur_config::{ExportStep, Order, StopWhenFailed};
use rapporteur_model::{Document, Event, Status};
use rapporteur_stage::{Export, StageError};

use crate::{
    Outcome,
    failure::{Brief, Failure, LeftOut},
    guard,
    house::House,
    parcel::Parcel,
    record::Records,
    reorder::Reorder,
    report::{Counts, Partial, SetAside},
    run::Trouble,
};

/// What came out of a run.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) counts: Counts,
    pub(crate) partial: Vec<Partial>,
    pub(crate) set_aside: Vec<SetAside>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// What became of a document at the exports.
enum Written {
    Done,
    /// An export cannot make anything of this document.
    Unfit(Box<Failure>),
    /// An export takes no documents any more.
    Dead,
}

/// The exports at work.
pub(crate) struct Delivery<'h, 'a> {
    house: &'h House<'a>,
    /// `None` for one that is dead.
    exports: Vec<(ExportStep, Option<Box<dyn Export>>)>,
    records: Records,
    books: Books,
}

/// What a document lost first, when it lost something.
fn partial(doc: &Document) -> Option<Partial> {
    doc.trail.iter().find_map(|event| match event {
        Event::Error(issue) => Some(Partial {
            path: doc.source.path.clone(),
            stage: issue.stage.clone(),
            reason: issue.message.clone(),
            hint: issue.hint.clone(),
        }),
        _ => None,
    })
}

impl<'h, 'a> Delivery<'h, 'a> {
    pub(crate) fn new(house: &'h House<'a>, exports: Vec<(ExportStep, Box<dyn Export>)>) -> Self {
        Self {
            house,
            exports: exports.into_iter().map(|(step, export)| (step, Some(export))).collect(),
            records: Records::open(&house.pipeline.set_aside),
            books: Books::default(),
        }
    }

    /// Takes all that comes, to the end.
    pub(crate) fn deliver(mut self, input: Receiver<Parcel>) -> Books {
        let mut reorder = Reorder::new(self.house.pipeline.run.order == Order::Finished);
        for parcel in input {
            reorder.push(parcel, |parcel| self.parcel(parcel));
        }
        reorder.rest().for_each(|parcel| self.parcel(parcel));
        if self.books.counts.ended() == 0 && !self.house.closed() {
            let hint = "look at `include` in [[source]], and at the folder you run in".to_owned();
            let trouble = Trouble::new("the sources gave no documents");
            self.house.give_up(Trouble { hint: Some(hint), ..trouble });
        }
        // A run that ends in trouble, or before its first document, leaves the files of earlier runs as they are.
        if !self.house.given_up() && self.books.counts.ended() > 0 {
            self.finish();
        }
        self.books
    }

    fn parcel(&mut self, parcel: Parcel) {
        let weight = parcel.weight;
        if !self.house.idle() {
            self.batch(parcel);
        }
        self.house.permits.give(weight);
    }

    fn batch(&mut self, parcel: Parcel) {
        let mut failures = parcel.batch.failures;
        for left in parcel.batch.left_out {
            self.house.progress.ended(&left.path, Outcome::LeftOut);
            self.books.counts.left_out += 1;
            self.clear(&left.path, &failures);
            self.books.left_out.push(left);
        }
        for doc in parcel.batch.documents {
            match self.write(&doc) {
                Written::Done => self.done(&doc, &failures),
                Written::Unfit(failure) => failures.push(*failure),
                Written::Dead => {}
            }
        }
        for failure in failures {
            self.failed(failure);
        }
    }

    fn done(&mut self, doc: &Document, failures: &[Failure]) {
        let (count, outcome) = match doc.status() {
            Status::Done => (&mut self.books.counts.done, Outcome::Done),
            Status::Partial => (&mut self.books.counts.partial, Outcome::Partial),
        };
        *count += 1;
        self.books.partial.extend(partial(doc));
        self.house.progress.ended(&doc.source.path, outcome);
        self.clear(&doc.source.path, failures);
    }

    /// Removes the record of an earlier run, unless a part of the document failed again; also that of an archive
    /// that the document was taken out of.
    fn clear(&mut self, path: &Path, failures: &[Failure]) {
        for path in path.ancestors().filter(|p| !failures.iter().any(|f| f.path == *p)) {
            if let Err(e) = self.records.clear(path) {
                return self.no_records(&e);
            }
        }
    }

    fn failed(&mut self, failure: Failure) {
        self.books.counts.set_aside += 1;
        self.house.progress.ended(&failure.path, Outcome::SetAside);
        let record = self.records.write(&failure).unwrap_or_else(|e| {
            self.no_records(&e);
            Default::default()
        });
        let Failure { path, stage, message, hint, .. } = failure;
        self.books.set_aside.push(SetAside { path, stage, reason: message, hint, record });
        self.too_many();
    }

    fn too_many(&self) {
        let (failed, ended) = (self.books.counts.set_aside, self.books.counts.ended());
        let limit = self.house.pipeline.run.stop_when_failed;
        if let StopWhenFailed::Share(share) = limit
            && limit.exceeded(failed, ended)
        {
            let message = format!(
                "given up: {failed} of {ended} documents were set aside, more than {}%",
                share * 100.0
            );
            let last = self.books.set_aside.last().map(|s| format!("; the last: {}", s.reason));
            let hint = format!(
                "see {}, or change `stop-when-failed` in [run]{}",
                self.house.pipeline.set_aside.display(),
                last.unwrap_or_default()
            );
            self.house.give_up(Trouble { hint: Some(hint), ..Trouble::new(message) });
        }
    }

    fn no_records(&self, error: &io::Error) {
        let folder = self.house.pipeline.set_aside.display();
        self.house.give_up(Trouble::new(format!(
            "cannot write the records of failed documents to {folder}: {error}"
        )));
    }

    /// Gives a document to all exports.
    fn write(&mut self, doc: &Document) -> Written {
        let mut written = Written::Done;
        for (step, export) in &mut self.exports {
            let Some(living) = export else {
                written = Written::Dead;
                continue;
            };
            if !step.when.matches(doc) {
                continue;
            }
            match guard::run(|| living.write(doc)) {
                Ok(Ok(())) => {}
                Ok(Err(error)) if !of_the_disk(&error) => {
                    let failure = Brief::of(doc).failure(&step.id, &error, false, Vec::new());
                    written = Written::Unfit(Box::new(failure));
                }
                Ok(Err(error)) => {
                    dead(self.house, step, export, &error.message, error.hint.as_deref());
                    written = Written::Dead;
                }
                Err(panic) => {
                    dead(self.house, step, export, &format!("it broke down: {}", panic.message), None);
                    written = Written::Dead;
                }
            }
        }
        if self.exports.iter().all(|(_, e)| e.is_none()) && !self.exports.is_empty() {
            self.house.lay_down();
        }
        written
    }

    fn finish(&mut self) {
        for (step, export) in &mut self.exports {
            let Some(living) = export else { continue };
            match guard::run(|| living.finish()) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => dead(self.house, step, export, &error.message, error.hint.as_deref()),
                Err(panic) => {
                    dead(self.house, step, export, &format!("it broke down: {}", panic.message), None);
                }
            }
        }
    }
}

/// An export that cannot go on ends the run: nobody wants ten thousand documents of which only half are written.
fn dead(
    house: &House<'_>,
    step: &ExportStep,
    export: &mut Option<Box<dyn Export>>,
    message: &str,
    hint: Option<&str>,
) {
    let corpse = export.take();
    if guard::run(|| drop(corpse)).is_err() {
        tracing::debug!(export = step.id, "dropping the export panicked");
    }
    let trouble = Trouble::new(format!("the export `{}` cannot go on: {message}", step.id));
    house.give_up(Trouble { hint: hint.map(ToOwned::to_owned), ..trouble });
}

/// Whether an error is one of files and disks, and would come again with every document.
fn of_the_disk(error: &StageError) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.is::<io::Error>() {
            return true;
        }
        next = cause.source();
    }
    false
}
