//! The books of a run, out of which its report is made.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rapporteur_config::{Pipeline, StopWhenFailed};
use rapporteur_model::{Document, Event, Status};

use crate::{
    Outcome,
    failure::LeftOut,
    memory::Ticket,
    parcel::Batch,
    report::{Changed, Counts, Partial, SetAside, rounded},
    row::{Failed, Row},
    run::Trouble,
    why::Sort,
};

/// So many of the slowest documents are listed.
const SLOWEST: usize = 10;

/// What came out of a run.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) counts: Counts,
    pub(crate) changed: Changed,
    pub(crate) partial: Vec<Partial>,
    pub(crate) set_aside: Vec<SetAside>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) gone: Vec<PathBuf>,
    /// Path, seconds in all, seconds in each stage; the slowest first.
    pub(crate) slowest: Vec<(PathBuf, f64, Vec<f64>)>,
    /// How many documents skipped each stage.
    pub(crate) cached: Vec<u64>,
    /// Failures of this run, and documents that it worked on.
    failed: u64,
    worked: u64,
}

impl Books {
    pub(crate) fn new(stages: usize) -> Self {
        Self { cached: vec![0; stages], ..Self::default() }
    }

    /// Counts a source by the reason for which it is worked on, or not.
    pub(crate) fn count(&mut self, ticket: &Ticket, documents: usize) {
        let changed = &mut self.changed;
        match ticket.why.sort {
            Sort::Unchanged | Sort::Kept => changed.unchanged += 1,
            Sort::New => changed.new += 1,
            Sort::Content => changed.changed += 1,
            Sort::Moved => changed.moved += 1,
            _ => *changed.redone.entry(ticket.why.text.clone()).or_default() += 1,
        }
        changed.damaged += u64::from(ticket.damaged);
        let skipped = if ticket.stands { self.cached.len() } else { ticket.from };
        let documents = match &ticket.row {
            Some(row) if ticket.stands => row.ended.done + row.ended.partial,
            _ => documents as u64,
        };
        self.cached.iter_mut().take(skipped).for_each(|n| *n += documents);
    }

    /// One of which nothing has changed. What was set aside stays on the list until it is mended.
    pub(crate) fn stand(&mut self, row: &Row) {
        self.counts.skipped += row.ended.done + row.ended.partial + row.ended.left_out.len() as u64;
        for failed in &row.ended.failed {
            self.counts.set_aside += 1;
            self.counts.still_set_aside += 1;
            self.list(failed, row.tries, true);
        }
    }

    pub(crate) fn done(&mut self, doc: &Document) -> Outcome {
        self.worked += 1;
        self.partial.extend(partial(doc));
        match doc.status() {
            Status::Done => {
                self.counts.done += 1;
                Outcome::Done
            }
            Status::Partial => {
                self.counts.partial += 1;
                Outcome::Partial
            }
        }
    }

    pub(crate) fn failed(&mut self, failed: &Failed, tries: u32) {
        self.worked += 1;
        self.failed += 1;
        self.counts.set_aside += 1;
        self.list(failed, tries, false);
    }

    fn list(&mut self, failed: &Failed, tries: u32, still: bool) {
        let Failed { path, stage, reason, hint, passing, record } = failed.clone();
        self.set_aside.push(SetAside { path, stage, reason, hint, tries, passing, still, record });
    }

    pub(crate) fn gone(&mut self, path: PathBuf) {
        self.counts.removed += 1;
        self.gone.push(path);
    }

    pub(crate) fn slow(&mut self, path: &Path, seconds: &[f64]) {
        let all = rounded(seconds.iter().sum());
        let at = self.slowest.partition_point(|(_, other, _)| *other >= all);
        if at < SLOWEST && all > 0.0 {
            self.slowest.insert(at, (path.to_owned(), all, seconds.to_vec()));
            self.slowest.truncate(SLOWEST);
        }
    }
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

/// How often each rule changed the documents of a source.
pub(crate) fn repairs(batch: &Batch) -> BTreeMap<String, u64> {
    let mut repairs = BTreeMap::new();
    for repair in batch.documents.iter().flat_map(Document::repairs) {
        *repairs.entry(repair.rule.to_string()).or_default() += 1;
    }
    repairs
}

/// Whether so much of what this run worked on failed that it is to be given up.
pub(crate) fn too_many(books: &Books, pipeline: &Pipeline) -> Option<Trouble> {
    let (failed, worked) = (books.failed, books.worked + books.counts.left_out);
    let limit = pipeline.run.stop_when_failed;
    let StopWhenFailed::Share(share) = limit else { return None };
    if !limit.exceeded(failed, worked) {
        return None;
    }
    let message =
        format!("given up: {failed} of {worked} documents were set aside, more than {}%", share * 100.0);
    let last = books.set_aside.last().map(|s| format!("; the last: {}", s.reason));
    let hint = format!(
        "see {}, or change `stop-when-failed` in [run]{}",
        pipeline.set_aside.display(),
        last.unwrap_or_default()
    );
    Some(Trouble { hint: Some(hint), ..Trouble::new(message) })
}
