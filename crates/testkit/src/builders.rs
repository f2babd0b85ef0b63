//! Documents and runs in one line.

use std::sync::Arc;

use rapporteur_config::{Overrides, implicit};
use rapporteur_engine::Chain;
use rapporteur_model::Document;
use rapporteur_stage::Registry;

/// A report that stands in a test: its text and media type, no file.
pub fn document(text: &str, media_type: &str) -> Document {
    let mut doc = Document::at("-");
    doc.source.content = Some(Arc::from(text.as_bytes()));
    media_type.clone_into(&mut doc.source.media_type);
    doc
}

/// An option of a stage for one run: stage, key, value.
pub type Setting = (String, String, serde_json::Value);

/// Sends a document through stages, by name, with their default options but for those given.
///
/// # Errors
/// What the options or the stages say, ready to print.
pub fn run(
    stages: &[&str],
    options: &[Setting],
    doc: Document,
    registry: &Registry,
) -> Result<Document, String> {
    let overrides = Overrides { options: options.to_vec(), ..Overrides::default() };
    let pipeline = implicit(stages, registry, &overrides).pipeline().map_err(|p| p.render(false))?;
    let mut chain = Chain::build(&pipeline).map_err(|p| p.render(false))?;
    chain.process_one(doc).map_err(|failure| failure.to_string())
}
