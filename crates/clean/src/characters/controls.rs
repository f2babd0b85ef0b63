//! Control characters: left by printers' software, invisible, and not allowed in XML.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    match spot.char {
        // A carriage return or vertical tab between words parts them.
        '\r' | '\u{b}' | '\u{c}' => {
            let parts = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let with = if parts(spot.before()) && parts(spot.after()) { " " } else { "" };
            spot.with(with, 0.95, "a control character is not text")
        }
        c if c.is_control() && c != '\n' && c != '\t' => {
            spot.with("", 0.95, "a control character is not text")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn controls_go_but_words_stay_apart() {
        check(super::find, "a\u{1}b\r\nc\rd\te", "ab\nc d\te");
    }
}
