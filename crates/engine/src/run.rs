//! A whole run: build, start the threads, wait, write the report.

use std::{
    collections::BTreeSet,
    fs, io,
    path::PathBuf,
    thread::{self, Scope, ScopedJoinHandle},
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, bounded};
use rapporteur_config::{ExportStep, Pipeline, Problems};
use rapporteur_stage::Export;
use tracing::{info, warn};

use crate::{
    Progress, Stop,
    archive::archive,
    books::Books,
    byway, clock,
    crew::{Crew, Post},
    deliver::Delivery,
    feed::{List, feed},
    guard,
    house::House,
    learn::learn,
    ledger::{Known, Ledger, LedgerError},
    lock::Lock,
    memory::Memory,
    metrics,
    parcel::Parcel,
    parts::{Parts, list_all, prepare},
    remember,
    report::{Missing, Report, Slow, StageCount, Stages, rounded},
    staging::{Disk, Staging},
    status::{LastRun, last_run},
};

/// Deep documents (nested lists, tables in tables) need room; memory is taken only as it is used.
pub(crate) const STACK: usize = 16 << 20;

/// Why a run could not be made, or was given up.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Trouble {
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
    /// What is wrong with the pipeline file, when that is the trouble.
    pub problems: Option<Problems>,
}

impl Trouble {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, problems: None }
    }
}

/// A run that came to its end, one way or the other.
#[derive(Debug)]
#[non_exhaustive]
pub struct Finished {
    /// What was done. Also in `report.json`, when there is an output folder.
    pub report: Report,
    /// Why the run could not be made or was given up.
    pub trouble: Option<Trouble>,
    /// Optional stages that were left out.
    pub warnings: Problems,
}

impl Finished {
    /// 0 when all is done, 1 when documents were set aside, a folder of the sources has gone out of sight or the run was
    /// ended early, 2 when it could not be made or was given up. A folder that was out of sight before is told, and no
    /// reason any more: every night's run would fail for it.
    pub fn exit_code(&self) -> u8 {
        if self.trouble.is_some() {
            2
        } else {
            let report = &self.report;
            u8::from(
                report.documents.set_aside > 0
                    || report.interrupted
                    || report.missing.iter().any(|m| m.runs < 2),
            )
        }
    }
}

/// Runs a pipeline. Writes exports, records of failed documents and `report.json`; tells `progress`; ends early
/// when `stop` is closed.
pub fn run(pipeline: &Pipeline, stop: &Stop, progress: &dyn Progress) -> Finished {
    run_on(pipeline, stop, progress, &Disk::default())
}

/// The same on a disk that may fail: for tests.
pub fn run_on(pipeline: &Pipeline, stop: &Stop, progress: &dyn Progress, disk: &Disk) -> Finished {
    go(House::new(pipeline, stop, progress).on(disk))
}

/// The same, but some files are not to be touched, as somebody is still writing them: what earlier runs have made of
/// them stays.
pub fn run_leaving(
    pipeline: &Pipeline,
    stop: &Stop,
    progress: &dyn Progress,
    leave: &BTreeSet<PathBuf>,
) -> Finished {
    go(House::new(pipeline, stop, progress).leaving(leave))
}

fn go(house: House<'_>) -> Finished {
    let start = Instant::now();
    let (pipeline, disk) = (house.pipeline, house.disk.clone());
    let mut warnings = pipeline.no_problems();
    let mut report = Report {
        pipeline: pipeline.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        start: clock::now(),
        ..Report::default()
    };
    let mut lock = None;
    let mut ledger = None;
    match ready(&house, &mut warnings, &mut lock, &mut report) {
        Ok(ready) => ledger = work(&house, ready, &mut report),
        Err(trouble) => house.give_up(*trouble),
    }
    report.interrupted = house.interrupted();
    report.end = clock::now();
    report.seconds = rounded(start.elapsed().as_secs_f64());
    let mut trouble = house.into_trouble();
    report.trouble = trouble.as_ref().map(|t| t.message.clone());
    // Whoever may not work here does not write here either; a run that failed early may not have asked yet.
    let mine = || lock.is_some() || Lock::take(&pipeline.out).is_ok();
    if pipeline.out.is_dir()
        && mine()
        && let Err(found) = conclude(pipeline, &report, ledger, &disk)
    {
        trouble.get_or_insert(*found);
    }
    drop(lock);
    info!(documents = report.documents.ended(), seconds = report.seconds, "the run has ended");
    Finished { report, trouble, warnings }
}

