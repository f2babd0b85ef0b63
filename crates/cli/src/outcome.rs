//! How a run ended, for people: on standard error what to look at, on standard output one line.

use std::path::Path;

use rapporteur_config::Pipeline;
use rapporteur_engine::{Finished, Report, SetAside, Trouble};

use crate::{
    complaint::{Complaint, NOT_DONE},
    output::{self, Voice, Weight, count},
};

/// How many set-aside documents are listed; report.json has them all.
const LISTED: usize = 20;

/// Says how a run ended; gives the exit code.
pub(crate) fn conclude(finished: &Finished, pipeline: &Pipeline, voice: Voice) -> Result<u8, Complaint> {
    let report = &finished.report;
    look_at(finished, voice);
    let seen = report.documents.ended();
    if let Some(trouble) = &finished.trouble {
        if seen > 0 {
            voice.remark(&summary(report));
        }
        return Err(told(trouble));
    }
    if seen == 0 && report.documents.removed == 0 && !report.interrupted {
        return Err(no_document());
    }
    if voice.chatty() {
        output::result(&format!("{}\nresults in {}\n", summary(report), folder(&pipeline.out)))?;
    }
    Ok(finished.exit_code())
}

/// What somebody has to look at: folders that are away, documents that are partial or set aside.
pub(crate) fn look_at(finished: &Finished, voice: Voice) {
    of_the_run(finished, voice);
    set_aside(finished.report.set_aside.iter(), voice);
}

fn of_the_run(finished: &Finished, voice: Voice) {
    let report = &finished.report;
    voice.problems(&finished.warnings);
    if report.changes.damaged > 0 {
        let what = format!("what was kept of {} was damaged, and was made again", damaged(report));
        voice.say(Weight::Warning, &what, Some("see that the disk of the output folder is well"));
    }
    missing(report, voice);
    left_out(report, voice);
    partial(report, voice);
}

/// The same for somebody who stands by and runs again and again: of what was set aside, the news alone.
pub(crate) fn look_at_news(finished: &Finished, voice: Voice) {
    let report = &finished.report;
    of_the_run(finished, voice);
    set_aside(report.set_aside.iter().filter(|failed| !failed.still), voice);
    let still = usize::try_from(report.documents.still_set_aside).unwrap_or(usize::MAX);
    if still > 0 {
        let are = if still == 1 { "is" } else { "are" };
        voice.remark(&format!(
            "{} {are} still set aside from earlier runs; `rapporteur status` lists them",
            count(still, "document")
        ));
    }
}

/// The sources gave nothing.
pub(crate) fn no_document() -> Complaint {
    Complaint::new("the sources of the pipeline gave no document")
        .hint("look at `include` and `exclude` of [[source]], or name files with --source 'FOLDER/**/*.pdf'")
}

/// A folder as it is shown.
pub(crate) fn folder(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.ends_with('/') { shown } else { shown + "/" }
}

fn damaged(report: &Report) -> String {
    count(usize::try_from(report.changes.damaged).unwrap_or(usize::MAX), "document")
}

pub(crate) fn told(trouble: &Trouble) -> Complaint {
    if let Some(problems) = &trouble.problems {
        return Complaint::File(problems.clone());
    }
    Complaint::Told { message: trouble.message.clone(), hint: trouble.hint.clone(), code: NOT_DONE }
}

/// Folders that are out of sight: what a night without its disk must not pass over.
fn missing(report: &Report, voice: Voice) {
    for missing in &report.missing {
        let n = count(usize::try_from(missing.documents).unwrap_or(usize::MAX), "document");
        let stay = if missing.documents == 1 { "stays" } else { "stay" };
        let hint = "see that its disk is mounted; if it was cleared on purpose, `rapporteur run --remove-missing` takes them out of \
             the exports, and this warning ends";
        let since = missing.duration();
        let said = format!("{missing}{since}; the {n} known from it {stay} in the exports");
        voice.say(Weight::Warning, &said, Some(hint));
    }
}

fn partial(report: &Report, voice: Voice) {
    for entry in report.partial.iter().take(LISTED) {
        let message = format!("{} is partial: {}", entry.path.display(), entry.reason);
        voice.say(Weight::Warning, &message, entry.hint.as_deref());
    }
    let more = report.partial.len().saturating_sub(LISTED);
    if more > 0 {
        let are = if more == 1 { "is" } else { "are" };
        voice.say(Weight::Warning, &format!("{more} more {are} partial; report.json lists them"), None);
    }
}

fn set_aside<'r>(entries: impl Iterator<Item = &'r SetAside>, voice: Voice) {
    let entries: Vec<&SetAside> = entries.collect();
    for entry in entries.iter().take(LISTED) {
        let message = format!(
            "{} was set aside by {}: {}",
            Path::new(&entry.path).display(),
            entry.stage,
            entry.reason
        );
        let record = format!("record: {}", Path::new(&entry.record).display());
        let hint = entry.hint.as_ref().map_or(record.clone(), |h| format!("{h}\n        {record}"));
        voice.say(Weight::Warning, &message, Some(&hint));
    }
    let more = entries.len().saturating_sub(LISTED);
    if more > 0 {
        let were = if more == 1 { "was" } else { "were" };
        voice.say(Weight::Warning, &format!("{more} more {were} set aside; report.json lists them"), None);
    }
}

fn left_out(report: &Report, voice: Voice) {
    for entry in report.left_out.iter().take(LISTED) {
        let path = Path::new(&entry.path).display();
        voice.remark(&format!("{path} was left out by {}: {}", entry.stage, entry.reason));
    }
}

/// One line: how many documents, how they ended, how long it took.
pub(crate) fn summary(report: &Report) -> String {
    let n = &report.documents;
    let mut parts = vec![format!("{} done", n.done), format!("{} partial", n.partial)];
    parts.push(format!("{} set aside", n.set_aside));
    for (number, what) in [(n.left_out, "left out"), (n.skipped, "unchanged"), (n.removed, "removed")] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let interrupted = if report.interrupted { ", interrupted" } else { "" };
    format!("{}{interrupted} in {:.1} seconds", parts.join(", "), report.seconds)
}
