//! The pass before the run: stages that want to know the archive see each of its documents once.
//!
//! What was learned lies in the output folder and stays as it is from run to run, so that a document that did not change
//! keeps its result while others come; only when the archive has doubled is it learned anew.

use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use rapporteur_config::{Pipeline, StageStep};
use rapporteur_model::Document;
use rapporteur_stage::{Learned, Seen};
use tracing::{debug, info};

use crate::{
    chain::Chain,
    crew, guard,
    house::House,
    replace,
    run::{STACK, Trouble},
};

/// Below the output folder.
const FOLDER: &str = "learned";
/// Fewer documents are no archive.
const FEWEST: usize = 2;
/// It is learned anew when the archive has grown to so many times what it was.
const GROWN: usize = 2;

/// What a stage learns from one document.
type Learn = fn(&Document, &mut Seen);

/// Lets the stages learn what they have not learned in an earlier run. Gives back whether there is anything to know.
pub(crate) fn learn(house: &House<'_>) -> Result<bool, Box<Trouble>> {
    let pipeline = house.pipeline;
    let learners: Vec<(usize, &StageStep, Learn)> = learners(pipeline);
    if !pipeline.run.learn || learners.is_empty() {
        return Ok(false);
    }
    let mut taught = false;
    let documents = documents(pipeline);
    for (at, step, learn) in learners {
        let path = file(pipeline, step.name);
        let known = (!pipeline.run.fresh).then(|| read(&path)).flatten();
        let known =
            known.filter(|k| documents < GROWN * usize::try_from(k.documents()).unwrap_or(usize::MAX));
        let learned = match known {
            Some(known) => known,
            None if documents < FEWEST => continue,
            None => {
                house.progress.learning(documents);
                let Some(learned) = look_through(house, at, learn) else { return Ok(false) };
                info!(stage = step.name, documents = learned.documents(), "learned from the archive");
                write(&path, &learned).map_err(|e| Box::new(unwritable(&path, &e)))?;
                learned
            }
        };
        pipeline.shared.teach(step.name, learned);
        taught = true;
    }
    Ok(taught)
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

/// How many documents the sources will give.
fn documents(pipeline: &Pipeline) -> usize {
    let of_source = |step| {
        let mut source = pipeline.open(step).ok()?;
        guard::run(move || source.total().unwrap_or_else(|| std::iter::from_fn(|| source.next()).count()))
            .ok()
    };
    pipeline.sources.iter().filter_map(of_source).sum()
}

/// Takes all documents through the stages above the learner. `None` when the run was ended meanwhile.
fn look_through(house: &House<'_>, at: usize, learn: Learn) -> Option<Learned> {
    let above = house.pipeline.up_to(at);
    let step = house.pipeline.stages.get(at)?;
    let (sender, receiver) = bounded(1);
    let learned = thread::scope(|scope| {
        let workers: Vec<_> = (0..crew::workers(house, step))
            .filter_map(|number| {
                let (receiver, above) = (receiver.clone(), &above);
                let work = move || look(house, above, step, learn, &receiver);
                let thread = thread::Builder::new().name(format!("learn/{number}")).stack_size(STACK);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        drop(receiver);
        feed(house, &sender);
        drop(sender);
        let mut learned = Learned::default();
        workers.into_iter().filter_map(|w| w.join().ok()).for_each(|part| learned.merge(part));
        learned
    });
    if house.closed() {
        return None;
    }
    let mut learned = learned;
    learned.forget_the_single();
    Some(learned)
}

fn feed(house: &House<'_>, out: &Sender<Document>) {
    for step in &house.pipeline.sources {
        let Ok(mut source) = house.pipeline.open(step) else { continue };
        // What a source cannot give, and whether it breaks down, is told by the run itself.
        while let Ok(Some(entry)) = guard::run(|| source.next()) {
            if house.closed() {
                return;
            }
            if let Ok(doc) = entry
                && out.send(doc).is_err()
            {
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
    input: &Receiver<Document>,
) -> Learned {
    let mut learned = Learned::default();
    let Ok(chain) = Chain::build(above) else { return learned };
    let mut chain = chain.stopped_by(house.outer);
    for doc in input {
        let made = chain.process(doc).documents;
        if made.is_empty() {
            learned.add(Seen::default());
        }
        made.iter().for_each(|doc| learned.add(seen(step, learn, doc)));
    }
    learned
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

fn write(path: &Path, learned: &Learned) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    replace::file(path, learned.to_text().as_bytes())
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let hint = "choose another output folder with `out` in [run], or set `learn = false` there".to_owned();
    Trouble { hint: Some(hint), ..Trouble::new(format!("cannot write {}: {error}", path.display())) }
}
