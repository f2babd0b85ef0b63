//! The end of a run: joint files, and what nobody has any more.

use std::path::Path;

use super::{Delivery, dead, unwritable};
use crate::run::Trouble;

impl Delivery<'_, '_> {
    /// Ends the joint files, and clears what nobody has any more.
    pub(super) fn finish(&mut self) {
        let cut = self.house.interrupted();
        if cut {
            self.unreached();
        }
        let mut joined = Vec::new();
        for slot in &mut self.outlets {
            let Some(living) = slot else { continue };
            match living.join(&mut self.staging) {
                Ok(Some(what)) => joined.push((living.step.id.clone(), what)),
                Ok(None) => {}
                Err(refusal) => {
                    self.remembering.doubt(&living.step.id);
                    dead(self.house, slot, refusal);
                }
            }
        }
        if let Err(e) = self.staging.settle() {
            return self.house.give_up(unwritable(&self.memory.out, &e));
        }
        for (id, what) in joined {
            if let Some(outlet) = self.outlets.iter().flatten().find(|o| o.step.id == id) {
                self.remembering.joined(outlet, what, &self.staging);
            }
        }
        if !cut && let Err(trouble) = self.clear_gone() {
            return self.house.give_up(trouble);
        }
        if let Err(trouble) = self.remembering.finish() {
            self.house.give_up(trouble);
        }
    }

    /// Those that a run which was cut short did not come to stay as they are.
    fn unreached(&mut self) {
        let rest = self.memory.known.rows.iter().filter(|(path, _)| !self.delivered.contains(*path));
        for (path, row) in rest.map(|(p, r)| (p.clone(), r.clone())).collect::<Vec<_>>() {
            self.stand(&path, row, false);
        }
    }

    /// Sources that are not there any more leave the exports.
    fn clear_gone(&mut self) -> Result<(), Trouble> {
        for outlet in self.outlets.iter().flatten() {
            outlet.clear(self.memory, &self.staging).map_err(|e| unwritable(&self.memory.out, &e))?;
        }
        for path in self.memory.gone() {
            if let Some(row) = self.memory.known.rows.get(&path) {
                for failed in &row.ended.failed {
                    self.records.clear(&failed.path).map_err(|e| unwritable(&self.memory.out, &e))?;
                }
            }
            self.remembering.gone(path.clone());
            self.books.gone(path);
        }
        self.clear_records()
    }

    /// Records of documents that neither this run nor the ledger speaks of: the files are gone, or the ledger was.
    fn clear_records(&mut self) -> Result<(), Trouble> {
        if self.house.pipeline.partial {
            return Ok(());
        }
        let stale = self.records.clear_stale().map_err(|e| unwritable(&self.memory.out, &e))?;
        for path in stale {
            let known = self.memory.known.rows.contains_key(&path);
            if !known && !self.memory.lists(&path) && !path.exists() && path.parent() != Some(Path::new("")) {
                self.books.gone(path);
            }
        }
        Ok(())
    }
}
