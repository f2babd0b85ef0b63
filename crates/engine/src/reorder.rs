//! Restoring the order of the source.

use std::collections::BTreeMap;

use crate::parcel::{Key, Parcel};

/// Holds parcels back until it is their turn.
///
/// Every number passes exactly once, so the map empties itself; its size is bounded by the permits.
#[derive(Debug, Default)]
pub(crate) struct Reorder {
    next: u64,
    waiting: BTreeMap<Key, Parcel>,
    /// Whether parcels are passed on as they come.
    as_they_come: bool,
}

impl Reorder {
    pub(crate) fn new(as_they_come: bool) -> Self {
        Self { as_they_come, ..Self::default() }
    }

    /// Takes a parcel and gives to `pass` those whose turn it is.
    pub(crate) fn push(&mut self, parcel: Parcel, mut pass: impl FnMut(Parcel)) {
        if self.as_they_come {
            pass(parcel);
            return;
        }
        self.waiting.insert(parcel.key, parcel);
        while let Some(parcel) = self.waiting.remove(&Key::Number(self.next)) {
            self.next += 1;
            pass(parcel);
        }
    }

    /// What is left after the last parcel: the stages' last words, in order.
    pub(crate) fn rest(self) -> impl Iterator<Item = Parcel> {
        self.waiting.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{parcel::Batch, permits::Weight};

    fn passed(as_they_come: bool, keys: &[Key]) -> Vec<Key> {
        let mut reorder = Reorder::new(as_they_come);
        let mut seen = Vec::new();
        for key in keys {
            reorder.push(Parcel::new(*key, Batch::default(), Weight::default()), |p| seen.push(p.key));
        }
        seen.extend(reorder.rest().map(|p| p.key));
        seen
    }

    #[test]
    fn order_is_restored_and_last_words_come_last() {
        let last = |worker| Key::Last { stage: 0, worker };
        let mixed = [Key::Number(2), Key::Number(0), last(1), Key::Number(1), last(0)];
        let sorted = [Key::Number(0), Key::Number(1), Key::Number(2), last(0), last(1)];
        assert_eq!(passed(false, &mixed), sorted);
        assert_eq!(passed(true, &mixed), mixed);
    }
}
