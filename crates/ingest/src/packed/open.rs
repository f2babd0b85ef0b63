//! What a file is that holds others, told by what is in it.

use std::sync::Arc;

use rapporteur_stage::StageError;

use super::{archive::Archive, gzip};
use crate::Limits;

/// A file, unpacked as far as it is one file.
#[derive(Debug)]
pub(crate) enum Opened {
    /// Not packed (any more).
    Plain(Arc<[u8]>),
    /// A Word file.
    Word(Archive),
    Epub(Archive),
    /// An archive of files.
    Files(Archive),
}

/// Most layers of gzip around a file.
const LAYERS: usize = 3;

/// Opens a file; gives it back as it is when it is not packed. Also gives the bytes inside all layers of gzip.
pub(crate) fn open(mut bytes: Arc<[u8]>, limits: &Limits) -> Result<(Opened, Arc<[u8]>), StageError> {
    for layer in 0.. {
        if !gzip::is_gzip(&bytes) {
            break;
        }
        if layer == LAYERS {
            return Err(StageError::new(format!("the file is packed with gzip more than {LAYERS} times"))
                .hint("unpack it: no honest program packs so often"));
        }
        bytes = gzip::unpacked(&bytes, limits)?;
    }
    if !is_zip(&bytes) {
        return Ok((Opened::Plain(Arc::clone(&bytes)), bytes));
    }
    let mut archive = Archive::open(Arc::clone(&bytes), limits)?;
    let opened = match kind(&mut archive)? {
        Kind::Word => Opened::Word(archive),
        Kind::Epub => Opened::Epub(archive),
        Kind::Files => Opened::Files(archive),
    };
    Ok((opened, bytes))
}

/// Whether bytes begin as a ZIP archive does, even an empty one.
fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

enum Kind {
    Word,
    Epub,
    Files,
}

fn kind(archive: &mut Archive) -> Result<Kind, StageError> {
    let text = |bytes: Option<Result<Vec<u8>, StageError>>| {
        bytes.and_then(Result::ok).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
    };
    let mime = text(archive.part("mimetype"));
    if mime.trim() == "application/epub+zip" || archive.find("META-INF/container.xml").is_some() {
        return Ok(Kind::Epub);
    }
    if mime.starts_with("application/vnd.oasis.opendocument") {
        return Err(refused("an OpenDocument file"));
    }
    let has = |name: &str| archive.find(name).is_some();
    let (word, sheet, slides) =
        (has("word/document.xml"), has("xl/workbook.xml"), has("ppt/presentation.xml"));
    if word {
        return Ok(Kind::Word);
    }
    if sheet || slides {
        return Err(refused(if sheet { "an Excel file" } else { "a PowerPoint file" }));
    }
    // The main part may have any name; its type says what it is.
    let types = text(archive.part("[Content_Types].xml"));
    let is_word = types.split('"').any(|t| t.ends_with(".main+xml") && t.contains("word"));
    Ok(if is_word { Kind::Word } else { Kind::Files })
}

fn refused(what: &str) -> StageError {
    StageError::new(format!("the file is {what}, which cannot be read"))
        .hint("save it as DOCX, PDF, HTML or plain text")
}
