//! PNG: what its chunks say of the picture.

use std::fmt::Write as _;

use super::{Picture, long};

/// Opens a picture; in words why that cannot be done.
pub(super) fn open(bytes: &[u8]) -> Result<Picture, String> {
    let cut = || "its beginning is damaged".to_owned();
    let (mut head, mut dpi, mut palette, mut packed) = (None, None, None, Vec::new());
    let mut cut_off = true;
    let chunks = Chunks { rest: bytes.get(8..).unwrap_or_default() };
    for (name, chunk) in chunks {
        match &name {
            b"IHDR" => head = head.or(Some(chunk)),
            b"pHYs" => dpi = resolution(chunk),
            b"PLTE" => palette = palette.or(Some(chunk)),
            b"IDAT" => packed.extend_from_slice(chunk),
            b"IEND" => {
                cut_off = false;
                break;
            }
            _ => {}
        }
    }
    let head = head.ok_or_else(cut)?;
    let (width, height) = long(head, 0).zip(long(head, 4)).ok_or_else(cut)?;
    let &[bits, colour, _, _, interlaced] = head.get(8..13).ok_or_else(cut)? else { return Err(cut()) };
    if interlaced != 0 {
        return Err("it is interlaced".to_owned());
    }
    let (space, parts) = match (colour, palette) {
        (0, _) => ("/DeviceGray".to_owned(), 1),
        (2, _) => ("/DeviceRGB".to_owned(), 3),
        (3, Some(palette)) => (indexed(palette), 1),
        (4 | 6, _) => return Err("it is transparent".to_owned()),
        _ => return Err(cut()),
    };
    let parameters = format!("/Predictor 15 /Colors {parts} /BitsPerComponent {bits} /Columns {width}");
    Ok(Picture {
        size: (width, height),
        dpi,
        bits,
        space,
        filter: format!("/Filter /FlateDecode /DecodeParms << {parameters} >>"),
        packed,
        cut: cut_off,
    })
}

/// The chunks of a file, as far as they are whole; of one that is cut off, what is there.
struct Chunks<'b> {
    rest: &'b [u8],
}

impl<'b> Iterator for Chunks<'b> {
    type Item = ([u8; 4], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let length = usize::try_from(long(self.rest, 0)?).ok()?;
        let name = self.rest.get(4..8)?.try_into().ok()?;
        let body = self.rest.get(8..)?;
        let chunk = body.get(..length).unwrap_or(body);
        // A checksum of four bytes follows.
        self.rest = body.get(length.saturating_add(4)..).unwrap_or_default();
        Some((name, chunk))
    }
}

/// Pixels per metre, where the last byte says that it is metres.
fn resolution(chunk: &[u8]) -> Option<f32> {
    let metres = chunk.get(8) == Some(&1);
    long(chunk, 0).filter(|_| metres).map(|density| density as f32 * 0.0254)
}

fn indexed(palette: &[u8]) -> String {
    let last = (palette.len() / 3).clamp(1, 256) - 1;
    let mut colours = String::new();
    for byte in palette.iter().take(3 * (last + 1)) {
        // Writing to a text cannot fail.
        let _written = write!(colours, "{byte:02x}");
    }
    format!("[ /Indexed /DeviceRGB {last} <{colours}> ]")
}
