//! Writes a report as an EPUB: a file for the title, one for each part, one for all notes.

use super::docx::escape;
use super::head::EpubForm;
use super::html::anchor;
use super::inline::{Span, Style};
use super::source::{Block, Heading, Report};
use super::traces::Traces;
use super::zip::Zip;

/// The list of contents for machines begins with these words, which stand nowhere in the report.
const MENU: &str = "Find your way in this book";

/// The bytes of the file, and what must not be read of it.
pub(super) fn render(report: &Report, _: &EpubForm) -> (Vec<u8>, Traces) {
    let mut files = vec![("title.xhtml".to_owned(), title(report))];
    for (number, chapter) in chapters(report).into_iter().enumerate() {
        files.push((format!("part{}.xhtml", number + 1), body(chapter, report)));
    }
    if !report.notes.is_empty() {
        files.push(("notes.xhtml".to_owned(), notes(report)));
    }
    let mut zip = Zip::default();
    zip.store("mimetype", b"application/epub+zip");
    zip.add("META-INF/container.xml", CONTAINER.as_bytes());
    zip.add("OEBPS/package.opf", package(report, &files).as_bytes());
    let menu = format!("<nav epub:type=\"toc\"><p>{MENU}</p><ol>{}</ol></nav>\n", menu(report));
    zip.add("OEBPS/nav.xhtml", page(report, &menu).as_bytes());
    for (name, text) in &files {
        zip.add(&format!("OEBPS/{name}"), page(report, text).as_bytes());
    }
    let mut traces = Traces { dated: true, ..Traces::default() };
    traces.ignored.push(MENU.to_owned());
    (zip.finish(), traces)
}

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

fn package(report: &Report, files: &[(String, String)]) -> String {
    let head = &report.head;
    let day = head.published.as_ref().map_or(String::new(), |day| format!("<dc:date>{day}</dc:date>\n"));
    let kind = "media-type=\"application/xhtml+xml\"";
    let item = |(name, _): &(String, String)| format!("<item id=\"{name}\" href=\"{name}\" {kind}/>\n");
    let order = |(name, _): &(String, String)| format!("<itemref idref=\"{name}\"/>\n");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"id\">{}</dc:identifier>\n\
         <dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n{day}</metadata>\n\
         <manifest>\n<item id=\"nav\" href=\"nav.xhtml\" {kind} properties=\"nav\"/>\n{}</manifest>\n\
         <spine>\n<itemref idref=\"nav\"/>\n{}</spine>\n</package>\n",
        anchor(&head.title),
        escape(&head.title),
        head.language,
        files.iter().map(item).collect::<String>(),
        files.iter().map(order).collect::<String>(),
    )
}

fn page(report: &Report, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{}\">\n<head><title>{}</title></head>\n\
         <body>\n{body}</body>\n</html>\n",
        report.head.language,
        escape(&report.head.title)
    )
}

fn title(report: &Report) -> String {
    let head = &report.head;
    let mut text = format!("<h1>{}</h1>\n", escape(&head.title));
    if let Some(subtitle) = &head.subtitle {
        text.push_str(&format!("<p class=\"subtitle\">{}</p>\n", escape(subtitle)));
    }
    let lines: Vec<String> = head.front.iter().map(|line| escape(line)).collect();
    text + &format!("<p>{}</p>\n", lines.join("<br/>\n"))
}

/// The blocks from one heading of the first level to the next.
fn chapters(report: &Report) -> Vec<&[Block]> {
    let opens = |block: &Block| matches!(block, Block::Heading(heading) if heading.level == 1);
    let mut chapters: Vec<&[Block]> = Vec::new();
    let mut rest = report.blocks.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().skip(1).position(opens).map_or(rest.len(), |at| at + 1);
        let (chapter, after) = rest.split_at(end);
        chapters.push(chapter);
        rest = after;
    }
    chapters
}

fn body(blocks: &[Block], report: &Report) -> String {
    let mut text = String::new();
    let mut open: Option<&str> = None;
    for block in blocks {
        let list = match block {
            Block::Item { number, .. } => Some(if number.is_some() { "ol" } else { "ul" }),
            _ => None,
        };
        if list != open {
            text.push_str(&open.map_or(String::new(), |name| format!("</{name}>\n")));
            text.push_str(&list.map_or(String::new(), |name| format!("<{name}>\n")));
            open = list;
        }
        text.push_str(&block_text(block, report));
    }
    text + &open.map_or(String::new(), |name| format!("</{name}>\n"))
}

fn block_text(block: &Block, report: &Report) -> String {
    match block {
        Block::Heading(heading) => self::heading(heading),
        Block::Paragraph(text) => format!("<p>{}</p>\n", spans(text)),
        Block::Item { text, .. } => format!("<li>{}</li>\n", spans(text)),
        Block::Table(rows) => {
            let cell = |words: &String| format!("<td>{}</td>", escape(words));
            let row = |row: &Vec<String>| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>());
            format!("<table>\n{}</table>\n", rows.iter().map(row).collect::<String>())
        }
        Block::Contents => format!("<ul>{}</ul>\n", menu(report)),
    }
}

fn heading(heading: &Heading) -> String {
    let (level, words) = (heading.level, escape(&heading.printed));
    format!("<h{level} id=\"{}\">{words}</h{level}>\n", anchor(&heading.printed))
}

fn menu(report: &Report) -> String {
    let headings = report.headings().filter(|heading| heading.role != "contents");
    headings.map(|heading| format!("<li>{}</li>\n", escape(&heading.printed))).collect()
}

fn notes(report: &Report) -> String {
    let note = |note: &super::source::Note| {
        format!(
            "<aside epub:type=\"footnote\" id=\"n{}\"><p>{}. {}</p></aside>\n",
            note.mark,
            note.mark,
            spans(&note.text)
        )
    };
    report.notes.iter().map(note).collect()
}

fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Mark(mark) => {
            format!("<a epub:type=\"noteref\" href=\"notes.xhtml#n{mark}\"><sup>{mark}</sup></a>")
        }
        Span::Text { text, link: Some(link), .. } => {
            format!("<a href=\"{}\">{}</a>", escape(link), escape(text))
        }
        Span::Text { text, style: Style::Italic, .. } => format!("<em>{}</em>", escape(text)),
        Span::Text { text, style: Style::Bold, .. } => format!("<strong>{}</strong>", escape(text)),
        Span::Text { text, .. } => escape(text),
    }
}
