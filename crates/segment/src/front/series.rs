//! Lines of a title block that are no titles: numbers and codes of series, names of files, drawn lines.

/// Numbers and codes of series: "RFC 3535", "ISSN 1810-0732", "Network Working Group".
pub(super) fn is_series(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = text.split_whitespace().count();
    let lower = text.to_lowercase();
    if words <= 10 && (text.split_whitespace().any(is_symbol) || lower.contains("distr.:")) {
        return true;
    }
    if words > 5 {
        return false;
    }
    digits * 3 >= text.len()
        || (words <= 2 && digits > 0)
        || [
            "issn",
            "isbn",
            "rfc ",
            "request for comments",
            "distr.",
            "original:",
            "category:",
            "limited distribution",
            "proceedings series",
            "working paper",
            "series",
            "vol.",
            "issue ",
        ]
        .iter()
        .any(|w| lower.starts_with(w))
}

/// A line that is drawn: "———".
pub(super) fn is_drawn(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// The name of a draft's file under its title: "draft-hill-wells-01".
pub(super) fn is_file_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.contains(' ')
        && text.matches(['-', '_', '.']).count() >= 2
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'))
}

/// The symbol of a document: "LRN/RC/2006/4", "E/CN.17/L.3".
fn is_symbol(text: &str) -> bool {
    let sign =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | '(' | ')');
    text.split('/').count() >= 3 && text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_titles() {
        assert!(
            is_series("RFC 3535")
                && is_series("LRN/RC/2006/4")
                && !is_series("Towards better water in towns")
        );
        assert!(
            is_file_name("draft-hill-wells-01")
                && !is_file_name("15.10.2025")
                && !is_file_name("draft-hill")
                && !is_file_name("Wells-2013-4")
        );
        assert!(is_drawn("———") && !is_drawn("— 3 —"));
    }
}
