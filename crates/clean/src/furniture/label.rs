//! Reading page numbers: `12`, `– xiv –`, `Page 3 of 9`, `[Page 3]`.

/// How plainly a line says that it is a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Firm {
    /// A number and nothing else.
    Bare,
    /// A number between dashes or in brackets.
    Decorated,
    /// The word "page", or "3 of 9".
    Named,
}

/// A page number as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) value: u32,
    pub(super) roman: bool,
    pub(super) firm: Firm,
}

/// A line that is a page number and nothing else.
pub(super) fn parse(text: &str) -> Option<Label> {
    let inner = text.trim_matches(is_ornament);
    if inner.is_empty() || inner.len() > 24 {
        return None;
    }
    if let Some((value, roman)) = number(inner) {
        let firm = if inner.len() == text.len() { Firm::Bare } else { Firm::Decorated };
        return Some(Label { value, roman, firm });
    }
    named(inner)
}

/// A page number at the end or the start of a longer line, and the rest of the line.
pub(super) fn split(text: &str) -> Option<(&str, Label)> {
    let wide = |label: Label| label.firm != Firm::Bare || !label.roman;
    // The longest label first: `Page 2 of 3` before `3`.
    let words: Vec<&str> = text.split_whitespace().collect();
    for count in (1..=4usize).rev().filter(|c| *c < words.len()) {
        let tail = words.get(words.len() - count..)?;
        let at = tail.first().map(|w| w.as_ptr() as usize - text.as_ptr() as usize)?;
        if let Some(label) = text.get(at..).and_then(parse).filter(|l| wide(*l)) {
            return Some((text.get(..at)?.trim_end_matches(is_ornament), label));
        }
        let head = words.get(count - 1)?;
        let end = head.as_ptr() as usize - text.as_ptr() as usize + head.len();
        if let Some(label) = text.get(..end).and_then(parse).filter(|l| wide(*l)) {
            return Some((text.get(end..)?.trim_start_matches(is_ornament), label));
        }
    }
    None
}

fn is_ornament(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '-' | '–' | '—' | '~' | '•' | '|' | '*' | '.' | '·' | '[' | ']' | '(' | ')' | '_' | '='
        )
}

/// `page 3`, `page 3 of 9`, `3 of 9`, `3/9`.
fn named(text: &str) -> Option<Label> {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| c.is_whitespace() || c == '/').filter(|w| !w.is_empty());
    let first = words.next()?.trim_end_matches('.');
    let page = matches!(first, "page" | "p" | "pg" | "pag" | "página" | "pagina" | "seite");
    let (value, roman) = number(if page { words.next()? } else { first })?;
    let next = words.next();
    let total = match next {
        None => page,
        Some("of" | "de" | "sur" | "von") => words.next().is_some_and(|w| number(w).is_some()),
        Some(word) => lower.contains('/') && number(word).is_some_and(|(total, _)| total >= value),
    };
    (total && words.next().is_none()).then_some(Label { value, roman, firm: Firm::Named })
}

/// An Arabic number of up to four digits, or a Roman one.
fn number(text: &str) -> Option<(u32, bool)> {
    if (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().map(|value| (value, false));
    }
    roman(text).map(|value| (value, true))
}

/// A Roman number up to 399, all letters of one case, written as it should be.
fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let upper = text.bytes().all(|b| b.is_ascii_uppercase());
    if !upper && !text.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let value = |byte: u8| match byte.to_ascii_lowercase() {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    let values: Vec<u32> = text.bytes().map(value).collect::<Option<_>>()?;
    let mut total = 0;
    for (at, value) in values.iter().enumerate() {
        if values.get(at + 1).is_some_and(|next| next > value) {
            total -= i64::from(*value);
        } else {
            total += i64::from(*value);
        }
    }
    let total = u32::try_from(total).ok().filter(|t| (1..400).contains(t))?;
    (write(total) == text.to_ascii_lowercase()).then_some(total)
}

fn write(mut number: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            number -= value;
            out.push_str(letters);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let read = |t| parse(t).map(|l| (l.value, l.firm));
        assert_eq!(read("12"), Some((12, Firm::Bare)));
        assert_eq!(read("xiv"), Some((14, Firm::Bare)));
        assert_eq!(read("– 4 –"), Some((4, Firm::Decorated)));
        assert_eq!(read("Page 2 of 9"), Some((2, Firm::Named)));
        assert_eq!(read("[Page 17]"), Some((17, Firm::Named)));
        assert_eq!(read("3/12"), Some((3, Firm::Named)));
        for text in ["12 May", "iiii", "page", "1995 to 1998", "civil", "2 of the best", "12345", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_beside_a_title() {
        let read = |t| split(t).map(|(rest, l)| (rest, l.value));
        assert_eq!(read("GENEVA, SWITZERLAND Page 2 of 3"), Some(("GENEVA, SWITZERLAND", 2)));
        assert_eq!(read("TOWARD PEACE – 2 –"), Some(("TOWARD PEACE", 2)));
        assert_eq!(read("14 Expert consultation"), Some(("Expert consultation", 14)));
        assert_eq!(read("Smith    Informational    [Page 3]"), Some(("Smith    Informational", 3)));
        assert_eq!(read("the mix"), None);
    }
}
