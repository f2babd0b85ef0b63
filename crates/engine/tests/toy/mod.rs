//! Toy kinds that do all that stages, sources and exports may do wrong.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, Weak},
    thread,
    time::Duration,
};

use rapporteur_config::{Overrides, Pipeline, parse};
use rapporteur_model::{Block, Document, Kind};
use rapporteur_stage::{
    Concurrency, Context, Edit, Export, ExportKind, Outbox, Part, Registry, Shape, Shared, Source,
    SourceKind, Stage, StageError, StageKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

/// Gives documents "0", "1", …
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NumbersOptions {
    pub count: usize,
    pub panic_at: Option<usize>,
    pub fail_at: Option<usize>,
    /// Whether documents are in no file, so that the source is asked for their bytes …
    pub inside: bool,
    /// … which it cannot give of this one, and breaks down over of that one.
    pub lost: Option<usize>,
    pub breaks: Option<usize>,
}

/// The bytes that were given of documents that are in no file, as long as somebody holds them.
static GIVEN: Mutex<Vec<Weak<[u8]>>> = Mutex::new(Vec::new());

/// How many of them were given, and the most that were held at once.
pub static INSIDE: Mutex<(usize, usize)> = Mutex::new((0, 0));

pub struct Numbers {
    options: NumbersOptions,
    next: usize,
}

impl Source for Numbers {
    fn next(&mut self) -> Option<Result<Document, StageError>> {
        let number = self.next;
        self.next += 1;
        if number >= self.options.count {
            return None;
        }
        assert!(self.options.panic_at != Some(number), "the source is dry");
        if self.options.fail_at == Some(number) {
            return Some(Err(StageError::new("cannot read the folder")));
        }
        let mut doc = Document::at(format!("archive/{number}.txt"));
        doc.source.media_type = if number.is_multiple_of(2) { "text/plain" } else { "text/html" }.into();
        doc.source.bytes = 1000;
        Some(Ok(doc))
    }

    fn content(&mut self, of: &rapporteur_model::Source) -> Result<Option<Arc<[u8]>>, StageError> {
        let number = of.path.file_stem().unwrap().to_string_lossy().parse().ok();
        if !self.options.inside {
            return Ok(None);
        }
        assert!(self.options.breaks != number, "the shelf is gone");
        if self.options.lost == number {
            return Err(StageError::new("the page was torn out"));
        }
        let bytes: Arc<[u8]> = format!("bytes of {number:?}").into_bytes().into();
        let mut given = GIVEN.lock().unwrap();
        given.push(Arc::downgrade(&bytes));
        let held = given.iter().filter(|bytes| bytes.strong_count() > 0).count();
        let mut inside = INSIDE.lock().unwrap();
        *inside = (given.len(), inside.1.max(held));
        Ok(Some(bytes))
    }

    fn total(&self) -> Option<usize> {
        Some(self.options.count)
    }
}

pub struct NumbersKind;
impl SourceKind for NumbersKind {
    const NAME: &'static str = "numbers";
    const SUMMARY: &'static str = "documents by number";
    type Options = NumbersOptions;
    fn build(o: &NumbersOptions, _: &Shared) -> Result<Box<dyn Source>, StageError> {
        Ok(Box::new(Numbers { options: o.clone(), next: 0 }))
    }
}

/// Which documents meet what, by number.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct WorkOptions {
    pub panic: Vec<usize>,
    pub fail: Vec<usize>,
    /// From this one on.
    pub fail_from: Option<usize>,
    pub leave_out: Vec<usize>,
    /// Gives the document, and gives up another that was made of it.
    pub half: Vec<usize>,
    pub swallow: Vec<usize>,
    pub split: Vec<usize>,
    pub lose: Vec<usize>,
    /// Loops until it is told to give up.
    pub hang: Vec<usize>,
    /// Milliseconds; more for every third.
    pub slow: u64,
    pub panic_in_finish: bool,
    pub panic_in_build: bool,
    pub missing: bool,
}

struct Work {
    options: WorkOptions,
    done: usize,
}

impl Drop for Work {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        // After a panic the instance may be in any state.
        assert!(self.done != usize::MAX, "dropping panics too");
    }
}

fn number(doc: &Document) -> usize {
    doc.source.path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse().ok()).unwrap_or(0)
}

impl Stage for Work {
    fn process(
        &mut self,
        mut doc: Document,
        cx: &mut Context<'_>,
        out: &mut Outbox,
    ) -> Result<(), StageError> {
        let number = number(&doc);
        let o = &self.options;
        if o.slow > 0 {
            thread::sleep(Duration::from_millis(if number.is_multiple_of(3) { o.slow * 4 } else { o.slow }));
        }
        doc.blocks.push(Block::new(Kind::Paragraph, format!("report {number}"), None, 0));
        cx.warn("it was looked at", None);
        if o.panic.contains(&number) {
            self.done = usize::MAX;
            panic!("no page {number}");
        }
        if o.fail.contains(&number) || o.fail_from.is_some_and(|from| number >= from) {
            let cause = io::Error::other("bad bytes");
            return Err(StageError::new("it is not a report").hint("look at it").because(cause));
        }
        while o.hang.contains(&number) {
            thread::sleep(Duration::from_millis(1));
            if cx.cancelled() {
                return Err(StageError::new("given up"));
            }
        }
        if o.lose.contains(&number) {
            cx.lost("a table", None, Some(1));
        }
        if o.leave_out.contains(&number) {
            out.leave_out(doc, "a draft");
        } else if o.half.contains(&number) {
            out.fail(Document::at(doc.source.path.join("torn.txt")), StageError::new("it is torn"));
            out.emit(doc);
        } else if o.split.contains(&number) {
            out.emit(doc.clone());
            out.emit(doc);
        } else if !o.swallow.contains(&number) {
            out.emit(doc);
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut Context<'_>, _: &mut Outbox) -> Result<(), StageError> {
        assert!(!self.options.panic_in_finish, "the last word");
        Ok(())
    }
}

pub struct WorkKind;
impl StageKind for WorkKind {
    const NAME: &'static str = "work";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "does what it is told";
    type Options = WorkOptions;
    fn build(options: &WorkOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        assert!(!options.panic_in_build, "no foundations");
        if options.missing {
            return Err(StageError::new("the program is not there"));
        }
        Ok(Box::new(Work { options: options.clone(), done: 0 }))
    }
}

/// Numbers documents as they come, and says at the end how many there were.
struct Count {
    seen: usize,
}

impl Stage for Count {
    fn process(
        &mut self,
        mut doc: Document,
        _: &mut Context<'_>,
        out: &mut Outbox,
    ) -> Result<(), StageError> {
        let text = format!("seen as {}", self.seen);
        doc.blocks.push(Block::new(Kind::Paragraph, text, None, 0));
        self.seen += 1;
        out.emit(doc);
        Ok(())
    }

