//! One torn sign: the signs that stand for its bytes, and what they were.

use super::tables::{Code, DOS, MAC, byte};

/// The most signs that one was torn into: six, of an emoji written as two surrogates.
const MOST: usize = 6;

/// A torn sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    signs: [char; MOST],
    count: usize,
    /// Bytes of the torn text.
    pub(super) len: usize,
    /// Its first byte.
    pub(super) lead: u8,
    /// What it was; U+FFFD if a byte is lost for good.
    pub(super) was: char,
    pub(super) loss: Loss,
}

/// A byte that did not come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    None,
    /// A no-break space that is a space now: it can be filled in.
    Space,
    /// U+FFFD.
    Mark,
    /// A question mark, which may also be one.
    Question,
}

impl Unit {
    pub(super) fn signs(&self) -> &[char] {
        self.signs.get(..self.count).unwrap_or_default()
    }

    /// The signs behind the first.
    pub(super) fn tail(&self) -> &[char] {
        self.signs.get(1..self.count).unwrap_or_default()
    }
}

/// Reads the torn sign that a text begins with.
pub(super) fn unit(text: &str, code: Code) -> Option<Unit> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let lead = byte(first, code)?;
    let second = chars.clone().next()?;
    let count = length(lead, later(second, code)?.0)?;
    let mut bytes = [lead; MOST];
    let mut signs = [first; MOST];
    let mut loss = Loss::None;
    let mut len = first.len_utf8();
    for at in 1..count {
        let char = chars.next()?;
        let (read, lost) = later(char, code)?;
        if lost != Loss::None && std::mem::replace(&mut loss, lost) != Loss::None && lost != Loss::Mark {
            return None;
        }
        // Behind the surrogate of an emoji the first byte comes again, and only there.
        if (read == 0xed) != (count == MOST && at == 3) {
            return None;
        }
        *bytes.get_mut(at)? = read;
        *signs.get_mut(at)? = char;
        len += char.len_utf8();
    }
    if loss == Loss::Space && !may_lose_space(lead, code) {
        return None;
    }
    let lost = matches!(loss, Loss::Mark | Loss::Question);
    let was = if lost { '\u{fffd}' } else { whole(bytes.get(..count)?)? };
    Some(Unit { signs, count, len, lead, was, loss })
}

/// How many bytes a sequence has that begins so.
fn length(lead: u8, second: u8) -> Option<usize> {
    match (lead, second) {
        (0xc2..=0xdf, _) => Some(2),
        (0xed, 0xa0..=0xaf) => Some(6),
        (0xe0..=0xef, _) => Some(3),
        (0xf0..=0xf4, _) => Some(4),
        _ => None,
    }
}

/// A later byte.
fn later(char: char, code: Code) -> Option<(u8, Loss)> {
    match char {
        ' ' => Some((0xa0, Loss::Space)),
        '?' => Some((0x80, Loss::Question)),
        '\u{fffd}' => Some((0x80, Loss::Mark)),
        _ => byte(char, code).filter(|b| matches!(b, 0x80..=0xbf | 0xed)).map(|b| (b, Loss::None)),
    }
}

/// In MacRoman and in code page 437 the byte is no space; and not all that follows a letter was torn.
fn may_lose_space(lead: u8, code: Code) -> bool {
    code != MAC
        && code != DOS
        && matches!(lead, 0xc2 | 0xc3 | 0xc5 | 0xce | 0xd0 | 0xd9 | 0xe0..=0xe3 | 0xed | 0xf0)
}

fn whole(bytes: &[u8]) -> Option<char> {
    match *bytes {
        [0xed, a, b, 0xed, c, d] => surrogates([a, b, c, d]),
        _ => std::str::from_utf8(bytes).ok()?.chars().next(),
    }
}

/// CESU-8: both halves of a surrogate pair written as if they were characters.
fn surrogates([a, b, c, d]: [u8; 4]) -> Option<char> {
    let half = |high: u8, low: u8| 0xd000 | u16::from(high & 0x3f) << 6 | u16::from(low & 0x3f);
    char::decode_utf16([half(a, b), half(c, d)]).next()?.ok()
}
