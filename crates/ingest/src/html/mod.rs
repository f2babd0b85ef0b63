//! HTML to blocks.
//!
//! The tokens of `html5ever` are followed with a small stack of open elements; no tree is built. So nesting of any
//! depth costs nothing, and a broken page reads as far as its text goes. What is pulled out of the page is the
//! extracted text: the blocks in the order of the page, parted by blank lines.

mod assemble;
pub(crate) mod attributes;
mod draft;
pub(crate) mod elements;
mod end;
mod links;
mod meta;
mod notes;
mod printed;
mod reader;
mod regions;
mod scope;
mod tables;
mod tokens;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use rapporteur_model::{Document, Kind};
use rapporteur_stage::{Context, StageError};

use crate::head;

/// Reads HTML: text into blocks, what the head states into meta.
pub(crate) fn read(text: &str, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
    let body = head::take(text, doc);
    if let Some(head) = text.get(..body).filter(|head| !head.is_empty()) {
        doc.extracted.text.push_str(head.trim_end());
        doc.extracted.text.push_str("\n\n");
    }
    let mut page = tokens::read(text.get(body..).unwrap_or_default(), cx)?;
    page.end.of_file(text).tell(cx);
    page.meta.put(&mut doc.meta);
    regions::set_aside(&mut page.drafts);
    let links = notes::find(&mut page.drafts, &page.anchors);
    assemble::blocks(&page.drafts, &links, doc);
    Ok(())
}

/// Reads the XHTML files of a book, in their order, each with its name. Notes may stand in other files than their
/// marks. What stands beside the text of a web page is text in a book; only menus are not.
pub(crate) fn read_book(
    files: impl Iterator<Item = (String, String)>,
    doc: &mut Document,
    cx: &Context<'_>,
) -> Result<(), StageError> {
    let mut reader = reader::Reader::default();
    for (name, text) in files {
        reader.begin_file(&name);
        reader = tokens::feed(reader, &text, true, cx)?;
    }
    let mut page = reader.finish();
    let is_menu = |d: &draft::Draft| d.region == scope::Region::Nav && d.kind != Kind::Note;
    page.drafts.iter_mut().for_each(|draft| draft.furniture |= is_menu(draft));
    let links = notes::find(&mut page.drafts, &page.anchors);
    let starts = assemble::blocks(&page.drafts, &links, doc);
    printed::pages(&page.breaks, &starts, doc);
    Ok(())
}

/// The encoding that an HTML file declares in its first kilobytes (`charset=…`, `encoding="…"`).
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    let after =
        ["charset=", "encoding="].iter().find_map(|key| head.split_once(key).map(|(_, after)| after))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    // A file whose declaration can be read byte by byte is not in UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

#[cfg(test)]
mod tests;
