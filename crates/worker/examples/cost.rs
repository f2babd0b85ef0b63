//! What a do-nothing outside program costs, beside writing its document as JSON and reading it back:
//! `cargo run --release -p rapporteur-worker --example cost`.
//!
//! Called with a word, this program is the outside program: `all` gives the document back whole, `none` says that
//! nothing is changed, `blocks` does so too and asks for the blocks alone.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on fails")]

use std::{
    hint::black_box,
    io::{self, BufRead as _, Write as _},
    time::{Duration, Instant},
};

use rapporteur_model::{Block, Document, Kind};
use rapporteur_stage::{CancelToken, Context, Outbox, Shared, StageKind as _};
use rapporteur_worker::{Command, Options};
use serde::Deserialize;
use serde_json::json;

const ROUNDS: u32 = 400;
const SENTENCE: &str =
    "The delegates agreed that the wells of the district should be counted before the summer.";

/// A report of some 32 KB, in paragraphs of four sentences.
fn report() -> Document {
    let mut doc = Document::at("report.txt");
    while doc.extracted.text.len() < 32_000 {
        let start = u32::try_from(doc.extracted.text.len()).unwrap();
        let text = [SENTENCE; 4].join(" ");
        doc.extracted.text.push_str(&text);
        doc.extracted.text.push_str("\n\n");
        let mut block = Block::new(Kind::Paragraph, text, None, start);
        let sentence = u32::try_from(SENTENCE.len()).unwrap();
        block.sentences = (0..4).map(|n| n * (sentence + 1)..n * (sentence + 1) + sentence).collect();
        doc.blocks.push(block);
    }
    doc
}

/// The time for one round, the shortest of several tries.
fn shortest(mut round: impl FnMut()) -> Duration {
    let time = |round: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| round());
        start.elapsed() / ROUNDS
    };
    (0..7).map(|_| time(&mut round)).min().unwrap()
}

fn through(doc: &Document, way: &str) -> Duration {
    let itself = std::env::current_exe().unwrap().to_string_lossy().into_owned();
    let options = Options { run: vec![itself, way.to_owned()], ..Options::default() };
    let mut stage = Command::build(&options, &Shared::new("", "out")).unwrap();
    let token = CancelToken::default();
    shortest(|| {
        let mut out = Outbox::default();
        stage.process(doc.clone(), &mut Context::new("cost", &token), &mut out).unwrap();
        assert_eq!(out.into_parts().0.len(), 1);
    })
}

/// The program's end, for programs that say what they change: nothing.
fn change_nothing(takes: Option<&str>) -> io::Result<()> {
    #[derive(Deserialize)]
    struct Asked {
        id: u64,
        document: Document,
    }
    let (mut lines, mut out) = (io::stdin().lock().lines(), io::stdout().lock());
    lines.next().transpose()?;
    let mut hello = json!({ "protocol": 2, "name": "nothing" });
    takes.into_iter().for_each(|part| hello["takes"] = json!([part]));
    writeln!(out, "{hello}")?;
    for line in lines {
        let asked: Asked = serde_json::from_str(&line?)?;
        black_box(&asked.document);
        writeln!(out, "{}", json!({ "id": asked.id, "document": {} }))?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("all") => {
            return rapporteur_worker::serve("all", io::stdin().lock(), io::stdout().lock(), |doc| {
                Ok(vec![doc])
            });
        }
        Some("none") => return change_nothing(None),
        Some("blocks") => return change_nothing(Some("blocks")),
        _ => {}
    }
    let doc = report();
    let line = serde_json::to_string(&doc).unwrap();
    let json = shortest(|| {
        let line = serde_json::to_string(black_box(&doc)).unwrap();
        black_box(serde_json::from_str::<Document>(&line).unwrap());
    });
    println!("a document of {} KB as JSON: written and read in {json:.0?}", line.len() / 1000);
    for (way, said) in [
        ("all", "the program gives all of it back"),
        ("none", "it says that nothing is changed"),
        ("blocks", "and takes blocks alone"),
    ] {
        let time = through(&doc, way);
        println!("{said}: {time:.0?}, {:.1} times as long", time.as_secs_f64() / json.as_secs_f64());
    }
    Ok(())
}
