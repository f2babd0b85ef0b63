//! The export `search-bulk`: lines for the bulk interface of a search server (Elasticsearch, OpenSearch).
//!
//! `curl -H 'Content-Type: application/x-ndjson' -X POST http://localhost:9200/_bulk --data-binary @out/search.ndjson`

use std::path::{Path, PathBuf};

use rapporteur_stage::{
    Export, ExportKind, Part, Shape, Shared, StageError,
    model::{Document, Kind},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Options of `search-bulk`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct BulkOptions {
    /// The file, below the output folder.
    pub to: PathBuf,
    /// The index of the server: small letters, figures, `-`, `_` and `.`, beginning with a letter.
    pub index: String,
    /// What a hit of a search is.
    pub hit: Unit,
}

/// What a hit of a search is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A report.
    Report,
    /// A section of a report, with its heading and page.
    #[default]
    Section,
}

impl Default for BulkOptions {
    fn default() -> Self {
        Self { to: "search.ndjson".into(), index: "reports".to_owned(), hit: Unit::default() }
    }
}

/// `use = "search-bulk"`
pub struct Bulk;

impl ExportKind for Bulk {
    const NAME: &'static str = "search-bulk";
    const SUMMARY: &'static str = "lines for the bulk interface of a search server";
    type Options = BulkOptions;

    fn build(options: &BulkOptions, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        let index = &options.index;
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if !index.starts_with(|c: char| c.is_ascii_lowercase()) || !index.chars().all(letter) {
            return Err(StageError::new(format!("`index` cannot be {index:?}"))
                .hint("small letters, figures, -, _ and ., beginning with a letter"));
        }
        let path = shared.out_path(&options.to)?;
        let to = path.strip_prefix(shared.out()).unwrap_or(Path::new("search.ndjson")).to_owned();
        Ok(Box::new(Lines { to, index: index.clone(), hit: options.hit }))
    }
}

struct Lines {
    to: PathBuf,
    index: String,
    hit: Unit,
}

impl Export for Lines {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        let mut bytes = Vec::new();
        for (id, hit) in hits(doc, self.hit) {
            let action = json!({ "index": { "_index": self.index, "_id": id } });
            bytes.extend_from_slice(format!("{action}\n{hit}\n").as_bytes());
        }
        Ok(Part { name: PathBuf::new(), bytes })
    }

    fn shape(&self) -> Shape {
        Shape::Joint { path: self.to.clone(), head: Vec::new() }
    }
}

/// The hits of a document, each with its id; those without text are left out.
fn hits(doc: &Document, unit: Unit) -> Vec<(String, Value)> {
    let whole = 0..u32::try_from(doc.blocks.len()).unwrap_or(u32::MAX);
    if unit == Unit::Report || doc.sections.is_empty() {
        return hit(doc, &whole, None).map(|hit| (doc.id.clone(), hit)).into_iter().collect();
    }
    let sections = (1..).zip(&doc.sections);
    let hits = sections.filter_map(|(number, section)| {
        let heading = Some(section.title.as_str()).filter(|title| !title.is_empty());
        Some((format!("{}-{number}", doc.id), hit(doc, &section.blocks, heading)?))
    });
    hits.collect()
}

fn hit(doc: &Document, blocks: &std::ops::Range<u32>, heading: Option<&str>) -> Option<Value> {
    let all = doc.blocks.get(blocks.start as usize..blocks.end as usize)?;
    let running = all.iter().filter(|b| !matches!(b.kind, Kind::Furniture | Kind::Heading));
    let text: Vec<&str> = running.map(|b| b.text.as_str()).collect();
    let text = text.join("\n");
    (!text.trim().is_empty()).then(|| {
        json!({
            "title": doc.meta.title.as_ref().map(|title| &title.value),
            "heading": heading,
            "page": all.first().and_then(|block| block.page()),
            "language": doc.language(),
            "source": doc.source.path.to_string_lossy(),
            "text": text,
        })
    })
}
