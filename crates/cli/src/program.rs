//! The program: a list of stages, and the verbs over it.

use std::{
    ffi::OsString,
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
};

use clap::{Parser, error::ErrorKind};
use rapporteur_stage::Registry;
use rapporteur_worker::Wire;

use crate::{
    args::{Cli, Verb},
    check,
    complaint::{Complaint, DONE, NOT_DONE},
    explain, listing, logging, new,
    output::Voice,
    read, run, schedule, schema, shell, status, tests_of_file, train, vocabulary, watch, worker,
};

/// A program under construction: add stages, then [`run`](Self::run).
#[derive(Debug)]
#[must_use]
pub struct Program {
    registry: Registry,
}

/// A program without any stage. [`shipped`](crate::shipped) is one with all that come with it.
pub fn program() -> Program {
    Program { registry: Registry::new() }
}

impl Program {
    /// Adds the stages, sources and exports of a crate: `.stages(rapporteur_clean::register)`.
    pub fn stages(mut self, register: impl FnOnce(&mut Registry)) -> Self {
        register(&mut self.registry);
        self
    }

    /// All kinds of stages, sources and exports that this program knows.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Does what the command line says.
    #[must_use]
    pub fn run(self) -> ExitCode {
        ExitCode::from(self.run_with(std::env::args_os()))
    }

    /// Does what these arguments say, the program's name first; gives the exit code.
    pub(crate) fn run_with(&self, args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
        let cli = match Cli::try_parse_from(args) {
            Ok(cli) => cli,
            Err(e) => return usage(&e),
        };
        let voice = Voice::new(cli.talk);
        let parent = match worker::parent(&cli.verb) {
            Ok(parent) => parent,
            Err(complaint) => return voice.complain(&complaint),
        };
        logging::set_up(cli.talk, parent.clone());
        // A panic in a stage costs a document and is told with it; it is no news on standard error.
        panic::set_hook(Box::new(|info| tracing::debug!("{info}")));
        let done = panic::catch_unwind(AssertUnwindSafe(|| self.verb(&cli.verb, parent, voice)));
        logging::hide();
        match done {
            Ok(Ok(code)) => code,
            Ok(Err(complaint)) => voice.complain(&complaint),
            Err(_) => voice.complain(
                &Complaint::new("the program failed in itself; this is a fault of ours")
                    .hint("run it again with -vv, and report what it says"),
            ),
        }
    }

    fn verb(&self, verb: &Verb, parent: Option<Wire>, voice: Voice) -> Result<u8, Complaint> {
        let registry = &self.registry;
        if let Some(name) = registry.twice().first() {
            return Err(Complaint::new(format!("two stages of this program are called `{name}`"))
                .hint("this program was built wrongly: one of them has to get another name"));
        }
        match verb {
            Verb::Run(args) => run::run(args, false, registry, voice),
            Verb::Retry(args) => run::run(args, true, registry, voice),
            Verb::Status(args) => status::status(args, registry, voice),
            Verb::Watch(args) => watch::watch(args, registry, voice),
            Verb::Schedule(args) => schedule::schedule(args, registry, voice),
            Verb::Read(args) => read::read(args, registry, voice),
            Verb::Check(args) => check::check(args, registry, voice),
            Verb::Test(args) => tests_of_file::test(args, registry, voice),
            Verb::Explain(args) => explain::explain(args, registry, voice),
            Verb::Train(args) => train::train(args, registry, voice),
            Verb::Vocabulary(args) => vocabulary::vocabulary(args, voice),
            Verb::Stages(args) => listing::stages(args, registry),
            Verb::New(args) => new::new(args, registry),
            Verb::Schema(args) => schema::schema(args, registry, voice),
            Verb::Worker(args) => match parent {
                Some(parent) => worker::isolated(&parent, registry),
                None => worker::worker(&args.file, registry, voice),
            },
            Verb::Completions(args) => shell::completions(args),
            Verb::Man(args) => shell::man(args),
        }
    }
}

/// Help and version are results; everything else is a mistake in the command line.
fn usage(e: &clap::Error) -> u8 {
    // Nobody is left to be told when the stream is closed.
    let _unheard = e.print();
    match e.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => DONE,
        _ => NOT_DONE,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn check(args: &[&str], code: u8) {
        let all = ["rapporteur"].iter().chain(args).copied();
        assert_eq!(crate::shipped().run_with(all), code, "{args:?}");
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_name_is_given_twice() {
        assert_eq!(crate::shipped().registry.twice(), &[] as &[&str]);
    }

    #[test]
    fn mistakes_in_the_command_line_end_with_2() {
        check(&["read"], 2);
        check(&["read", "x", "--as", "poem"], 2);
        check(&["dance"], 2);
        check(&["run", "--workers", "0"], 2);
        check(&["stages", "show", "claen"], 2);
        check(&["man", "dance"], 2);
    }

    #[test]
    fn what_is_missing_is_told_with_2() {
        check(&["-q", "read", "no-such-file.pdf"], 2);
        check(&["-q", "run", "no-such-file.toml"], 2);
        check(&["-q", "check", "no-such-file.toml"], 2);
        check(&["-q", "read", "Cargo.toml", "--as", "viewpoints"], 2);
        check(&["-q", "read", "src"], 2);
    }
}
