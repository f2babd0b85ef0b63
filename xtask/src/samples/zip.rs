//! ZIP archives and gzip files with the same bytes on every machine: no times, one compressor.

/// What an archive is made of: names and bytes, in order.
#[derive(Debug, Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    list: Vec<u8>,
    entries: u16,
}

/// The first day that the format knows, at midnight.
const FIRST_DAY: u32 = 0x0021_0000;

impl Zip {
    /// Adds a packed entry.
    pub(super) fn add(&mut self, name: &str, data: &[u8]) {
        self.entry(name, data, &miniz_oxide::deflate::compress_to_vec(data, 9), 8);
    }

    /// Adds an entry as it is.
    pub(super) fn store(&mut self, name: &str, data: &[u8]) {
        self.entry(name, data, data, 0);
    }

    fn entry(&mut self, name: &str, data: &[u8], packed: &[u8], method: u16) {
        let start = size(self.bytes.len());
        let mut head = Vec::new();
        // Version 2.0; names in UTF-8.
        [20_u16, 0x0800, method].iter().for_each(|n| head.extend(n.to_le_bytes()));
        [FIRST_DAY, crc(data), size(packed.len()), size(data.len())]
            .iter()
            .for_each(|n| head.extend(n.to_le_bytes()));
        head.extend((size(name.len()) & 0xFFFF).to_le_bytes());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&head);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.list.extend(b"PK\x01\x02\x14\0");
        self.list.extend(&head);
        self.list.extend([0; 10]);
        self.list.extend(start.to_le_bytes());
        self.list.extend(name.as_bytes());
        self.entries += 1;
    }

    /// The archive.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let (start, length) = (size(self.bytes.len()), size(self.list.len()));
        self.bytes.append(&mut self.list);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        [self.entries; 2].iter().for_each(|n| self.bytes.extend(n.to_le_bytes()));
        [length, start].iter().for_each(|n| self.bytes.extend(n.to_le_bytes()));
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// A gzip file.
pub(super) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x1F\x8B\x08\0\0\0\0\0\x02\xFF".to_vec();
    bytes.extend(miniz_oxide::deflate::compress_to_vec(data, 9));
    [crc(data), size(data.len())].iter().for_each(|n| bytes.extend(n.to_le_bytes()));
    bytes
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The checksum of both formats.
fn crc(data: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    };
    !data.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn an_archive_has_its_list_at_the_end() {
        let mut zip = Zip::default();
        zip.store("mimetype", b"x");
        zip.add("a.txt", b"words words words");
        let bytes = zip.finish();
        assert!(bytes.starts_with(b"PK\x03\x04"));
        assert_eq!(bytes.len() - 22, bytes.windows(4).position(|w| w == b"PK\x05\x06").unwrap());
        assert_eq!(gzip(b"x")[..2], [0x1F, 0x8B]);
    }
}
