//! Toy kinds: enough to say everything that can be wrong with a pipeline file.
#![allow(dead_code, missing_docs, unreachable_pub)]

use std::path::{Path, PathBuf};

use rapporteur_model::Document;
use rapporteur_stage::{
    Context, Edit, Export, ExportKind, Part, Registry, Shape, Shared, Source, SourceKind, Stage, StageError,
    StageKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

struct Idle;

impl Edit for Idle {
    fn edit(&mut self, _: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        Ok(())
    }
}

impl Source for Idle {
    fn next(&mut self) -> Option<Result<Document, StageError>> {
        None
    }
}

impl Export for Idle {
    fn part(&mut self, _: &Document) -> Result<Part, StageError> {
        Ok(Part::default())
    }

    fn shape(&self) -> Shape {
        Shape::Files
    }
}

/// Options of nobody.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NoOptions {}

/// Options of `files`.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FilesOptions {
    /// Patterns of files.
    pub include: Vec<String>,
}

pub struct Files;
impl SourceKind for Files {
    const NAME: &'static str = "files";
    const SUMMARY: &'static str = "files of a folder";
    type Options = FilesOptions;
    fn build(_: &FilesOptions, _: &Shared) -> Result<Box<dyn Source>, StageError> {
        Ok(Box::new(Idle))
    }
}

/// Options of `jsonl`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LinesOptions {
    /// The file.
    pub to: PathBuf,
}

impl Default for LinesOptions {
    fn default() -> Self {
        Self { to: "reports.jsonl".into() }
    }
}

pub struct Lines;
impl ExportKind for Lines {
    const NAME: &'static str = "jsonl";
    const SUMMARY: &'static str = "a document a line";
    type Options = LinesOptions;
    fn build(options: &LinesOptions, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        shared.out_path(&options.to)?;
        Ok(Box::new(Idle))
    }
}

pub struct Ingest;
impl StageKind for Ingest {
    const NAME: &'static str = "ingest";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "reads files";
    const GIVES: &'static [&'static str] = &["blocks"];
    type Options = NoOptions;
    fn build(_: &NoOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Idle))
    }
}

/// What becomes of footnotes.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notes {
    /// They are put behind the text.
    #[default]
    Collect,
    /// They stay where they are.
    Keep,
}

/// How far the repairs go.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Limits {
    /// Most repairs.
    pub repairs: u32,
}

/// Options of `clean`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct CleanOptions {
    /// Join paragraphs that are cut by a page break.
    ///
    /// Only where the sentence goes on.
    pub join_pages: bool,
    /// What becomes of footnotes.
    pub notes: Notes,
    /// From 0 to 1.
    pub least_confidence: f32,
    /// Words that are never joined.
    pub words: Vec<String>,
    /// How far the repairs go.
    pub limits: Limits,
    /// A list of words.
    pub list: Option<PathBuf>,
}

impl Default for CleanOptions {
    fn default() -> Self {
        Self {
            join_pages: true,
            notes: Notes::Collect,
            least_confidence: 0.3,
            words: vec!["co-operation".into()],
            limits: Limits::default(),
            list: None,
        }
    }
}

pub struct Clean;
impl StageKind for Clean {
    const NAME: &'static str = "clean";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "repairs the text";
    const NEEDS: &'static [&'static str] = &["blocks"];
    const GIVES: &'static [&'static str] = &["clean"];
    type Options = CleanOptions;
    fn build(options: &CleanOptions, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        if !(0.0..=1.0).contains(&options.least_confidence) {
            return Err(StageError::new(format!(
                "`least-confidence` must be from 0 to 1, not {}",
                options.least_confidence
            )));
        }
        if let Some(list) = &options.list {
            shared.load(Path::new(list), |bytes| Ok(bytes.len()))?;
        }
        Ok(Box::new(Idle))
    }
}

pub struct Segment;
impl StageKind for Segment {
    const NAME: &'static str = "segment";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "finds the sections";
    const NEEDS: &'static [&'static str] = &["blocks"];
    const GIVES: &'static [&'static str] = &["sections", "sentences"];
    type Options = NoOptions;
    fn build(_: &NoOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Idle))
    }
}

/// Options that forget to refuse unknown keys.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct ThemesOptions {
    /// Most themes.
    pub most: u8,
}

pub struct Themes;
impl StageKind for Themes {
    const NAME: &'static str = "themes";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "finds themes";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["themes"];
    type Options = ThemesOptions;
    fn build(_: &ThemesOptions, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Idle))
    }
}

pub fn registry() -> Registry {
    let mut registry = Registry::new();
    registry.add_source::<Files>();
    registry.add_export::<Lines>();
    registry.add::<Ingest>();
    registry.add::<Clean>();
    registry.add::<Segment>();
    registry.add::<Themes>();
    registry
}