/// Writes the report, for people, programs and the next run.
fn conclude(
    pipeline: &Pipeline,
    report: &Report,
    ledger: Option<Ledger>,
    disk: &Disk,
) -> Result<(), Box<Trouble>> {
    report.write(&pipeline.out, disk).map_err(|e| Box::new(unwritable(pipeline, &e)))?;
    if let Some(path) = &pipeline.metrics {
        metrics::write(report, path, disk).map_err(|e| Box::new(unwritable(pipeline, &e)))?;
    }
    if let Some(mut ledger) = ledger {
        let json = serde_json::to_string(report).unwrap_or_default();
        ledger.end(&json).map_err(|e| Box::new(remember::unwritable(&e)))?;
    }
    Ok(())
}

/// Everything that a run needs before its first document.
struct Ready {
    parts: Parts,
    memory: Memory,
    list: List,
    staging: Staging,
    ledger: Option<Ledger>,
    /// What stages did while they learned: documents and time, by place.
    learning: Vec<(u64, Duration)>,
}

fn ready(
    house: &House<'_>,
    warnings: &mut Problems,
    lock: &mut Option<Lock>,
    report: &mut Report,
) -> Result<Ready, Box<Trouble>> {
    let pipeline = house.pipeline;
    let mut parts = prepare(house, warnings)?;
    folder(pipeline)?;
    *lock = Some(Lock::take(&pipeline.out)?);
    let unwritable = |e| Box::new(unwritable(pipeline, &e));
    let staging = Staging::open(&house.disk, &pipeline.out).map_err(unwritable)?;
    let mut ledger = open(house)?;
    let known =
        ledger.as_ref().map(Ledger::known).transpose().map_err(|e| unreadable(&e))?.unwrap_or_default();
    // What was learned goes into the stages when they are built.
    let learned = learn(house, &parts.prints())?;
    if learned.taught {
        parts = prepare(house, &mut pipeline.no_problems())?;
    }
    let mut memory = Memory::new(pipeline, parts.prints(), &parts.shapes(), known);
    memory.contents = learned.contents;
    let list = list_all(house, &mut parts, &mut memory);
    report.missing.clone_from(&memory.missing);
    Missing::count(&mut report.missing, &missing_before(pipeline, &memory.known), &report.start);
    let list = list?;
    if let Some(ledger) = &mut ledger {
        let begun = ledger.begin(&report.start).and_then(|()| ledger.prints(memory.prints.all()));
        begun.map_err(|e| Box::new(remember::unwritable(&e)))?;
    }
    Ok(Ready { parts, memory, list, staging, ledger, learning: learned.work })
}

/// The folders that the last run has found out of sight. One that did not come so far as to look says nothing.
fn missing_before(pipeline: &Pipeline, known: &Known) -> Vec<Missing> {
    let told = last_run(&pipeline.out).filter(|run| run.trouble.is_none() || !run.missing.is_empty());
    let remembered = || serde_json::from_str::<LastRun>(known.last.as_deref()?).ok();
    told.or_else(remembered).map(|run| run.missing).unwrap_or_default()
}

fn open(house: &House<'_>) -> Result<Option<Ledger>, Box<Trouble>> {
    let Some(path) = &house.pipeline.ledger else { return Ok(None) };
    let (ledger, said) = Ledger::open(path, &house.disk).map_err(|e| {
        let trouble = Trouble::new(format!("cannot open the ledger {}: {e}", path.display()));
        let hint = "see that the folder may be written to, or name another file with `ledger` in [run]";
        Box::new(Trouble { hint: Some(hint.to_owned()), ..trouble })
    })?;
    if let Some(said) = said {
        warn!("{said}");
    }
    Ok(Some(ledger))
}

fn unreadable(error: &LedgerError) -> Box<Trouble> {
    Box::new(Trouble::new(format!("cannot read the ledger: {error}")))
}

/// Makes the output folder and sees whether it can be written to, before hours of work.
fn folder(pipeline: &Pipeline) -> Result<(), Box<Trouble>> {
    let probe = pipeline.out.join(".rapporteur.part");
    let made = fs::create_dir_all(&pipeline.out)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe));
    made.map_err(|e| Box::new(unwritable(pipeline, &e)))
}

fn unwritable(pipeline: &Pipeline, error: &io::Error) -> Trouble {
    let message = format!("cannot write to the output folder {}: {error}", pipeline.out.display());
    let hint = "see that it may be written to and the disk is not full, or choose another with `out` in [run] or with --out";
    Trouble { hint: Some(hint.to_owned()), ..Trouble::new(message) }
}

