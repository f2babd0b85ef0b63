//! Characters of fonts whose letters are signs.

/// The sign that a character of such a font shows. Signs that are not known become U+FFFD: something stood there.
pub(crate) fn sign(font: &str, code: u32) -> char {
    let low = u8::try_from(code & 0xFF).unwrap_or(0);
    let known = match font.to_lowercase().as_str() {
        "symbol" => symbol(low),
        name if name.starts_with("wingdings") => wingding(low),
        // Another font: the code is the character, or its lower half is.
        _ if (0xF000..0xF100).contains(&code) => Some(char::from(low)),
        _ => char::from_u32(code),
    };
    known.filter(|c| !c.is_control()).unwrap_or('\u{FFFD}')
}

/// The font Symbol: Greek letters at the places of Latin ones.
fn symbol(low: u8) -> Option<char> {
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let at = |letters: &str, first: u8| letters.chars().nth(usize::from(low - first));
    Some(match low {
        b'A'..=b'Z' => return at(UPPER, b'A'),
        b'a'..=b'z' => return at(LOWER, b'a'),
        0x2D => '−',
        0xA3 => '≤',
        0xA5 => '∞',
        0xAB => '↔',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xD6 => '√',
        0xE5 => '∑',
        0x20..=0x7E => char::from(low),
        _ => return None,
    })
}

fn wingding(low: u8) -> Option<char> {
    Some(match low {
        0x6C | 0x9F => '•',
        0x6E | 0xA7 => '▪',
        0x6F | 0xA8 => '□',
        0x71 => '❑',
        0x76 => '❖',
        0xD8 => '➢',
        0xDF | 0xE7 => '←',
        0xE0 | 0xE8 => '→',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_signs() {
        assert_eq!(sign("Symbol", 0xF062), 'β');
        assert_eq!(sign("Wingdings", 0xF0FC), '✓');
        assert_eq!(sign("Calibri", 0x2014), '—');
        assert_eq!(sign("Webdings", 0xF041), 'A');
        assert_eq!((sign("Wingdings", 0xF001), sign("x", 0xD800)), ('\u{FFFD}', '\u{FFFD}'));
    }
}
