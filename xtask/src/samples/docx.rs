//! Writes a report as a Word file: styles, lists, footnotes, a running head, a change that was tracked.

use super::docx_parts as parts;
use super::head::DocxForm;
use super::inline::{Span, Style};
use super::source::{Block, Heading, Report};
use super::traces::Traces;
use super::zip::Zip;

/// A paragraph that was deleted while changes were tracked.
const DELETED: &str = "Draft for comment, not to be circulated before the organizers have seen it.";

/// The bytes of the file, and what must not be read of it.
pub(super) fn render(report: &Report, _: &DocxForm) -> (Vec<u8>, Traces) {
    let mut writer = Writer { report, body: String::new(), lists: 0, in_list: false };
    writer.front();
    for block in &report.blocks {
        writer.block(block);
    }
    let lists = writer.lists;
    let mut zip = Zip::default();
    zip.add("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes());
    zip.add("_rels/.rels", parts::ROOT_RELATIONS.as_bytes());
    zip.add("word/document.xml", parts::document(&writer.body).as_bytes());
    zip.add("word/_rels/document.xml.rels", parts::RELATIONS.as_bytes());
    zip.add("word/styles.xml", parts::styles().as_bytes());
    zip.add("word/numbering.xml", parts::numbering(lists).as_bytes());
    zip.add("word/footnotes.xml", parts::footnotes(&notes(report)).as_bytes());
    zip.add("word/header1.xml", parts::header(&escape(&report.head.running.odd)).as_bytes());
    zip.add("docProps/core.xml", parts::core(report.head.published.as_deref()).as_bytes());
    let mut traces = Traces { dated: true, ..Traces::default() };
    traces.running_head(&report.head.running.odd);
    traces.ignored.push(DELETED.to_owned());
    (zip.finish(), traces)
}

struct Writer<'a> {
    report: &'a Report,
    body: String,
    /// Numbered lists so far: each counts anew.
    lists: usize,
    in_list: bool,
}

impl Writer<'_> {
    fn paragraph(&mut self, style: &str, more: &str, runs: &str) {
        let style = if style.is_empty() { String::new() } else { format!("<w:pStyle w:val=\"{style}\"/>") };
        self.body.push_str(&format!("<w:p><w:pPr>{style}{more}</w:pPr>{runs}</w:p>\n"));
    }

    fn front(&mut self) {
        let head = &self.report.head;
        self.paragraph("Titel", "", &run(&head.title, ""));
        if let Some(subtitle) = &head.subtitle {
            self.paragraph("Untertitel", "", &run(subtitle, ""));
        }
        let lines: Vec<String> = head.front.iter().map(|line| run(line, "")).collect();
        self.paragraph("", "", &lines.join("<w:r><w:br/></w:r>"));
        let gone = format!(
            "<w:del w:id=\"1\" w:author=\"Editor\"><w:r><w:delText>{}</w:delText></w:r></w:del>",
            escape(DELETED)
        );
        self.paragraph("", "<w:rPr><w:del w:id=\"2\" w:author=\"Editor\"/></w:rPr>", &gone);
    }

    fn block(&mut self, block: &Block) {
        let was_in_list = std::mem::replace(&mut self.in_list, matches!(block, Block::Item { .. }));
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => self.paragraph("Textkrper", "", &spans(text)),
            Block::Item { number, text } => {
                self.lists += usize::from(number.is_some() && !was_in_list);
                let list = if number.is_some() { self.lists + 1 } else { 1 };
                let place = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
                self.paragraph("Listenabsatz", &place, &spans(text));
            }
            Block::Table(rows) => self.table(rows),
            Block::Contents => self.contents(),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        self.paragraph(&format!("berschrift{}", heading.level), "", &run(&heading.printed, ""));
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let cell = |words: &String| format!("<w:tc><w:p>{}</w:p></w:tc>", run(words, ""));
        let row = |row: &Vec<String>| format!("<w:tr>{}</w:tr>\n", row.iter().map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        self.body.push_str(&format!("<w:tbl>\n{rows}</w:tbl>\n"));
    }

    fn contents(&mut self) {
        let headings = self.report.headings().filter(|heading| heading.role != "contents");
        for (at, heading) in headings.enumerate() {
            let words =
                format!("{}<w:r><w:tab/></w:r>{}", run(&heading.printed, ""), run(&(at + 2).to_string(), ""));
            self.paragraph(&format!("Verzeichnis{}", heading.level), "", &words);
        }
    }
}

fn notes(report: &Report) -> Vec<(String, String)> {
    report.notes.iter().map(|note| (note.mark.clone(), spans(&note.text))).collect()
}

fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Mark(mark) => format!(
            "<w:r><w:rPr><w:rStyle w:val=\"Funotenzeichen\"/></w:rPr><w:footnoteReference w:id=\"{mark}\"/></w:r>"
        ),
        Span::Text { text, link: Some(_), .. } => format!("<w:hyperlink>{}</w:hyperlink>", run(text, "")),
        Span::Text { text, style: Style::Italic, .. } => run(text, "<w:i/>"),
        Span::Text { text, style: Style::Bold, .. } => run(text, "<w:b/>"),
        Span::Text { text, .. } => run(text, ""),
    }
}

fn run(text: &str, look: &str) -> String {
    let look = if look.is_empty() { String::new() } else { format!("<w:rPr>{look}</w:rPr>") };
    format!("<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// Text as XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
