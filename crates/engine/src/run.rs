//! A whole run: build, start the threads, wait, write the report.

use std::{
    fs, io,
    thread::{self, Scope, ScopedJoinHandle},
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, bounded};
use rapporteur_config::{ExportStep, Pipeline, Problems, Severity, SourceStep};
use rapporteur_stage::{Export, Source};
use tracing::info;

use crate::{
    Progress, Stop, clock,
    crew::{Crew, Post},
    deliver::{Books, Delivery},
    feed::feed,
    guard,
    house::House,
    learn::learn,
    parcel::Parcel,
    report::{Report, StageCount, Stages, rounded},
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
    /// 0 when all is done, 1 when documents were set aside or the run was ended early, 2 when it could not be made
    /// or was given up.
    pub fn exit_code(&self) -> u8 {
        if self.trouble.is_some() {
            2
        } else {
            u8::from(self.report.documents.set_aside > 0 || self.report.interrupted)
        }
    }
}

/// Runs a pipeline. Writes exports, records of failed documents and `report.json`; tells `progress`; ends early
/// when `stop` is closed.
pub fn run(pipeline: &Pipeline, stop: &Stop, progress: &dyn Progress) -> Finished {
    let start = Instant::now();
    let mut warnings = pipeline.no_problems();
    let mut report = Report {
        pipeline: pipeline.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        start: clock::now(),
        ..Report::default()
    };
    let house = House::new(pipeline, stop, progress);
    let ready = prepare(&house, &mut warnings).and_then(|parts| {
        folder(pipeline)?;
        // What was learned goes into the stages when they are built.
        if learn(&house)? { prepare(&house, &mut pipeline.no_problems()) } else { Ok(parts) }
    });
    match ready {
        Ok(parts) => work(&house, parts, &mut report),
        Err(trouble) => house.give_up(*trouble),
    }
    report.interrupted = house.interrupted();
    report.end = clock::now();
    report.seconds = rounded(start.elapsed().as_secs_f64());
    let mut trouble = house.into_trouble();
    report.trouble = trouble.as_ref().map(|t| t.message.clone());
    if pipeline.out.is_dir()
        && let Err(e) = report.write(&pipeline.out)
    {
        trouble.get_or_insert(unwritable(pipeline, &e));
    }
    info!(documents = report.documents.ended(), seconds = report.seconds, "the run has ended");
    Finished { report, trouble, warnings }
}

/// Everything built.
struct Parts {
    sources: Vec<(SourceStep, Box<dyn Source>)>,
    crews: Vec<Crew>,
    exports: Vec<(ExportStep, Box<dyn Export>)>,
}

/// Builds all steps, so that what is wrong shows before the first document is touched.
fn prepare(house: &House<'_>, warnings: &mut Problems) -> Result<Parts, Box<Trouble>> {
    let pipeline = house.pipeline;
    let mut problems = pipeline.no_problems();
    let mut parts = Parts { sources: Vec::new(), crews: Vec::new(), exports: Vec::new() };
    for step in &pipeline.sources {
        match pipeline.open(step) {
            Ok(source) => parts.sources.push((step.clone(), source)),
            Err(error) => problems.push(step.problem(&error)),
        }
    }
    for (index, step) in pipeline.stages.iter().enumerate() {
        match Crew::build(house, index, step) {
            Ok(crew) => parts.crews.push(crew),
            Err(problem) if problem.severity == Severity::Error => problems.push(problem),
            Err(problem) => warnings.push(problem),
        }
    }
    for step in &pipeline.exports {
        match step.build(&pipeline.shared) {
            Ok(export) => parts.exports.push((step.clone(), export)),
            Err(error) => problems.push(step.problem(&error)),
        }
    }
    if problems.is_empty() {
        return Ok(parts);
    }
    let message = "the pipeline cannot be built".to_owned();
    Err(Box::new(Trouble { message, hint: None, problems: Some(problems) }))
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
    let hint = "choose another with `out` in [run] or with --out".to_owned();
    Trouble { hint: Some(hint), ..Trouble::new(message) }
}

/// The threads: sources, workers of each stage, exports; until all is done.
fn work(house: &House<'_>, parts: Parts, report: &mut Report) {
    let Parts { sources, crews, exports } = parts;
    let mut counts: Vec<_> = crews.iter().map(|c| (c.id.clone(), StageCount::default())).collect();
    let books = thread::scope(|scope| {
        let (first, mut input) = channel(crews.first());
        // Not waited for: it ends before the channels do.
        let _feeding = start(scope, house, "source".to_owned(), move || feed(house, sources, &first));
        let mut handles = Vec::new();
        let mut crews = crews.into_iter().enumerate().peekable();
        while let Some((at, crew)) = crews.next() {
            let (output, next) = channel(crews.peek().map(|(_, c)| c));
            let input = std::mem::replace(&mut input, next);
            for (worker, runner) in crew.runners.into_iter().enumerate() {
                let (input, output) = (input.clone(), output.clone());
                let post = Post { house, stage: crew.stage, worker, input, output };
                let name = format!("{}/{worker}", crew.id);
                handles.extend(start(scope, house, name, move || post.work(runner)).map(|h| (at, h)));
            }
        }
        let books = collect(house, exports, input);
        gather(handles, &mut counts);
        books
    });
    report.documents = books.counts;
    report.partial = books.partial;
    report.set_aside = books.set_aside;
    report.left_out = books.left_out;
    report.stages = Stages(counts);
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
fn collect(house: &House<'_>, exports: Vec<(ExportStep, Box<dyn Export>)>, input: Receiver<Parcel>) -> Books {
    // The channel goes with the work, so that a fault of our own leaves nobody waiting at it.
    guard::run(move || Delivery::new(house, exports).deliver(input)).unwrap_or_else(|panic| {
        house.give_up(Trouble::new(format!("the exports broke down: {}", panic.message)));
        Books::default()
    })
}

fn gather(handles: Vec<(usize, ScopedJoinHandle<'_, (u64, Duration)>)>, counts: &mut [(String, StageCount)]) {
    for (at, handle) in handles {
        if let (Ok((executed, spent)), Some((_, count))) = (handle.join(), counts.get_mut(at)) {
            count.add(executed, spent);
        }
    }
}
