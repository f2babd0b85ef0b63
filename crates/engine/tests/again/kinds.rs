//! Kinds that read and write real files, as small as they can be.

use std::{fs, path::PathBuf};

use rapporteur_model::{Block, Document, Event, Issue, Kind};
use rapporteur_stage::{
    Context, Edit, Export, ExportKind, Part, Registry, Seen, Shape, Shared, Source, SourceKind, Stage,
    StageError, StageKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! options {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub(crate) struct $name { $(pub(crate) $field: $ty),* }
    };
}

options!(NoOptions {});
options!(FolderOptions { include: Vec<PathBuf>, only: Option<String> });
options!(ReadOptions { width: usize });
options!(MarkOptions { with: String, words: Option<PathBuf>, place: bool });
options!(LinesOptions { upper: bool });
options!(FilesOptions {});
options!(IndexOptions { to: Option<PathBuf> });

/// The files of some folders (by default `in/`) and the folders in them, sorted.
struct Folder {
    files: std::vec::IntoIter<PathBuf>,
    roots: Vec<PathBuf>,
    bare: bool,
}

impl Source for Folder {
    fn next(&mut self) -> Option<Result<Document, StageError>> {
        self.files.next().map(|path| Ok(Document::at(path)))
    }

    fn roots(&self) -> Vec<PathBuf> {
        self.roots.clone()
    }

    fn lacks(&self) -> Option<StageError> {
        self.bare.then(|| StageError::new("there is no file"))
    }
}

pub(crate) struct FolderKind;
impl SourceKind for FolderKind {
    const NAME: &'static str = "folder";
    const SUMMARY: &'static str = "files";
    type Options = FolderOptions;
    fn build(options: &FolderOptions, shared: &Shared) -> Result<Box<dyn Source>, StageError> {
        let include = if options.include.is_empty() { &vec!["in".into()] } else { &options.include };
        let roots: Vec<PathBuf> = include.iter().map(|folder| shared.path(folder)).collect();
        let (mut files, mut open) = (Vec::new(), roots.clone());
        while let Some(folder) = open.pop() {
            // A folder that is away gives nothing.
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.map_err(|e| StageError::new("no entry").because(e))?.path();
                if path.is_dir() { open.push(path) } else { files.push(path) }
            }
        }
        files.retain(|path| options.only.as_ref().is_none_or(|only| path.ends_with(only)));
        files.sort();
        let bare = files.is_empty();
        Ok(Box::new(Folder { files: files.into_iter(), roots, bare }))
    }
}

/// Reads the file. One with "broken" in it fails, one with "away" fails as if a disk were away, one with "half" is
/// partial as long as there is no file `tool`.
struct Read {
    tool: PathBuf,
}

impl Edit for Read {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let _unused = &cx;
        let text = fs::read_to_string(&doc.source.path)
            .map_err(|e| StageError::new("the file cannot be read").because(e))?;
        if text.contains("broken") {
            return Err(StageError::new("it is broken").hint("mend it"));
        }
        if text.contains("away") {
            let away = std::io::Error::from(std::io::ErrorKind::NotConnected);
            return Err(StageError::new("the disk is away").because(away));
        }
        if text.contains("half") && !self.tool.exists() {
            let (stage, message) = ("read".to_owned(), "half of it is missing".to_owned());
            doc.trail.push(Event::Error(Issue { stage, message, hint: None, page: None, span: None }));
        }
        doc.id = text.len().to_string();
        doc.blocks = vec![Block::new(Kind::Paragraph, text.trim_end().to_owned(), None, 0)];
        Ok(())
    }
}

struct ReadStage(Read);
impl Stage for ReadStage {
    fn process(
        &mut self,
        mut doc: Document,
        cx: &mut Context<'_>,
        out: &mut rapporteur_stage::Outbox,
    ) -> Result<(), StageError> {
        self.0.edit(&mut doc, cx)?;
        out.emit(doc);
        Ok(())
    }
    fn lacks(&self) -> Option<StageError> {
        (!self.0.tool.exists()).then(|| StageError::new("there is no tool"))
    }
}

pub(crate) struct ReadKind;
impl StageKind for ReadKind {
    const NAME: &'static str = "read";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "reads";
    const GIVES: &'static [&'static str] = &["blocks"];
    const KEEP: Option<fn(&Document) -> bool> = Some(|_| true);
    type Options = ReadOptions;
    fn build(_: &ReadOptions, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(ReadStage(Read { tool: shared.path("tool".as_ref()) })))
    }
}

/// Puts a mark and the words of a file behind the text, and with `place` also its folder; `V` is its version.
struct Mark {
    mark: String,
    place: bool,
}

impl Edit for Mark {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        for block in &mut doc.blocks {
            block.text.push_str(&self.mark);
            if self.place {
                let folder = doc.source.path.parent().and_then(|p| p.file_name()).unwrap_or_default();
                block.text.push_str(&format!(" in {}", folder.display()));
            }
        }
        Ok(())
    }

    fn minds_path(&self) -> bool {
        self.place
    }
}

