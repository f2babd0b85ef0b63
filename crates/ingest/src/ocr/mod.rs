//! What an OCR program read: pages of words with their places, whatever the format they came in.
//!
//! A format's reader makes [`Page`]s; [`Page::sheet`] hands them to [`crate::layout`], which reads the page as it
//! does that of a PDF. Of what the program says of the page's structure only the lines are taken over: blocks and
//! paragraphs of OCR programs are guesses made without the other pages.

pub(crate) mod alto;
pub(crate) mod hocr;
mod measure;
mod page;
mod place;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

pub(crate) use self::page::{Baseline, Line, Page, Word};

use crate::{
    Limits,
    counted::only_the_first,
    ingest,
    layout::{self, Hints},
};

/// Words of a page beyond this number are not read: no printed page has as many.
const MOST_WORDS: usize = 50_000;

/// Finds the layout of pages and writes them into a document.
pub(crate) fn write(
    mut pages: Vec<Page>,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let all = pages.len();
    pages.truncate(limits.pages as usize);
    if all > pages.len() {
        cx.lost(
            only_the_first(pages.len(), all),
            Some("raise `largest-pages` if the file is worth it"),
            Some(limits.pages),
        );
    }
    let mut sheets = Vec::with_capacity(pages.len());
    let mut hints = Hints::default();
    for (number, mut page) in (1..=limits.pages).zip(pages) {
        if cx.cancelled() {
            return Err(ingest::stopped());
        }
        if page.shorten(MOST_WORDS) {
            let message = format!("page {number} has more than {MOST_WORDS} words; the others were not read");
            cx.lost(message, Some("see whether its OCR went wrong"), Some(number));
        }
        sheets.push(page.sheet(number, page.points()));
        hints.labels.push(page.label.take());
    }
    doc.source.pages = u32::try_from(all).ok();
    layout::write(sheets, &hints, doc);
    Ok(())
}

#[cfg(test)]
mod tests;
