//! Words that are the same but for case and plural.

/// Whether two words differ at most in case and an ending of the plural; the first is in lower case.
pub(crate) fn same_word(lower: &str, word: &str) -> bool {
    let lowered =
        |c: char| if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
    let (mut one, mut other) = (lower.chars(), word.chars());
    loop {
        let ends = (one.as_str(), other.as_str());
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || a == lowered(b) => {}
            _ => return is_plural(ends.0, ends.1) || is_plural(ends.1, ends.0),
        }
    }
}

/// Whether what is left of two words makes the second the plural of the first.
fn is_plural(one: &str, many: &str) -> bool {
    let is = |ending: &str| many.eq_ignore_ascii_case(ending);
    one.is_empty() && (is("s") || is("es")) || one.eq_ignore_ascii_case("y") && is("ies")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_the_same_word() {
        assert!(
            same_word("water", "Water") && same_word("forests", "FOREST") && same_word("policy", "policies")
        );
        assert!(same_word("churches", "church"));
        assert!(
            !same_word("watering", "water")
                && !same_word("cans", "canal")
                && !same_word("object", "objective")
        );
    }
}
