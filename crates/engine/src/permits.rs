//! How much may be in the house at once: so many documents, and so much estimated memory.

use std::{
    fs,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rapporteur_model::Document;

/// Estimated memory in bytes, held for one parcel. Zero for those that never asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    /// Whether it counts as a document.
    pub(crate) counted: bool,
}

/// How much memory a file of this size may take while it is read. Text grows by its blocks, origins and repairs;
/// a PDF is held twice while its glyphs are laid out.
const READING: u64 = 8;
/// What any document takes.
const LEAST: u64 = 64 * 1024;

/// An estimate from the size of the file, before it was read.
pub(crate) fn estimate(doc: &Document) -> u64 {
    let source = &doc.source;
    let known =
        source.content.as_ref().map(|c| c.len() as u64).or((source.bytes > 0).then_some(source.bytes));
    // A file that cannot be looked at weighs little: it will fail at once.
    let size = known.or_else(|| fs::metadata(&source.path).ok().map(|m| m.len())).unwrap_or(0);
    LEAST + size.saturating_mul(READING)
}

/// An estimate from what the documents hold.
pub(crate) fn measured(documents: &[Document]) -> u64 {
    let of = |doc: &Document| {
        let text: usize = doc.extracted.text.len() + doc.blocks.iter().map(|b| b.text.len()).sum::<usize>();
        let sentences: usize = doc.blocks.iter().map(|b| b.sentences.len()).sum();
        let places = doc.extracted.lines.len() + doc.extracted.pages.len() + sentences;
        // Sizes of the structs and their usual contents, rounded up. What stages conclude is reckoned with the sections that
        // it is about.
        (text * 2 + places * 64 + doc.blocks.len() * 640 + (doc.trail.len() + doc.sections.len()) * 512)
            as u64
    };
    documents.iter().map(of).sum::<u64>() + LEAST
}

/// The permits of a run.
#[derive(Debug)]
pub(crate) struct Permits {
    most: usize,
    most_bytes: u64,
    held: Mutex<Held>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Held {
    count: usize,
    bytes: u64,
}

impl Permits {
    pub(crate) fn new(most: usize, most_bytes: u64) -> Self {
        Self { most, most_bytes, held: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits until there is room; `None` when the run was closed meanwhile. One document always has room.
    pub(crate) fn take(&self, bytes: u64, closed: impl Fn() -> bool) -> Option<Weight> {
        let mut held = self.lock();
        while !self.admit(&held, bytes) {
            if closed() {
                return None;
            }
            // Woken by what is given back; the timeout is for a stop, which wakes nobody.
            let (back, _) = self
                .freed
                .wait_timeout(held, Duration::from_millis(50))
                .unwrap_or_else(PoisonError::into_inner);
            held = back;
        }
        held.count += 1;
        held.bytes = held.bytes.saturating_add(bytes);
        Some(Weight { bytes, counted: true })
    }

    /// Whether there is room at once. Only for whoever takes: others may only make more of it.
    pub(crate) fn have_room(&self, bytes: u64) -> bool {
        self.admit(&self.lock(), bytes)
    }

    fn admit(&self, held: &Held, bytes: u64) -> bool {
        held.count == 0 || held.count < self.most && held.bytes.saturating_add(bytes) <= self.most_bytes
    }

    /// Corrects an estimate, once the documents have been read.
    pub(crate) fn correct(&self, weight: &mut Weight, bytes: u64) {
        if !weight.counted || weight.bytes == bytes {
            return;
        }
        let mut held = self.lock();
        held.bytes = held.bytes.saturating_sub(weight.bytes).saturating_add(bytes);
        weight.bytes = bytes;
        drop(held);
        self.freed.notify_all();
    }

    /// Gives back what a parcel held.
    pub(crate) fn give(&self, weight: Weight) {
        if !weight.counted {
            return;
        }
        let mut held = self.lock();
        held.count = held.count.saturating_sub(1);
        held.bytes = held.bytes.saturating_sub(weight.bytes);
        drop(held);
        self.freed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_document_always_has_room() {
        let permits = Permits::new(8, 100);
        assert!(permits.have_room(5000));
        let large = permits.take(5000, || false).unwrap();
        assert!(!permits.have_room(1));
        assert_eq!(permits.take(1, || true), None);
        permits.give(large);
        assert!(permits.take(1, || false).is_some());
    }

    #[test]
    fn a_corrected_estimate_makes_room() {
        let permits = Permits::new(8, 100);
        let mut weight = permits.take(90, || true).unwrap();
        permits.correct(&mut weight, 10);
        assert!(permits.take(90, || true).is_some());
        permits.give(weight);
        assert_eq!(permits.lock().bytes, 90);
    }
}
