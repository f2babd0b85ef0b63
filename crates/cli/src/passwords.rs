//! `--password`: what encrypted PDFs are tried with.

use clap::Args;
use serde_json::{Value, json};

/// Passwords of the command line, for the verbs that read reports.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Passwords {
    /// Try this password on encrypted PDFs, in place of those of the pipeline file; may be given several times
    #[arg(long, value_name = "TEXT")]
    password: Vec<String>,
}

impl Passwords {
    /// The option of `ingest` that they stand for; none when none was given.
    pub(crate) fn option(&self) -> Option<(String, String, Value)> {
        let given = !self.password.is_empty();
        given.then(|| ("ingest".to_owned(), "passwords".to_owned(), json!(self.password)))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Verb};

    fn check(verb: &str) {
        let words = ["rapporteur", verb, "--password", "swordfish", "--password", "a, b", "report.pdf"];
        let passwords = match Cli::try_parse_from(words).unwrap().verb {
            Verb::Run(args) => args.passwords,
            Verb::Read(args) => args.passwords,
            Verb::Explain(args) => args.passwords,
            _ => Passwords::default(),
        };
        let (stage, key, value) = passwords.option().unwrap();
        assert_eq!((stage.as_str(), key.as_str()), ("ingest", "passwords"), "{verb}");
        assert_eq!(value, json!(["swordfish", "a, b"]), "{verb}");
    }

    #[test]
    fn every_verb_that_reads_reports_takes_passwords() {
        ["run", "read", "explain"].into_iter().for_each(check);
        assert_eq!(Passwords::default().option(), None);
    }
}
