//! Tells files that are no text from files that are.

/// Files that are known by their first bytes, and what they are in the archive owner's words.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Microsoft Office file (.doc, .xls, .ppt)"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\0\0\0\x0CjP  ", "a JPEG 2000 picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"RIFF", "a sound, film or picture file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
];

/// How many bytes are looked at to tell text from other things.
const SAMPLE: usize = 64 * 1024;

/// What a file is when its first bytes say so and it is nothing that can be read.
pub(crate) fn known(bytes: &[u8]) -> Option<&'static str> {
    let first = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, name)| name);
    let is_tar = bytes.get(257..).is_some_and(|rest| rest.starts_with(b"ustar"));
    first.or_else(|| is_tar.then_some("a tar archive"))
}

/// What a file is that nobody would take for a report: a picture, a sound, a program.
pub(crate) fn is_no_text(bytes: &[u8]) -> Option<&'static str> {
    const NONE: [&str; 5] = ["picture", "picture file", "sound file", "program", "database"];
    known(bytes).filter(|name| NONE.iter().any(|what| name.ends_with(what)))
}

/// Whether bytes in an encoding of one byte a letter, or in UTF-8, cannot be text.
///
/// Control characters decide. NUL is counted apart: a disk error leaves long runs of it in honest text, and only
/// NULs strewn everywhere speak of numbers and tables.
pub(crate) fn is_rubbish(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (mut control, mut nul, mut runs) = (0, 0, 0);
    let mut before = 1;
    for &byte in sample {
        if byte == 0 {
            nul += 1;
            runs += usize::from(before != 0);
        } else if is_control(byte) {
            control += 1;
        }
        before = byte;
    }
    let rest = sample.len() - nul;
    control * 20 > rest || (nul * 3 > sample.len() && runs * 100 > sample.len())
}

/// Control characters that have no place in text; tab, line ends, form feed, backspace and escape are met in it.
fn is_control(byte: u8) -> bool {
    byte == 0x7F || (byte < 0x20 && !matches!(byte, 0x08..=0x0D | 0x1A | 0x1B))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_rubbish() {
        for text in ["", "Session I\n\x0c\nSession 2\t3", "Caf\u{e9}", "a\0b and more words follow here"] {
            assert!(!is_rubbish(text.as_bytes()), "{text:?}");
        }
        assert!(!is_rubbish("R\u{e9}union d'experts \u{ad} Rome".as_bytes()));
        let mut torn = b"The consultation met in Rome. ".repeat(10);
        torn.extend([0; 4000]);
        assert!(!is_rubbish(&torn));
    }

    #[test]
    fn numbers_and_noise_are_rubbish() {
        let table: Vec<u8> = (0..2000_u32).flat_map(u32::to_le_bytes).collect();
        assert!(is_rubbish(&table));
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(3000)
        .collect();
        assert!(is_rubbish(&noise));
    }

    #[test]
    fn archives_and_pictures_have_names() {
        assert_eq!(is_no_text(b"GIF89a"), Some("a GIF picture"));
        assert_eq!((known(b"BZh9"), is_no_text(b"BZh9")), (Some("a bzip2 archive"), None));
        assert_eq!(known(&[&[b'a'; 257][..], b"ustar"].concat()), Some("a tar archive"));
        assert_eq!(known(b"Summary note"), None);
    }
}