/// The threads: sources, workers of each stage, exports; until all is done.
fn work(house: &House<'_>, ready: Ready, report: &mut Report) -> Option<Ledger> {
    let Ready { parts: Parts { crews, exports, .. }, memory, list, staging, ledger, learning } = ready;
    let memory = &memory;
    let mut counts: Vec<_> = crews.iter().map(|c| (c.id.clone(), StageCount::default())).collect();
    let (books, ledger) = thread::scope(|scope| {
        let (first, mut input) = channel(crews.first());
        // Not waited for: it ends before the channels do.
        let (short, quick) = bounded(byway::LOTS);
        let feeding = move || feed(house, memory, list, &first, short);
        let _feeding = start(scope, house, "source".to_owned(), feeding);
        let mut handles = Vec::new();
        let mut crews = crews.into_iter().enumerate().peekable();
        while let Some((place, crew)) = crews.next() {
            let (output, next) = channel(crews.peek().map(|(_, c)| c));
            let input = std::mem::replace(&mut input, next);
            for (worker, runner) in crew.runners.into_iter().enumerate() {
                let (input, output) = (input.clone(), output.clone());
                let post = Post { house, memory, place, stage: crew.stage, worker, input, output };
                let name = format!("{}/{worker}", crew.id);
                handles.extend(start(scope, house, name, move || post.work(runner)).map(|h| (place, h)));
            }
        }
        let exports = exports.into_iter().map(|(step, export, _)| (step, export)).collect();
        let collected = collect(house, memory, exports, staging, ledger, (input, quick));
        gather(handles, &mut counts);
        collected
    });
    if let Some(cache) = &memory.cache {
        cache.trim();
    }
    for ((_, count), (executed, spent)) in counts.iter_mut().zip(learning) {
        count.add(executed, spent);
    }
    counts.iter_mut().zip(&books.cached).for_each(|((_, count), cached)| count.cached = *cached);
    let slow = |(path, seconds, stages): (PathBuf, f64, Vec<f64>)| Slow {
        path,
        seconds,
        stages: counts.iter().map(|(id, _)| id.clone()).zip(stages).collect(),
    };
    report.slowest = books.slowest.into_iter().map(slow).collect();
    report.documents = books.counts;
    report.changes = books.changed;
    report.partial = books.partial;
    report.set_aside = books.set_aside;
    report.left_out = books.left_out;
    report.removed = books.gone;
    report.archive = ledger.as_ref().and_then(|ledger| {
        let touched = report.changes.unchanged != report.documents.ended() || !report.removed.is_empty();
        let now = if touched { Some(ledger.known().ok()?) } else { None };
        Some(archive(&memory.known, now.as_ref().unwrap_or(&memory.known)))
    });
    report.stages = Stages(counts);
    ledger
}

/// The channel in front of a stage, or of the exports: long enough that nobody waits for a moment's unevenness.
fn channel(before: Option<&Crew>) -> (Sender<Parcel>, Receiver<Parcel>) {
    bounded(before.map_or(1, |c| c.runners.len()) * 2)
}

fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    house: &House<'_>,
    name: String,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Option<ScopedJoinHandle<'scope, T>> {
    let started = thread::Builder::new().name(name).stack_size(STACK).spawn_scoped(scope, work);
    started
        .map_err(|e| {
            let hint = "set a smaller `workers` in [run]".to_owned();
            house
                .give_up(Trouble { hint: Some(hint), ..Trouble::new(format!("cannot start a thread: {e}")) });
        })
        .ok()
}

/// The exports, on the thread that called.
fn collect(
    house: &House<'_>,
    memory: &Memory,
    exports: Vec<(ExportStep, Box<dyn Export>)>,
    staging: Staging,
    ledger: Option<Ledger>,
    input: (Receiver<Parcel>, Receiver<Vec<Parcel>>),
) -> (Books, Option<Ledger>) {
    // The channels go with the work, so that a fault of our own leaves nobody waiting at it.
    let deliver = move || Delivery::new(house, memory, exports, staging, ledger).deliver(input);
    guard::run(deliver).unwrap_or_else(|panic| {
        house.give_up(Trouble::new(format!("the exports broke down: {}", panic.message)));
        (Books::default(), None)
    })
}

fn gather(handles: Vec<(usize, ScopedJoinHandle<'_, (u64, Duration)>)>, counts: &mut [(String, StageCount)]) {
    for (at, handle) in handles {
        if let (Ok((executed, spent)), Some((_, count))) = (handle.join(), counts.get_mut(at)) {
            count.add(executed, spent);
        }
    }
}
