//! The thread of the exports: restores order, writes, remembers.

mod end;

use std::{collections::BTreeSet, error::Error as _, io, path::Path, path::PathBuf};

use crossbeam_channel::Receiver;
use rapporteur_config::{ExportStep, Order};
use rapporteur_model::{Document, Status};
use rapporteur_stage::{Export, StageError};

use crate::{
    Outcome,
    books::{Books, too_many},
    byway, clock,
    failure::{Brief, Failure},
    house::House,
    ledger::Ledger,
    memory::{Memory, Ticket},
    outlet::{Outlet, Refusal},
    parcel::{Batch, Parcel},
    record::Records,
    remember::Remembering,
    reorder::Reorder,
    row::{Ended, Failed, Output, Row},
    run::Trouble,
    staging::Staging,
};

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
    memory: &'h Memory,
    /// `None` for one that is dead.
    outlets: Vec<Option<Outlet>>,
    /// The exports with a joint file, dead ones too.
    joint: Vec<String>,
    staging: Staging,
    remembering: Remembering<'h>,
    records: Records,
    books: Books,
    delivered: BTreeSet<PathBuf>,
}

impl<'h, 'a> Delivery<'h, 'a> {
    pub(crate) fn new(
        house: &'h House<'a>,
        memory: &'h Memory,
        exports: Vec<(ExportStep, Box<dyn Export>)>,
        staging: Staging,
        ledger: Option<Ledger>,
    ) -> Self {
        let hashes = memory.prints.exports.iter().map(|e| e.hash.clone());
        let outlets = exports.into_iter().zip(hashes);
        let outlets = outlets.map(|((step, export), hash)| Some(Outlet::new(step, export, hash, memory)));
        let outlets: Vec<Option<Outlet>> = outlets.collect();
        let joint = outlets.iter().flatten().filter(|o| o.is_joint()).map(|o| o.step.id.clone());
        Self {
            house,
            memory,
            joint: joint.collect(),
            outlets,
            staging,
            remembering: Remembering::new(memory, ledger),
            records: Records::open(&house.pipeline.set_aside, &house.disk),
            books: Books::new(memory.prints.stages.len()),
            delivered: BTreeSet::new(),
        }
    }

    /// Takes all that comes, to the end.
    pub(crate) fn deliver(
        mut self,
        (input, quick): (Receiver<Parcel>, Receiver<Vec<Parcel>>),
    ) -> (Books, Option<Ledger>) {
        let mut reorder = Reorder::new(self.house.pipeline.run.order == Order::Finished);
        byway::take(input, quick, |parcel| reorder.push(parcel, |parcel| self.parcel(parcel)));
        reorder.rest().for_each(|parcel| self.parcel(parcel));
        // Of a source that was emptied on purpose nothing may be left.
        let emptied = self.books.counts.ended() == 0 && self.memory.gone().is_empty();
        if emptied && !self.house.closed() {
            let hint = "look at `include` in [[source]], and at the folder you run in".to_owned();
            let trouble = Trouble::new("the sources gave no documents");
            self.house.give_up(Trouble { hint: Some(hint), ..trouble });
        }
        // A run that ends in trouble, or before its first document, leaves the joint files of earlier runs as they are.
        if self.house.given_up() || emptied {
            self.settle();
        } else {
            self.finish();
        }
        if let Err(e) = self.staging.close() {
            tracing::debug!(error = %e, "the folder for files under way could not be removed");
        }
        (self.books, self.remembering.into_ledger())
    }

    fn parcel(&mut self, parcel: Parcel) {
        let Parcel { batch, ticket, seconds, weight, .. } = parcel;
        // What stages give that were told to give up is not what they would have given.
        if !self.house.idle() && !self.house.outer.aborted() {
            match ticket {
                Some(ticket) => self.source(*ticket, batch, seconds),
                None => {
                    let at = PathBuf::new();
                    self.batch(&at, batch, 0, &mut Vec::new());
                }
            }
            if self.remembering.due() && !self.house.given_up() {
                self.settle();
            }
        }
        self.house.permits.give(weight);
    }

