//! What the ledger is told, and when: of files only after they are in their places.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    joint::Joined,
    ledger::{Changes, Ledger, LedgerError},
    look::Look,
    memory::{Memory, Ticket, end_key},
    outlet::Outlet,
    row::{JointRow, Row},
    run::Trouble,
    staging::Staging,
};

/// After so many documents what was written is put in its place and remembered …
const DOCUMENTS: usize = 128;
/// … or after so long.
const SECONDS: Duration = Duration::from_secs(2);

/// The rows on their way to the ledger.
#[derive(Debug)]
pub(crate) struct Remembering<'h> {
    memory: &'h Memory,
    ledger: Option<Ledger>,
    /// With the next batch.
    next: Changes,
    /// With the last one: what speaks of joint files.
    last: Changes,
    settled: Instant,
}

impl<'h> Remembering<'h> {
    pub(crate) fn new(memory: &'h Memory, ledger: Option<Ledger>) -> Self {
        let (next, last) = Default::default();
        Self { memory, ledger, next, last, settled: Instant::now() }
    }

    pub(crate) fn into_ledger(self) -> Option<Ledger> {
        self.ledger
    }

    /// Whether it is time for a batch.
    pub(crate) fn due(&self) -> bool {
        self.next.documents >= DOCUMENTS || self.next.documents > 0 && self.settled.elapsed() > SECONDS
    }

    /// A source was worked on. Of one that was `cut` short, or whose file changed meanwhile, nothing is remembered.
    pub(crate) fn worked(&mut self, ticket: &Ticket, mut row: Row, cut: bool) {
        self.next.documents += 1;
        if let Some(was) = &ticket.was {
            self.last.gone.push(was.clone());
        }
        let failed = !row.ended.failed.is_empty();
        let key = end_key(&self.memory.prints, &ticket.keys, row.through, failed);
        let still = row.look == Look::default() || Look::at(&ticket.path).is_ok_and(|now| now == row.look);
        let (Some(key), true, false) = (key, still && !row.content.is_empty(), cut && failed) else {
            if ticket.row.is_some() {
                self.last.gone.push(ticket.path.clone());
            }
            return;
        };
        row.key = key;
        if failed || row.ended.partial > 0 {
            row.lacks = self.memory.prints.lacks(row.through);
        }
        if row.look.unsettled() {
            row.look = Look::default();
        }
        self.next.put.insert(ticket.path.clone(), row);
    }

    /// The outputs of a source that was not worked on lie elsewhere.
    pub(crate) fn moved(&mut self, path: &Path, row: Row) {
        self.next.put.insert(path.to_owned(), row);
    }

    pub(crate) fn gone(&mut self, path: PathBuf) {
        self.last.gone.push(path);
    }

    /// A joint file is not what it was thought to be: the next run makes it anew.
    pub(crate) fn doubt(&mut self, export: &str) {
        self.next.joints.insert(export.to_owned(), None);
    }

    pub(crate) fn joined(&mut self, outlet: &Outlet, what: Joined, staging: &Staging) {
        let row = match what {
            // Of an older ledger, it is not known where the assembled file lies.
            Joined::Same => {
                let row = self.memory.known.joints.get(&outlet.step.id);
                let (Some(row), Some(_)) = (row.filter(|row| row.whole.is_none()), &outlet.whole) else {
                    return;
                };
                Some(JointRow { whole: outlet.whole.clone(), ..row.clone() })
            }
            Joined::Empty => None,
            Joined::New(path, hash) => {
                let look = Look::at(&staging.place(&path)).unwrap_or_default();
                Some(JointRow { path, look, hash, whole: outlet.whole.clone() })
            }
        };
        let row = row.map(|mut row| {
            if let Some(whole) = &mut row.whole {
                whole.look = Look::at(&staging.place(&whole.path)).unwrap_or_default();
            }
            row
        });
        self.last.joints.insert(outlet.step.id.clone(), row);
    }

    /// A batch: the files of it are in their places now, those of `joint` exports excepted.
    pub(crate) fn settle(&mut self, joint: &[String]) -> Result<(), Trouble> {
        self.settled = Instant::now();
        let mut changes = std::mem::take(&mut self.next);
        for (path, row) in &mut changes.put {
            self.look(row);
            if joint.is_empty() {
                continue;
            }
            let whole = row.clone();
            row.outputs.retain(|o| !joint.contains(&o.export));
            row.exports.retain(|id, _| !joint.contains(id));
            self.last.put.insert(path.clone(), whole);
        }
        self.write(&changes)
    }

    /// The last batch: all files are in their places.
    pub(crate) fn finish(&mut self) -> Result<(), Trouble> {
        let next = std::mem::take(&mut self.next);
        let mut changes = std::mem::take(&mut self.last);
        changes.joints.extend(next.joints);
        for (path, mut row) in next.put {
            self.look(&mut row);
            changes.put.insert(path, row);
        }
        // Something may have come to a place that something else has left.
        changes.gone.retain(|path| !changes.put.contains_key(path));
        self.write(&changes)
    }

    /// Takes note of how new files look.
    fn look(&self, row: &mut Row) {
        for output in row.outputs.iter_mut().filter(|o| !o.wished.as_os_str().is_empty()) {
            if output.look == Look::default() {
                output.look = Look::at(&self.memory.out.join(&output.path)).unwrap_or_default();
            }
        }
    }

    fn write(&mut self, changes: &Changes) -> Result<(), Trouble> {
        let Some(ledger) = self.ledger.as_mut().filter(|_| !changes.is_empty()) else { return Ok(()) };
        ledger.write(changes).map_err(|e| unwritable(&e))
    }
}

/// The ledger takes nothing any more.
pub(crate) fn unwritable(error: &LedgerError) -> Trouble {
    let hint = "see that the disk is not full and the file may be written; the next run goes on from here";
    let trouble = Trouble::new(format!("cannot write the ledger: {error}"));
    Trouble { hint: Some(hint.to_owned()), ..trouble }
}
