//! PDF files: glyphs with their places to lines, columns and blocks.
//!
//! The text comes from the glyphs as drawn (`hayro-interpret`); what the file says about itself (title, outline,
//! page labels) comes through `lopdf`, which also gives a second opinion on files that the first reader refuses.
//! Layout is found by [`crate::layout`].
//!
//! Both readers may panic on hostile files, and one recurses: they work on a thread of their own with a large stack,
//! and a panic costs the page or the file, never the run.

mod catalog;
mod characters;
mod codes;
mod entry;
mod faces;
mod gather;
mod glyphs;
mod guard;
mod labels;
mod open;
mod rebuild;
mod report;
#[cfg(feature = "scans")]
mod scans;
mod search;
mod tags;
#[cfg(test)]
mod tests;
mod tree;
mod unpack;
mod xmp;

use rapporteur_model::{Document, Found};
use rapporteur_stage::{Context, StageError};

use self::catalog::Catalog;
use crate::{
    Limits, layout,
    scan::Scans,
    stated::{self, Field},
};

/// Stack for the readers. Only what is used of it becomes memory.
const STACK: usize = 64 * 1024 * 1024;

/// Reads a PDF into a document.
pub(crate) fn read(
    bytes: &[u8],
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
    scans: &Scans,
) -> Result<(), StageError> {
    let outcome = std::thread::scope(|scope| {
        let reader = std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || read_here(bytes, doc, cx, limits, scans));
        reader.map(std::thread::ScopedJoinHandle::join)
    });
    match outcome {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(StageError::new("the PDF reader gave up on this file").hint(open::TRY)),
        Err(error) => Err(StageError::new("cannot start a thread to read the PDF on").because(error)),
    }
}

fn read_here(
    bytes: &[u8],
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
    scans: &Scans,
) -> Result<(), StageError> {
    let mut opened = open::open(bytes, cx, limits)?;
    let hint = read_pictures(&mut opened, scans, cx);
    report::pages(&opened, hint.as_deref(), cx, limits)?;
    let catalog = opened.catalog;
    doc.source.pages = u32::try_from(opened.pages).ok();
    let unread = opened.leaves.iter().all(|l| l.sheet.is_blank());
    let sheets = opened.leaves.into_iter().map(|l| l.sheet).collect();
    let scanned = layout::write(sheets, &catalog.hints, doc);
    state(doc, &catalog, scanned || unread);
    Ok(())
}

/// Reads pages without usable text by OCR, and gives what to do about those that could not be read.
fn read_pictures(opened: &mut open::Opened, scans: &Scans, cx: &mut Context<'_>) -> Option<String> {
    #[cfg(feature = "scans")]
    return scans::read(&mut opened.leaves, &opened.pdf, scans, cx);
    #[cfg(not(feature = "scans"))]
    None
}

/// Takes over what the file says about itself. It is often left over from another document: hence little trust.
fn state(doc: &mut Document, catalog: &Catalog, scanned: bool) {
    if doc.meta.title.is_none() {
        doc.meta.title = catalog.title.clone().map(|t| Found::stated(t, 0.3));
    }
    if let Some(language) = &catalog.language {
        stated::put(&mut doc.meta, Field::Language, language, 0.3);
    }
    // The date of a scan is that of the scanning.
    if doc.meta.document_date.is_none() && !scanned {
        doc.meta.document_date = catalog.date.map(|d| Found::stated(d, 0.2));
    }
}
