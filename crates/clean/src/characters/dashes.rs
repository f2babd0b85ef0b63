//! Hyphens with a code of their own: U+2010 and the no-break hyphen U+2011 are the hyphen on the keyboard.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    match spot.char {
        '\u{2010}' | '\u{2011}' => spot.with("-", 1.0, "a special hyphen is a hyphen"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn special_hyphens_are_hyphens() {
        check(
            super::find,
            "long\u{2010}term, non\u{2011}use \u{2013} still",
            "long-term, non-use \u{2013} still",
        );
    }
}
