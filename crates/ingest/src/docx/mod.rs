//! Word files (DOCX) to blocks.
//!
//! The parts of the package are read as a stream of XML tokens; what the page does not show (deleted text, field
//! codes, hidden text) is not read. Headings, lists and quotations are told by their styles, down to the style that
//! a style is based on, so that the names a house or a language gives them do not matter. The pages are those on
//! which the program that wrote the file last set it, when it says so.

mod assemble;
mod body;
mod draft;
mod furniture;
mod notes;
mod numbering;
mod package;
mod paragraph;
mod styles;
mod symbols;
mod tables;
#[cfg(test)]
mod tests;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use crate::{Limits, packed::archive::Archive, stated};
use body::Body;
use notes::Notes;
use package::Package;

/// Reads a Word file.
pub(crate) fn read(
    archive: Archive,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let mut package = Package::open(archive, limits)?;
    let styles = styles::read(&package.related("styles", cx), limits);
    let mut numbering = numbering::read(&package.related("numbering", cx), &styles, limits);
    let mut notes = Notes::with(&package.related("settings", cx), limits);
    let main = package.main()?;
    let breaks = package.breaks(&main);
    let mut story = Body::new(&styles, &mut numbering, breaks, limits).read(&main, cx)?;
    drop(main);
    for kind in notes::KINDS {
        let part = package.related(kind.part(), cx);
        notes.take(kind, &part, &styles, &mut numbering, limits, cx)?;
    }
    notes.place(&mut story);
    let furniture = furniture::read(&mut package, &story, &styles, limits, cx)?;
    assemble::blocks(&story, &furniture, doc);
    for (field, value, confidence) in package.properties() {
        stated::put(&mut doc.meta, field, &value, confidence);
    }
    Ok(())
}
