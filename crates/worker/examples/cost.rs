//! What a do-nothing outside program costs, beside writing its document as JSON and reading it back:
//! `cargo run --release -p rapporteur-worker --example cost`.
//!
//! Two figures each: the time that passes, and the time of the processors that both ends take together. All ways take turns
//! with writing and reading, a few documents at a time, and the first figure is the median of how they compare, so that a
//! machine with other work shows about the same.
//!
//! Called with a word, this program is the outside program: `all` gives the document back whole, `layer` with a layer
//! more, `none` says that nothing is changed, `blocks` does so too and asks for the blocks alone.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on fails")]

use std::{
    fs,
    hint::black_box,
    io::{self, BufRead as _, Write as _},
    time::{Duration, Instant},
};

use rapporteur_model::{Block, Document, Kind};
use rapporteur_stage::{CancelToken, Context, Outbox, Shared, Stage, StageKind as _};
use rapporteur_worker::{Command, Options};
use serde::Deserialize;
use serde_json::json;

/// So often each way has its turn …
const TURNS: usize = 61;
/// … with so many documents.
const ROUNDS: u32 = 20;
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

/// A program, and what it took so far.
struct Way {
    said: &'static str,
    stage: Box<dyn Stage>,
    /// The time of each turn, in that of writing and reading beside it.
    times: Vec<f64>,
    /// Processor time of this end.
    here: Duration,
}

impl Way {
    fn new(said: &'static str, run: &[&str]) -> Self {
        let options =
            Options { run: run.iter().map(|&word| word.to_owned()).collect(), ..Options::default() };
        let stage = Command::build(&options, &Shared::new("", "out")).unwrap();
        Self { said, stage, times: Vec::new(), here: Duration::ZERO }
    }

    fn turn(&mut self, doc: &Document, json: Duration) {
        let token = CancelToken::default();
        let (time, here) = timed(|| {
            let mut out = Outbox::default();
            self.stage.process(doc.clone(), &mut Context::new("cost", &token), &mut out).unwrap();
            assert_eq!(out.into_parts().0.len(), 1);
        });
        self.times.push(time.as_secs_f64() / json.as_secs_f64());
        self.here += here;
    }

    /// Ends the program, and says what all of it took; `json` is the processor time of writing and reading.
    fn told(mut self, json: Duration) {
        self.times.sort_by(f64::total_cmp);
        let before = ended();
        drop(self.stage);
        let both = self.here + (ended() - before);
        let time = self.times[self.times.len() / 2];
        println!("{:46} {time:5.1} {:10.1}", self.said, both.as_secs_f64() / json.as_secs_f64());
    }
}

/// The time that a turn takes, and the processor time of this end.
fn timed(mut round: impl FnMut()) -> (Duration, Duration) {
    let (start, used) = (Instant::now(), processor());
    (0..ROUNDS).for_each(|_| round());
    (start.elapsed(), processor() - used)
}

/// Processor time of this process so far.
fn processor() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}

/// Processor time of the children that have ended, in hundredths of a second (`proc_pid_stat(5)`); none elsewhere.
fn ended() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(13).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
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

/// Answers documents with what `each` makes of them.
fn serve(each: impl Fn(&mut Document)) -> io::Result<()> {
    rapporteur_worker::serve("cost", io::stdin().lock(), io::stdout().lock(), |mut doc| {
        each(&mut doc);
        Ok(vec![doc])
    })
}

fn main() -> io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("all") => return serve(|_| {}),
        Some("layer") => return serve(|doc| doc.layers.put_json("words".to_owned(), json!({ "count": 7 }))),
        Some("none") => return change_nothing(None),
        Some("blocks") => return change_nothing(Some("blocks")),
        _ => {}
    }
    let doc = report();
    let itself = std::env::current_exe()?.to_string_lossy().into_owned();
    let helper = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/templates/python");
    let python = |what: &str| {
        format!("import sys; sys.path.insert(0, {helper:?}); from rapporteur_stage import serve; {what}")
    };
    let whole = python("serve(lambda document, options: document, 'cost')");
    let none = python("serve(lambda document, options: None, 'cost')");
    let mut ways = vec![
        Way::new("the program gives all of it back", &[&itself, "all"]),
        Way::new("all of it with a layer more", &[&itself, "layer"]),
        Way::new("it says that nothing is changed", &[&itself, "none"]),
        Way::new("and takes blocks alone", &[&itself, "blocks"]),
    ];
    if std::process::Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success()) {
        ways.push(Way::new("in Python: all of it", &["python3", "-c", &whole]));
        ways.push(Way::new("in Python: nothing is changed", &["python3", "-c", &none]));
    }
    let (mut times, mut used) = (Vec::new(), Duration::ZERO);
    for _ in 0..TURNS {
        let (time, here) = timed(|| {
            let line = serde_json::to_string(black_box(&doc)).unwrap();
            black_box(serde_json::from_str::<Document>(&line).unwrap());
        });
        times.push(time / ROUNDS);
        used += here;
        ways.iter_mut().for_each(|way| way.turn(&doc, time));
    }
    times.sort();
    let kb = serde_json::to_string(&doc)?.len() / 1000;
    println!("a document of {kb} KB as JSON: written and read in {:.0?}; beside that:", times[TURNS / 2]);
    println!("{:46} {:>5} {:>10}", "", "time", "processors");
    ways.into_iter().for_each(|way| way.told(used));
    Ok(())
}
