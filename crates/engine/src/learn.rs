//! The pass before the run: stages that want to know the archive see each of its documents once.
//!
//! What was learned lies in the output folder and stays as it is from run to run, so that a document that did not change
//! keeps its result while others come; only when the archive has doubled is it learned anew.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    thread,
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use rapporteur_config::{Pipeline, StageStep};
use rapporteur_model::Document;
use rapporteur_stage::{Learned, Seen, StageError};
use tracing::{debug, info};

use crate::{
    chain::Chain,
    crew, feed, guard,
    house::House,
    look::Contents,
    pages::Pages,
    permits::{self, Weight},
    prints::Prints,
    run::{STACK, Trouble},
    staging::Disk,
};

/// Below the output folder.
const FOLDER: &str = "learned";
/// Fewer documents are no archive.
const FEWEST: usize = 2;
/// It is learned anew when the archive has grown to so many times what it was.
const GROWN: usize = 2;

/// What a stage learns from one document.
type Learn = fn(&Document, &mut Seen);

/// What came of the pass before the run.
#[derive(Debug, Default)]
pub(crate) struct Lesson {
    /// Whether there is anything to know.
    pub(crate) taught: bool,
    /// What the stages above the learners did for it: documents and time, by place.
    pub(crate) work: Vec<(u64, Duration)>,
    /// What the files held that were read for it.
    pub(crate) contents: Contents,
}

/// Lets the stages learn what they have not learned in an earlier run. `prints` are those of the stages as they are built
/// before it.
pub(crate) fn learn(house: &House<'_>, prints: &Prints) -> Result<Lesson, Box<Trouble>> {
    let pipeline = house.pipeline;
    let mut lesson = Lesson::default();
    let learners: Vec<(usize, &StageStep, Learn)> = learners(pipeline);
    if !pipeline.run.learn || learners.is_empty() {
        return Ok(lesson);
    }
    let documents = documents(pipeline, &house.leave);
    for (at, step, learn) in learners {
        let learned = match known(pipeline, step, documents) {
            Some(known) => known,
            None if documents < FEWEST => continue,
            None => {
                house.progress.learning(documents);
                // What another learner above has just learned is not in the fingerprints yet.
                let kept = if lesson.taught { None } else { Pages::new(pipeline, prints, at) };
                let looked = look_through(house, at, learn, kept.as_ref());
                let Some((learned, work)) = looked else { return Ok(Lesson::default()) };
                info!(stage = step.name, documents = learned.documents(), "learned from the archive");
                let path = file(pipeline, step.name);
                write(&path, &learned, &house.disk).map_err(|e| Box::new(unwritable(&path, &e)))?;
                lesson.work = work;
                lesson.contents.extend(kept.map(Pages::into_contents).unwrap_or_default());
                learned
            }
        };
        pipeline.shared.teach(step.name, learned);
        lesson.taught = true;
    }
    Ok(lesson)
}

/// What a stage has learned in an earlier run, if it still counts for an archive of so many documents.
fn known(pipeline: &Pipeline, step: &StageStep, documents: usize) -> Option<Learned> {
    let known = (!pipeline.run.fresh).then(|| read(&file(pipeline, step.name))).flatten();
    known.filter(|k| documents < GROWN * usize::try_from(k.documents()).unwrap_or(usize::MAX))
}

/// For a run that is only thought: teaches what is known, and names the stages that would learn anew.
pub(crate) fn foresee(pipeline: &Pipeline) -> Vec<&'static str> {
    let mut anew = Vec::new();
    if !pipeline.run.learn {
        return anew;
    }
    let documents = documents(pipeline, &BTreeSet::new());
    for (_, step, _) in learners(pipeline) {
        match known(pipeline, step, documents) {
            Some(known) => pipeline.shared.teach(step.name, known),
            None if documents < FEWEST => {}
            None => anew.push(step.name),
        }
    }
    anew
}

/// Takes what earlier runs of this pipeline have learned, for somebody who feeds single documents to its stages.
pub fn recall(pipeline: &Pipeline) {
    if !pipeline.run.learn {
        return;
    }
    for (_, step, _) in learners(pipeline) {
        if let Some(known) = read(&file(pipeline, step.name)) {
            pipeline.shared.teach(step.name, known);
        }
    }
}

/// The first stage of each kind that learns, with its place.
fn learners(pipeline: &Pipeline) -> Vec<(usize, &StageStep, Learn)> {
    let mut found: Vec<(usize, &StageStep, Learn)> = Vec::new();
    for (at, step) in pipeline.stages.iter().enumerate() {
        let known = found.iter().any(|(_, known, _)| known.name == step.name);
        if let Some(learn) = step.learn.filter(|_| !known) {
            found.push((at, step, learn));
        }
    }
    found
}

/// How many documents the sources will give, without those that are not to be touched.
fn documents(pipeline: &Pipeline, leave: &BTreeSet<PathBuf>) -> usize {
    let of_source = |step| {
        let mut source = pipeline.open(step).ok()?;
        let count = move || match source.total() {
            Some(total) if leave.is_empty() => total,
            _ => std::iter::from_fn(|| source.next()).filter(|entry| !is_left(entry, leave)).count(),
        };
        guard::run(count).ok()
    };
    pipeline.sources.iter().filter_map(of_source).sum()
}

