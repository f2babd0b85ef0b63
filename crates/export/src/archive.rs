//! The exports that write a file for each document: `json`, `markdown`, `html`.

use std::{marker::PhantomData, path::Path};

use rapporteur_model::Document;
use rapporteur_stage::{Export, ExportKind, Part, Shape, Shared, StageError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{file, name::Names};

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

        impl Form for $kind {
            fn make(doc: &Document) -> Result<String, StageError> {
                let make: fn(&Document) -> Result<String, StageError> = $make;
                make(doc)
            }
        }

        impl ExportKind for $kind {
            const NAME: &'static str = $name;
            const SUMMARY: &'static str = $summary;
            type Options = $options;

            fn build(options: &$options, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
                Ok(Box::new(Files::<$kind>::build(&options.to, shared)?))
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
    /// The export `markdown`: a Markdown file for each document.
    MarkdownFiles, MarkdownOptions, "markdown", "a Markdown file for each document", "{stem}.md",
    |doc| Ok(crate::unread::or_else(doc, crate::markdown))
);
files!(
    /// The export `html`: a page for each document.
    HtmlFiles, HtmlOptions, "html", "a web page for each document", "{stem}.html",
    crate::html
);

/// What is written of a document.
trait Form {
    fn make(doc: &Document) -> Result<String, StageError>;
}

/// One file a document.
struct Files<F> {
    names: Names,
    form: PhantomData<F>,
}

impl<F: Form> Files<F> {
    fn build(to: &str, shared: &Shared) -> Result<Self, StageError> {
        let names = places(to, shared)?;
        if names.is_constant() {
            return Err(StageError::new(format!("`to = \"{to}\"` is the same file for every document"))
                .hint("put `{stem}` or `{slug}` into it, or use the export `jsonl` for one file"));
        }
        Ok(Self { names, form: PhantomData })
    }
}

impl<F: Form + Send> Export for Files<F> {
    fn part(&mut self, doc: &Document) -> Result<Part, StageError> {
        Ok(Part { name: self.names.of_document(doc), bytes: F::make(doc)?.into_bytes() })
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
