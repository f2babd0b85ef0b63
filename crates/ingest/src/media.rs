//! What kind of file the bytes are, told by the bytes themselves; the name decides only between text and Markdown.

use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::{head, markdown};

/// The kinds that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Pdf,
    Docx,
    Epub,
    Html,
    Hocr,
    Alto,
    Markdown,
    Text,
    Png,
    Jpeg,
}

/// How much of a text is searched for signs of OCR.
const LOOKED_AT: usize = 16 * 1024;

impl Media {
    /// The media type as it stands in [`Source::media_type`](rapporteur_model::Source::media_type).
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Epub => "application/epub+zip",
            Self::Html => "text/html",
            Self::Hocr => "text/vnd.hocr+html",
            Self::Alto => "application/alto+xml",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Whether its pages can be pictures, to be read by OCR.
    pub(crate) fn may_be_pictures(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg)
    }

    /// The kind that a media type, or a short name for it, stands for.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Some(match essence.as_str() {
            "application/pdf" | "application/x-pdf" | "pdf" => Self::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "docx" => Self::Docx,
            "application/epub+zip" | "epub" => Self::Epub,
            "text/html" | "application/xhtml+xml" | "html" | "htm" | "xhtml" => Self::Html,
            "text/vnd.hocr+html" | "hocr" => Self::Hocr,
            "application/alto+xml" | "alto" => Self::Alto,
            "text/markdown" | "text/x-markdown" | "markdown" | "md" => Self::Markdown,
            "text/plain" | "plain" | "text" | "txt" => Self::Text,
            "image/png" | "png" => Self::Png,
            "image/jpeg" | "jpeg" | "jpg" => Self::Jpeg,
            _ => return None,
        })
    }
}

/// Whether the bytes are a PDF: readers accept its mark anywhere in the first kilobyte. Where the mark is damaged
/// or cut off, objects and what ends a file tell as much.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let marked = |head: &[u8]| head.windows(5).any(|w| w == b"%PDF-");
    bytes.get(..1024).is_some_and(marked) || (bytes.len() < 1024 && marked(bytes)) || has_objects(bytes)
}

/// Whether there is `1 0 obj <<` in the first part of the file and `endobj` with `trailer` or `startxref` in it.
fn has_objects(bytes: &[u8]) -> bool {
    let head = bytes.get(..16 * 1024).unwrap_or(bytes);
    let opens = memmem::find_iter(head, b"obj").any(|n| {
        let before = head.get(..n).unwrap_or_default().trim_ascii_end();
        let after = head.get(n + 3..).unwrap_or_default().trim_ascii_start();
        before.last().is_some_and(u8::is_ascii_digit) && after.starts_with(b"<<")
    });
    let ends = || {
        let has = |word: &[u8]| memmem::find(bytes, word).is_some();
        has(b"endobj") && (has(b"startxref") || has(b"trailer"))
    };
    // A text about PDF has such words, too; it does not begin with them, and it has no packed parts.
    let first = bytes.trim_ascii_start().first();
    let bare = first.is_some_and(|b| *b == b'%' || b.is_ascii_digit());
    opens && ends() && (bare || std::str::from_utf8(bytes).is_err())
}

/// The name of a file without the ending that says it is packed.
pub(crate) fn unpacked_name(path: &Path) -> PathBuf {
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    if packed { path.with_extension("") } else { path.to_owned() }
}

/// The kind of a decoded text.
pub(crate) fn of_text(text: &str, path: &Path) -> Media {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    if is_alto(text) {
        return Media::Alto;
    }
    if is_html(text, matches!(ending.as_str(), "html" | "htm" | "xhtml")) {
        return if is_hocr(text) { Media::Hocr } else { Media::Html };
    }
    match ending.as_str() {
        "md" | "markdown" | "mkd" | "mdown" => Media::Markdown,
        "txt" | "text" | "asc" if markdown::score(text) >= 3 => Media::Markdown,
        "txt" | "text" | "asc" => Media::Text,
        _ if markdown::score(text) >= 2 => Media::Markdown,
        _ => Media::Text,
    }
}

/// Whether a text is XML of another kind than XHTML.
pub(crate) fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with("<?xml") && !is_html(text, false) && !is_alto(text)
}

