//! `cargo xtask bench`: how fast, with how much memory; the machine named, the raw results kept.
//!
//! The documents are made of the text samples of this repository, joined to about 32 KB (a report of twelve pages), each
//! with one line of its own, so that anybody can repeat the figures. Throughput is per CPU second, which holds on a
//! noisy machine better than wall time.

mod idle;
mod sentences;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::cargo::{release_program, root, scratch};

const COPIES: usize = 400;

/// Measures, prints, and keeps the results in `xtask/results/bench.json`. `pdfs` is a folder of PDFs to read instead of
/// the samples.
pub(crate) fn bench(pdfs: Option<&Path>) -> io::Result<()> {
    let program = release_program()?;
    let folder = scratch("bench")?;
    let texts = texts()?;
    let machine = machine();
    println!("machine: {machine}");

    let whole = throughput(&program, &folder, &texts, COPIES, &[])?;
    let isolated = throughput(&program, &folder, &texts, COPIES, &[("ingest", "isolate = true\n")])?;
    let few = throughput(&program, &folder, &texts, 10, &[])?;
    let many = throughput(&program, &folder, &texts, 1000, &[])?;
    let characters = throughput(&program, &folder, &texts, COPIES, &[("clean", CHARACTERS)])?;
    let read = startup(&program, &folder, &texts)?;
    let pdf = against_pdftotext(&program, &folder, pdfs)?;
    let sentences = sentences::sentences(&program, &folder, &texts)?;
    let idle = idle::nanoseconds()?;

    println!(
        "whole pipeline, one worker a stage: {:.0} documents per CPU second, {:.2} MB per CPU second",
        whole.rate(),
        whole.mb_rate()
    );
    for (stage, _) in &whole.stages {
        println!("  {stage:<12} {:>7.2} MB/s", whole.mb_rate_of(stage));
    }
    println!("  with `ingest` in a process of its own: {:.2} of that", isolated.rate() / whole.rate());
    println!("  clean, rules for single characters alone: {:.2} MB/s", characters.mb_rate_of("clean"));
    println!("peak memory: {} KiB with 10 documents, {} KiB with 1000", few.peak_kib, many.peak_kib);
    println!("`read` of a text of {} KB, start to end: {:.1} ms (median of 21)", read.0 / 1000, read.1);
    println!("sentences alone, one thread: {sentences:.0} MB per CPU second");
    println!("a stage that does nothing: {idle:.0} ns a document");
    match &pdf {
        Some(pdf) => {
            println!("PDF with structure against pdftotext, pages per CPU second: {:.2}", pdf.ratio);
            println!("  {} files, peak memory {} KiB", pdf.files, pdf.peak_kib);
        }
        None => println!("PDF against pdftotext: skipped, pdftotext is not installed"),
    }

    let results = json!({
        "machine": machine,
        "documents": whole.documents,
        "bytes": whole.bytes,
        "cpu_seconds": whole.cpu,
        "wall_seconds": whole.wall,
        "documents_per_cpu_second": whole.rate(),
        "documents_per_cpu_second_isolated": isolated.rate(),
        "stage_seconds": whole.stages.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "clean_characters_mb_per_second": characters.mb_rate_of("clean"),
        "peak_kib": { "10": few.peak_kib, "1000": many.peak_kib },
        "read_ms": read.1,
        "sentences_mb_per_second": sentences,
        "idle_stage_ns": idle,
        "pdf_pages_against_pdftotext": pdf.as_ref().map(|p| p.ratio),
        "pdf_files": pdf.as_ref().map(|p| p.files),
        "pdf_peak_kib": pdf.as_ref().map(|p| p.peak_kib),
    });
    let kept = root().join("xtask/results/bench.json");
    fs::create_dir_all(kept.parent().unwrap_or(&kept))?;
    fs::write(&kept, serde_json::to_string_pretty(&results)? + "\n")?;
    println!("kept in xtask/results/bench.json");
    Ok(())
}

struct Run {
    documents: usize,
    bytes: f64,
    cpu: f64,
    wall: f64,
    peak_kib: u64,
    stages: Vec<(String, f64)>,
}

impl Run {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn rate(&self) -> f64 {
        self.documents as f64 / self.cpu
    }

    fn mb_rate(&self) -> f64 {
        self.bytes / 1e6 / self.cpu
    }

    /// Megabytes per second of one stage's own time.
    fn mb_rate_of(&self, stage: &str) -> f64 {
        let seconds = self.stages.iter().find(|(name, _)| name == stage).map_or(0.0, |(_, s)| *s);
        self.bytes / 1e6 / seconds.max(1e-9)
    }
}

/// Options of `clean` that leave the rules for single characters.
const CHARACTERS: &str = "off = ['escape', 'emphasis', 'letter-space', 'page-number', 'running-head', 'speck', \
    'note-part', 'note-lift', 'note-mark', 'table', 'indent', 'line-join', 'line-split', 'list-mark', 'hyphen-join', \
    'hyphen-keep', 'paragraph-join', 'confusion']\n";

/// The size of one document.
const SIZE: usize = 32_000;

/// Documents of [`SIZE`]: each begins with another sample.
fn texts() -> io::Result<Vec<String>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("samples/reports"))?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let samples: Vec<String> = paths.iter().filter_map(|p| fs::read_to_string(p).ok()).collect();
    if samples.is_empty() {
        return Err(io::Error::other("no text samples: run `cargo xtask samples`"));
    }
    Ok((0..samples.len()).map(|first| document(&samples, first)).collect())
}

