//! ALTO (versions 2 to 4): XML that says page by page where lines and words stand.
//!
//! Elements are followed as they come; no tree is built, and nothing is kept of those that do not matter. Entities
//! of a document type are never resolved.

mod attributes;
mod reader;
mod styles;

use quick_xml::{Reader as Xml, events::Event};
use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use self::{attributes::Attributes, reader::Reader};
use super::Page;
use crate::Limits;

/// Reads a file into a document.
pub(crate) fn read(
    text: &str,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let (pages, trouble) = pages(text)?;
    if let Some(trouble) = trouble {
        cx.lost(trouble, Some("write the file again with the OCR program"), None);
    }
    super::write(pages, doc, cx, limits)
}

/// The pages of a file, and what keeps them from being all.
fn pages(text: &str) -> Result<(Vec<Page>, Option<String>), StageError> {
    let mut xml = Xml::from_str(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut reader = Reader::default();
    let mut trouble = None;
    loop {
        match xml.read_event() {
            Ok(Event::Start(tag)) => reader.open(tag.local_name().as_ref(), &Attributes::of(&tag)),
            Ok(Event::Empty(tag)) => {
                reader.open(tag.local_name().as_ref(), &Attributes::of(&tag));
                reader.close(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => reader.close(tag.local_name().as_ref()),
            Ok(Event::Text(text)) => reader.text(&text),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = xml.error_position();
                trouble = Some(format!("the XML is broken at byte {at}: {error}; what follows is lost"));
                break;
            }
        }
    }
    if reader.is_open() && trouble.is_none() {
        trouble = Some("the XML ends in the middle of a page".to_owned());
    }
    let pages = reader.finish();
    if pages.is_empty() {
        return Err(StageError::new("the file is said to be ALTO, but there is no `Page` in it")
            .hint("write it again with the OCR program's ALTO output"));
    }
    Ok((pages, trouble))
}
