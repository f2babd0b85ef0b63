//! Soft hyphens (U+00AD): a place where a word may break, a hyphen at a line's end, or a Latin-1 dash.

use super::{Found, Spot};

pub(super) fn find(spot: &Spot<'_>) -> Option<Found> {
    if spot.char != '\u{ad}' {
        return None;
    }
    let (before, after) = (spot.before(), spot.after());
    let open = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '\n');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match (before, after) {
        (_, None | Some('\n')) if !open(before) => {
            spot.with("-", 0.95, "a soft hyphen at the line's end is a hyphen")
        }
        _ if open(before) || open(after) => {
            spot.with("\u{2013}", 0.9, "a soft hyphen between spaces is a dash")
        }
        _ if digit(before) && digit(after) => {
            spot.with("\u{2013}", 0.9, "a soft hyphen between numbers is a dash")
        }
        _ => spot.with("", 0.95, "a soft hyphen inside a word is not printed"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn hyphen_dash_or_nothing() {
        check(super::find, "Rome, 22 \u{ad} 24 June", "Rome, 22 \u{2013} 24 June");
        check(super::find, "pages 12\u{ad}15", "pages 12\u{2013}15");
        check(super::find, "con\u{ad}sul\u{ad}ta\u{ad}\ntion", "consulta-\ntion");
    }
}
