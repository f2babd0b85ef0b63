//! `watch`: a run whenever files are new or changed, and have stopped growing.
//!
//! It looks at the files every few seconds. The system's notices of changes would come sooner, but do not come at all for
//! folders on network drives, which is where archives lie.

mod settling;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;
use rapporteur_engine::{Glance, Look, glance};
use rapporteur_stage::Registry;

use self::settling::{Next, Settling};
use crate::{
    complaint::{Complaint, DONE},
    outcome::{folder, told},
    output::{Voice, Weight, count},
    standing::{Rung, Standing, StandingArgs},
};

/// A run that was given up (the disk is full, another run is at work) is tried again after this time.
const AGAIN: Duration = Duration::from_secs(60);
/// What was set aside for a reason that may pass is tried again after this time.
const PASSING: Duration = Duration::from_secs(600);

/// Run a pipeline whenever files are new or have changed
///
/// Begins with a run, then looks at the files of the sources every few seconds. Files that are new, changed or gone lead
/// to an ordinary run, which does only what changed; files that are still growing wait until they are whole. A folder
/// that is away, as its disk is not mounted, is told and waited for, and its documents stay in the exports.
///
/// Ctrl-C and SIGTERM end it in order (exit code 0): the documents under way are finished, the others are for the next
/// time. SIGHUP has the pipeline file read again; one with mistakes is told and not taken over.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  rapporteur watch
  rapporteur watch archive.toml --settle 60 --every 30
  rapporteur watch --metrics 9464 --log-format json")]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    pub(crate) standing: StandingArgs,
    /// A file counts as whole when it has looked the same for so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) settle: u64,
    /// Look at the files every so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) every: u64,
}

/// Stands by until it is told to end.
pub(crate) fn watch(args: &WatchArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let mut standing = Standing::begin(&args.standing, registry, voice)?;
    let pipeline = standing.pipeline()?;
    voice.remark(&format!("watching the sources of {}, results in {}", pipeline.name, folder(&pipeline.out)));
    let settle = Duration::from_secs(args.settle);
    let mut watcher = Watcher {
        settling: Settling::new(settle),
        settle,
        away: BTreeMap::new(),
        trouble: String::new(),
        again: None,
    };
    loop {
        watcher.look(&mut standing)?;
        match standing.sleep(Duration::from_secs(args.every)) {
            Rung::End => return Ok(DONE),
            Rung::Reload if standing.reload() => watcher.again = Some(Instant::now()),
            Rung::Reload | Rung::Nobody => {}
        }
    }
}

struct Watcher {
    settling: Settling<Look>,
    settle: Duration,
    /// The folders that are away, with what was told of them.
    away: BTreeMap<PathBuf, String>,
    /// What was told of a source that cannot be opened.
    trouble: String,
    /// When a run is due though no file has changed.
    again: Option<Instant>,
}

impl Watcher {
    /// Looks once, and runs when it is time.
    fn look(&mut self, standing: &mut Standing<'_>) -> Result<(), Complaint> {
        let pipeline = standing.pipeline()?;
        let seen = match glance(&pipeline, &self.settling.known()) {
            Ok(seen) => seen,
            // What is wrong now may be right in a while; it is told once.
            Err(trouble) => {
                let said = format!("{trouble:?}");
                if self.trouble != said {
                    standing.voice.complain(&told(&trouble));
                    self.trouble = said;
                }
                return Ok(());
            }
        };
        self.trouble.clear();
        self.tell(&seen, standing.voice);
        let now = Instant::now();
        let settle = self.settle;
        let old = |look: &Look| look.older_than(settle);
        let due = self.again.is_some_and(|at| at <= now) && !seen.files.is_empty();
        match self.settling.see(&seen.files, &seen.away, now, old) {
            Next::Run(growing) => self.run(&growing, standing),
            Next::Wait(growing) if due => self.run(&growing, standing),
            Next::Nothing if due => self.run(&BTreeSet::new(), standing),
            Next::Wait(_) | Next::Nothing => Ok(()),
        }
    }

    fn run(&mut self, growing: &BTreeSet<PathBuf>, standing: &mut Standing<'_>) -> Result<(), Complaint> {
        if !growing.is_empty() {
            let is = if growing.len() == 1 { "is" } else { "are" };
            standing.voice.remark(&format!("{} {is} still being written", count(growing.len(), "file")));
        }
        let finished = standing.run(growing)?;
        let passing = finished.report.set_aside.iter().any(|failed| failed.passing);
        self.again = match &finished.trouble {
            Some(_) => Some(Instant::now() + AGAIN),
            None => passing.then(|| Instant::now() + PASSING),
        };
        if finished.trouble.is_none() {
            self.settling.done(growing);
        }
        Ok(())
    }

    /// Says what is away, once, and when it is back.
    fn tell(&mut self, seen: &Glance, voice: Voice) {
        let away: BTreeMap<PathBuf, String> =
            seen.missing.iter().map(|m| (m.folder.clone(), m.to_string())).collect();
        for (_, said) in away.iter().filter(|(folder, said)| self.away.get(*folder) != Some(said)) {
            let hint = "its documents stay in the exports; waiting for it to come back";
            voice.say(Weight::Warning, said, Some(hint));
        }
        for folder in self.away.keys().filter(|folder| !away.contains_key(*folder)) {
            voice.remark(&format!("{} is back", folder.display()));
        }
        self.away = away;
    }
}
