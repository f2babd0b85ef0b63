//! Each call to a disk made to fail in turn, disks of every size, every limit of a file: the tests of `tests/whole/faults.rs`,
//! which otherwise try a few.

use std::io;

use crate::cargo::{cargo, run};

pub(super) fn faults() -> io::Result<()> {
    let words = [
        "test",
        "--release",
        "--quiet",
        "--package",
        "rapporteur-tests",
        "--test",
        "whole",
        "faults::",
        "--",
    ];
    run(cargo(&words).args(["--nocapture", "--test-threads", "1"]).env("RAPPORTEUR_FAULTS", "all"))
}
