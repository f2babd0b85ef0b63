//! What the sources do not give any more: gone, moved, or kept as it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::PoisonError,
};

use super::{Memory, Ticket};
use crate::{
    away::{Sight, Sorted},
    cache::Kept,
    feed::List,
    look::Look,
    row::{Output, stands},
    why::{Sort, Why},
};

impl Memory {
    /// Takes note of what the sources give in this run, and puts what stays though it is not given into the list.
    pub(crate) fn list(&mut self, list: &mut List, leave: &BTreeSet<PathBuf>) {
        self.listed = list.paths().map(Path::to_owned).collect();
        let absent = self.known.rows.keys().filter(|path| !self.listed.contains(*path)).cloned();
        let absent: Vec<PathBuf> = absent.collect();
        if absent.is_empty() {
            return;
        }
        let roots: Vec<PathBuf> = list.sources.iter().flat_map(|given| given.roots.clone()).collect();
        let bare = |root: &&PathBuf| !self.listed.iter().any(|path| path.starts_with(root));
        let bare = roots.iter().filter(bare).cloned().collect();
        let sight = Sight { roots, bare, partial: self.partial, forget: self.forget };
        let (left, absent) = absent.into_iter().partition(|path| leave.contains(path));
        let Sorted { mut gone, mut kept, missing } = sight.sort(absent);
        self.missing = missing;
        if !kept.is_empty() {
            gone.extend(self.found_again(&mut kept));
        }
        kept.extend::<Vec<PathBuf>>(left);
        kept.sort();
        list.keep(&kept);
        self.listed.extend(kept);
        let by_content = self.gone.get_mut().unwrap_or_else(PoisonError::into_inner);
        for path in gone {
            if let Some(row) = self.known.rows.get(&path) {
                by_content.entry(row.content.clone()).or_default().push(path);
            }
        }
    }

    /// Takes out of the files that are kept those that a source gives under another path: moved, or spelled otherwise.
    fn found_again(&mut self, kept: &mut Vec<PathBuf>) -> Vec<PathBuf> {
        let rows = &self.known.rows;
        let of = |path: &PathBuf| rows.get(path).map(|row| (row.look, row.content.as_str()));
        let looks: BTreeSet<u64> = kept.iter().filter_map(of).map(|(look, _)| look.size).collect();
        let mut contents = BTreeMap::new();
        for path in self.listed.iter().filter(|path| !rows.contains_key(*path)) {
            let Ok(look) = Look::at(path) else { continue };
            // A look that says nothing has no size.
            if (looks.contains(&look.size) || looks.contains(&0))
                && let Ok(content) = look.content(path)
            {
                contents.insert(content, path);
            }
        }
        let (found, rest) = std::mem::take(kept).into_iter().partition::<Vec<_>, _>(|old| {
            let new = of(old).and_then(|(_, content)| contents.get(content));
            // A second copy of a file that is still there is a document of its own.
            new.is_some_and(|new| !old.exists() || same_file(old, new))
        });
        *kept = rest;
        for path in &found {
            for folder in &mut self.missing {
                folder.documents -= u64::from(path.starts_with(&folder.folder)).min(folder.documents);
            }
        }
        self.missing.retain(|folder| folder.documents > 0);
        found
    }

    /// Whether a source need not go through the stages at all. Where one of them remembers documents, it counts those that
    /// it does not see, to keep their order.
    pub(crate) fn has_nothing_to_do(&self, ticket: &Ticket) -> bool {
        let stages = self.prints.stages.len();
        self.prints.skippable() == stages && (ticket.stands || ticket.from >= stages)
    }

    /// What is to be done with a file that stays though the sources do not give it: nothing; but an export that has to
    /// write its files anew gets what was kept of the document, or loses it.
    pub(crate) fn keep(&self, path: &Path) -> Ticket {
        let mut ticket =
            Ticket::new(path, Why::new(Sort::Kept, "kept, though the sources do not give it now"));
        (ticket.away, ticket.stands) = (true, true);
        let Some(row) = self.known.rows.get(path) else { return ticket };
        let mut row = row.clone();
        (ticket.content, ticket.look) = (row.content.clone(), row.look);
        if self.outputs(&row).is_some() {
            let cache = self.cache.as_ref().map(|cache| cache.get(&row.content));
            if let Some(Kept::Here(mut kept)) = cache {
                ticket.batch = kept.take(&row.key, path);
            }
            if ticket.batch.is_some() {
                (ticket.stands, ticket.from) = (false, self.prints.stages.len());
            } else {
                let lost = |id: &str| {
                    let export = self.prints.exports.iter().find(|e| e.print.id == id);
                    export.is_some_and(|e| self.output(&row, e).is_some())
                };
                let lost: BTreeSet<String> = row.exports.keys().filter(|id| lost(id)).cloned().collect();
                // A file of its own may stay as it was written.
                let own = |o: &Output| {
                    let own = !o.wished.as_os_str().is_empty();
                    own && stands(&self.out, &o.path, &o.look, &o.hash)
                };
                row.outputs.retain(|o| !lost.contains(&o.export) || own(o));
            }
        }
        ticket.row = Some(row);
        ticket
    }
}

/// Whether two paths are names of one file.
fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
