//! Spaces that are not the space: no-break, thin, wide and zero-width ones hide words from every search.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    match spot.char {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            spot.with(" ", 1.0, "a special space is a space")
        }
        '\u{2028}' | '\u{2029}' | '\u{85}' => {
            spot.with(" ", 0.9, "a line separator inside a line is a space")
        }
        '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{200e}' | '\u{200f}' => {
            spot.with("", 1.0, "a zero-width sign hides words from search")
        }
        // Joiners shape Indic and Arabic words and emoji; between Latin letters they are debris.
        '\u{200c}' | '\u{200d}' if latin(spot.before()) && latin(spot.after()) => {
            spot.with("", 1.0, "a joiner has no meaning between Latin letters")
        }
        _ => None,
    }
}

fn latin(char: Option<char>) -> bool {
    char.is_none_or(|c| c < '\u{250}')
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn special_spaces_are_spaces_and_zero_width_signs_go() {
        check(super::find, "1\u{a0}000\u{202f}km \u{feff}and\u{200b}on", "1 000 km andon");
        check(super::find, "co\u{200d}operate", "cooperate");
        check(super::find, "\u{915}\u{94d}\u{200d}\u{937}", "\u{915}\u{94d}\u{200d}\u{937}");
    }
}
