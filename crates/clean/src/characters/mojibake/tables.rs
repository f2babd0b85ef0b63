//! The encodings that torn text was read in, turned round: from the sign to the byte.

use std::sync::OnceLock;

use encoding_rs::Encoding;

/// A single-byte encoding, by its place in [`CODES`].
pub(super) type Code = usize;

/// The encodings, likeliest first; `None` is code page 437, which `encoding_rs` does not know.
const CODES: [(Option<&Encoding>, &str); COUNT] = [
    (Some(encoding_rs::WINDOWS_1252), "UTF-8 that was read as Windows-1252"),
    (Some(encoding_rs::WINDOWS_1250), "UTF-8 that was read as Windows-1250"),
    (Some(encoding_rs::WINDOWS_1251), "UTF-8 that was read as Windows-1251"),
    (Some(encoding_rs::WINDOWS_1253), "UTF-8 that was read as Windows-1253"),
    (Some(encoding_rs::WINDOWS_1254), "UTF-8 that was read as Windows-1254"),
    (Some(encoding_rs::WINDOWS_1257), "UTF-8 that was read as Windows-1257"),
    (Some(encoding_rs::ISO_8859_2), "UTF-8 that was read as ISO 8859-2"),
    (Some(encoding_rs::MACINTOSH), "UTF-8 that was read as MacRoman"),
    (None, "UTF-8 that was read as code page 437"),
];

const COUNT: usize = 9;
pub(super) const WESTERN: Code = 0;
pub(super) const MAC: Code = 7;
pub(super) const DOS: Code = 8;

/// Code page 437 from 0x80.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// What a sign is in each encoding.
#[derive(Clone, Copy, Default)]
struct Sign {
    /// The encodings in which it is the first byte of a sequence, as bits.
    leads: u16,
    /// Those in which it is a later byte.
    follows: u16,
    /// Its bytes; 0 where it has none.
    bytes: [u8; COUNT],
}

/// Signs by their number; those of no encoding are all zero.
static SIGNS: OnceLock<Vec<Sign>> = OnceLock::new();

const FEW: usize = 0x2600;

/// Where a sign stands in the table: three lie far behind the others.
fn slot(char: char) -> usize {
    match char {
        '\u{f8ff}' => FEW,
        'ﬁ' => FEW + 1,
        'ﬂ' => FEW + 2,
        _ => char as usize,
    }
}

fn sign(char: char) -> Sign {
    SIGNS.get_or_init(table).get(slot(char)).copied().unwrap_or_default()
}

fn table() -> Vec<Sign> {
    let mut signs = vec![Sign::default(); FEW + 3];
    for (code, (encoding, _)) in CODES.iter().enumerate() {
        for byte in 0x80..=0xff {
            enter(&mut signs, code, byte, read(*encoding, byte));
        }
        // What Latin-1 has there, Windows-1252 is taken to have too.
        if code == WESTERN {
            (0x80..0xa0).for_each(|byte| enter(&mut signs, code, byte, char::from(byte)));
        }
    }
    signs
}

fn enter(signs: &mut [Sign], code: Code, byte: u8, char: char) {
    let Some(sign) = signs.get_mut(slot(char)) else { return };
    let Some(place) = sign.bytes.get_mut(code) else { return };
    *place = byte;
    match byte {
        0xc2..=0xf4 => sign.leads |= 1 << code,
        0x80..=0xbf => sign.follows |= 1 << code,
        _ => {}
    }
}

/// A byte as the encoding reads it; one that it leaves undefined is a control character.
fn read(encoding: Option<&'static Encoding>, byte: u8) -> char {
    let read = match encoding {
        Some(encoding) => encoding.decode_without_bom_handling(&[byte]).0.chars().next(),
        None => CP437.chars().nth(usize::from(byte - 0x80)),
    };
    read.filter(|c| *c != '\u{fffd}').unwrap_or(char::from(byte))
}

/// The encodings in which a sign can begin a torn one, as bits.
pub(super) fn leads(char: char) -> u16 {
    sign(char).leads
}

/// The encodings in which a sign can continue a torn one, as bits.
pub(super) fn follows(char: char) -> u16 {
    sign(char).follows
}

/// The byte that an encoding writes a sign with.
pub(super) fn byte(char: char, code: Code) -> Option<u8> {
    sign(char).bytes.get(code).copied().filter(|b| *b != 0)
}

/// The encodings of a set of bits.
pub(super) fn codes(bits: u16) -> impl Iterator<Item = Code> {
    (0..COUNT).filter(move |code| bits & (1 << code) != 0)
}

pub(super) fn reason(code: Code) -> &'static str {
    CODES.get(code).map_or("UTF-8 that was read in a wrong encoding", |(_, reason)| reason)
}

/// What Windows-1252 has in the place of a control character.
pub(super) fn of_control(char: char) -> Option<char> {
    let byte = u8::try_from(u32::from(char)).ok()?;
    Some(read(Some(encoding_rs::WINDOWS_1252), byte)).filter(|sign| !sign.is_control())
}
