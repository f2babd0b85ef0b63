//! What the archive holds, as the ledger has it.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{ledger::Known, report::Archive};

/// Adds up what the ledger knows, beside what it knew before.
pub(crate) fn archive(before: &Known, now: &Known) -> Archive {
    let (was, is) = (numbers(before), numbers(now));
    let (failed_before, failed) = (failed(before), failed(now));
    Archive {
        done: is[0],
        partial: is[1],
        set_aside: is[2],
        before: was,
        newly_set_aside: failed.difference(&failed_before).cloned().collect(),
        recovered: failed_before.difference(&failed).cloned().collect(),
    }
}

fn numbers(known: &Known) -> [u64; 3] {
    known.rows.values().fold([0, 0, 0], |[done, partial, failed], row| {
        [done + row.ended.done, partial + row.ended.partial, failed + row.ended.failed.len() as u64]
    })
}

fn failed(known: &Known) -> BTreeSet<PathBuf> {
    known.rows.values().flat_map(|row| row.ended.failed.iter().map(|f| f.path.clone())).collect()
}
