//! An archive of files: each entry that can be read becomes a document of its own.

use std::path::Path;

use rapporteur_model::Document;
use rapporteur_stage::{Context, Outbox, StageError};

use super::{
    archive::Archive,
    names,
    open::{self, Opened},
};
use crate::{binary, cut, ingest::Ingest};

/// How many archives may lie in one another.
const DEEPEST: usize = 3;

/// How many times the text of one document the files of an archive may have together: they are all held until the last.
const TEXTS: usize = 4;

/// Where in archives of archives the reader is.
#[derive(Debug)]
pub(crate) struct Within {
    /// Archives around the entry.
    archives: usize,
    /// Bytes of text that all of them have given so far.
    text: usize,
}

impl Within {
    /// In an archive that lies in no other.
    pub(crate) fn outermost() -> Self {
        Self { archives: 1, text: 0 }
    }
}

/// Reads the entries of an archive. One that cannot be read costs itself alone; pictures and the like are left out.
pub(crate) fn read(
    ingest: &mut Ingest,
    mut archive: Archive,
    path: &Path,
    cx: &mut Context<'_>,
    out: &mut Outbox,
    within: &mut Within,
) -> Result<(), StageError> {
    archive.is_sound()?;
    let wanted: Vec<usize> = (0..archive.entries.len()).filter(|&i| is_wanted(&archive, i)).collect();
    let mut given = 0;
    let most = TEXTS * ingest.limits().text_bytes();
    for index in wanted {
        let name = archive.entries.get(index).map(|e| e.name.clone()).unwrap_or_default();
        let mut doc = Document::at(path.join(name));
        // Each entry is a document and has the time of one.
        let mut own = cx.apart();
        if own.cancelled() {
            out.fail(doc, crate::ingest::stopped());
            continue;
        }
        if within.text > most {
            given += 1;
            out.fail(doc, too_much_text(most));
            continue;
        }
        let bytes = match archive.read(index) {
            Ok(bytes) => bytes,
            Err(error) => {
                given += 1;
                out.fail(doc, error);
                continue;
            }
        };
        if let Some(what) = binary::is_no_text(&bytes) {
            out.leave_out(doc, format!("it is {what}"));
            continue;
        }
        given += 1;
        match entry(ingest, &mut doc, bytes, &mut own, out, within) {
            Ok(true) => {
                within.text += cut::text(&doc);
                doc.trail.extend(own.into_events());
                out.emit(doc);
            }
            Ok(false) => {}
            Err(error) => {
                // What was read so far is of no use to anybody, and all entries are held until the last.
                let mut given_up = Document::at(std::mem::take(&mut doc.source.path));
                given_up.trail = std::mem::take(&mut doc.trail);
                given_up.trail.extend(own.into_events());
                out.fail(given_up, error);
            }
        }
    }
    if given == 0 {
        return Err(StageError::new("the archive holds no file that can be read")
            .hint("PDF, DOCX, EPUB, HTML, hOCR, ALTO, Markdown and plain text can be"));
    }
    Ok(())
}

fn too_much_text(most: usize) -> StageError {
    StageError::new(format!("the files before it in the archive have more than {} MiB of text", most >> 20))
        .hint("unpack the archive, or raise `largest-text-mib` of `ingest`")
}

/// Reads one entry; false when it was an archive itself and has given its own documents.
fn entry(
    ingest: &mut Ingest,
    doc: &mut Document,
    bytes: Vec<u8>,
    cx: &mut Context<'_>,
    out: &mut Outbox,
    within: &mut Within,
) -> Result<bool, StageError> {
    match open::open(bytes.into(), ingest.limits())? {
        (Opened::Files(_), _) if within.archives >= DEEPEST => {
            Err(StageError::new(format!("more than {DEEPEST} archives lie in one another"))
                .hint("unpack the outer ones"))
        }
        (Opened::Files(archive), _) => {
            let path = doc.source.path.clone();
            within.archives += 1;
            let read = read(ingest, archive, &path, cx, out, within);
            within.archives -= 1;
            read.map(|()| false)
        }
        (opened, bytes) => ingest.read(opened, &bytes, doc, cx).map(|()| true),
    }
}

fn is_wanted(archive: &Archive, index: usize) -> bool {
    archive.entries.get(index).is_some_and(|e| !e.folder && !names::is_hidden(&e.name))
}
