//! What an OCR program read: pages of words with their places, whatever the format they came in.
//!
//! A format's reader makes [`Page`]s; [`Page::sheet`] hands them to [`crate::layout`], which reads the page as it
//! does that of a PDF. Of what the program says of the page's structure only the lines are taken over: blocks and
//! paragraphs of OCR programs are guesses made without the other pages.

pub(crate) mod hocr;
mod measure;
mod page;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

pub(crate) use self::page::{Baseline, Line, Page, Word};

use crate::{
    Limits, ingest,
    layout::{self, Hints},
};

/// Finds the layout of pages and writes them into a document.
pub(crate) fn write(
    pages: &[Page],
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let most = limits.pages as usize;
    if pages.len() > most {
        let message = format!("only the first {most} of {} pages were read", pages.len());
        cx.lost(message, Some("raise `largest-pages` if the file is worth it"), Some(limits.pages));
    }
    let mut sheets = Vec::with_capacity(pages.len().min(most));
    for (number, page) in (1..=limits.pages).zip(pages) {
        if cx.cancelled() {
            return Err(ingest::stopped());
        }
        sheets.push(page.sheet(number, page.points()));
    }
    doc.source.pages = u32::try_from(pages.len()).ok();
    layout::write(sheets, &Hints::default(), doc);
    Ok(())
}
