//! Raised digits.

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Digits as raised digits, the form in which all readers write note marks and powers; `None` for other text.
pub(crate) fn raised(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    text.chars().map(|c| RAISED.get(usize::try_from(c.to_digit(10)?).ok()?).copied()).collect()
}

/// A digit as a raised digit; other characters as they are.
pub(crate) fn raised_digit(c: char) -> char {
    c.to_digit(10).and_then(|d| RAISED.get(usize::try_from(d).ok()?).copied()).unwrap_or(c)
}

/// The text with raised digits as plain ones.
pub(crate) fn lowered(text: &str) -> String {
    let digit =
        |c| RAISED.iter().position(|&r| r == c).and_then(|d| char::from_digit(u32::try_from(d).ok()?, 10));
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_alone_are_raised() {
        assert_eq!(raised(" 12 ").as_deref(), Some("¹²"));
        assert_eq!(raised("th"), None);
        assert_eq!(raised(""), None);
        assert_eq!(lowered("[¹²]"), "[12]");
    }
}
