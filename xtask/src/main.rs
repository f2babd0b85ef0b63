//! Tasks of the repository: `cargo xtask TASK`.
//!
//! A task says what is wrong in one sentence; the exit code is 1 when it failed and 2 when it could not be
//! understood.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program")]

mod api;
mod bench;
mod bless;
mod cargo;
mod check;
mod corpus;
mod docs;
mod lexicon;
mod outside;
mod samples;
mod soak;

use std::{io, path::Path, process::ExitCode};

const USAGE: &str = "\
usage: cargo xtask TASK

  check               all that continuous integration asks for: format, lints, tests, documentation, generated files
  bless               take what comes out today as what the case files expect, and the public interface as it is; then
                      read the difference
  samples [--check]   make samples/reports from samples/sources, or say which files are not current
  docs [--check]      make the schemas and the reference of options, or say which are not current
  api                 write down the public interface of the crates that authors of stages build on
  outside             test the samples that are crates of their own, and what `rapporteur new stage` makes
  lexicon DIR         make the French and Spanish word lists of `clean` from the hunspell dictionaries in a folder
  corpus DIR          every document of a folder through the pipeline, and what changed since the last run
  bench [DIR]         throughput and memory, with the machine's name; results are kept in xtask/results. PDFs are
                      those of DIR, or the samples
  soak [PART]         ten thousand documents, kills at random moments, throughput with and without a ledger,
                      disks that fail at each call in turn; PART is thousands, kills, pace or faults";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check"] => end(check::check()),
        ["bless"] => end(bless::bless()),
        ["samples", options @ ..] => samples::run(options),
        ["api"] => end(api::api(false)),
        ["outside"] => end(outside::outside()),
        ["docs"] => end(docs::docs(false)),
        ["docs", "--check"] => end(docs::docs(true)),
        ["lexicon", folder] => end(lexicon::lexicon(Path::new(folder))),
        ["corpus", folder] => end(corpus::corpus(Path::new(folder))),
        ["soak"] => end(soak::soak(None)),
        ["soak", part] => end(soak::soak(Some(part))),
        ["bench"] => end(bench::bench(None)),
        ["bench", pdfs] => end(bench::bench(Some(Path::new(pdfs)))),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn end(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
