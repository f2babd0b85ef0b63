//! A pipeline file that was read: what the engine runs.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use rapporteur_stage::{Prepared, Shared, Source, Stage, StageError};

use crate::{ExportStep, Problems, Run, Schedule, SourceStep, StageStep, TestCase, verify};

/// A pipeline, ready to be built and run.
#[derive(Debug, Clone)]
pub struct Pipeline {
    /// `name` of `[pipeline]`; by default the name of the file's folder.
    pub name: String,
    /// The file, as the user named it.
    pub path: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The folder of the records of failed documents.
    pub set_aside: PathBuf,
    /// The file that remembers what was done; `None` for none.
    pub ledger: Option<PathBuf>,
    /// The file for a Prometheus collector.
    pub metrics: Option<PathBuf>,
    /// How a run goes.
    pub run: Run,
    /// When runs begin by themselves; `None` when somebody begins them.
    pub schedule: Option<Schedule>,
    /// Whether other sources than those of the file were given: then a run says nothing about the documents of the
    /// others.
    pub partial: bool,
    /// Where documents come from, one after the other.
    pub sources: Vec<SourceStep>,
    /// What is done to them, in order.
    pub stages: Vec<StageStep>,
    /// Where they go.
    pub exports: Vec<ExportStep>,
    /// The file's tests.
    pub tests: Vec<TestCase>,
    /// Folders and loaded resources. Building a stage twice loads its vocabulary once.
    pub shared: Arc<Shared>,
    pub(crate) source_shared: Arc<Shared>,
    /// The file without its problems, to attach those that show only later.
    pub(crate) blank: Problems,
}

impl Pipeline {
    /// The ids of the stages, in order.
    pub fn stage_ids(&self) -> Vec<&str> {
        self.stages.iter().map(|s| s.id.as_str()).collect()
    }

    /// Opens a source, with the folder that its paths are relative to.
    ///
    /// # Errors
    /// What the source says.
    pub fn open(&self, source: &SourceStep) -> Result<Box<dyn Source>, StageError> {
        source.build(&self.source_shared)
    }

    /// An empty list of problems of this file.
    pub fn no_problems(&self) -> Problems {
        self.blank.clone()
    }

    /// The line of the file that holds a byte, counted from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.blank.position(byte).0
    }

    /// The stages that were asked for, by id or name, with those before them whose results they need; as indexes,
    /// in order.
    pub fn with_needed(&self, wanted: &[&str]) -> Vec<usize> {
        let mut keep = vec![false; self.stages.len()];
        let mut missing: BTreeSet<&str> = BTreeSet::new();
        for (stage, keep) in self.stages.iter().zip(&mut keep).rev() {
            let asked = wanted.iter().any(|w| *w == stage.id || *w == stage.name);
            *keep = asked || stage.gives.iter().any(|g| missing.contains(g));
            if *keep {
                stage.gives.iter().for_each(|g| _ = missing.remove(g));
                missing.extend(stage.needs);
            }
        }
        keep.iter().enumerate().filter(|(_, keep)| **keep).map(|(i, _)| i).collect()
    }

    /// The same pipeline with only these stages and those they need.
    #[must_use]
    pub fn only(&self, wanted: &[&str]) -> Self {
        let keep = self.with_needed(wanted);
        let stages = keep.iter().filter_map(|i| self.stages.get(*i)).cloned().collect();
        Self { stages, ..self.clone() }
    }

    /// The same pipeline with no more than its first stages.
    #[must_use]
    pub fn up_to(&self, stages: usize) -> Self {
        Self { stages: self.stages.iter().take(stages).cloned().collect(), ..self.clone() }
    }

    /// The same pipeline with some of its stages made in another way, and with the same fingerprints: the seam at which
    /// `isolate = true` is put into effect.
    #[must_use]
    pub fn exchange(mut self, made: impl Fn(&StageStep) -> Option<Prepared<dyn Stage>>) -> Self {
        for stage in &mut self.stages {
            if let Some(prepared) = made(stage) {
                stage.step.prepared = prepared;
            }
        }
        self
    }

    /// The folder of the pipeline file.
    pub fn base(&self) -> &Path {
        self.shared.base()
    }
}

/// What is known of a pipeline file: the pipeline as far as it could be read, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(crate) pipeline: Option<Pipeline>,
    pub(crate) problems: Problems,
}

impl Checked {
    /// Builds every source, stage and export once, to find options out of range, missing files and missing
    /// programs. What is loaded for it stays loaded.
    #[must_use]
    pub fn verify(mut self) -> Self {
        if let Some(pipeline) = &self.pipeline {
            self.problems.extend(verify::problems(pipeline));
        }
        self
    }

    /// Adds sources that give no document, and notes on what some documents will miss: for somebody who asks beforehand, as it may never matter.
    #[must_use]
    pub fn foresee(mut self) -> Self {
        if let Some(pipeline) = &self.pipeline {
            self.problems.extend(verify::lacks(pipeline));
        }
        self
    }

    /// The pipeline as far as it could be read, whatever is wrong with the rest; `None` when it could not be read at all.
    pub fn so_far(&self) -> Option<&Pipeline> {
        self.pipeline.as_ref()
    }

    /// Errors, warnings and notes so far.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    /// The pipeline.
    ///
    /// # Errors
    /// All problems, when there is an error among them.
    pub fn pipeline(self) -> Result<Pipeline, Problems> {
        match self.pipeline {
            Some(pipeline) if self.problems.errors() == 0 => Ok(pipeline),
            _ => Err(self.problems),
        }
    }
}
