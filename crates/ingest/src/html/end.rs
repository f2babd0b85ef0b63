//! Whether a page has its end.
//!
//! Where a file was cut off cannot be known for sure: HTML allows `</body>` and `</html>` to be left out, and hand-made
//! pages do so. Such a page is only warned of; one that ends within a tag, or within an element that must be closed,
//! has lost something.

use rapporteur_stage::Context;

/// Elements that no author leaves open; `<center>` and `<font>` are.
const CLOSED: &[&str] = &[
    "article",
    "blockquote",
    "div",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "main",
    "ol",
    "section",
    "table",
    "ul",
];

/// How a page ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// As it should, or it is a piece of a page that promises no end.
    #[default]
    There,
    /// Without `</body>` and `</html>`, though it began with one of them.
    Unsaid,
    /// In the middle of something.
    Missing,
}

impl End {
    /// How a page ends that is in `<html>` or `<body>` still, with these elements open.
    pub(crate) fn within<'n>(mut open: impl Iterator<Item = &'n str>) -> Self {
        if open.any(|name| CLOSED.contains(&name)) { Self::Missing } else { Self::Unsaid }
    }

    /// The same, knowing the file: XHTML may leave nothing open, and a file can end within a tag.
    pub(crate) fn of_file(self, text: &str) -> Self {
        let xml = text.trim_start().starts_with("<?xml");
        if within_tag(text) || (xml && self == Self::Unsaid) { Self::Missing } else { self }
    }

    /// Says what is wrong.
    pub(crate) fn tell(self, cx: &mut Context<'_>) {
        match self {
            Self::There => {}
            Self::Unsaid => {
                cx.warn("the HTML file has neither `</body>` nor `</html>`: its end may be missing", None);
            }
            Self::Missing => {
                let hint = "fetch it again: it was probably cut short on its way";
                cx.lost("the end of the HTML file is missing", Some(hint), None);
            }
        }
    }
}

/// Whether a text ends within a tag or a comment.
fn within_tag(text: &str) -> bool {
    if text.rfind("<!--").is_some_and(|open| text.rfind("-->").is_none_or(|close| close < open)) {
        return true;
    }
    let rest = text.rfind('<').and_then(|open| text.get(open + 1..)).unwrap_or(">");
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') && !rest.contains('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_end_within_a_tag() {
        for cut in ["<p>One</p><p cla", "<p>One</", "<p>One <a href=\"x", "<p>One<!-- two", "<p>One<!"] {
            assert_eq!(End::There.of_file(cut), End::Missing, "{cut}");
        }
        for whole in ["<p>One</p>", "<p>2 < 3", "<p>One <", "<!-- a < b --><p>One", "one", ""] {
            assert_eq!(End::There.of_file(whole), End::There, "{whole}");
        }
        assert_eq!(End::Unsaid.of_file("<?xml version='1.0'?><html><p>One</p>"), End::Missing);
    }
}
