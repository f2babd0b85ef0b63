//! Text within a paragraph: `*italic*`, `**bold**`, `[link](address)` and `[^1]` for the mark of a note.

/// Slope and weight of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Upright.
    Roman,
    /// Italic.
    Italic,
    /// Bold.
    Bold,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// Words in one style.
    Text {
        /// The words, with the spaces around them.
        text: String,
        /// Their style.
        style: Style,
        /// Where they link to.
        link: Option<String>,
    },
    /// The mark of a note.
    Mark(String),
}

/// The pieces of a paragraph as written in a source.
pub(super) fn parse(written: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = written;
    let mut plain = String::new();
    while let Some(first) = rest.chars().next() {
        if let Some((span, after)) = special(rest) {
            flush(&mut plain, &mut spans);
            spans.push(span);
            rest = after;
        } else {
            plain.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    flush(&mut plain, &mut spans);
    spans
}

fn flush(plain: &mut String, spans: &mut Vec<Span>) {
    if !plain.is_empty() {
        spans.push(Span::Text { text: std::mem::take(plain), style: Style::Roman, link: None });
    }
}

/// The marked-up piece that the text begins with, and what comes after it.
fn special(text: &str) -> Option<(Span, &str)> {
    let styled = |inner: &str, style| Span::Text { text: inner.to_owned(), style, link: None };
    if let Some((inner, after)) = enclosed(text, "**", "**") {
        return Some((styled(inner, Style::Bold), after));
    }
    if let Some((inner, after)) = enclosed(text, "*", "*") {
        return Some((styled(inner, Style::Italic), after));
    }
    if let Some((mark, after)) = enclosed(text, "[^", "]") {
        return Some((Span::Mark(mark.to_owned()), after));
    }
    let (words, after) = enclosed(text, "[", "]")?;
    let (address, after) = enclosed(after, "(", ")")?;
    Some((Span::Text { text: words.to_owned(), style: Style::Roman, link: Some(address.to_owned()) }, after))
}

fn enclosed<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    let (inner, after) = text.strip_prefix(open)?.split_once(close)?;
    (!inner.is_empty()).then_some((inner, after))
}

/// The words without styles, links and marks.
pub(super) fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Text { text, .. } => text.as_str(),
            Span::Mark(_) => "",
        })
        .collect()
}

/// French puts a space that does not break before `: ; ? !` and inside guillemets.
pub(super) fn french_spacing(text: &str) -> String {
    const BEFORE: [&str; 5] = [" :", " ;", " ?", " !", " »"];
    let mut spaced = text.replace("« ", "«\u{a0}").replace(" %", "\u{a0}%");
    for sign in BEFORE {
        spaced = spaced.replace(sign, &sign.replace(' ', "\u{a0}"));
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_links_and_styles_are_told_apart() {
        let spans = parse("An *old* [list](https://a.example/),[^2] [1] kept.");
        assert_eq!(plain(&spans), "An old list, [1] kept.");
        assert!(spans.contains(&Span::Mark("2".to_owned())));
        assert!(
            spans
                .iter()
                .any(|span| matches!(span, Span::Text { style: Style::Italic, text, .. } if text == "old"))
        );
        assert!(
            spans
                .iter()
                .any(|span| matches!(span, Span::Text { link: Some(to), .. } if to == "https://a.example/"))
        );
    }

    #[test]
    fn french_punctuation_stays_with_its_word() {
        assert_eq!(french_spacing("Faut-il, « oui » ?"), "Faut-il, «\u{a0}oui\u{a0}»\u{a0}?");
    }
}
