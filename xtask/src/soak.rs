//! `cargo xtask soak`: what takes too long for the tests: ten thousand documents, kills at random moments, throughput with
//! and without the ledger, each call to a disk made to fail in turn. Ends with 1 when something is not as it must be.

mod archive;
mod faults;
mod kills;
mod pace;
mod processes;
mod thousands;

use std::io;

use crate::cargo::{release_program, scratch};

/// All of it, or the named part.
pub(crate) fn soak(part: Option<&str>) -> io::Result<()> {
    let program = release_program()?;
    let folder = scratch("soak")?;
    let wanted = |name: &str| part.is_none_or(|p| p == name);
    if part.is_some_and(|p| !["thousands", "kills", "pace", "faults"].contains(&p)) {
        return Err(io::Error::other("the parts are thousands, kills, pace and faults"));
    }
    if wanted("thousands") {
        thousands::thousands(&program, &folder.join("thousands"))?;
    }
    if wanted("kills") {
        kills::kills(&program, &folder.join("kills"))?;
    }
    if wanted("pace") {
        pace::pace(&program, &folder.join("pace"))?;
    }
    if wanted("faults") {
        faults::faults()?;
    }
    Ok(())
}

/// Fails with a sentence unless something is so.
fn must(so: bool, what: impl FnOnce() -> String) -> io::Result<()> {
    if so { Ok(()) } else { Err(io::Error::other(what())) }
}
