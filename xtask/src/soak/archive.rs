//! Archives made of the samples, and runs over them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::cargo::root;

/// An archive with its pipeline.
pub(super) struct Archive {
    pub(super) folder: PathBuf,
    program: PathBuf,
    /// Whether files are read in processes of their own.
    isolate: bool,
}

impl Archive {
    /// Makes so many documents of the text samples, each with a line of its own; every `pdfs`th is a PDF as it is (0 for
    /// none).
    pub(super) fn make(program: &Path, folder: &Path, documents: usize, pdfs: usize) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder.join("in"))?;
        let of = |ending: &str| -> io::Result<Vec<Vec<u8>>> {
            let mut paths: Vec<PathBuf> = fs::read_dir(root().join("samples/reports"))?
                .filter_map(|e| e.ok().map(|e| e.path()))
                .collect();
            paths.retain(|p| {
                p.extension().is_some_and(|e| e == ending) && !p.to_string_lossy().contains("scan")
            });
            paths.sort();
            paths.iter().map(fs::read).collect()
        };
        let (texts, books) = (of("txt")?, of("pdf")?);
        let places = (0..documents).zip(texts.iter().cycle()).zip(books.iter().cycle());
        for ((number, text), pdf) in places {
            if pdfs > 0 && number % pdfs == 0 {
                let comment = format!("\n% copy {number}\n");
                fs::write(
                    folder.join(format!("in/{number:05}.pdf")),
                    [pdf.as_slice(), comment.as_bytes()].concat(),
                )?;
            } else {
                let line = format!("\n\nCopy {number} of this report lies in the archive.\n");
                fs::write(
                    folder.join(format!("in/{number:05}.txt")),
                    [text.as_slice(), line.as_bytes()].concat(),
                )?;
            }
        }
        let archive = Self { folder: folder.to_owned(), program: program.to_owned(), isolate: false };
        archive.pipeline("", "")?;
        Ok(archive)
    }

    /// The same, when files are read in processes of their own, as in the default pipeline.
    pub(super) fn isolated(self) -> io::Result<Self> {
        let archive = Self { isolate: true, ..self };
        archive.pipeline("", "")?;
        Ok(archive)
    }

    /// Writes the pipeline file, with these lines in `[run]` and in `summarize`.
    pub(super) fn pipeline(&self, run: &str, summarize: &str) -> io::Result<()> {
        let stages = ["clean", "segment", "themes"].map(|s| format!("[[stage]]\nuse = \"{s}\"\n")).concat();
        let stages = format!("[[stage]]\nuse = \"ingest\"\nisolate = {}\n{stages}", self.isolate);
        let text = format!(
            "[run]\n{run}\n[[source]]\nuse = \"files\"\ninclude = [\"in/**/*\"]\n{stages}[[stage]]\nuse = \
             \"summarize\"\n{summarize}\n[[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n[[export]]\nuse = \
             \"json\"\nto = \"json/{{stem}}.json\"\n"
        );
        fs::write(self.folder.join("pipeline.toml"), text)
    }

    /// A call that runs the pipeline.
    pub(super) fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["run", "--quiet"]).args(more).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs it to its end; gives the report and the wall time.
    pub(super) fn run(&self, more: &[&str]) -> io::Result<(Value, Duration)> {
        let start = Instant::now();
        let status = self.command(more).status()?;
        let time = start.elapsed();
        if !status.success() {
            return Err(io::Error::other(format!("a run ended with {status}")));
        }
        Ok((serde_json::from_slice(&fs::read(self.folder.join("out/report.json"))?)?, time))
    }

    /// Removes the output folder.
    pub(super) fn forget(&self) -> io::Result<()> {
        let out = self.folder.join("out");
        if out.exists() { fs::remove_dir_all(out) } else { Ok(()) }
    }

    /// The files that readers of the exports see, by name.
    pub(super) fn exports(&self) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
        let out = self.folder.join("out");
        let mut found = BTreeMap::new();
        if let Ok(lines) = fs::read(out.join("reports.jsonl")) {
            found.insert("reports.jsonl".into(), lines);
        }
        let Ok(entries) = fs::read_dir(out.join("json")) else { return Ok(found) };
        for entry in entries {
            let entry = entry?;
            found.insert(Path::new("json").join(entry.file_name()), fs::read(entry.path())?);
        }
        Ok(found)
    }
}

/// How often a stage was at work in a run.
pub(super) fn executed(report: &Value, stage: &str) -> Option<u64> {
    report.pointer(&format!("/stages/{stage}/executed"))?.as_u64()
}
