//! `schedule`: runs at the times that the pipeline file gives under `[schedule]`.

mod due;
mod systemd;

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use rapporteur_config::{Missed, Overrides, Pipeline, Schedule, load};
use rapporteur_engine::last_run;
use rapporteur_stage::Registry;

use self::due::{Due, Todo};
use crate::{
    args::DEFAULT_FILE,
    complaint::{Complaint, DONE},
    output::{self, Voice},
    run::present,
    standing::{Rung, Standing, StandingArgs},
};

/// It looks at the clock at least so often: the machine may have slept, or its clock been set.
const GLANCE: Duration = Duration::from_secs(30);

/// Run a pipeline at the times given under [schedule] in its file
///
/// Stands by and begins an ordinary run at each time; never two at once. What was missed while the machine was off, or
/// another run was at work, is caught up by one run, or skipped, as `missed` says. When clocks are put forward over a
/// time, it comes right after; when they are put back, it comes once.
///
/// Ctrl-C and SIGTERM end it in order (exit code 0): the documents under way are finished, the others are for the next
/// time. SIGHUP has the pipeline file read again; one with mistakes is told and not taken over.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_long_help = "\
Examples:
  rapporteur schedule
  rapporteur schedule --next 5               the next times, and nothing else
  rapporteur schedule systemd --into units   a service and a timer in place of a program that stands by

In the pipeline file:
  [schedule]
  at = \"0 2 * * *\"             # minute, hour, day of the month, month, weekday; or a list of them
  time-zone = \"Europe/Paris\"   # by default the machine's
  missed = \"catch-up\"          # or \"skip\""
)]
pub(crate) struct ScheduleArgs {
    #[command(subcommand)]
    pub(crate) what: Option<ScheduleVerb>,
    #[command(flatten)]
    pub(crate) standing: StandingArgs,
    /// Only list the next N times
    #[arg(long, value_name = "N")]
    pub(crate) next: Option<usize>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScheduleVerb {
    /// Write a service and a timer for systemd, which then begins the runs
    ///
    /// The service may do little: no network (unless a stage needs it), the whole disk read-only but for the output
    /// folder, no new privileges, bounded memory. Read the two files before you install them.
    #[command(after_long_help = "\
Example:
  rapporteur schedule systemd --into units
  sudo cp units/rapporteur-* /etc/systemd/system/
  sudo systemctl daemon-reload
  sudo systemctl enable --now rapporteur-reports.timer")]
    Systemd {
        /// The pipeline file
        #[arg(default_value = DEFAULT_FILE)]
        pipeline: PathBuf,
        /// Write the two files into this folder, in place of showing them
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
}

/// Does what the arguments say.
pub(crate) fn schedule(args: &ScheduleArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    if let Some(ScheduleVerb::Systemd { pipeline, into }) = &args.what {
        present(pipeline)?;
        let pipeline = load(pipeline, registry, &Overrides::default()).pipeline()?;
        return systemd::write(&pipeline, of(&pipeline)?, into.as_deref(), voice);
    }
    match args.next {
        Some(number) => list(args, number, registry),
        None => stand_by(&args.standing, registry, voice),
    }
}

/// The schedule of a pipeline.
fn of(pipeline: &Pipeline) -> Result<&Schedule, Complaint> {
    pipeline.schedule.as_ref().ok_or_else(|| {
        Complaint::new(format!("{} has no [schedule]", pipeline.path.display()))
            .hint("add the lines  [schedule]  and  at = \"0 2 * * *\"  for a run every night at two")
    })
}

/// The next time of a schedule after a moment.
pub(crate) fn next(schedule: &Schedule, after: Timestamp) -> Option<Zoned> {
    schedule.next(&after.to_zoned(TimeZone::system()))
}

/// A time as it is shown: `Thu 2026-11-26 02:00 Europe/Paris`.
pub(crate) fn shown(time: &Zoned) -> String {
    let zone =
        time.time_zone().iana_name().map_or_else(|| time.strftime("%:z").to_string(), ToOwned::to_owned);
    format!("{} {zone}", time.strftime("%a %Y-%m-%d %H:%M"))
}

fn list(args: &ScheduleArgs, number: usize, registry: &Registry) -> Result<u8, Complaint> {
    present(&args.standing.pipeline)?;
    let pipeline = load(&args.standing.pipeline, registry, &Overrides::default()).pipeline()?;
    let schedule = of(&pipeline)?;
    let mut times = Vec::new();
    let mut after = Timestamp::now();
    while times.len() < number
        && let Some(time) = next(schedule, after)
    {
        after = time.timestamp();
        times.push(shown(&time) + "\n");
    }
    output::result(&times.concat())?;
    Ok(DONE)
}

fn stand_by(args: &StandingArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let mut standing = Standing::begin(args, registry, voice)?;
    let pipeline = standing.pipeline()?;
    let mut schedule = of(&pipeline)?.clone();
    let mut due = Due::new(served(&pipeline), Timestamp::now());
    let mut told = None;
    loop {
        let now = Timestamp::now();
        let wait = match due.look(&schedule, now) {
            Todo::Run { late } => {
                if let Some(missed) = late {
                    voice.remark(&format!("the run of {} was missed, and is caught up now", shown(&missed)));
                }
                let finished = standing.run(&BTreeSet::new())?;
                let now = Timestamp::now();
                if let Some(minutes) = due.ended(finished.trouble.is_none(), &schedule, now) {
                    voice.remark(&format!("it is tried again in {minutes} minutes"));
                }
                told = None;
                Duration::ZERO
            }
            Todo::Skip(missed) => {
                voice.remark(&format!("the run of {} was missed, and is skipped", shown(&missed)));
                Duration::ZERO
            }
            Todo::Wait(Some(time)) => {
                if told.as_ref() != Some(&time) {
                    voice.remark(&format!("next run: {}", shown(&time)));
                }
                let left = time.timestamp().duration_since(now);
                told = Some(time);
                Duration::try_from(left).unwrap_or_default()
            }
            Todo::Wait(None) => GLANCE,
        };
        match standing.sleep(wait.min(GLANCE)) {
            Rung::End => return Ok(DONE),
            Rung::Reload => {
                standing.reload();
                let pipeline = standing.pipeline()?;
                match &pipeline.schedule {
                    Some(new) => schedule = new.clone(),
                    None => voice.say(
                        output::Weight::Warning,
                        "the pipeline file has no [schedule] any more",
                        Some("the times that it had stay, until this program is ended"),
                    ),
                }
                told = None;
            }
            Rung::Nobody => {}
        }
    }
}

/// When the last run that came to its end began: what was due before was done by it.
fn served(pipeline: &Pipeline) -> Option<Timestamp> {
    let last = last_run(&pipeline.out)?;
    let whole = !last.interrupted && last.trouble.is_none();
    // One that was cut short is made up for, when its time was the schedule's.
    let moment = last.start.parse::<Timestamp>().ok()?;
    if whole { Some(moment) } else { moment.checked_sub(jiff::SignedDuration::from_mins(1)).ok() }
}

/// What the file says of missed runs, in its own words.
pub(crate) fn missed(schedule: &Schedule) -> &'static str {
    match schedule.missed {
        Missed::CatchUp => "catch-up",
        Missed::Skip => "skip",
    }
}