/// Whether somebody is still writing it: half a file teaches what the whole would not.
fn is_left(entry: &Result<Document, StageError>, leave: &BTreeSet<PathBuf>) -> bool {
    entry.as_ref().is_ok_and(|doc| leave.contains(&doc.source.path))
}

/// Takes all documents through the stages above the learner. `None` when the run was ended meanwhile.
fn look_through(
    house: &House<'_>,
    at: usize,
    learn: Learn,
    kept: Option<&Pages>,
) -> Option<(Learned, Vec<(u64, Duration)>)> {
    let above = house.pipeline.up_to(at);
    let step = house.pipeline.stages.get(at)?;
    let (sender, receiver) = bounded(1);
    let (mut learned, mut work) = (Learned::default(), Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..crew::workers(house, step))
            .filter_map(|number| {
                let (receiver, above) = (receiver.clone(), &above);
                let work = move || look(house, above, step, learn, kept, &receiver);
                let thread = thread::Builder::new().name(format!("learn/{number}")).stack_size(STACK);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        drop(receiver);
        feed(house, &sender);
        drop(sender);
        for (part, did) in workers.into_iter().filter_map(|w| w.join().ok()) {
            learned.merge(part);
            work.resize(did.len().max(work.len()), (0, Duration::ZERO));
            work.iter_mut().zip(did).for_each(|(sum, (n, time))| *sum = (sum.0 + n, sum.1 + time));
        }
    });
    if house.closed() {
        return None;
    }
    learned.forget_the_single();
    // Documents that the run makes once more are counted there.
    let made = kept.map_or(0, |kept| kept.made.load(Ordering::Relaxed));
    work.iter_mut().for_each(|(documents, _)| *documents = made.min(*documents));
    Some((learned, work))
}

/// Sends the documents, as many at a time as there is room for.
fn feed(house: &House<'_>, out: &Sender<(Document, Weight)>) {
    for step in &house.pipeline.sources {
        let Ok(mut source) = house.pipeline.open(step) else { continue };
        // What a source cannot give, and whether it breaks down, is told by the run itself.
        while let Ok(Some(entry)) = guard::run(|| source.next()) {
            if house.closed() {
                return;
            }
            if is_left(&entry, &house.leave) {
                continue;
            }
            let Ok(mut doc) = entry else { continue };
            if doc.source.content.is_none() {
                let Ok(content) = feed::content(step, source.as_mut(), &doc.source) else { continue };
                doc.source.content = content;
            }
            let Some(weight) = house.permits.take(permits::estimate(&doc), || house.closed()) else { return };
            if out.send((doc, weight)).is_err() {
                return;
            }
        }
    }
}

/// One worker. Documents that fail are told by the run itself; here they teach nothing, but count: an archive of which
/// half cannot be read has not doubled.
fn look(
    house: &House<'_>,
    above: &Pipeline,
    step: &StageStep,
    learn: Learn,
    kept: Option<&Pages>,
    input: &Receiver<(Document, Weight)>,
) -> (Learned, Vec<(u64, Duration)>) {
    let mut learned = Learned::default();
    let mut chain = Chain::build(above).ok().map(|chain| chain.stopped_by(house.outer));
    for (doc, weight) in input {
        let Some(chain) = &mut chain else {
            // What cannot be built is told by the run itself; whoever sends must not wait for room.
            house.permits.give(weight);
            continue;
        };
        let made = match kept {
            Some(kept) => kept.documents(doc, chain, house.outer),
            None => chain.process(doc).documents,
        };
        if made.is_empty() {
            learned.add(Seen::default());
        }
        made.iter().for_each(|doc| learned.add(seen(step, learn, doc)));
        drop(made);
        house.permits.give(weight);
    }
    (learned, chain.map(|chain| chain.work()).unwrap_or_default())
}

/// What one document teaches; nothing when the stage would not work on it, or breaks down.
fn seen(step: &StageStep, learn: Learn, doc: &Document) -> Seen {
    let mut seen = Seen::default();
    if step.when.matches(doc)
        && let Err(panic) = guard::run(|| learn(doc, &mut seen))
    {
        debug!(stage = step.name, message = panic.message, "broke down while learning");
        return Seen::default();
    }
    seen
}

fn file(pipeline: &Pipeline, name: &str) -> PathBuf {
    pipeline.out.join(FOLDER).join(format!("{name}.tsv"))
}

fn read(path: &Path) -> Option<Learned> {
    Learned::from_text(&fs::read_to_string(path).ok()?)
}

fn write(path: &Path, learned: &Learned, disk: &Disk) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    disk.file(path, learned.to_text().as_bytes())
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let hint = "choose another output folder with `out` in [run], or set `learn = false` there".to_owned();
    Trouble { hint: Some(hint), ..Trouble::new(format!("cannot write {}: {error}", path.display())) }
}
