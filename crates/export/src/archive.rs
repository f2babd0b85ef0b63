//! The exports that write a file for each document: `json`, `markdown`, `html`.

use std::path::Path;

use rapporteur_model::Document;
use rapporteur_stage::{Export, ExportKind, Part, Shape, Shared, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{file, markdown_findings::with_findings, name::Names};

macro_rules! files {
    ($(#[$doc:meta])* $kind:ident, $options:ident, $name:literal, $summary:literal, $to:literal, $make:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $kind;

        #[doc = concat!("Options of the export `", $name, "`.")]
        #[derive(Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub struct $options {
            /// The file of each document, below the output folder. `{slug}` stands for the title in small letters
            /// and dashes, `{stem}` for the name of the source without its ending, `{year}` for the year of the
            /// event, `{id}` for the first 16 characters of the document's id, `{language}` for its language.
            /// The second document of a name gets `-2`.
            to: String,
        }

        impl Default for $options {
            fn default() -> Self {
                Self { to: $to.to_owned() }
            }
        }

        impl ExportKind for $kind {
            const NAME: &'static str = $name;
            const SUMMARY: &'static str = $summary;
            type Options = $options;

            fn build(options: &$options, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
                Ok(Box::new(Files::build(&options.to, shared, $make)?))
            }
        }
    };
}

files!(
    /// The export `json`: a file of JSON for each document.
    JsonFiles, JsonOptions, "json", "a JSON file for each document", "{stem}.json",
    |doc| Ok(crate::json_pretty(doc) + "\n")
);
files!(
    /// The export `html`: a page for each document.
    HtmlFiles, HtmlOptions, "html", "a web page for each document", "{stem}.html",
    crate::html
);

/// The export `markdown`: a Markdown file for each document.
#[derive(Debug)]
pub struct MarkdownFiles;

/// Options of the export `markdown`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct MarkdownOptions {
    /// The file of each document, below the output folder, with the same placeholders as in the export `json`.
    to: String,
    /// What was found (headline, summary, positions, key sentences) in front of the text, as a quotation above a line.
    /// Without it the file holds the text of the report alone.
    findings: bool,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { to: "{stem}.md".to_owned(), findings: true }
    }
}

impl ExportKind for MarkdownFiles {
    const NAME: &'static str = "markdown";
    const SUMMARY: &'static str = "a Markdown file for each document";
    type Options = MarkdownOptions;

    fn build(options: &MarkdownOptions, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
        let make: Make = if options.findings {
            |doc| Ok(crate::unread::or_else(doc, with_findings))
        } else {
            |doc| Ok(crate::unread::or_else(doc, crate::markdown))
        };
        Ok(Box::new(Files::build(&options.to, shared, make)?))
    }
}

/// What is written of a document.
type Make = fn(&Document) -> Result<String, StageError>;

/// One file a document.
struct Files {
    names: Names,
    make: Make,
}

impl Files {
    fn build(to: &str, shared: &Shared, make: Make) -> Result<Self, StageError> {
        let names = places(to, shared)?;
        if names.is_constant() {
            return Err(StageError::new(format!("`to = \"{to}\"` is the same file for every document"))
                .hint("put `{stem}` or `{slug}` into it, or use the export `jsonl` for one file"));
        }
        Ok(Self { names, make })
    }
}

impl Export for Files {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        Ok(Part { name: self.names.of_document(doc), bytes: (self.make)(doc)?.into_bytes() })
    }

    fn shape(&self) -> Shape {
        Shape::Files
    }
}

/// The names below the output folder; sees to it that they can be written.
pub(crate) fn places(to: &str, shared: &Shared) -> Result<Names, StageError> {
    Names::of(to)?;
    let resolved = shared.out_path(Path::new(to))?;
    let below = resolved.strip_prefix(shared.out()).unwrap_or(&resolved);
    let names = Names::of(&below.to_string_lossy().replace('\\', "/"))?;
    file::try_folder(&shared.out().join(names.fixed_folder()))?;
    Ok(names)
}