    fn finish(&mut self, _: &mut Context<'_>, out: &mut Outbox) -> Result<(), StageError> {
        let mut doc = Document::at("archive/all.txt");
        doc.blocks.push(Block::new(Kind::Paragraph, format!("{} in all", self.seen), None, 0));
        out.emit(doc);
        Ok(())
    }
}

/// No options.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NoOptions {}

pub struct CountKind;
impl StageKind for CountKind {
    const NAME: &'static str = "count";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "counts";
    const CONCURRENCY: Concurrency = Concurrency::One;
    type Options = NoOptions;
    fn build(_: &NoOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Count { seen: 0 }))
    }
}

/// Makes a block of the content, for the tests of a pipeline file.
struct Read;

impl Edit for Read {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        let content = doc.source.content.clone().unwrap_or_default();
        let text = String::from_utf8_lossy(&content).into_owned();
        for part in text.split("\n\n") {
            doc.blocks.push(Block::new(Kind::Paragraph, part.trim(), None, 0));
        }
        Ok(())
    }
}

pub struct ReadKind;
impl StageKind for ReadKind {
    const NAME: &'static str = "read";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "reads";
    type Options = NoOptions;
    fn build(_: &NoOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Read))
    }
}

/// One line a document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LinesOptions {
    pub to: PathBuf,
    pub full_at: Option<usize>,
    pub unfit: Option<usize>,
    pub panic_at: Option<usize>,
}

impl Default for LinesOptions {
    fn default() -> Self {
        Self { to: "lines.txt".into(), full_at: None, unfit: None, panic_at: None }
    }
}

struct Lines {
    options: LinesOptions,
    path: PathBuf,
}

impl Export for Lines {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let number = number(doc);
        assert!(self.options.panic_at != Some(number), "out of ink");
        if self.options.full_at.is_some_and(|full| number >= full) {
            let full = io::Error::new(io::ErrorKind::StorageFull, "no space left");
            return Err(
                StageError::new(format!("cannot write {}: {full}", self.path.display())).because(full)
            );
        }
        if self.options.unfit == Some(number) {
            return Err(StageError::new("it has no title"));
        }
        let texts: Vec<_> = doc.blocks.iter().map(|b| b.text.as_str()).collect();
        let line = format!("{}: {}\n", doc.source.path.display(), texts.join(", "));
        Ok(Part { name: PathBuf::new(), bytes: line.into_bytes() })
    }

    fn shape(&self) -> Shape {
        Shape::Joint { path: self.path.clone(), head: Vec::new() }
    }
}

pub struct LinesKind;
impl ExportKind for LinesKind {
    const NAME: &'static str = "lines";
    const SUMMARY: &'static str = "lines";
    type Options = LinesOptions;
    fn build(options: &LinesOptions, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        let path = shared.out_path(&options.to)?.strip_prefix(shared.out()).unwrap().to_owned();
        Ok(Box::new(Lines { options: options.clone(), path }))
    }
}

pub fn registry() -> Registry {
    let mut registry = Registry::new();
    registry.add_source::<NumbersKind>();
    registry.add::<WorkKind>();
    registry.add::<CountKind>();
    registry.add::<ReadKind>();
    registry.add_export::<LinesKind>();
    registry
}

/// A pipeline in a folder of its own.
pub struct House {
    pub folder: TempDir,
}

impl House {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The steps given, with `count` documents at the beginning and `lines.txt` at the end.
    pub fn pipeline(&self, run: &str, count: usize, stages: &str) -> Pipeline {
        let source = format!("[[source]]\nuse = \"numbers\"\ncount = {count}\n");
        self.parse(&format!("[run]\n{run}\n{source}{stages}\n[[export]]\nuse = \"lines\"\n"))
    }

    pub fn parse(&self, text: &str) -> Pipeline {
        let path = self.folder.path().join("pipeline.toml");
        let checked = parse(&path, text, &registry(), &Overrides::default());
        checked.pipeline().unwrap_or_else(|p| panic!("{}", p.render(false)))
    }

    pub fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.path().join("out/lines.txt")).unwrap_or_default();
        text.lines().map(ToOwned::to_owned).collect()
    }

    /// Names of the set-aside records.
    pub fn records(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("out/set-aside")).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub fn report(&self) -> serde_json::Value {
        let bytes = fs::read(self.folder.path().join("out/report.json")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }
}
