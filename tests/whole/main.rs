//! The program as its users meet it: whole runs over the samples, bad input, and the case files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on fails")]

mod abstracts;
mod archive;
mod bad_input;
mod cases;
mod conformance;
#[cfg(unix)]
mod editors;
mod equal_runs;
#[cfg(unix)]
mod faults;
mod guide;
mod hostile;
mod isolation;
mod killed;
mod metamorphic;
mod new_stage;
#[cfg(unix)]
mod no_socket;
#[cfg(target_os = "linux")]
mod orphans;
mod pipeline_file;
mod program;
mod programs;
mod reports;
mod samples;
mod schema;
mod second_run;
mod standing_by;
mod subjects;
mod topics;
mod undone;
mod without;
