//! `status`: what the ledger knows.

use jiff::Timestamp;
use rapporteur_config::{Overrides, Schedule, load};
use rapporteur_engine::{Status, at_work, status as of};
use rapporteur_stage::Registry;

use crate::{
    args::StatusArgs,
    complaint::{Complaint, DONE},
    output::{self, Voice, count},
    run::present,
    schedule,
};

/// Says what the archive holds, how the last run ended, and what is set aside.
pub(crate) fn status(args: &StatusArgs, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    present(&args.pipeline)?;
    let overrides = Overrides { out: args.out.clone(), ..Overrides::default() };
    let pipeline = load(&args.pipeline, registry, &overrides).pipeline()?;
    let Some(ledger) = &pipeline.ledger else {
        return Err(
            Complaint::new("this pipeline keeps no ledger").hint("take `ledger = \"off\"` out of [run]")
        );
    };
    if !ledger.exists() {
        return Err(Complaint::new(format!("there was no run yet: there is no {}", ledger.display())));
    }
    let status = of(ledger).map_err(|e| Complaint::new(format!("cannot read {}: {e}", ledger.display())))?;
    if args.json {
        let mut json = serde_json::to_value(&status).unwrap_or_default();
        if let (Some(json), Some(schedule)) = (json.as_object_mut(), &pipeline.schedule) {
            json.insert("schedule".to_owned(), as_json(schedule));
        }
        output::result(&(serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"))?;
    } else {
        let next = pipeline.schedule.as_ref().map(coming).unwrap_or_default();
        output::result(&(told(&status, at_work(&pipeline.out).as_deref(), voice) + &next))?;
    }
    Ok(DONE)
}

fn as_json(schedule: &Schedule) -> serde_json::Value {
    let at: Vec<&str> = schedule.at.iter().map(|at| at.text.as_str()).collect();
    let next = schedule::next(schedule, Timestamp::now()).map(|time| time.timestamp().to_string());
    serde_json::json!({ "at": at, "missed": schedule::missed(schedule), "next": next })
}

/// When the next run is due.
fn coming(schedule: &Schedule) -> String {
    let Some(next) = schedule::next(schedule, Timestamp::now()) else { return String::new() };
    format!("\nnext run {}, when `rapporteur schedule` or its timer is at work\n", schedule::shown(&next))
}

fn told(status: &Status, at_work: Option<&str>, voice: Voice) -> String {
    let mut text = String::new();
    if let Some(run) = &status.last {
        let how = match (&run.trouble, run.interrupted) {
            (Some(trouble), _) => format!("given up: {trouble}"),
            (None, true) => "ended before its time".to_owned(),
            (None, false) => "came to its end".to_owned(),
        };
        text.push_str(&format!("last run {} to {}: {how}\n", run.start, run.end));
        for missing in &run.missing {
            let since = missing.duration();
            let n = count(usize::try_from(missing.documents).unwrap_or(usize::MAX), "document");
            text.push_str(&format!("  {missing}{since}; the {n} known from it stay in the exports\n"));
            text.push_str("    hint: see that its disk is mounted, or run once with --remove-missing\n");
        }
    } else {
        text.push_str("no run has come to its end yet\n");
    }
    match (&status.unended, at_work) {
        (Some(_), Some(run)) => text.push_str(&format!("a run is at work: {run}\n")),
        (Some(begun), None) => text.push_str(&format!(
            "the run of {begun} did not come to its end: it was killed, or the machine went down\n    hint: nothing is \
             lost; the next run goes on from there\n"
        )),
        (None, _) => {}
    }
    let n = &status.archive;
    let sources = usize::try_from(status.sources).unwrap_or(usize::MAX);
    text.push_str(&format!(
        "{}: {} done, {} partial, {} set aside\n",
        count(sources, "file"),
        n.done,
        n.partial,
        n.set_aside
    ));
    for failed in &status.set_aside {
        text.push_str(&format!("\n{}\n  {}: {}\n", failed.path.display(), failed.stage, failed.reason));
        if let Some(hint) = &failed.hint {
            text.push_str(&format!("  hint: {hint}\n"));
        }
        let again = if failed.passing {
            "every run tries again"
        } else {
            "tried again when the file, options or the program change"
        };
        text.push_str(&format!(
            "  since {}, {}; {again}\n",
            failed.since,
            count(failed.tries as usize, "try").replace("trys", "tries")
        ));
        if voice.verbose() {
            text.push_str(&format!("  record: {}\n", failed.record.display()));
        }
    }
    text
}
