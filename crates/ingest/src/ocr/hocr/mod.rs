//! hOCR: HTML whose `class` says what an element is (`ocr_page`, `ocr_line`, `ocrx_word`) and whose `title` says
//! where it stands (`bbox 164 211 504 438; baseline 0 -8; x_wconf 96`).
//!
//! As with other HTML, tokens are followed with a stack of open elements; no tree is built.

mod properties;
mod reader;
mod tokens;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use super::Page;
use crate::Limits;

/// Reads a file into a document.
pub(crate) fn read(
    text: &str,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let pages = pages(text)?;
    if text.contains("<html") && !text.contains("</html") {
        let hint = "fetch it again: it was probably cut short on its way";
        cx.lost("the end of the hOCR file is missing", Some(hint), u32::try_from(pages.len()).ok());
    }
    super::write(pages, doc, cx, limits)
}

/// Reads the pages of a file.
///
/// # Errors
/// When there is no page in it.
pub(crate) fn pages(text: &str) -> Result<Vec<Page>, StageError> {
    let pages = tokens::read(text);
    if pages.is_empty() {
        return Err(StageError::new("the file is said to be hOCR, but no element in it is an `ocr_page`")
            .hint("write it again with the OCR program's hOCR output"));
    }
    Ok(pages)
}
