//! What a stage costs beyond its own work.

use std::{io, process::Stdio};

use crate::cargo::cargo;

/// Nanoseconds a document, as the bench of the engine prints them.
pub(super) fn nanoseconds() -> io::Result<f64> {
    let mut bench = cargo(&["bench", "--quiet", "--package", "rapporteur-engine", "--bench", "idle_stage"]);
    let output = bench.stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = said.split_whitespace().find_map(|word| word.parse().ok());
    number.ok_or_else(|| io::Error::other(format!("the bench of the engine gives no figure: {said}")))
}
