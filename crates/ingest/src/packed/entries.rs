//! An archive of files: each entry that can be read becomes a document of its own.

use std::path::Path;

use rapporteur_model::Document;
use rapporteur_stage::{Context, Outbox, StageError};

use super::{
    archive::Archive,
    names,
    open::{self, Opened},
};
use crate::{binary, ingest::Ingest};

/// How many archives may lie in one another.
const DEEPEST: usize = 3;

/// Reads the entries of an archive. One that cannot be read costs itself alone; pictures and the like are left out.
pub(crate) fn read(
    ingest: &mut Ingest,
    mut archive: Archive,
    path: &Path,
    cx: &mut Context<'_>,
    out: &mut Outbox,
    depth: usize,
) -> Result<(), StageError> {
    archive.is_sound()?;
    let wanted: Vec<usize> = (0..archive.entries.len()).filter(|&i| is_wanted(&archive, i)).collect();
    let mut given = 0;
    for index in wanted {
        let name = archive.entries.get(index).map(|e| e.name.clone()).unwrap_or_default();
        let mut doc = Document::at(path.join(name));
        // Each entry is a document and has the time of one.
        let mut own = cx.apart();
        if own.cancelled() {
            out.fail(doc, crate::ingest::stopped());
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
        match entry(ingest, &mut doc, bytes, &mut own, out, depth) {
            Ok(true) => {
                doc.trail.extend(own.into_events());
                out.emit(doc);
            }
            Ok(false) => {}
            Err(error) => {
                doc.trail.extend(own.into_events());
                out.fail(doc, error);
            }
        }
    }
    if given == 0 {
        return Err(StageError::new("the archive holds no file that can be read")
            .hint("PDF, DOCX, EPUB, HTML, hOCR, ALTO, Markdown and plain text can be"));
    }
    Ok(())
}

/// Reads one entry; false when it was an archive itself and has given its own documents.
fn entry(
    ingest: &mut Ingest,
    doc: &mut Document,
    bytes: Vec<u8>,
    cx: &mut Context<'_>,
    out: &mut Outbox,
    depth: usize,
) -> Result<bool, StageError> {
    match open::open(bytes.into(), ingest.limits())? {
        (Opened::Files(_), _) if depth >= DEEPEST => {
            Err(StageError::new(format!("more than {DEEPEST} archives lie in one another"))
                .hint("unpack the outer ones"))
        }
        (Opened::Files(archive), _) => {
            let path = doc.source.path.clone();
            read(ingest, archive, &path, cx, out, depth + 1).map(|()| false)
        }
        (opened, bytes) => ingest.read(opened, &bytes, doc, cx).map(|()| true),
    }
}

fn is_wanted(archive: &Archive, index: usize) -> bool {
    archive.entries.get(index).is_some_and(|e| !e.folder && !names::is_hidden(&e.name))
}
