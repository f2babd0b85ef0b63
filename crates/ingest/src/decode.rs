//! Bytes to text: byte order marks, UTF-8, UTF-16, and the older encodings; line ends; NULs.
//!
//! Characters are taken as they stand. U+00AD, say, may be a dash in a Latin-1 file: what it means is for `clean`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::binary;

/// Text, and what was odd about its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text; lines end in `\n`, there is no byte order mark and no NUL.
    pub(crate) text: String,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
    /// The encoding was guessed.
    pub(crate) guessed: bool,
    /// Byte sequences that are no characters; U+FFFD stands for each.
    pub(crate) broken: usize,
    /// NULs that were taken out.
    pub(crate) nuls: usize,
}

/// How many bytes are shown to the detector of encodings, about.
const SAMPLE: usize = 16 * 1024;

/// How many bytes on either side of one beyond ASCII are shown.
const AROUND: usize = 16;

/// Decodes text; `None` when the bytes are no text. `declared` is the encoding that the file claims to be in; it
/// is believed only when the bytes are not UTF-8.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, bytes.get(mark..).unwrap_or_default(), false));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Some(with(encoding, bytes, true));
    }
    if binary::is_rubbish(bytes) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(tidy(text, UTF_8, false, 0)),
        Err(first) => {
            let rest = bytes.get(first.valid_up_to()..).unwrap_or_default();
            let encoding =
                if is_torn_utf8(rest) { UTF_8 } else { declared.unwrap_or_else(|| guess(bytes, rest)) };
            Some(with(encoding, bytes, encoding != UTF_8 && declared.is_none()))
        }
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let broken = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    tidy(&text, encoding, guessed, broken)
}

/// Makes all line ends `\n` and takes out NULs.
fn tidy(text: &str, encoding: &'static Encoding, guessed: bool, broken: usize) -> Decoded {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !text.contains('\r') && !text.contains('\0') {
        return Decoded { text: text.to_owned(), encoding: encoding.name(), guessed, broken, nuls: 0 };
    }
    let mut out = String::with_capacity(text.len());
    let mut nuls = 0;
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, b)| matches!(b, b'\r' | 0)) {
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        if byte == 0 {
            nuls += 1;
        } else if text.as_bytes().get(from) != Some(&b'\n') {
            out.push('\n');
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Decoded { text: out, encoding: encoding.name(), guessed, broken, nuls }
}

/// UTF-16 without a mark shows itself by the NULs of its spaces, digits and line ends, all on one side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096.min(bytes.len() & !1))?;
    let (mut even, mut odd) = (0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    let pairs = sample.len() / 2;
    let encoding = if odd * 50 > pairs && even * 20 <= odd {
        UTF_16LE
    } else if even * 50 > pairs && odd * 20 <= even {
        UTF_16BE
    } else {
        return None;
    };
    // In a Western text every other byte is a NUL. With fewer of them, it may be plain text with NULs in it.
    let plain = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|t| !t.chars().any(is_unlikely));
    if (odd + even) * 4 < sample.len()
        && plain(&sample.iter().copied().filter(|&b| b != 0).collect::<Vec<u8>>())
    {
        return None;
    }
    // A true text in UTF-16 has hardly an unpaired surrogate, control character or private letter.
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let unlikely = text.chars().filter(|&c| is_unlikely(c)).count();
    (pairs >= 2 && unlikely * 50 <= pairs).then_some(encoding)
}

fn is_unlikely(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}') || (c.is_control() && !c.is_whitespace())
}