    /// All that came of one source.
    fn source(&mut self, mut ticket: Ticket, batch: Batch, seconds: Vec<f64>) {
        self.delivered.insert(ticket.path.clone());
        self.books.count(&ticket, batch.documents.len());
        if ticket.stands {
            if let Some(row) = ticket.row.take() {
                self.stand(&ticket.path, row, true);
            }
            return;
        }
        if ticket.away {
            return self.write_kept(ticket, batch);
        }
        self.books.slow(&ticket.path, &seconds);
        let through = self.through(&batch);
        let repairs = crate::books::repairs(&batch);
        let before =
            ticket.row.as_ref().filter(|r| !r.ended.failed.is_empty() && r.content == ticket.content);
        let tries = before.map_or(1, |row| row.tries + 1);
        let since = before.map_or_else(clock::now, |row| row.since.clone());
        let mut outputs = Vec::new();
        let ended = self.batch(&ticket.path, batch, tries, &mut outputs);
        let living = self.outlets.iter().flatten();
        let exports = living.map(|o| (o.step.id.clone(), o.hash.clone())).collect();
        let failed = !ended.failed.is_empty();
        let row = Row {
            look: ticket.look,
            content: ticket.content.clone(),
            stages: self.memory.prints.stages.iter().map(|s| s.hash.clone()).collect(),
            through,
            exports,
            outputs,
            tries: if failed { tries } else { 0 },
            since: if failed { since } else { String::new() },
            seconds,
            repairs,
            ended,
            ..Row::default()
        };
        self.remembering.worked(&ticket, row, self.house.outer.token().cancelled());
    }

    /// One that the sources do not give now, and of which an export wants its part anew, from what was kept.
    fn write_kept(&mut self, ticket: Ticket, batch: Batch) {
        let Some(row) = ticket.row else { return };
        self.house.progress.ended(&ticket.path, Outcome::Unchanged);
        self.books.stand(&row);
        self.claim(&row);
        let mut outputs = Vec::new();
        for doc in batch.documents {
            if let Written::Unfit(failure) = self.write(&ticket.path, &doc, &mut outputs) {
                tracing::warn!(path = %ticket.path.display(), reason = failure.message, "not in an export");
            }
        }
        let living = self.outlets.iter().flatten();
        let exports = living.map(|o| (o.step.id.clone(), o.hash.clone())).collect();
        self.remembering.moved(&ticket.path, Row { outputs, exports, ..row });
    }

    /// The records of a source that stays set aside stay too.
    fn claim(&mut self, row: &Row) {
        row.ended.failed.iter().for_each(|failed| self.records.claim(&failed.path));
    }

    /// Through how many stages a source came.
    fn through(&self, batch: &Batch) -> usize {
        let stages = &self.memory.prints.stages;
        if !batch.documents.is_empty() || !batch.left_out.is_empty() {
            return stages.len();
        }
        let failed = batch.failures.iter().filter_map(|f| stages.iter().position(|s| s.print.id == f.stage));
        failed.max().map_or(stages.len(), |at| at + 1)
    }

    /// One of which nothing has changed: its files stay, or go to another place in their order.
    fn stand(&mut self, path: &Path, row: Row, reached: bool) {
        if reached {
            self.house.progress.ended(path, Outcome::Unchanged);
            self.books.stand(&row);
        }
        self.claim(&row);
        let mut outputs = Vec::new();
        for old in &row.outputs {
            let outlet =
                self.outlets.iter_mut().find(|o| o.as_ref().is_some_and(|o| o.step.id == old.export));
            let Some(slot) = outlet else { continue };
            let Some(living) = slot else { continue };
            match living.keep(path, old, &mut self.staging) {
                Ok(output) => outputs.push(output),
                Err(refusal) => {
                    self.remembering.doubt(&living.step.id);
                    dead(self.house, slot, refusal);
                }
            }
        }
        if outputs != row.outputs && !self.house.given_up() {
            self.remembering.moved(path, Row { outputs, ..row });
        }
    }

