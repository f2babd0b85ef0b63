//! The shipped stages, and one that breaks down in all the ways that no program survives: for tests of `isolate = true`.

#![allow(clippy::print_stdout, reason = "it does what a stage must not")]

use std::{hint::black_box, process, thread, time::Duration};

use rapporteur_model::Document;
use rapporteur_stage::{Context, Edit, Registry, Shared, Stage, StageError, StageKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `faults`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Options {}

/// Does what the document says: `FAULT: overflow`.
struct Faults;

impl StageKind for Faults {
    const NAME: &'static str = "faults";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "breaks down on documents that ask for it";
    type Options = Options;

    fn build(_: &Options, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Self))
    }
}

impl Edit for Faults {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let word = doc.extracted.text.split("FAULT: ").nth(1).and_then(|rest| rest.split_whitespace().next());
        match word.unwrap_or("none") {
            "overflow" => _ = black_box(deeper(0)),
            "abort" => process::abort(),
            "exit" => process::exit(3),
            "loop" => while black_box(true) {},
            "sleep" => thread::sleep(Duration::from_secs(3600)),
            "memory" => everything(),
            "late-memory" => {
                thread::sleep(Duration::from_secs(2));
                everything();
            }
            "panic" => return Err(StageError::new(format!("page {}", [1_usize, 2][black_box(7)]))),
            "print" => println!("a stage must not print"),
            "slow" => {
                while !cx.cancelled() {
                    thread::sleep(Duration::from_millis(5));
                }
                return Err(StageError::new("stopped before the end"));
            }
            "refuse" => {
                cx.warn("it is odd", None);
                return Err(StageError::new("it is refused").hint("nothing helps"));
            }
            "warn" => cx.lost("a page was lost", Some("look for it"), Some(1)),
            _ => tracing::info!(text = doc.extracted.text.len(), "no fault"),
        }
        Ok(())
    }
}

#[expect(unconditional_recursion, reason = "this is what the test is about")]
fn deeper(depth: u64) -> u64 {
    let room = black_box([depth; 64]);
    deeper(depth + 1) + room[1]
}

fn everything() {
    let mut all = Vec::new();
    loop {
        all.push(black_box(Vec::<u8>::with_capacity(16 << 20)));
    }
}

fn main() -> process::ExitCode {
    rapporteur_cli::shipped().stages(|registry: &mut Registry| registry.add::<Faults>()).run()
}
