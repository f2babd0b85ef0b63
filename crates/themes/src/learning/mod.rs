//! Learning from reports that are already indexed.
//!
//! The features are those of MLLM (Annif) and more; the ranking is a forest of boosted trees; concepts that no word of a
//! report names can be proposed by the most similar indexed reports. Wherever a feature looks at what indexers chose,
//! the report at hand is left out.

mod archive;
mod bins;
mod boost;
mod calibration;
mod features;
mod file;
mod flat;
mod learner;
mod measure;
mod model;
mod tree;

pub(crate) use archive::Likeness;
pub use file::ModelError;
pub use learner::{Lesson, Trainer};
pub use measure::Measures;
pub use model::Model;