/// Whether bytes that are not UTF-8 are so by damage: letters of several bytes outnumber the broken ones. In a
/// text of another encoding hardly two letters meet by chance that look like UTF-8.
fn is_torn_utf8(rest: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in rest.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&b| b >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Guesses an encoding by the letters that occur in it; `rest` starts at the first byte that is not UTF-8.
fn guess(bytes: &[u8], rest: &[u8]) -> &'static Encoding {
    if rest.iter().all(|&b| b < 0x80 || is_latin_punctuation(b)) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let start = bytes.len() - rest.len();
    detector.feed(&telling(bytes.get(start.saturating_sub(AROUND)..).unwrap_or(rest)), true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The words that tell the encoding: those around bytes beyond ASCII. The detector is slow, and a report in a
/// Western language has few of them.
fn telling(bytes: &[u8]) -> Vec<u8> {
    let mut told = Vec::new();
    let mut until = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b >= 0x80) {
        let from = at.saturating_sub(AROUND);
        if from > until {
            // Parted by a line end, or two halves of words would make one.
            told.push(b'\n');
        }
        let to = at.saturating_add(AROUND).min(bytes.len());
        told.extend_from_slice(bytes.get(from.max(until)..to).unwrap_or_default());
        until = until.max(to);
        if told.len() > SAMPLE {
            break;
        }
    }
    told
}

/// Dashes, quotes, bullets and signs of Windows-1252: with nothing else to go by, letters cannot decide.
fn is_latin_punctuation(byte: u8) -> bool {
    matches!(byte, 0x80 | 0x82 | 0x84..=0x87 | 0x8B | 0x91..=0x97 | 0x99 | 0x9B | 0xA0..=0xBF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> Decoded {
        decode(bytes, None).expect("is text")
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf8_with_and_without_mark() {
        assert_eq!(text_of("Séance d’ouverture".as_bytes()).text, "Séance d’ouverture");
        let marked = text_of("\u{FEFF}Séance".as_bytes());
        assert_eq!((marked.text.as_str(), marked.encoding, marked.guessed), ("Séance", "UTF-8", false));
    }

    #[test]
    fn utf16_with_and_without_mark_and_torn() {
        let text = "Session 1: Земля и вода\nRome, 2004";
        for order in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            assert_eq!(text_of(&utf16(text, order)).text, text);
            assert_eq!(text_of(&utf16(&format!("\u{FEFF}{text}"), order)).text, text);
            let mut torn = utf16(text, order);
            torn.pop();
            let decoded = text_of(&torn);
            assert_eq!(decoded.broken, 1);
            assert!(decoded.text.starts_with("Session 1: Земля"));
        }
    }

    #[test]
    fn old_western_files() {
        let decoded = text_of(b"Consultation, Rome, 22 \xAD 24 June\n\xB7 la fili\xE8re\n\xA9 2005");
        assert_eq!(decoded.text, "Consultation, Rome, 22 \u{AD} 24 June\n· la filière\n© 2005");
        assert!(decoded.guessed);
        assert_eq!(text_of(b"the \x93peace process\x94 \x96 stalled").text, "the “peace process” – stalled");
    }

    #[test]
    fn other_scripts() {
        let russian = encoding_rs::WINDOWS_1251.encode("Доклад о работе семинара по правам человека").0;
        assert_eq!(text_of(&russian).text, "Доклад о работе семинара по правам человека");
        let declared = decode(b"Prishtin\xEB", Some(encoding_rs::ISO_8859_2)).unwrap();
        assert_eq!((declared.text.as_str(), declared.guessed), ("Prishtinë", false));
    }

    #[test]
    fn torn_utf8_stays_utf8() {
        let mut bytes = "À la séance d’été, l’État a présenté".as_bytes().to_vec();
        bytes.insert(20, 0xC3);
        bytes.push(0xE2);
        let decoded = text_of(&bytes);
        assert_eq!((decoded.encoding, decoded.broken), ("UTF-8", 2));
        assert!(decoded.text.contains("l’État"));
    }

    #[test]
    fn line_ends_and_nuls() {
        let decoded = text_of(b"one\r\ntwo\rthree\0\n\r\n\rfour and some more words here");
        assert_eq!(decoded.text, "one\ntwo\nthree\n\n\nfour and some more words here");
        assert_eq!(decoded.nuls, 1);
    }

    #[test]
    fn noise_is_not_text() {
        assert_eq!(decode(&[1, 2, 3, 4, 200, 5, 6, 7], None), None);
    }
}
