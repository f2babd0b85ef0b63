//! Pictures of pages, PNG or JPEG: put on the page of a PDF of one page and read as a scan is.
//!
//! So there is one way to draw, to turn and to read pages, with one set of limits. The bytes of the picture are not
//! unpacked here: PDF has the same compression as either format. What it has no word for (transparency, interlacing,
//! the inks of print) is refused with a sentence.

mod jpeg;
mod page;
mod png;

use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use crate::{Limits, media::Media, pdf, scan::Scans};

/// Pictures with a shorter side are no pages: logos, buttons, portraits.
const SHORTEST: u32 = 500;
/// More pixels than this no page needs: A3 at 600 dots per inch has 70 million.
const MOST_PIXELS: u64 = 100_000_000;

/// A picture, still packed.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Pixels from left to right, and from top to bottom.
    size: (u32, u32),
    /// Pixels per inch, when the file says so.
    dpi: Option<f32>,
    /// Bits of each part of a pixel.
    bits: u8,
    /// Its colours and its compression, in the words of PDF.
    space: String,
    filter: String,
    packed: Vec<u8>,
    /// The file stops before its end.
    cut: bool,
}

/// The kind of picture, by the first bytes.
pub(crate) fn kind(bytes: &[u8]) -> Option<Media> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Media::Png),
        [0xFF, 0xD8, 0xFF, ..] => Some(Media::Jpeg),
        _ => None,
    }
}

/// Reads a picture of a page into a document.
pub(crate) fn read(
    bytes: &[u8],
    kind: Media,
    doc: &mut Document,
    cx: &mut Context<'_>,
    limits: &Limits,
    scans: &Scans,
) -> Result<(), StageError> {
    let picture = if kind == Media::Png { png::open(bytes) } else { jpeg::open(bytes) };
    let picture = picture.map_err(|why| refused(&why))?;
    let (width, height) = picture.size;
    if width.min(height) < SHORTEST {
        return Err(refused(&format!("it has {width} by {height} pixels, too few for a page")));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(refused(&format!("it has {width} by {height} pixels, more than any page")));
    }
    if picture.cut {
        let hint = "fetch it again: it was probably cut short on its way";
        cx.lost("the end of the picture is missing", Some(hint), Some(1));
    }
    pdf::read(&page::pdf(&picture), doc, cx, limits, scans).map_err(|error| {
        let told = StageError::new("no words could be read from the picture");
        StageError { hint: error.hint.clone(), ..told }.because(error)
    })
}

fn refused(why: &str) -> StageError {
    StageError::new(format!("the file is a picture that cannot be read: {why}"))
        .hint("save it as PDF, or as a plain PNG or JPEG of at least 150 dots per inch")
}

/// A number of two bytes, the larger first.
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A number of four bytes, the largest first.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests;
