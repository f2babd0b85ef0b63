//! Documents in the middle of their way, when the stages that follow only add to them: remembered by what they had then,
//! and told from the documents as they are at the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rapporteur_model::{Document, Layers};

use super::{Parts, Shot, each, last, layer, named, positional, whole};
use crate::{
    entries::Entries,
    failure::{Failure, LeftOut},
    parcel::Batch,
    pieces::{Form, Pieces},
};

/// What documents had in the middle of their way.
#[derive(Debug)]
pub(super) struct Early {
    key: String,
    lacks: String,
    /// The layers of each document, and the number of entries of its trail.
    documents: Vec<(Layers, usize)>,
    left_out: Vec<LeftOut>,
    failures: Vec<Failure>,
}

impl Early {
    pub(super) fn of(key: &str, lacks: &str, batch: &Batch) -> Self {
        Self {
            key: key.to_owned(),
            lacks: if whole(batch) { String::new() } else { lacks.to_owned() },
            documents: batch.documents.iter().map(|d| (d.layers.clone(), d.trail.len())).collect(),
            left_out: batch.left_out.clone(),
            failures: batch.failures.clone(),
        }
    }

    /// Told from the same documents at the end of their way, of which these are the parts; `None` when they are not the
    /// same, since one failed.
    pub(super) fn shot(
        self,
        at: &Path,
        docs: &[Document],
        parts: &Parts,
        pieces: &mut Pieces,
    ) -> Option<Shot> {
        if docs.len() != self.documents.len() {
            return None;
        }
        let trails =
            || docs.iter().zip(&self.documents).map(|(doc, (_, length))| (doc, doc.trail.get(..*length)));
        let trails = if trails().all(|(doc, trail)| trail.is_some_and(|t| t.len() == doc.trail.len())) {
            parts.trails
        } else {
            let entries = trails().map(|(doc, trail)| Some(Entries::of(trail?, &doc.extracted.text)));
            pieces.put(positional(&entries.collect::<Option<Vec<_>>>()?)?, Form::Plain)
        };
        let all = each(&self.documents, |(layers, _)| layers);
        let names: BTreeSet<&str> = all.iter().flat_map(|layers| layers.names()).collect();
        let mut layers = BTreeMap::new();
        for name in names {
            let same = all.iter().zip(docs).all(|(layers, doc)| layers.is_same(&doc.layers, name));
            let piece = match parts.layers.get(name).filter(|_| same) {
                Some(piece) => *piece,
                None => pieces.put(layer(&all, name)?, Form::Compressed),
            };
            layers.insert(name.to_owned(), piece);
        }
        let rest = pieces.put(named(&last(at, docs, &self.left_out, &self.failures))?, Form::Plain);
        let parts = Parts { texts: parts.texts, blocks: parts.blocks, trails, layers, rest };
        Some(Shot { key: self.key, lacks: self.lacks, failed: !self.failures.is_empty(), parts })
    }
}
