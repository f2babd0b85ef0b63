//! Files to documents: text, Markdown, HTML, PDF, DOCX, EPUB, pictures of pages, and archives of them.
//!
//! Two things live here: the source `files`, which finds the files of an archive, and the stage `ingest`, which
//! reads one file into a document with blocks. The decision it rests on: what was first extracted is kept as it
//! is ([`Document::extracted`](rapporteur_model::Document::extracted)), and every block points into it; the kind
//! of a file is told by its bytes, not by its name.
//!
//! What it does not do: repair text (`clean`), find headings that are not marked up as such (`segment`), fetch
//! anything, or follow a reference out of the file.

// What serves scans alone lies idle in a program without them.
#![cfg_attr(not(feature = "scans"), allow(dead_code, unused_imports, unused_variables))]

mod binary;
mod breaks;
mod counted;
mod cut;
mod decode;
mod docx;
mod epub;
mod files;
mod head;
mod html;
mod ingest;
mod layout;
mod limits;
mod markdown;
mod media;
mod ocr;
mod packed;
mod pages;
mod password;
mod pdf;
mod picture;
mod scan;
mod stated;
mod superscript;
mod text;

pub use files::{Files, FilesOptions};
pub use ingest::{Ingest, IngestOptions};
pub use limits::Limits;
pub use password::Password;
pub use scan::Ocr;

use rapporteur_stage::Registry;

/// Adds the stage `ingest` and the source `files`.
pub fn register(registry: &mut Registry) {
    registry.add::<ingest::IngestKind>();
    registry.add_source::<files::FilesKind>();
}
