//! The program that is called when a run has ended: `after` in [run].

use std::process::{Command, Stdio};

use rapporteur_config::Pipeline;

use crate::output::{Voice, Weight};

/// Calls it with the path of the report as its last argument, and waits. What it does wrong is told; it changes nothing
/// about how the run has ended.
pub(crate) fn call(pipeline: &Pipeline, voice: Voice) {
    let Some((program, arguments)) = pipeline.run.after.split_first() else { return };
    let report = pipeline.out.join("report.json");
    let report = std::path::absolute(&report).unwrap_or(report);
    let mut command = Command::new(program);
    command.args(arguments).arg(report).stdin(Stdio::null()).stdout(Stdio::null());
    if !pipeline.base().as_os_str().is_empty() {
        command.current_dir(pipeline.base());
    }
    let said = match command.status() {
        Ok(status) if status.success() => return,
        Ok(status) => format!("`{program}`, called after the run, failed: {status}"),
        Err(e) => format!("`{program}`, to be called after the run, cannot be started: {e}"),
    };
    voice.say(Weight::Warning, &said, Some("look at `after` in [run]"));
}
