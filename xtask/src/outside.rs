//! Projects outside the workspace: the samples that are crates of somebody else, and what `rapporteur new stage` makes.
//!
//! They are built into the target folder of the workspace with its versions of all libraries, so that what is built
//! already is not built again.

use std::{fs, io};

use crate::cargo::{cargo, root, run};

/// The samples that are crates.
const SAMPLES: &[&str] = &["redact-names", "town-archive"];

/// Tests the samples, then does what the guide for authors of stages does: makes a new project, tests it, runs it.
pub(crate) fn outside() -> io::Result<()> {
    for sample in SAMPLES {
        let folder = root().join("samples").join(sample);
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        for args in [&["fmt", "--check"][..], &["test", "--quiet"]] {
            let mut command = cargo(args);
            run(command.current_dir(&folder).env("CARGO_TARGET_DIR", root().join("target")))?;
        }
    }
    let mut guide = cargo(&["test", "--quiet", "--package", "rapporteur-tests", "--test", "whole", "guide"]);
    run(guide.env("RAPPORTEUR_GUIDE", "all"))
}
