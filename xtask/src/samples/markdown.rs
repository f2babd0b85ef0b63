//! Writes a report as a site generator keeps it: YAML head, Markdown body, notes at the end.

use super::head::MarkdownForm;
use super::inline::{Span, Style};
use super::source::{Block, Heading, Report};
use super::traces::Traces;

/// The text of the file, and what was done to it.
pub(super) fn render(report: &Report, form: &MarkdownForm) -> (Vec<u8>, Traces) {
    let mut writer = Writer { report, form, text: String::new(), numbered: 0 };
    if form.byte_order_mark {
        writer.text.push('\u{feff}');
    }
    writer.yaml();
    writer.front();
    writer.body();
    writer.notes();
    (writer.text.into_bytes(), Traces { dated: true, ..Traces::default() })
}

struct Writer<'a> {
    report: &'a Report,
    form: &'a MarkdownForm,
    text: String,
    numbered: usize,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn yaml(&mut self) {
        let head = &self.report.head;
        self.line("---");
        self.line(&format!("title: {}", quoted(&head.title)));
        if let Some(subtitle) = &head.subtitle {
            self.line(&format!("subtitle: {}", quoted(subtitle)));
        }
        if let Some(published) = &head.published {
            self.line(&format!("date: {published}"));
        }
        self.line(&format!("lang: {}", head.language));
        self.line("categories:");
        self.line("  - reports");
        self.line("---");
    }

    fn front(&mut self) {
        if !self.report.head.front.is_empty() {
            self.text.push('\n');
        }
        let lines = self.report.head.front.iter().map(|line| self.bold(line)).collect::<Vec<_>>();
        self.line(&lines.join("  \n"));
    }

    /// Bold text; in pieces where an editor has been at work.
    fn bold(&self, text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let piece = if self.form.split_bold { 4 } else { words.len().max(1) };
        words.chunks(piece).map(|words| format!("**{}**", words.join(" "))).collect::<Vec<_>>().join(" ")
    }

    fn body(&mut self) {
        let mut in_list = false;
        let mut section = "";
        let report = self.report;
        for block in &report.blocks {
            if !(in_list && matches!(block, Block::Item { .. })) {
                self.text.push('\n');
            }
            in_list = matches!(block, Block::Item { .. });
            match block {
                Block::Heading(heading) => {
                    if self.form.more_after.as_deref() == Some(section) && heading.role != section {
                        self.line("<!--more-->\n");
                    }
                    section = &heading.role;
                    self.heading(heading);
                }
                Block::Paragraph(text) => {
                    let text = self.spans(text);
                    if report.head.numbered_paragraphs {
                        self.numbered += 1;
                        self.text.push_str(&format!("{}\\. ", self.numbered));
                    }
                    self.line(&text);
                }
                Block::Item { number, text } => {
                    let sign = number.as_ref().map_or_else(|| "-".to_owned(), |number| format!("{number}."));
                    let text = self.spans(text);
                    self.line(&format!("{sign} {text}"));
                }
                Block::Table(rows) => self.table(rows),
                Block::Contents => self.contents(),
            }
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if self.form.anchors {
            self.line(&format!("<a name=\"{}\"></a>", super::html::anchor(&heading.printed)));
        }
        let signs = "#".repeat(usize::from(heading.level) + 1);
        self.line(&format!("{signs} {}", heading.printed));
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        for (at, row) in rows.iter().enumerate() {
            self.line(&format!("| {} |", row.join(" | ")));
            if at == 0 {
                self.line(&format!("|{}", "---|".repeat(row.len())));
            }
        }
    }

    fn contents(&mut self) {
        for heading in self.report.headings().filter(|heading| heading.role != "contents") {
            let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
            let anchor = super::html::anchor(&heading.printed);
            self.line(&format!("{indent}- [{}](#{anchor})", heading.printed));
        }
    }

    fn notes(&mut self) {
        for note in &self.report.notes {
            let text = self.spans(&note.text);
            self.text.push('\n');
            self.line(&format!("[^{}]: {text}", note.mark));
        }
    }

    fn spans(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.span(span)).collect()
    }

    fn span(&self, span: &Span) -> String {
        match span {
            Span::Mark(mark) => format!("[^{mark}]"),
            Span::Text { text, link: Some(link), .. } if self.form.loose_links => {
                format!("[ {text}]({link})")
            }
            Span::Text { text, link: Some(link), .. } => format!("[{text}]({link})"),
            Span::Text { text, style: Style::Italic, .. } => format!("*{text}*"),
            Span::Text { text, style: Style::Bold, .. } => self.bold(text),
            Span::Text { text, .. } => text.clone(),
        }
    }
}

/// A YAML string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
