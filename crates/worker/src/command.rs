//! The stage `command`: a program that is not ours, for one document after the other.

use std::{path::Path, sync::Arc, time::Duration};

use rapporteur_model::Document;
use rapporteur_stage::{Context, Outbox, Shared, Stage, StageError, StageKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    announced,
    child::{Child, Loss, Start},
    find, honest,
    owed::Fault,
    pool::{Pool, Seat},
    protocol::{Reply, Welcome},
};

/// Options of `command`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// The program and its arguments: `["python3", "tools/names.py"]`. A program without a folder is looked up on
    /// the PATH; paths are relative to the pipeline file, whose folder is also the one the program runs in.
    pub run: Vec<String>,
    /// How many documents one process of the program may hold at once, 1 to 1024: so many workers of the stage
    /// share it, and it may answer in any order. With 1 each worker has a process of its own. When a process
    /// breaks down, each document that it held is tried once more, in a process of its own.
    #[schemars(range(min = 1, max = 1024))]
    pub batch: usize,
    /// How long the program may take to say hello, in seconds (1 to 3600).
    #[schemars(range(min = 1, max = 3600))]
    pub start_seconds: u64,
    /// Whatever the program wants to know; handed to it as it starts. Checked beforehand when the program says what its
    /// options are; `rapporteur stages show ID` lists them, with the id of the stage in the pipeline file.
    pub options: Map<String, Value>,
}

impl Default for Options {
    fn default() -> Self {
        Self { run: Vec::new(), batch: 1, start_seconds: 60, options: Map::new() }
    }
}

/// The stage `command`.
pub struct Command {
    start: Start,
    seat: Seat,
}

impl StageKind for Command {
    const NAME: &'static str = "command";
    const VERSION: u32 = 2;
    const SUMMARY: &'static str = "hands documents to a program of your own, as JSON lines";
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        let (start, pool) = prepare(options, shared)?;
        let welcome = pool.greet(&start)?;
        fits(&start.name(), &welcome, &options.options)?;
        Ok(Box::new(Self { start, seat: pool.seat(options.batch) }))
    }
}

/// Finds the program, without starting it.
fn prepare(options: &Options, shared: &Shared) -> Result<(Start, Arc<Pool>), StageError> {
    if !(1..=1024).contains(&options.batch) {
        return Err(StageError::new(format!("`batch` must be from 1 to 1024, not {}", options.batch)));
    }
    if !(1..=3600).contains(&options.start_seconds) {
        let seconds = options.start_seconds;
        return Err(StageError::new(format!("`start-seconds` must be from 1 to 3600, not {seconds}")));
    }
    let program = find::program(&options.run, shared)?;
    shared.depends_on(&std::path::absolute(&program).unwrap_or_else(|_| program.clone()));
    for file in options.run.iter().skip(1).map(Path::new).filter(|f| shared.path(f).is_file()) {
        shared.depends_on(file);
    }
    let start = Start {
        // The program is started in the folder of the pipeline file, where a relative path would be another.
        program: std::path::absolute(&program).unwrap_or(program),
        arguments: options.run.iter().skip(1).cloned().collect(),
        folder: shared.base().to_owned(),
        options: options.options.clone(),
        hello: Duration::from_secs(options.start_seconds),
    };
    // Stages with the same options may share a pool: they would start the same processes.
    let key = serde_json::to_string(options).unwrap_or_default();
    Ok((start, shared.once(&key, || Ok(Pool::default()))?))
}

/// Whether the options are those that the program announces.
fn fits(name: &str, welcome: &Welcome, options: &Map<String, Value>) -> Result<(), StageError> {
    let Some(schema) = &welcome.schema else { return Ok(()) };
    let problems = announced::problems(schema, options);
    let Some((first, others)) = problems.split_first() else { return Ok(()) };
    let hint = if others.is_empty() {
        format!("the options are those that `{name}` announces")
    } else {
        format!("besides: {}", others.join("; "))
    };
    Err(StageError::new(format!("{first} (says `{name}`)")).hint(hint))
}

