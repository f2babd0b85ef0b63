//! A program that stands by and runs its pipeline again and again: what `watch` and `schedule` have in common.

mod bell;
mod port;
mod recipe;

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use clap::Args;
use rapporteur_config::Pipeline;
use rapporteur_engine::{Finished, Stop, metrics};
use rapporteur_stage::Registry;
use serde_json::json;

use self::{bell::Bell, port::Port, recipe::Recipe};
use crate::{
    after,
    args::DEFAULT_FILE,
    complaint::Complaint,
    isolate::isolated,
    outcome::{look_at_news, summary, told},
    output::Voice,
    progress::Shown,
    run::present,
    signals,
};

pub(crate) use self::bell::Rung;

/// What can be said of a program that stands by.
#[derive(Debug, Args)]
pub(crate) struct StandingArgs {
    /// The pipeline file
    #[arg(default_value = DEFAULT_FILE)]
    pub(crate) pipeline: PathBuf,
    /// Write into this folder in place of the pipeline's
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Answer a Prometheus server on this port with the figures of the last run: 9464 is a port of this machine alone,
    /// 0.0.0.0:9464 can be reached from others
    #[arg(long, value_name = "PORT", value_parser = port::address)]
    pub(crate) metrics: Option<port::Address>,
}

/// A program that stands by.
pub(crate) struct Standing<'r> {
    recipe: Recipe<'r>,
    pub(crate) voice: Voice,
    bell: Bell,
    port: Option<Port>,
}

impl<'r> Standing<'r> {
    /// Reads the pipeline file, listens for what is asked, opens the port.
    pub(crate) fn begin(
        args: &StandingArgs,
        registry: &'r Registry,
        voice: Voice,
    ) -> Result<Self, Complaint> {
        present(&args.pipeline)?;
        let recipe = Recipe::read(&args.pipeline, args.out.clone(), registry)?;
        let port = args.metrics.map(Port::open).transpose()?;
        if let Some(port) = &port {
            voice.remark(&format!("figures for Prometheus at http://{}/metrics", port.address()));
        }
        Ok(Self { recipe, voice, bell: Bell::hang(voice), port })
    }

    /// The pipeline as the file has it, with nothing loaded yet: vocabularies may have changed since the last run.
    pub(crate) fn pipeline(&self) -> Result<Pipeline, Complaint> {
        Ok(self.recipe.pipeline()?)
    }

    /// Sleeps for so long, or until something is asked.
    pub(crate) fn sleep(&self, time: Duration) -> Rung {
        self.bell.wait(time)
    }

    /// Reads the pipeline file again; one with mistakes is told, and the old one stays. Gives whether it is another one.
    pub(crate) fn reload(&mut self) -> bool {
        let path = self.recipe.path().display().to_string();
        match self.recipe.reload() {
            Ok(changed) => {
                let what = if changed { "read again" } else { "read again; nothing in it changed" };
                self.voice.remark(&format!("{path} was {what}"));
                changed
            }
            Err(problems) => {
                self.voice.problems(&problems);
                let said = format!("{path} was not taken over, as it has mistakes");
                self.voice.say(
                    crate::output::Weight::Error,
                    &said,
                    Some("the one that was read before stays"),
                );
                false
            }
        }
    }

    /// One ordinary run, over all files but those that somebody is still writing. Says how it ended.
    pub(crate) fn run(&mut self, growing: &BTreeSet<PathBuf>) -> Result<Finished, Complaint> {
        let pipeline = isolated(self.pipeline()?, self.voice.talk());
        let stop = Stop::default();
        self.bell.during(Some(stop.clone()));
        let progress = Shown::new(self.voice);
        self.running(true);
        let finished = rapporteur_engine::run_leaving(&pipeline, &stop, &progress, growing);
        signals::leaving(&stop);
        if let Some(port) = &self.port {
            port.show(metrics(&finished.report));
        }
        self.running(false);
        self.bell.during(None);
        crate::logging::hide();
        after::call(&pipeline, self.voice);
        look_at_news(&finished, self.voice);
        if let Some(trouble) = &finished.trouble {
            self.voice.complain(&told(trouble));
        }
        let n = &finished.report.documents;
        let counts = json!({
            "event": "run-ended", "start": finished.report.start, "end": finished.report.end,
            "seconds": finished.report.seconds, "documents": n, "exit_code": finished.exit_code(),
        });
        self.voice.event(&summary(&finished.report), &counts);
        Ok(finished)
    }

    fn running(&self, yes: bool) {
        if let Some(port) = &self.port {
            port.running(yes);
        }
    }
}