fn document(samples: &[String], first: usize) -> String {
    let mut text = String::new();
    for sample in samples.iter().cycle().skip(first) {
        text += sample;
        text += "\n\n";
        if text.len() >= SIZE {
            break;
        }
    }
    let cut = (0..=SIZE).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.truncate(cut);
    text
}

/// Runs the pipeline over so many documents with one worker a stage; these stages have these keys.
#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn throughput(
    program: &Path,
    folder: &Path,
    texts: &[String],
    documents: usize,
    keys: &[(&str, &str)],
) -> io::Result<Run> {
    let archive = folder.join("archive");
    for old in [&archive, &folder.join("out")] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    fs::create_dir_all(&archive)?;
    let mut bytes = 0.0;
    for (number, text) in texts.iter().cycle().take(documents).enumerate() {
        let text = format!("{text}\n\nCopy number {number} of this report.\n");
        bytes += text.len() as f64;
        fs::write(archive.join(format!("report-{number:04}.txt")), text)?;
    }
    let stages: String = ["ingest", "clean", "segment", "themes", "summarize"]
        .map(|s| {
            let keys = keys.iter().find(|(stage, _)| *stage == s).map_or("", |(_, keys)| *keys);
            format!("[[stage]]\nuse = \"{s}\"\n{keys}")
        })
        .concat();
    let file = folder.join("pipeline.toml");
    fs::write(
        &file,
        format!(
            "[run]\nworkers = 1\n[[source]]\nuse = \"files\"\ninclude = [\"archive/*.txt\"]\n{stages}[[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n"
        ),
    )?;
    let (wall, cpu, peak_kib) = timed(
        Command::new(program)
            .arg("run")
            .arg(&file)
            .args(["--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    let report: Value = serde_json::from_slice(&fs::read(folder.join("out/report.json"))?)?;
    let done = report.pointer("/documents/done").and_then(Value::as_u64);
    if done != Some(documents as u64) {
        return Err(io::Error::other(format!("{done:?} of {documents} documents were done")));
    }
    let stages = report.get("stages").and_then(Value::as_object).into_iter().flatten();
    let stages = stages.filter_map(|(n, s)| Some((n.clone(), s.get("seconds")?.as_f64()?))).collect();
    Ok(Run { documents, bytes, cpu, wall: wall.as_secs_f64(), peak_kib, stages })
}

/// Bytes and median milliseconds of one `read` of about 32 KB of text.
fn startup(program: &Path, folder: &Path, texts: &[String]) -> io::Result<(usize, f64)> {
    let text = texts.first().cloned().unwrap_or_default();
    let file = folder.join("one.txt");
    fs::write(&file, &text)?;
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let mut command = Command::new(program);
            command.arg("read").arg(&file).args(["--as", "json"]).stdout(Stdio::null());
            timed(&mut command).map(|(wall, ..)| wall.as_secs_f64() * 1000.0)
        })
        .collect::<io::Result<_>>()?;
    times.sort_by(f64::total_cmp);
    Ok((text.len(), times.get(10).copied().unwrap_or(f64::NAN)))
}

/// Reading PDFs beside `pdftotext`.
struct Pdf {
    /// CPU seconds of `pdftotext` over ours.
    ratio: f64,
    files: usize,
    /// The largest peak of our memory.
    peak_kib: u64,
}

/// Reads the PDFs of a folder, or the samples, as often as it takes to measure; without OCR, which `pdftotext` has not.
fn against_pdftotext(program: &Path, scratch: &Path, pdfs: Option<&Path>) -> io::Result<Option<Pdf>> {
    if Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status().is_err() {
        return Ok(None);
    }
    let pipeline = scratch.join("pdf.toml");
    fs::write(
        &pipeline,
        "[[stage]]\nuse = \"ingest\"\nocr = \"off\"\n[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"segment\"\n",
    )?;
    let folder = pdfs.map_or_else(|| root().join("samples/reports"), Path::to_path_buf);
    let (mut ours, mut theirs, mut files, mut peak_kib) = (0.0, 0.0, 0, 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|e| e != "pdf") {
            continue;
        }
        files += 1;
        for _ in 0..if pdfs.is_some() { 5 } else { 20 } {
            let mut command = Command::new(program);
            command.arg("read").arg(&path).args(["--as", "markdown", "--pipeline"]).arg(&pipeline);
            let (_, cpu, peak) = timed(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
            ours += cpu;
            peak_kib = peak.max(peak_kib);
            let mut peer = Command::new("pdftotext");
            theirs += timed(peer.arg(&path).arg("-").stdout(Stdio::null()).stderr(Stdio::null()))?.1;
        }
    }
    Ok((ours > 0.0).then_some(Pdf { ratio: theirs / ours, files, peak_kib }))
}

/// Runs a command; gives its wall time, its CPU seconds, and the peak of its memory in KiB (0 where unknown).
fn timed(command: &mut Command) -> io::Result<(Duration, f64, u64)> {
    let cpu = children_cpu();
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    if !status.success() {
        return Err(io::Error::other(format!("{command:?} ended with {status}")));
    }
    Ok((start.elapsed(), children_cpu() - cpu, peak))
}

/// CPU seconds of all ended children so far (fields 16 and 17 of `/proc/self/stat`, in hundredths).
pub(crate) fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map_or("unknown processor", |l| l.trim_start_matches(['\t', ' ', ':']));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}
