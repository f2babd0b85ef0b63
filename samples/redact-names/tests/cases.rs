//! `cases.md`: reports as they come, and what the stage makes of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use rapporteur_testkit::Cases;

/// `BLESS=1 cargo test` takes what comes out today as what is expected; then read the difference.
#[test]
fn the_cases_come_out_as_written() {
    let program = rapporteur_cli::shipped().stages(redact_names::register);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases.md");
    Cases::read(&file).unwrap().settle(program.registry()).unwrap();
}
