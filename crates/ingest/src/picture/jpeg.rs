//! JPEG: what its segments say of the picture.

use memchr::memmem;

use super::{Picture, short};

/// Opens a picture; in words why that cannot be done.
pub(super) fn open(bytes: &[u8]) -> Result<Picture, String> {
    let cut = || "its beginning is damaged".to_owned();
    let mut dpi = None;
    let mut at = 2;
    loop {
        let marker = loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                // Any number of FF may stand before a marker.
                (Some(0xFF), Some(0xFF)) => at += 1,
                (Some(0xFF), Some(&marker)) => break marker,
                _ => return Err(cut()),
            }
        };
        let length = usize::from(short(bytes, at + 2).ok_or_else(cut)?);
        let segment = bytes.get(at + 4..at + 2 + length.max(2)).ok_or_else(cut)?;
        match marker {
            0xE0 => dpi = dpi.or_else(|| resolution(segment)),
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                // What is packed has no such mark in it; a small picture in an earlier segment has its own.
                let cut = memmem::rfind(bytes, b"\xFF\xD9").is_none_or(|end| end < at);
                return frame(segment, dpi, bytes).map(|picture| Picture { cut, ..picture });
            }
            0xD9 | 0xDA => return Err(cut()),
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

fn frame(segment: &[u8], dpi: Option<f32>, bytes: &[u8]) -> Result<Picture, String> {
    let cut = || "its beginning is damaged".to_owned();
    let (height, width) = short(segment, 1).zip(short(segment, 3)).ok_or_else(cut)?;
    let space = match segment.get(5) {
        Some(1) => "/DeviceGray",
        Some(3) => "/DeviceRGB",
        Some(_) => return Err("its colours are those of print".to_owned()),
        None => return Err(cut()),
    };
    Ok(Picture {
        size: (width.into(), height.into()),
        dpi,
        bits: 8,
        space: space.to_owned(),
        filter: "/Filter /DCTDecode".to_owned(),
        packed: bytes.to_vec(),
        cut: false,
    })
}

/// What the first segment says: a unit (1 for inches, 2 for centimetres) and pixels to each.
fn resolution(segment: &[u8]) -> Option<f32> {
    let density = f32::from(short(segment.strip_prefix(b"JFIF\0")?, 3)?);
    match segment.get(7) {
        Some(1) => Some(density),
        Some(2) => Some(density * 2.54),
        _ => None,
    }
}
