//! `cargo xtask bless`: takes what comes out today as what is expected. A person reads the difference.

use std::io;

use crate::cargo::{cargo, run};

/// Rewrites the results of all case files, all generated files, and the interfaces of the crates for authors of stages.
pub(crate) fn bless() -> io::Result<()> {
    run(cargo(&["test", "--quiet", "--package", "rapporteur-tests", "--test", "whole", "cases"])
        .env("BLESS", "1"))?;
    crate::docs::docs(false)?;
    crate::api::api(false)?;
    println!("now read the difference: git diff");
    Ok(())
}
