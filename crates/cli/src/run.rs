//! `run`: a whole archive in, exports out.

use std::path::Path;

use rapporteur_config::{Overrides, Pipeline, load, parse};
use rapporteur_engine::{DryRun, Finished, Report, Stop, Trouble, dry_run};
use rapporteur_stage::Registry;

use crate::{
    after,
    args::{DEFAULT_FILE, RunArgs},
    complaint::{Complaint, DONE, NOT_DONE},
    isolate::isolated,
    output::{self, Voice, Weight, count},
    progress::Shown,
    signals,
};

/// The source that `--source` speaks to.
const FILES: &str = "files";
/// How many set-aside documents are listed; report.json has them all.
const LISTED: usize = 20;

/// The pipeline of those who name files and have no pipeline file.
const BUILT_IN: &str = include_str!("default.toml");

/// Runs a pipeline; with `retry`, what was set aside is taken again.
pub(crate) fn run(args: &RunArgs, retry: bool, registry: &Registry, voice: Voice) -> Result<u8, Complaint> {
    let built_in = !args.source.is_empty() && is_absent_default(&args.pipeline);
    if !built_in {
        present(&args.pipeline)?;
    }
    let overrides = Overrides {
        out: args.out.clone(),
        sources: args.source.clone(),
        source_kind: FILES,
        workers: args.workers,
        fresh: args.fresh,
        retry,
        options: args.passwords.option().into_iter().collect(),
        ..Overrides::default()
    };
    let checked = if built_in {
        parse(&args.pipeline, BUILT_IN, registry, &overrides).verify()
    } else {
        load(&args.pipeline, registry, &overrides).verify()
    };
    if checked.problems().errors() == 0 {
        voice.problems(checked.problems());
    }
    let pipeline = isolated(checked.pipeline()?, voice.talk());
    if args.dry_run {
        return plan(&dry_run(&pipeline).map_err(|t| told(&t))?, voice);
    }
    let stop = Stop::default();
    signals::tie(&stop, voice);
    let progress = Shown::new(voice);
    voice.remark(&format!("running {} into {}", pipeline.name, folder(&pipeline.out)));
    let finished = rapporteur_engine::run(&pipeline, &stop, &progress);
    crate::logging::hide();
    after::call(&pipeline, voice);
    conclude(&finished, &pipeline, voice)
}

/// Whether no pipeline file was named and there is none here.
fn is_absent_default(path: &Path) -> bool {
    path == Path::new(DEFAULT_FILE) && !path.exists()
}

/// Says kindly that there is no pipeline file, before anybody tries to read it.
pub(crate) fn present(path: &Path) -> Result<(), Complaint> {
    if path.exists() {
        return Ok(());
    }
    if is_absent_default(path) {
        return Err(Complaint::new("there is no pipeline.toml in this folder").hint(
            "go to the folder that has one or name it; without one, `rapporteur run --source FOLDER` and \
             `rapporteur read REPORT` use the built-in stages",
        ));
    }
    Err(Complaint::new(format!("there is no file {}", path.display())))
}

fn folder(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.ends_with('/') { shown } else { shown + "/" }
}

/// What would be done, and why.
fn plan(plan: &DryRun, voice: Voice) -> Result<u8, Complaint> {
    let stand = plan.documents.iter().filter(|d| d.stands).count();
    let work = plan.documents.len() - stand;
    let gone = if plan.gone.is_empty() { String::new() } else { format!(", {} gone", plan.gone.len()) };
    let mut text =
        format!("{}: {work} to do, {stand} unchanged{gone}\n", count(plan.documents.len(), "document"));
    for doc in plan.documents.iter().filter(|d| !d.stands || voice.verbose()) {
        let from = match &doc.from {
            _ if doc.stands => String::new(),
            Some(stage) => format!(", from {stage} on"),
            None => ", for the exports alone".to_owned(),
        };
        text.push_str(&format!("  {}: {}{from}\n", doc.path.display(), doc.why));
    }
    plan.gone
        .iter()
        .for_each(|path| text.push_str(&format!("  {}: gone, leaves the exports\n", path.display())));
    for stage in &plan.learning {
        text.push_str(&format!("{stage} would learn from the whole archive first\n"));
    }
    text.push_str("stages\n");
    for stage in &plan.stages {
        let name = if stage.id == stage.name { String::new() } else { format!(" ({})", stage.name) };
        text.push_str(&format!("  {}{name}, {}\n", stage.id, count(stage.workers, "thread")));
    }
    text.push_str(&format!("exports into {}\n", folder(&plan.out)));
    plan.exports.iter().for_each(|e| text.push_str(&format!("  {e}\n")));
    output::result(&text)?;
    for trouble in &plan.troubles {
        voice.say(Weight::Warning, trouble, None);
    }
    if plan.documents.is_empty() { Err(no_document()) } else { Ok(DONE) }
}

fn no_document() -> Complaint {
    Complaint::new("the sources of the pipeline gave no document")
        .hint("look at `include` and `exclude` of [[source]], or name files with --source 'FOLDER/**/*.pdf'")
}

/// Says how a run ended; gives the exit code.
fn conclude(finished: &Finished, pipeline: &Pipeline, voice: Voice) -> Result<u8, Complaint> {
    let report = &finished.report;
    voice.problems(&finished.warnings);
    if report.changes.damaged > 0 {
        let what = format!("what was kept of {} was damaged, and was made again", damaged(report));
        voice.say(Weight::Warning, &what, Some("see that the disk of the output folder is well"));
    }
    left_out(report, voice);
    partial(report, voice);
    set_aside(report, voice);
    let seen = report.documents.ended();
    if let Some(trouble) = &finished.trouble {
        if seen > 0 {
            voice.remark(&summary(report));
        }
        return Err(told(trouble));
    }
    if seen == 0 && !report.interrupted {
        return Err(no_document());
    }
    if voice.chatty() {
        output::result(&format!("{}\nresults in {}\n", summary(report), folder(&pipeline.out)))?;
    }
    Ok(finished.exit_code())
}

fn damaged(report: &Report) -> String {
    count(usize::try_from(report.changes.damaged).unwrap_or(usize::MAX), "document")
}

fn told(trouble: &Trouble) -> Complaint {
    if let Some(problems) = &trouble.problems {
        return Complaint::File(problems.clone());
    }
    Complaint::Told { message: trouble.message.clone(), hint: trouble.hint.clone(), code: NOT_DONE }
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

fn set_aside(report: &Report, voice: Voice) {
    for entry in report.set_aside.iter().take(LISTED) {
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
    let more = report.set_aside.len().saturating_sub(LISTED);
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
fn summary(report: &Report) -> String {
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
