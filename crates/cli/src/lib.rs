//! The command line: verbs, messages, and the list of stages the program ships with.
//!
//! The decision it rests on: a stage is in the program because a line of code names it. A program of your own
//! starts from [`shipped`] and adds lines:
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     rapporteur_cli::shipped()
//!         // .stages(acme_house_terms::register)
//!         .run()
//! }
//! ```
//!
//! Results go to standard output, everything else to standard error. This crate alone prints, and it alone sets
//! up logging, colours and signals.
//!
//! What it does not do: know how a report is read, repaired or run; it asks the engine.

mod after;
mod args;
mod check;
mod complaint;
mod explain;
mod form;
mod isolate;
mod lines;
mod listing;
mod logging;
mod new;
mod outcome;
mod output;
mod passwords;
mod program;
mod progress;
mod read;
mod run;
mod schedule;
mod schema;
mod shell;
mod signals;
mod standing;
mod status;
mod tests_of_file;
mod trail;
mod train;
mod vocabulary;
mod watch;
mod worker;

pub use program::{Program, program};

/// The program with the stages, sources and exports that come with it.
pub fn shipped() -> Program {
    program()
        .stages(rapporteur_ingest::register)
        .stages(rapporteur_clean::register)
        .stages(rapporteur_segment::register)
        .stages(rapporteur_themes::register)
        .stages(rapporteur_summarize::register)
        .stages(rapporteur_abstract::register)
        .stages(rapporteur_worker::register)
        .stages(rapporteur_export::register)
}
