//! The threads of one stage.

use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use rapporteur_config::{OnError, Order, Problem, StageStep};
use rapporteur_stage::Concurrency;

use crate::{
    guard,
    house::House,
    look::Look,
    memory::Memory,
    parcel::{Batch, Key, Parcel},
    permits::measured,
    prints::{StagePrint, StepPrint, hash},
    reorder::Reorder,
    report::rounded,
    run::Trouble,
    runner::Runner,
    snapshot::Snapshots,
};

/// The instances of one stage, one for each worker.
pub(crate) struct Crew {
    /// Index of the stage in the pipeline.
    pub(crate) stage: usize,
    /// Its id.
    pub(crate) id: String,
    /// Its kind.
    pub(crate) name: &'static str,
    pub(crate) runners: Vec<Runner>,
    pub(crate) print: StagePrint,
}

impl Crew {
    /// Builds as many instances as there will be workers.
    pub(crate) fn build(house: &House<'_>, stage: usize, step: &StageStep) -> Result<Self, Problem> {
        let number = workers(house, step);
        let shared = &house.pipeline.shared;
        let build = || (0..number).map(|_| Runner::new(step, shared)).collect::<Result<Vec<_>, _>>();
        let (runners, files) = shared.listening(build);
        let runners = runners?;
        let learned = shared.learned(step.name).map(|l| hash(&[&l.to_text()]));
        let print = StepPrint::of(step, files, learned);
        let lacks = runners.first().and_then(Runner::lacks).map(|e| e.message).unwrap_or_default();
        let print = StagePrint {
            hash: print.hash(),
            print,
            keep: step.keep,
            adds: step.adds,
            remembers: step.concurrency == Concurrency::One,
            lacks,
            limits: step.limits(),
        };
        Ok(Self { stage, id: step.id.clone(), name: step.name, runners, print })
    }
}

/// How many workers a stage gets.
pub(crate) fn workers(house: &House<'_>, step: &StageStep) -> usize {
    let run = &house.pipeline.run;
    let wanted = step.workers.or(run.workers).map(std::num::NonZeroUsize::get);
    let wanted =
        wanted.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    match step.concurrency {
        Concurrency::One => 1,
        _ => wanted.min(run.in_flight).max(1),
    }
}

/// Where a worker stands.
pub(crate) struct Post<'h, 'a> {
    pub(crate) house: &'h House<'a>,
    pub(crate) memory: &'h Memory,
    /// Its place among the stages that were built.
    pub(crate) place: usize,
    pub(crate) stage: usize,
    pub(crate) worker: usize,
    pub(crate) input: Receiver<Parcel>,
    pub(crate) output: Sender<Parcel>,
}

impl Post<'_, '_> {
    /// Works until the channel is empty and closed; gives back the stage's counts.
    pub(crate) fn work(self, mut runner: Runner) -> (u64, Duration) {
        let house = self.house;
        // Stages are guarded one by one; this is for a fault of our own, which must not leave the others waiting.
        let done = guard::run(|| self.documents(&mut runner));
        if let Err(panic) = done {
            let id = &runner.step.id;
            house.give_up(Trouble::new(format!("a worker of `{id}` broke down: {}", panic.message)));
        }
        (runner.executed, runner.spent)
    }

    fn documents(&self, runner: &mut Runner) {
        // A stage that has one instance may remember: it sees the documents in their order.
        let in_order = runner.step.concurrency == Concurrency::One;
        let as_they_come = !in_order || self.house.pipeline.run.order == Order::Finished;
        let mut reorder = Reorder::new(as_they_come);
        for parcel in &self.input {
            reorder.push(parcel, |parcel| self.parcel(runner, parcel));
        }
        reorder.rest().for_each(|parcel| self.parcel(runner, parcel));
        let mut last = Batch::default();
        if !self.house.idle() {
            runner.finish(self.house.outer.token(), &mut last);
        }
        if !last.is_empty() {
            self.stop_on_failure(runner, &last);
            let key = Key::Last { stage: self.stage, worker: self.worker };
            self.send(Parcel::new(key, last, crate::permits::Weight::default()));
        }
    }

    fn parcel(&self, runner: &mut Runner, mut parcel: Parcel) {
        let passes = parcel.ticket.as_ref().is_some_and(|t| t.stands || t.from > self.place);
        if !self.house.idle() && !passes {
            let failed = parcel.batch.failures.len();
            let before = runner.spent;
            for doc in std::mem::take(&mut parcel.batch.documents) {
                runner.apply(doc, self.house.outer.token(), &mut parcel.batch);
            }
            if parcel.batch.failures.len() > failed {
                self.stop_on_failure(runner, &parcel.batch);
            }
            parcel.seconds.resize(self.place, 0.0);
            parcel.seconds.push(rounded((runner.spent - before).as_secs_f64()));
            self.keep(&mut parcel);
            let held = measured(&parcel.batch.documents) + kept(&parcel);
            self.house.permits.correct(&mut parcel.weight, held);
        }
        self.send(parcel);
    }

    /// Keeps the documents as they are now, for the next run.
    fn keep(&self, parcel: &mut Parcel) {
        let prints = &self.memory.prints;
        let done = self.place + 1;
        let last = done == prints.stages.len();
        let keep = last || prints.stages.get(self.place).is_some_and(|s| worth_keeping(s, &parcel.batch));
        let (Some(cache), Some(ticket), true) = (&self.memory.cache, &mut parcel.ticket, keep) else {
            return;
        };
        let Some(key) = ticket.keys.get(done).filter(|_| !self.house.outer.token().cancelled()) else {
            return;
        };
        if !last {
            let adds = prints.stages.iter().skip(done).all(|stage| stage.adds);
            ticket.kept.hold(key, &prints.lacks(done), &ticket.path, &parcel.batch, adds);
        } else {
            ticket.kept.add(key, &prints.lacks(done), &ticket.path, &parcel.batch);
            // A file that was written to meanwhile is not what its content says.
            let same =
                ticket.look == Look::default() || Look::at(&ticket.path).is_ok_and(|now| now == ticket.look);
            if same {
                ticket.kept.retain(&ticket.keys);
                cache.put(&ticket.content, &ticket.kept);
            }
            ticket.kept = Snapshots::default();
        }
    }

    fn stop_on_failure(&self, runner: &Runner, batch: &Batch) {
        let on_error = runner.step.on_error.unwrap_or(self.house.pipeline.run.on_error);
        if let (OnError::Stop, Some(failure)) = (on_error, batch.failures.last()) {
            let hint = "`on-error = \"set-aside\"` would go on without the document".to_owned();
            self.house.give_up(Trouble { hint: Some(hint), ..Trouble::new(failure.to_string()) });
        }
    }

    fn send(&self, parcel: Parcel) {
        if let Err(lost) = self.output.send(parcel) {
            // The next stage is gone, which only a fault of our own brings about; it has been told already.
            self.house.permits.give(lost.into_inner().weight);
        }
    }
}

/// Whether one of the documents is worth keeping as it leaves a stage.
pub(crate) fn worth_keeping(stage: &StagePrint, batch: &Batch) -> bool {
    stage.keep.is_some_and(|keep| batch.documents.iter().any(keep))
}

/// The memory that is held for what will be kept.
fn kept(parcel: &Parcel) -> u64 {
    parcel.ticket.as_ref().map_or(0, |t| t.kept.bytes())
}
