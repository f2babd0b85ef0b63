//! Documents as the stages above a learner have made them, kept so that the run itself need not make them again.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use rapporteur_config::Pipeline;
use rapporteur_model::Document;

use crate::{
    Stop,
    cache::{Cache, Kept},
    chain::Chain,
    crew::worth_keeping,
    look::{Contents, Look},
    parcel::Batch,
    prints::Prints,
};

/// The kept documents, as a learner meets them.
#[derive(Debug)]
pub(crate) struct Pages {
    cache: Cache,
    prints: Prints,
    /// How many stages stand above the learner.
    above: usize,
    /// How many documents were made and kept, so that the run need not make them.
    pub(crate) made: AtomicU64,
    contents: Mutex<Contents>,
}

impl Pages {
    /// `None` where nothing is kept, or not everything above the learner was built.
    pub(crate) fn new(pipeline: &Pipeline, prints: &Prints, above: usize) -> Option<Self> {
        let wanted = pipeline.ledger.is_some() && !pipeline.run.fresh;
        let built = pipeline.stages.iter().zip(&prints.stages).take(above).all(|(s, p)| s.id == p.print.id);
        let folder = pipeline.shared.cache().filter(|_| wanted && built && above > 0)?;
        let cache = Cache::new(&folder, pipeline.run.cache_mib.saturating_mul(1 << 20));
        Some(Self {
            cache,
            prints: prints.clone(),
            above,
            made: AtomicU64::new(0),
            contents: Mutex::default(),
        })
    }

    /// What the files held that were read, so that the run need not read them for it.
    pub(crate) fn into_contents(self) -> Contents {
        self.contents.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The documents of a source: those of an earlier time, or made now and kept.
    pub(crate) fn documents(&self, doc: Document, chain: &mut Chain, stop: &Stop) -> Vec<Document> {
        let path = doc.source.path.clone();
        let Ok(look) = Look::at(&path) else { return chain.process(doc).documents };
        let Ok(content) = look.content(&path) else { return chain.process(doc).documents };
        if !look.unsettled() {
            let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
            contents.insert(path.clone(), (look, content.clone()));
        }
        let keys = self.prints.keys(&content, &path);
        let Some(key) = keys.get(self.above) else { return chain.process(doc).documents };
        let lacks = self.prints.lacks(self.above);
        let mut kept = match self.cache.get(&content) {
            Kept::Here(kept) => kept,
            Kept::Nothing | Kept::Damaged => Default::default(),
        };
        let known = (1..=self.above).rev().find_map(|stages| {
            let key = keys.get(stages).filter(|key| kept.has(key, &self.prints.lacks(stages), false))?;
            Some((stages, kept.take(key, &path)?))
        });
        let (stages, batch) =
            known.unwrap_or_else(|| (0, Batch { documents: vec![doc], ..Batch::default() }));
        if stages == self.above {
            return batch.documents;
        }
        let batch = chain.go_on(stages, batch);
        let worth = self.above.checked_sub(1).and_then(|at| self.prints.stages.get(at));
        let worth = worth.is_some_and(|stage| worth_keeping(stage, &batch));
        if worth && !stop.token().cancelled() && Look::at(&path).is_ok_and(|now| now == look) {
            kept.add(key, &lacks, &path, &batch);
            self.cache.put(&content, &kept);
            if stages == 0 {
                self.made.fetch_add(1, Ordering::Relaxed);
            }
        }
        batch.documents
    }
}