pub(crate) struct MarkKind<const V: u32>;
impl<const V: u32> StageKind for MarkKind<V> {
    const NAME: &'static str = "mark";
    const VERSION: u32 = V;
    const SUMMARY: &'static str = "marks";
    type Options = MarkOptions;
    fn build(options: &MarkOptions, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        let mut mark = options.with.clone();
        if let Some(words) = &options.words {
            let words = shared.load(words, |bytes| Ok(String::from_utf8_lossy(bytes).trim().to_owned()))?;
            mark.push_str(&words);
        }
        Ok(Box::new(Mark { mark, place: options.place }))
    }
}

/// Learns the words of the archive, and notes how many it knows.
struct Known(usize);

impl Edit for Known {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        for block in &mut doc.blocks {
            block.text.push_str(&format!(" of {}", self.0));
        }
        Ok(())
    }
}

pub(crate) struct KnownKind;
impl StageKind for KnownKind {
    const NAME: &'static str = "known";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "knows";
    const LEARN: Option<fn(&Document, &mut Seen)> = Some(|_, seen| seen.note("word", "report"));
    type Options = NoOptions;
    fn build(_: &NoOptions, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Known(shared.learned("known").map_or(0, |l| l.documents() as usize))))
    }
}

struct Lines {
    upper: bool,
}

impl Export for Lines {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let texts: Vec<_> = doc.blocks.iter().map(|b| b.text.as_str()).collect();
        let name = doc.source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let line = format!("{name}: {}\n", texts.join(" "));
        let line = if self.upper { line.to_uppercase() } else { line };
        Ok(Part { name: PathBuf::new(), bytes: line.into_bytes() })
    }

    fn shape(&self) -> Shape {
        Shape::Joint { path: "all/lines.txt".into(), head: b"name: text\n".to_vec() }
    }
}

pub(crate) struct LinesKind;
impl ExportKind for LinesKind {
    const NAME: &'static str = "lines";
    const SUMMARY: &'static str = "lines";
    type Options = LinesOptions;
    fn build(options: &LinesOptions, _: &Shared) -> Result<Box<dyn Export>, StageError> {
        Ok(Box::new(Lines { upper: options.upper }))
    }
}

struct Files;

impl Export for Files {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let stem = doc.source.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let texts: String = doc.blocks.iter().map(|b| b.text.as_str()).collect();
        let text = format!("{}\n{texts}\n", doc.source.path.display());
        Ok(Part { name: format!("files/{stem}.txt").into(), bytes: text.into_bytes() })
    }

    fn shape(&self) -> Shape {
        Shape::Files
    }
}

pub(crate) struct FilesKind;
impl ExportKind for FilesKind {
    const NAME: &'static str = "files";
    const SUMMARY: &'static str = "files";
    type Options = FilesOptions;
    fn build(_: &FilesOptions, _: &Shared) -> Result<Box<dyn Export>, StageError> {
        Ok(Box::new(Files))
    }
}

/// All names in one list, the last first.
struct Index(PathBuf);

impl Export for Index {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let texts: Vec<_> = doc.blocks.iter().map(|b| b.text.as_str()).collect();
        let line = format!("{}: {}", doc.source.path.display(), texts.join(" "));
        Ok(Part { name: PathBuf::new(), bytes: line.into_bytes() })
    }

    fn shape(&self) -> Shape {
        Shape::Assembled { path: self.0.clone() }
    }

    fn assemble(&self, parts: &[&[u8]]) -> Result<Vec<u8>, StageError> {
        let lines = parts.iter().rev().map(|part| String::from_utf8_lossy(part));
        let lines: String = lines.map(|line| format!("{line}\n")).collect();
        Ok(format!("{} entries\n{lines}", parts.len()).into_bytes())
    }
}

pub(crate) struct IndexKind;
impl ExportKind for IndexKind {
    const NAME: &'static str = "index";
    const SUMMARY: &'static str = "an index";
    type Options = IndexOptions;
    fn build(options: &IndexOptions, _: &Shared) -> Result<Box<dyn Export>, StageError> {
        Ok(Box::new(Index(options.to.clone().unwrap_or_else(|| "index.txt".into()))))
    }
}

pub(crate) fn registry(version: u32) -> Registry {
    let mut registry = Registry::new();
    registry.add_source::<FolderKind>();
    registry.add::<ReadKind>();
    if version == 1 {
        registry.add::<MarkKind<1>>();
    } else {
        registry.add::<MarkKind<2>>();
    }
    registry.add::<KnownKind>();
    registry.add::<crate::short_way::CountKind>();
    registry.add_export::<LinesKind>();
    registry.add_export::<FilesKind>();
    registry.add_export::<IndexKind>();
    registry
}
