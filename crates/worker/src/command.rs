//! The stage `command`: a program that is not ours, for one document after the other.

use std::{path::Path, sync::Arc};

use rapporteur_model::Document;
use rapporteur_stage::{Context, Outbox, Shared, Stage, StageError, StageKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    child::Start,
    find,
    pool::{Pool, Seat},
    protocol::{Reply, Request},
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
    /// breaks down or must be ended, all documents it holds are set aside.
    pub batch: usize,
    /// Whatever the program wants to know; handed to it as it starts.
    pub options: Map<String, Value>,
}

impl Default for Options {
    fn default() -> Self {
        Self { run: Vec::new(), batch: 1, options: Map::new() }
    }
}

/// The stage `command`.
pub struct Command {
    start: Start,
    seat: Seat,
}

impl StageKind for Command {
    const NAME: &'static str = "command";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "hands documents to a program of your own, as JSON lines";
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        if !(1..=1024).contains(&options.batch) {
            return Err(StageError::new(format!("`batch` must be from 1 to 1024, not {}", options.batch)));
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
        };
        // Stages with the same options may share a pool: they would start the same processes.
        let key = serde_json::to_string(options).unwrap_or_default();
        let pool: Arc<Pool> = shared.once(&key, || Ok(Pool::default()))?;
        Ok(Box::new(Self { start, seat: pool.seat(options.batch) }))
    }
}

impl Stage for Command {
    fn process(&mut self, doc: Document, cx: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        let child = self.seat.child(&self.start, || cx.cancelled())?;
        let request = |id| {
            serde_json::to_string(&Request { id, document: &doc })
                .map_err(|e| StageError::new("the document could not be put into JSON").because(e))
        };
        let reply = child.ask(request, || cx.cancelled())?;
        take(reply, doc, out)
    }
}

/// Does what a reply says.
fn take(reply: Reply, doc: Document, out: &mut Outbox) -> Result<(), StageError> {
    match reply {
        Reply { error: Some(message), hint, .. } => Err(StageError { hint, ..StageError::new(message) }),
        Reply { leave_out: Some(reason), .. } => {
            out.leave_out(doc, reason);
            Ok(())
        }
        Reply { document: Some(changes), .. } => {
            out.emit(changes.applied_to(doc));
            Ok(())
        }
        Reply { documents: Some(several), .. } if several.is_empty() => {
            out.leave_out(doc, "the program gave no document for it");
            Ok(())
        }
        Reply { documents: Some(several), .. } => {
            several.into_iter().for_each(|changes| out.emit(changes.applied_to(doc.clone())));
            Ok(())
        }
        Reply { id, .. } => {
            let message = format!("the reply for document {id} has neither `document` nor `error`");
            Err(StageError::new(message).hint("see `rapporteur schema protocol`"))
        }
    }
}
