//! `cargo xtask bless`: takes what comes out today as what is expected. A person reads the difference.

use std::io;

use crate::cargo::{cargo, run};

/// Rewrites the results of all case files and all generated files.
pub(crate) fn bless() -> io::Result<()> {
    run(cargo(&["test", "--quiet", "--package", "rapporteur-tests", "--test", "whole", "cases"])
        .env("BLESS", "1"))?;
    crate::docs::docs(false)?;
    println!("now read the difference: git diff");
    Ok(())
}
