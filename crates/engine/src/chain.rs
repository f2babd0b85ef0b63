//! The stages without threads: one document in, what comes of it out.

use std::time::Duration;

use rapporteur_config::{Pipeline, Problem, Problems, Severity};
use rapporteur_model::Document;
use rapporteur_stage::StageError;

use crate::{
    Stop,
    failure::{Failure, LeftOut},
    parcel::Batch,
    runner::Runner,
};

/// The stages of a pipeline, one instance each.
pub struct Chain {
    runners: Vec<Runner>,
    warnings: Vec<Problem>,
    stop: Stop,
}

/// What came of one document.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Processed {
    /// The documents, usually one.
    pub documents: Vec<Document>,
    /// What a stage left out on purpose.
    pub left_out: Vec<LeftOut>,
    /// What a stage failed on.
    pub failures: Vec<Failure>,
}

/// A stage that has just been at work.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Step<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub name: &'static str,
    /// How long it took for all documents of this step.
    pub seconds: f64,
    /// Whether its `when` did not match any of them.
    pub skipped: bool,
}

impl Chain {
    /// Builds all stages of a pipeline.
    ///
    /// # Errors
    /// All that cannot be built, with the places in the file.
    pub fn build(pipeline: &Pipeline) -> Result<Self, Problems> {
        let mut problems = pipeline.no_problems();
        let mut chain = Self { runners: Vec::new(), warnings: Vec::new(), stop: Stop::default() };
        for step in &pipeline.stages {
            match Runner::new(step, &pipeline.shared) {
                Ok(runner) => chain.runners.push(runner),
                Err(problem) if problem.severity == Severity::Error => problems.push(problem),
                Err(problem) => chain.warnings.push(problem),
            }
        }
        if problems.is_empty() { Ok(chain) } else { Err(problems) }
    }

    /// Builds only these stages, by id or name, and those before them whose results they need.
    ///
    /// # Errors
    /// All that cannot be built, with the places in the file.
    pub fn with_stages(pipeline: &Pipeline, wanted: &[&str]) -> Result<Self, Problems> {
        Self::build(&pipeline.only(wanted))
    }

    /// The same, ended by a handle from outside: stages see when it is aborted.
    #[must_use]
    pub fn stopped_by(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }

    /// Optional stages that could not be built and are left out.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What each stage did: documents and time.
    pub(crate) fn work(&self) -> Vec<(u64, Duration)> {
        self.runners.iter().map(|r| (r.executed, r.spent)).collect()
    }

    /// Takes documents on that have come through so many stages.
    pub(crate) fn go_on(&mut self, stages: usize, mut batch: Batch) -> Batch {
        for runner in self.runners.iter_mut().skip(stages) {
            for doc in std::mem::take(&mut batch.documents) {
                runner.apply(doc, self.stop.token(), &mut batch);
            }
        }
        batch
    }

    /// Takes a document through all stages.
    pub fn process(&mut self, doc: Document) -> Processed {
        self.observe(doc, &mut |_, _| {})
    }

    /// The same, with a look at each document after each stage.
    pub fn observe(&mut self, doc: Document, each: &mut dyn FnMut(&Step<'_>, &Document)) -> Processed {
        let mut batch = Batch { documents: vec![doc], ..Batch::default() };
        for runner in &mut self.runners {
            let before = runner.spent;
            let mut skipped = true;
            for doc in std::mem::take(&mut batch.documents) {
                skipped &= !runner.apply(doc, self.stop.token(), &mut batch);
            }
            let seconds = (runner.spent - before).as_secs_f64();
            let step = Step { id: &runner.step.id, name: runner.step.name, seconds, skipped };
            batch.documents.iter().for_each(|doc| each(&step, doc));
        }
        let Batch { documents, left_out, failures } = batch;
        Processed { documents, left_out, failures }
    }

    /// Takes a document through all stages, for those who want exactly one back: the first, when a stage split it.
    ///
    /// # Errors
    /// When a stage failed on it, or left it out.
    pub fn process_one(&mut self, doc: Document) -> Result<Document, Box<Failure>> {
        let path = doc.source.path.clone();
        let Processed { documents, left_out, mut failures } = self.process(doc);
        if !failures.is_empty() {
            return Err(Box::new(failures.swap_remove(0)));
        }
        documents.into_iter().next().ok_or_else(|| {
            let (stage, reason) =
                left_out.into_iter().next().map(|l| (l.stage, l.reason)).unwrap_or_default();
            Box::new(Failure::new(&path, &stage, &StageError::new(format!("left out: {reason}"))))
        })
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.runners.iter().map(|r| &r.step.id)).finish()
    }
}