/// What a program says of itself and of its options.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Announced {
    /// The program and its arguments.
    pub run: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// One line on what it does.
    pub summary: Option<String>,
    /// What must be there before.
    pub needs: Vec<String>,
    /// What it gives.
    pub gives: Vec<String>,
    /// JSON Schema of its options, when it announces one.
    pub schema: Option<Value>,
}

/// Starts the program of a stage `command` with these options, to ask what it is.
///
/// # Errors
/// When there is no such program, or it does not say hello.
pub fn introduce(options: &Value, shared: &Shared) -> Result<Announced, StageError> {
    let options: Options = serde_json::from_value(options.clone())
        .map_err(|e| StageError::new(format!("these are not options of `{}`", Command::NAME)).because(e))?;
    let (start, pool) = prepare(&options, shared)?;
    let Welcome { name, version, summary, schema, needs, gives, .. } = pool.greet(&start)?;
    let name = if name.is_empty() { start.name() } else { name };
    Ok(Announced { run: options.run, name, version, summary, needs, gives, schema })
}

impl Stage for Command {
    /// Nobody knows what a program makes of the path that it is shown.
    fn minds_path(&self) -> bool {
        true
    }

    fn process(&mut self, doc: Document, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        let cancelled = || cx.cancelled();
        let child = self.seat.child(&self.start, &cancelled)?;
        let outcome = child.ask(&doc, &cancelled).or_else(|loss| self.again(loss, &doc, &cancelled));
        match outcome {
            Ok(reply) => {
                self.seat.health().well();
                take(&self.start.name(), reply, doc, out)
            }
            Err(loss) => {
                if matches!(loss.fault, Fault::Died | Fault::Wrong) {
                    self.seat.health().lost(&loss.error.message);
                }
                Err(loss.error)
            }
        }
    }
}

impl Command {
    /// A document whose process has died is tried once more, alone: another one may have been the reason. What a program
    /// does wrong while it lives, it would do again.
    fn again(&self, loss: Loss, doc: &Document, cancelled: &dyn Fn() -> bool) -> Result<Reply, Loss> {
        if loss.fault != Fault::Died || cancelled() {
            return Err(loss);
        }
        let child =
            Child::start(&self.start, cancelled).map_err(|error| Loss { error, fault: Fault::Died })?;
        child.ask(doc, cancelled)
    }
}

/// Does what a reply says.
fn take(program: &str, reply: Reply, doc: Document, out: &mut Outbox) -> Result<(), StageError> {
    let given = match reply {
        Reply { error: Some(message), hint, .. } => {
            let message = if message.trim().is_empty() { "it failed, and did not say why" } else { &message };
            return Err(StageError { hint, ..StageError::new(format!("`{program}`: {message}")) });
        }
        Reply { leave_out: Some(reason), .. } => {
            out.leave_out(doc, reason);
            return Ok(());
        }
        // The usual case, a layer more: nothing to look at, and nothing to copy.
        Reply { document: Some(changes), .. } if !changes.touches_text() => {
            out.emit(changes.applied_to(doc));
            return Ok(());
        }
        Reply { document: Some(changes), .. } => vec![changes],
        Reply { documents: Some(several), .. } if several.is_empty() => {
            out.leave_out(doc, format!("`{program}` gave no document for it"));
            return Ok(());
        }
        Reply { documents: Some(several), .. } => several,
        Reply { .. } => {
            let message = format!("the reply of `{program}` has neither `document` nor `error`");
            return Err(StageError::new(message).hint("see `rapporteur schema protocol`"));
        }
    };
    let made: Vec<Document> = given.into_iter().map(|changes| changes.applied_to(doc.clone())).collect();
    honest::check(program, &doc, &made)?;
    made.into_iter().for_each(|doc| out.emit(doc));
    Ok(())
}