    /// The documents, one after the other.
    fn batch(&mut self, source: &Path, batch: Batch, tries: u32, outputs: &mut Vec<Output>) -> Ended {
        let mut ended = Ended::default();
        let mut failures = batch.failures;
        for left in batch.left_out {
            self.house.progress.ended(&left.path, Outcome::LeftOut);
            self.books.counts.left_out += 1;
            self.clear(&left.path, &failures);
            ended.left_out.push(left.clone());
            self.books.left_out.push(left);
        }
        for doc in batch.documents {
            let source = if source.as_os_str().is_empty() { &doc.source.path } else { source };
            let written = self.write(source, &doc, outputs);
            if let Written::Unfit(failure) = written {
                failures.push(*failure);
                continue;
            }
            // One that an export is missing has come through all the same: the next run gives it to the export.
            match doc.status() {
                Status::Done => ended.done += 1,
                Status::Partial => ended.partial += 1,
            }
            if matches!(written, Written::Done) {
                self.done(&doc, &failures);
            }
        }
        for failure in failures {
            ended.failed.extend(self.failed(Failure { tries, ..failure }));
        }
        ended
    }

    fn done(&mut self, doc: &Document, failures: &[Failure]) {
        let outcome = self.books.done(doc);
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

    fn failed(&mut self, failure: Failure) -> Option<Failed> {
        self.house.progress.ended(&failure.path, Outcome::SetAside);
        let record = self.records.write(&failure);
        let record = record.map_err(|e| self.no_records(&e)).unwrap_or_default();
        let Failure { path, stage, message: reason, hint, passing, tries, .. } = failure;
        let failed = Failed { path, stage, reason, hint, passing, record };
        self.books.failed(&failed, tries);
        if let Some(trouble) = too_many(&self.books, self.house.pipeline) {
            self.house.give_up(trouble);
        }
        Some(failed)
    }

    fn no_records(&self, error: &io::Error) {
        let folder = self.house.pipeline.set_aside.display();
        self.house.give_up(Trouble::new(format!(
            "cannot write the records of failed documents to {folder}: {error}"
        )));
    }

    /// Gives a document to all exports.
    fn write(&mut self, source: &Path, doc: &Document, outputs: &mut Vec<Output>) -> Written {
        let mut written = Written::Done;
        for slot in &mut self.outlets {
            let Some(living) = slot else {
                written = Written::Dead;
                continue;
            };
            match living.write(source, doc, &mut self.staging) {
                Ok(output) => outputs.extend(output),
                Err(Refusal::Unfit(error)) if !of_the_disk(&error) => {
                    let failure = Brief::of(doc).failure(&living.step.id, &error, false, Vec::new());
                    written = Written::Unfit(Box::new(failure));
                }
                Err(refusal) => {
                    dead(self.house, slot, refusal);
                    written = Written::Dead;
                }
            }
        }
        if self.outlets.iter().all(Option::is_none) && !self.outlets.is_empty() {
            self.house.lay_down();
        }
        written
    }

    /// Puts what was written so far in its place, and remembers it.
    fn settle(&mut self) {
        if let Err(e) = self.staging.settle() {
            return self.house.give_up(unwritable(&self.memory.out, &e));
        }
        if let Err(trouble) = self.remembering.settle(&self.joint) {
            self.house.give_up(trouble);
        }
    }
}

fn unwritable(out: &Path, error: &io::Error) -> Trouble {
    let hint =
        "see that the folder may be written to and the disk is not full; the next run goes on from here";
    let trouble = Trouble::new(format!("cannot write to {}: {error}", out.display()));
    Trouble { hint: Some(hint.to_owned()), ..trouble }
}

/// An export that cannot go on ends the run: nobody wants ten thousand documents of which only half are written.
fn dead(house: &House<'_>, slot: &mut Option<Outlet>, refusal: Refusal) {
    let Some(corpse) = slot.take() else { return };
    let id = corpse.step.id.clone();
    if crate::guard::run(|| drop(corpse)).is_err() {
        tracing::debug!(export = id, "dropping the export panicked");
    }
    let (message, hint) = match refusal {
        Refusal::Unfit(error) => (error.message, error.hint),
        Refusal::Panic(panic) => (format!("it broke down: {}", panic.message), None),
        Refusal::Disk(path, e) => {
            let hint = "see that the folder may be written to and the disk is not full; the next run goes on from here";
            (format!("cannot write {}: {e}", path.display()), Some(hint.to_owned()))
        }
    };
    house.give_up(Trouble { hint, ..Trouble::new(format!("the export `{id}` cannot go on: {message}")) });
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
