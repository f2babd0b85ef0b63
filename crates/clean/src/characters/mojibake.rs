//! Text written as UTF-8 and read as Windows-1252: `â€™` for `’`, `Ã©` for `é`.
//!
//! Only whole sequences are mended, and only such as no language writes. Three-byte sequences (`â€œ`) are always
//! clear. Of the two-byte ones only those that begin with `Ã` or `Â` are, and not where a quotation mark or dash
//! follows a capital: `SÃ“` and `GRÂ»` may be right. Of others (`Ð¿Ñ€Ð¸`) it takes two in a row. What went through the
//! mill several times (`Ã¢â‚¬â„¢`) is led back as often.

use super::{Found, Spot};

/// The most often that a text is led back.
const LAYERS: usize = 4;
/// Signs in a row that are looked at.
const LONGEST: usize = 120;

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    if matches!(spot.char, '\u{80}'..='\u{9f}') {
        return control(spot);
    }
    if !matches!(byte(spot.char)?, 0xc2..=0xf4) {
        return None;
    }
    run(spot).or_else(|| alone(spot)).or_else(|| single(spot))
}

/// A control character of Latin-1: nobody writes one, and Windows-1252 has a sign in its place.
fn control(spot: &Spot<'_>) -> Option<Found> {
    let at = u32::from(spot.char).checked_sub(0x80)?;
    let sign = HIGH.get(usize::try_from(at).ok()?).filter(|sign| !sign.is_control())?;
    spot.with(sign.to_string(), 0.9, "Windows-1252 that was read as Latin-1")
}

/// A run of signs that is UTF-8 from end to end: read so as often as it goes.
fn run(spot: &Spot<'_>) -> Option<Found> {
    let rest = spot.text.get(spot.at..)?;
    let end = rest
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| c.is_ascii())
        .map_or_else(|| rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at), |(at, _)| at);
    let torn = rest.get(..end)?;
    let mut text = torn.to_owned();
    let mut layers = 0;
    while let Some(mended) = decoded(&text).filter(|_| layers < LAYERS) {
        text = mended;
        layers += 1;
    }
    // One sequence alone is looked at more closely.
    let sure = layers >= 2 || layers == 1 && text.chars().nth(1).is_some();
    (sure && !text.chars().any(char::is_control)).then(|| Found {
        bytes: torn.len(),
        with: text.into(),
        confidence: 0.98,
        reason: "UTF-8 that was read as Windows-1252",
    })
}

/// Text whose signs are the bytes of UTF-8.
fn decoded(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Vec<u8> = text.chars().map(byte).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// `Ã` as a word: `à` whose second byte was a no-break space and is a space now.
fn alone(spot: &Spot<'_>) -> Option<Found> {
    let rest = spot.text.get(spot.at + spot.char.len_utf8()..)?;
    let spaces = rest.bytes().take_while(|b| *b == b' ').count();
    let word = rest.get(spaces..)?.starts_with(char::is_alphabetic);
    let parted = spot.before().is_none_or(|c| c.is_whitespace() || c == '(');
    (spot.char == 'Ã' && parted && word && (1..=2).contains(&spaces)).then(|| Found {
        bytes: spot.char.len_utf8() + spaces - 1,
        with: "à".into(),
        confidence: 0.85,
        reason: "UTF-8 that was read as Windows-1252",
    })
}

fn single(spot: &Spot<'_>) -> Option<Found> {
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
        if follow == 1 && is_punctuation(char) && !begins_or_ends(spot, lead) {
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

/// Whether a capital cannot stand there: behind a small letter, or as a word of its own.
fn begins_or_ends(spot: &Spot<'_>, lead: u8) -> bool {
    lead == 0xc2 && spot.before().is_none_or(|c| c.is_lowercase() || c.is_whitespace())
}

/// Signs that stand behind a letter in good text too.
fn is_punctuation(char: char) -> bool {
    matches!(char, '\u{2018}'..='\u{201e}' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{ab}' | '\u{bb}')
}

/// What Windows-1252 has from 0x80 to 0x9f.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that Windows-1252 (or Latin-1, for its control characters) writes a character with.
fn byte(char: char) -> Option<u8> {
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
        check(super::find, "Ã la fin, NestlÃ© Ã  Paris", "à la fin, Nestlé à Paris");
        check(super::find, "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Â«MiraÂ»", "привет «Mira»");
    }

    #[test]
    fn control_characters_are_signs() {
        check(super::find, "\u{93}never\u{94} at all\u{85} 5 \u{80}, \u{81}", "“never” at all… 5 €, \u{81}");
    }

    #[test]
    fn layers_are_led_back() {
        check(super::find, "LondonÃ¢â‚¬â„¢s report", "London’s report");
        check(super::find, "it doesnÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢t", "it doesn’t");
    }

    #[test]
    fn what_may_be_right_stays() {
        for text in [
            "AHÅ™, the sofa",
            "MARQUÉ…",
            "NÃO",
            "Ã’S",
            "SÃ“ PAULO",
            "«GRÂ»",
            "â la carte",
            "Ångström",
            "naïve ©",
            "ÂME",
            "à €5",
        ] {
            check(super::find, text, text);
        }
    }
}
