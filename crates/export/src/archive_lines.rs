//! The export `jsonl`: all documents in one file, one a line.

use std::path::PathBuf;

use rapporteur_model::Document;
use rapporteur_stage::{Export, ExportKind, Part, Shape, Shared, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Report, archive, describe};

/// The export `jsonl`: one file, one document a line.
#[derive(Debug)]
pub struct JsonLines;

/// Options of the export `jsonl`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// The file, below the output folder.
    to: String,
    /// What to write of each document; empty for everything. `meta` is title, language, dates and event; the
    /// others are fields of that name: `sections`, `footnotes`, `themes`, `keyphrases`, `topics`, `summary`, `abstract`,
    /// `repairs`,
    /// or the layer of a stage of your own (`acme-words`). Format, id, source, status and warnings are always
    /// written.
    layers: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { to: "reports.jsonl".to_owned(), layers: Vec::new() }
    }
}

/// The names that `layers` knows.
const LAYERS: [&str; 9] =
    ["meta", "sections", "footnotes", "themes", "keyphrases", "topics", "summary", "abstract", "repairs"];

impl ExportKind for JsonLines {
    const NAME: &'static str = "jsonl";
    const SUMMARY: &'static str = "all documents in one file, one JSON object a line";
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        // Layers of other houses carry their house's name in front, so a plain word is a slip.
        if let Some(odd) = options.layers.iter().find(|l| !LAYERS.contains(&l.as_str()) && !l.contains('-')) {
            return Err(StageError::new(format!("`layers` holds `{odd}`, which is no part of a document"))
                .hint(format!("it may hold {}", LAYERS.join(", "))));
        }
        let names = archive::places(&options.to, shared)?;
        if !names.is_constant() {
            return Err(StageError::new(format!("`to = \"{}\"` has to name one file", options.to))
                .hint("take the placeholder out, or use the export `json` for a file each"));
        }
        let path = names.of_document(&Document::default());
        Ok(Box::new(Lines { path, layers: options.layers.clone() }))
    }
}

struct Lines {
    path: PathBuf,
    layers: Vec<String>,
}

impl Export for Lines {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let mut report = describe(doc);
        if !self.layers.is_empty() {
            keep(&mut report, &self.layers);
        }
        let mut line = serde_json::to_vec(&report)
            .map_err(|e| StageError::new("the document could not be put into JSON").because(e))?;
        line.push(b'\n');
        Ok(Part { name: PathBuf::new(), bytes: line })
    }

    fn shape(&self) -> Shape {
        Shape::Joint { path: self.path.clone(), head: Vec::new() }
    }
}

/// Leaves only the chosen parts of a report.
fn keep(report: &mut Report, layers: &[String]) {
    let wanted = |name: &str| layers.iter().any(|l| l == name);
    if !wanted("meta") {
        (report.title, report.subtitle, report.language) = (None, None, None);
        (report.document_date, report.event) = (None, None);
        report.found.clear();
    }
    if !wanted("sections") {
        report.front.clear();
    }
    report.sections = report.sections.take().filter(|_| wanted("sections"));
    report.footnotes = report.footnotes.take().filter(|_| wanted("footnotes"));
    report.themes = report.themes.take().filter(|_| wanted("themes"));
    report.keyphrases = report.keyphrases.take().filter(|_| wanted("keyphrases"));
    report.topics = report.topics.take().filter(|_| wanted("topics"));
    report.key_sentences = report.key_sentences.take().filter(|_| wanted("summary"));
    report.headline = report.headline.take().filter(|_| wanted("summary"));
    report.digest = report.digest.take().filter(|_| wanted("summary"));
    report.summary = report.summary.take().filter(|_| wanted("summary"));
    report.generated = report.generated.take().filter(|_| wanted("abstract"));
    report.repairs = report.repairs.take().filter(|_| wanted("repairs"));
    report.layers.retain(|name, _| wanted(name));
}
