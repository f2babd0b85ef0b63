//! ZIP archives out of plain text. Fuzzing changes bytes, and a changed byte in a packed archive is a wrong checksum and
//! nothing more; so inputs for what lies in an archive are its parts, one after the other.

/// What stands in front of a part: a line with this and the part's name.
const MARK: &[u8] = b"\n#### ";

/// Packs an input into an archive without compression. A line `#### NAME` begins a part; bytes before the first one
/// belong to none.
pub fn packed(input: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() + 1024);
    let (mut index, mut count) = (Vec::new(), 0_u16);
    for (name, part) in parts(input) {
        let head = head(name, part);
        index.extend_from_slice(b"PK\x01\x02\x14\x00");
        index.extend_from_slice(&head);
        index.extend_from_slice(&[0; 10]);
        index.extend_from_slice(&number(out.len()));
        index.extend_from_slice(name);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name);
        out.extend_from_slice(part);
        count = count.saturating_add(1);
    }
    let start = out.len();
    out.extend_from_slice(&index);
    out.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&number(index.len()));
    out.extend_from_slice(&number(start));
    out.extend_from_slice(&[0, 0]);
    out
}

/// Names and contents.
fn parts(input: &[u8]) -> Vec<(&[u8], &[u8])> {
    let starts: Vec<usize> =
        input.windows(MARK.len()).enumerate().filter(|(_, w)| *w == MARK).map(|(i, _)| i).collect();
    let ends = starts.iter().skip(1).copied().chain([input.len()]);
    let whole = starts.iter().zip(ends).filter_map(|(start, end)| input.get(start + MARK.len()..end));
    let part = |whole: &'_ [u8]| whole.iter().position(|b| *b == b'\n');
    whole
        .filter_map(|whole| {
            let line = part(whole)?;
            Some((whole.get(..line)?, whole.get(line + 1..)?))
        })
        .filter(|(name, _)| name.len() < 200)
        .take(usize::from(u16::MAX))
        .collect()
}

/// What an entry and its line in the index have in common, from the version to the length of extra fields.
fn head(name: &[u8], part: &[u8]) -> Vec<u8> {
    let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    head.extend_from_slice(&checksum(part).to_le_bytes());
    head.extend_from_slice(&number(part.len()));
    head.extend_from_slice(&number(part.len()));
    head.extend_from_slice(&u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
    head.extend_from_slice(&[0, 0]);
    head
}

fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32 as ZIP has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc: u32, _| {
            (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_begin_with_their_names() {
        let input = b"unnamed\n#### a.txt\none\ntwo\n#### b/c.xml\n<c/>\n#### cut";
        assert_eq!(parts(input), [(&b"a.txt"[..], &b"one\ntwo"[..]), (b"b/c.xml", b"<c/>")]);
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        let archive = packed(input);
        assert!(archive.starts_with(b"PK\x03\x04") && archive.ends_with(&[0, 0]));
    }
}
