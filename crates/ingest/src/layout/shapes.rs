//! What two heads of different pages share: their words, with the numbers left open.

/// A text with `#` for every number, in lower case, and the numbers (those in small Roman figures too).
pub(super) fn shape(text: &str) -> (String, Vec<i64>) {
    let mut shape = String::new();
    let mut numbers = Vec::new();
    for word in text.split_whitespace() {
        if !shape.is_empty() {
            shape.push(' ');
        }
        if let Some(n) = roman(word) {
            numbers.push(n);
            shape.push('#');
            continue;
        }
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                numbers.extend(rest.get(..digits).and_then(|d| d.parse::<i64>().ok()));
                shape.push('#');
            } else {
                shape.extend(c.to_lowercase());
            }
            rest = rest.get(digits.max(c.len_utf8())..).unwrap_or("");
        }
    }
    (shape, numbers)
}

/// A page number with no more around it than `page`, `of`, dashes.
pub(super) fn is_number_shape(shape: &str) -> bool {
    shape.split(|c: char| c.is_whitespace() || "-–—|[]()•·./~".contains(c)).filter(|w| !w.is_empty()).all(
        |w| {
            matches!(
                w,
                "#" | "page" | "p" | "pg" | "of" | "de" | "sur" | "seite" | "von" | "página" | "pagina"
            )
        },
    )
}

/// The value of a small Roman figure, as on the pages of a preface.
fn roman(word: &str) -> Option<i64> {
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    let values: Vec<i64> = word.chars().map(value).collect::<Option<_>>()?;
    let following = values.iter().skip(1).copied().chain([0]);
    Some(values.iter().zip(following).map(|(&v, next)| if v < next { -v } else { v }).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_seen_in_many_dresses() {
        for text in ["12", "- 12 -", "Page 3 of 10", "xii", "3 / 10", "| 7"] {
            let (shape, numbers) = shape(text);
            assert!(is_number_shape(&shape) && !numbers.is_empty(), "{text}: {shape}");
        }
        for text in ["Annex 3", "A/CONF.1/4", "12 May"] {
            assert!(!is_number_shape(&shape(text).0), "{text}");
        }
        assert_eq!(roman("xiv"), Some(14));
    }
}
