//! Printers' ligatures: PDF fonts and OCR write `ﬁ` as one sign, so that `ﬁnance` is not found as a word.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    let letters = match spot.char {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    };
    spot.with(letters, 1.0, "a ligature stands for its letters")
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn letters_come_back() {
        check(super::find, "o\u{fb03}cial \u{fb01}nance", "official finance");
    }
}
