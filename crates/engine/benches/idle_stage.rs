//! What a stage costs beyond its own work: the time of a hundred stages that do nothing, for one document and one stage.
//! `cargo bench --package rapporteur-engine` prints it in nanoseconds.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program of this workspace alone"
)]

use std::{path::Path, time::Instant};

use rapporteur_config::{Overrides, parse};
use rapporteur_engine::Chain;
use rapporteur_model::{Block, Document, Event, Kind, Repair};
use rapporteur_stage::{Context, Edit, Registry, Shared, Stage, StageError, StageKind};

/// So many that the chain itself does not count.
const STAGES: usize = 100;
const ROUNDS: usize = 2_000;
/// The best of several measurements is the one that was least disturbed.
const TRIES: usize = 7;

#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Nothing {}

struct Idle;

impl Edit for Idle {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        std::hint::black_box(doc);
        Ok(())
    }
}

impl StageKind for Idle {
    const NAME: &'static str = "idle";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "does nothing";
    type Options = Nothing;
    fn build(_: &Nothing, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Self))
    }
}

/// A report of a dozen pages, with as many repairs as one has.
fn report() -> Document {
    let mut doc = Document::at("archive/2009/wells-and-pastures.pdf");
    doc.id = "5f".repeat(32);
    for number in 0..170_u32 {
        let text =
            "The wells of the district were counted twice, and the two counts did not agree. ".repeat(2);
        doc.blocks.push(Block::new(Kind::Paragraph, text, Some(number / 14 + 1), number * 160));
        doc.trail.push(Event::Repair(Repair {
            rule: "line-join".into(),
            bytes: number..number + 1,
            page: None,
            before: "\n".to_owned(),
            after: " ".to_owned(),
            confidence: 0.9,
            reason: "the line is full".into(),
        }));
    }
    doc
}

fn main() {
    let mut registry = Registry::new();
    registry.add::<Idle>();
    let text = "[[stage]]\nuse = \"idle\"\n".repeat(STAGES);
    let read = parse(Path::new("pipeline.toml"), &text, &registry, &Overrides::stages_only());
    let mut chain = Chain::build(&read.pipeline().unwrap()).unwrap();
    let mut doc = report();
    let mut best = f64::INFINITY;
    for _ in 0..TRIES {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            doc = chain.process_one(doc).unwrap();
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let nanoseconds = best * 1e9 / (STAGES * ROUNDS) as f64;
    println!("a stage costs {nanoseconds:.0} ns a document beyond its own work");
}