/// Whether a text is ALTO: its first element is called so, perhaps with a prefix.
fn is_alto(text: &str) -> bool {
    let mut rest = opening(text).trim_start();
    // Declarations, instructions and comments stand in front of it.
    while let Some(after) = ["<?", "<!"].iter().find_map(|open| rest.strip_prefix(open)) {
        // Declarations of its own may stand in the brackets of a document type.
        let own = after.starts_with("DOCTYPE") && after.find('[').is_some_and(|i| Some(i) < after.find('>'));
        let after = if own { after.split_once(']').map_or("", |(_, behind)| behind) } else { after };
        let end = if after.starts_with("--") { "-->" } else { ">" };
        let Some((_, behind)) = after.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let Some(name) = rest.strip_prefix('<') else { return false };
    let name = name.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    name.rsplit(':').next().is_some_and(|n| n.eq_ignore_ascii_case("alto"))
}

/// Whether HTML is the output of an OCR program: only there is an element an `ocr_page`.
fn is_hocr(text: &str) -> bool {
    let head = text.get(..text.len().min(LOOKED_AT)).unwrap_or_else(|| opening(text));
    ["ocr_page", "name='ocr-system'", "name=\"ocr-system\""].iter().any(|sign| head.contains(sign))
}

fn is_html(text: &str, named_so: bool) -> bool {
    // A site's generator has its own lines in front of the page.
    let body = head::find(text).filter(|_| named_so).map_or(0, |h| h.length);
    let head = opening(text.get(body..).unwrap_or_default()).to_ascii_lowercase();
    let starts = head.trim_start();
    if ["<!doctype html", "<html"].iter().any(|tag| starts.starts_with(tag)) {
        return true;
    }
    if starts.starts_with("<?xml") || starts.starts_with("<!--") || starts.starts_with("<!doctype") {
        return head.contains("<html");
    }
    let tags =
        ["<p>", "</p>", "<p ", "<div", "<h1", "<h2", "<body", "<head>", "<br", "<title", "<meta", "<table"]
            .iter()
            .filter(|tag| head.contains(**tag))
            .count();
    if named_so { tags >= 1 } else { starts.starts_with('<') && tags >= 3 }
}

/// The first few kilobytes, cut between characters.
fn opening(text: &str) -> &str {
    let end = (0..=4096.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, name: &str) -> Media {
        of_text(text, Path::new(name))
    }

    #[test]
    fn content_comes_before_the_name() {
        assert_eq!(of("\n<!DOCTYPE html><p>Report", "report.txt"), Media::Html);
        assert_eq!(of("<?xml version='1.0'?>\n<html xmlns='x'>", "report.xhtml"), Media::Html);
        assert_eq!(of("<p>One</p>", "report.html"), Media::Html);
        assert_eq!(of("Summary of the seminar", "report.html"), Media::Text);
        assert_eq!(of("<http://a.org> says <p> is a tag", "report"), Media::Text);
        assert!(is_pdf(b"\n\n%PDF-1.4"));
        assert!(is_pdf(b"%PDF.1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0"));
        assert!(!is_pdf(b"Write 1 0 obj << >> endobj, then trailer and startxref."));
    }

    #[test]
    fn what_ocr_programs_write_is_known_by_its_elements() {
        let alto = "<?xml version='1.0'?>\n<!-- by a > program -->\n<a:alto xmlns:a='http://x'><a:Layout/>";
        assert_eq!(of(alto, "report.xml"), Media::Alto);
        assert_eq!(of("<alto>\n</alto>", "report.txt"), Media::Alto);
        assert!(!is_xml(alto));
        let hocr = "<?xml version='1.0'?><html><body><div class='ocr_page' title='bbox 0 0 9 9'>";
        assert_eq!(of(hocr, "report.html"), Media::Hocr);
        assert_eq!(of("<html><body><p>the class ocr-page</p>", "report.html"), Media::Html);
        assert_eq!(Media::named("hocr"), Some(Media::Hocr));
        assert_eq!(Media::named("application/alto+xml"), Some(Media::Alto));
    }

    #[test]
    fn markdown_by_ending_or_by_strong_signs() {
        assert_eq!(of("plain words", "a.md"), Media::Markdown);
        assert_eq!(of("---\ntitle: A\ndate: 2013-05-13\n---\nText", "a.txt"), Media::Markdown);
        assert_eq!(of("# One\n\ntext\n\n## Two\n", "-"), Media::Markdown);
        assert_eq!(of("the *Toward* papers cost \\$100\n\n# 3\n\nmore", "a.txt"), Media::Text);
        assert_eq!(of("---\n\nA line of dashes\n\n---\n", "-"), Media::Text);
    }

    #[test]
    fn media_types_have_short_names() {
        assert_eq!(Media::named("text/HTML; charset=utf-8"), Some(Media::Html));
        assert_eq!(Media::named("md"), Some(Media::Markdown));
        assert_eq!(Media::named("image/gif"), None);
        assert!(is_xml("<?xml version='1.0'?><mets/>"));
        assert!(!is_xml("<?xml version='1.0'?><html/>"));
    }
}
