//! `isolate = true`: such stages work in children of this program.

use std::sync::Arc;

use rapporteur_config::Pipeline;
use rapporteur_worker::{Isolation, Part};

use crate::{
    args::{LogFormat, Talk},
    logging,
};

/// What makes `rapporteur worker` serve one stage to its parent.
pub(crate) const ISOLATED: &str = "isolated";

/// The same pipeline, with the stages that ask for it in processes of their own.
pub(crate) fn isolated(pipeline: Pipeline, talk: Talk) -> Pipeline {
    let isolation = Arc::new(isolation(talk));
    pipeline.exchange(|step| {
        if !step.isolate {
            return None;
        }
        let part = Part {
            id: step.id.clone(),
            kind: step.name,
            options: step.options().clone(),
            memory_mib: step.memory_mib,
        };
        let (isolation, native) = (Arc::clone(&isolation), step.prepared().clone());
        Some(step.prepared().made_by(move |shared| isolation.stage(&part, native.build(shared)?, shared)))
    })
}

/// Children that talk as this program does.
fn isolation(talk: Talk) -> Isolation {
    let mut words = vec!["worker".to_owned(), format!("--{ISOLATED}")];
    words.extend((0..talk.verbose).map(|_| "--verbose".to_owned()));
    words.extend(talk.quiet.then(|| "--quiet".to_owned()));
    words.extend((talk.log_format == LogFormat::Json).then(|| "--log-format=json".to_owned()));
    let isolation = Isolation::new(words, logging::pass_on);
    if logging::colours() { isolation.variable("CLICOLOR_FORCE", "1") } else { isolation }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Verb};

    #[test]
    fn the_words_of_a_child_are_understood() {
        let words = ["rapporteur", "worker", &format!("--{ISOLATED}"), "--verbose", "--log-format=json"];
        let cli = Cli::try_parse_from(words).unwrap();
        assert!(matches!(cli.verb, Verb::Worker(args) if args.isolated));
        assert_eq!((cli.talk.verbose, cli.talk.log_format), (1, LogFormat::Json));
    }
}
