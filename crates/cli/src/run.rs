//! `run`: a whole archive in, exports out.

use std::path::Path;

use rapporteur_config::{Overrides, load, parse};
use rapporteur_engine::{DryRun, Stop, dry_run};
use rapporteur_stage::Registry;

use crate::{
    after,
    args::{DEFAULT_FILE, RunArgs},
    complaint::{Complaint, DONE},
    isolate::isolated,
    outcome::{conclude, folder, no_document, told},
    output::{self, Voice, Weight, count},
    progress::Shown,
    signals,
};

/// The source that `--source` speaks to.
const FILES: &str = "files";

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
        remove_missing: args.remove_missing,
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
    signals::leaving(&stop);
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
    for missing in &plan.missing {
        let n = usize::try_from(missing.documents).unwrap_or(usize::MAX);
        text.push_str(&format!("  {missing}: {} stay as they are\n", count(n, "document")));
    }
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
    if plan.documents.is_empty() && plan.gone.is_empty() { Err(no_document()) } else { Ok(DONE) }
}
