//! EPUB to blocks: the XHTML files of the book in the order of its spine, through the reader of HTML.
//!
//! The list of contents for machines and the cover are left out: what is in them stands in the book.

mod outline;
mod publication;
#[cfg(test)]
mod tests;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use crate::{
    Limits, decode, html,
    packed::archive::Archive,
    stated::{self, Field},
};
use publication::Publication;

/// Reads an EPUB.
pub(crate) fn read(
    mut archive: Archive,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let book = Publication::open(&mut archive, limits)?;
    let mut lost = Vec::new();
    let mut files = Vec::new();
    for name in &book.spine {
        match archive.part(name) {
            Some(Ok(bytes)) => files.push((name.clone(), text_of(&bytes))),
            Some(Err(error)) => lost.push(format!("{name}: {error}")),
            None => lost.push(format!("{name} is not in the file")),
        }
    }
    if files.is_empty() {
        let reason = lost.into_iter().next().unwrap_or_else(|| "its list of chapters is empty".to_owned());
        return Err(StageError::new(format!("the EPUB has no chapter that can be read: {reason}"))
            .hint("fetch it again, or save it anew with the program that made it"));
    }
    html::read_book(files.into_iter(), doc, cx)?;
    for chapter in lost {
        cx.lost(
            format!("a chapter of the EPUB cannot be read: {chapter}"),
            Some("fetch the file again"),
            None,
        );
    }
    for (field, value) in &book.stated {
        let confidence = if *field == Field::Date { 0.8 } else { 0.85 };
        stated::put(&mut doc.meta, *field, value, confidence);
    }
    outline::set_title_above(doc);
    Ok(())
}

fn text_of(bytes: &[u8]) -> String {
    decode::decode(bytes, html::declared_encoding(bytes)).map(|d| d.text).unwrap_or_default()
}
