//! Text written as UTF-8 and read as Windows-1252: `â€™` for `’`, `Ã©` for `é`.
//!
//! Only whole sequences are mended, and only such as no language writes. Three-byte sequences (`â€œ`) are always
//! clear. Of the two-byte ones only those that begin with `Ã` or `Â` are, and not where a quotation mark or dash
//! follows: `SÃ“` and `Â»` may be right.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    let lead = byte(spot.char)?;
    let follow = match lead {
        0xc2 | 0xc3 => 1,
        0xe2 | 0xe3 | 0xef => 2,
        0xf0 => 3,
        _ => return None,
    };
    let mut buffer = [lead, 0, 0, 0];
    let mut taken = spot.char.len_utf8();
    let mut chars = spot.text.get(spot.at + taken..)?.chars();
    for slot in buffer.get_mut(1..=follow)? {
        let char = chars.next()?;
        if follow == 1 && is_punctuation(char) {
            return None;
        }
        *slot = byte(char).filter(|b| (0x80..0xc0).contains(b))?;
        taken += char.len_utf8();
    }
    // Â behind a capital is a letter of the word: `CÂ…`.
    if lead == 0xc2 && spot.before().is_some_and(char::is_uppercase) {
        return None;
    }
    let mended = std::str::from_utf8(buffer.get(..=follow)?).ok()?;
    if mended.chars().any(char::is_control) {
        return None;
    }
    let confidence = if follow == 1 { 0.9 } else { 0.98 };
    Some(Found {
        bytes: taken,
        with: mended.to_owned().into(),
        confidence,
        reason: "UTF-8 that was read as Windows-1252",
    })
}

/// Signs that stand behind a letter in good text too.
fn is_punctuation(char: char) -> bool {
    matches!(char, '\u{2018}'..='\u{201e}' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{ab}' | '\u{bb}')
}

/// The byte that Windows-1252 (or Latin-1, for its control characters) writes a character with.
fn byte(char: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if let Ok(byte) = u8::try_from(u32::from(char)) {
        return Some(byte);
    }
    let at = HIGH.iter().position(|c| *c == char)?;
    u8::try_from(0x80 + at).ok()
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn torn_signs_are_whole_again() {
        check(
            super::find,
            "the UNâ€™s role â€“ â€œpeaceâ€\u{9d} in BogotÃ¡",
            "the UN’s role – “peace” in Bogotá",
        );
        check(super::find, "25Â°C, Â£3, lâ\u{80}\u{99}Ã©tat", "25°C, £3, l’état");
        check(super::find, "Ã\u{a0} la fin", "à la fin");
    }

    #[test]
    fn what_may_be_right_stays() {
        for text in ["SÃ“ PAULO", "«GRÂ»", "â la carte", "Ångström", "naïve ©", "ÂME", "à €5"]
        {
            check(super::find, text, text);
        }
    }
}
