//! Writes a report as a page of a web site, with all that a site puts around it.

use super::head::HtmlForm;
use super::inline::{Span, Style};
use super::source::{Block, Heading, Report};
use super::traces::Traces;

const NAVIGATION: [&str; 5] =
    ["Skip to the main content", "Our work", "Publications library", "Vacancies", "Donate now"];
const COOKIES: &str = "This site keeps a small file on your device so that this banner does not come back.";
const RELATED: [&str; 2] =
    ["Read next: Annual letter to our friends", "Photo essay: a morning at the bus station"];
const SIGN_UP: &str = "Sign up for our newsletter";
const FOOTER: &str = "All pages of this site are published without warranty.";
const SCRIPT: &str = "window.visits = (window.visits || 0) + 1;";

/// The text of the file, and what must not be read of it.
pub(super) fn render(report: &Report, _: &HtmlForm) -> (Vec<u8>, Traces) {
    let mut writer = Writer { report, text: String::new(), open: None };
    writer.top();
    writer.article();
    writer.bottom();
    let furniture = NAVIGATION.iter().chain(&RELATED).chain([&COOKIES, &SIGN_UP, &FOOTER, &SCRIPT]);
    let mut traces = Traces { dated: true, ..Traces::default() };
    traces.ignored.extend(furniture.map(|&text| text.to_owned()));
    (writer.text.into_bytes(), traces)
}

struct Writer<'a> {
    report: &'a Report,
    text: String,
    /// The list that is open.
    open: Option<&'static str>,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn top(&mut self) {
        let head = &self.report.head;
        let title = escape(&head.title);
        self.line("<!DOCTYPE html>");
        self.line(&format!("<html lang=\"{}\">", head.language));
        self.line("<head>\n<meta charset=\"utf-8\">");
        self.line(&format!("<title>{title} | Publications library</title>"));
        if let Some(published) = &head.published {
            self.line(&format!("<meta name=\"date\" content=\"{published}\">"));
        }
        self.line("<style>body { font-family: serif } .note { font-size: smaller }</style>");
        self.line(&format!("<script>{SCRIPT}</script>\n</head>\n<body>"));
        self.line(&format!("<div class=\"cookie-banner\" role=\"dialog\"><p>{COOKIES}</p></div>"));
        self.line("<header>\n<nav aria-label=\"Main\">\n<ul>");
        for entry in NAVIGATION {
            self.line(&format!("<li><a href=\"/{}\">{entry}</a></li>", anchor(entry)));
        }
        self.line("</ul>\n</nav>\n</header>");
    }

    fn bottom(&mut self) {
        self.line("<aside>");
        for entry in RELATED {
            self.line(&format!("<p><a href=\"/{}\">{entry}</a></p>", anchor(entry)));
        }
        self.line(&format!(
            "<form action=\"/letters\"><label>{SIGN_UP} <input name=\"address\"></label></form>"
        ));
        self.line(&format!("</aside>\n<footer>\n<p>{FOOTER}</p>\n</footer>\n</body>\n</html>"));
    }

    fn article(&mut self) {
        let head = &self.report.head;
        self.line("<main>\n<article>");
        self.line(&format!("<h1>{}</h1>", escape(&head.title)));
        if let Some(subtitle) = &head.subtitle {
            self.line(&format!("<p class=\"subtitle\">{}</p>", escape(subtitle)));
        }
        let front: Vec<String> = head.front.iter().map(|line| escape(line)).collect();
        self.line(&format!("<p class=\"event\">{}</p>", front.join("<br>\n")));
        let report = self.report;
        for block in &report.blocks {
            self.block(block);
        }
        self.list(None);
        self.notes();
        self.line("</article>\n</main>");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Item { number, text } => {
                self.list(Some(if number.is_some() { "ol" } else { "ul" }));
                let text = spans(text);
                self.line(&format!("<li>{text}</li>"));
                return;
            }
            _ => self.list(None),
        }
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => {
                let text = spans(text);
                self.line(&format!("<p>{text}</p>"));
            }
            Block::Table(rows) => self.table(rows),
            Block::Contents => self.contents(),
            Block::Item { .. } => {}
        }
    }

    /// Opens or closes a list.
    fn list(&mut self, wanted: Option<&'static str>) {
        if self.open == wanted {
            return;
        }
        if let Some(open) = self.open {
            self.line(&format!("</{open}>"));
        }
        if let Some(wanted) = wanted {
            self.line(&format!("<{wanted}>"));
        }
        self.open = wanted;
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level + 1;
        let words = escape(&heading.printed);
        self.line(&format!("<h{level} id=\"{}\">{words}</h{level}>", anchor(&heading.printed)));
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        self.line("<table>");
        for (at, row) in rows.iter().enumerate() {
            let cell = if at == 0 { "th" } else { "td" };
            let cells: String =
                row.iter().map(|words| format!("<{cell}>{}</{cell}>", escape(words))).collect();
            self.line(&format!("<tr>{cells}</tr>"));
        }
        self.line("</table>");
    }

    fn contents(&mut self) {
        self.line("<ul class=\"contents\">");
        for heading in self.report.headings().filter(|heading| heading.role != "contents") {
            let words = escape(&heading.printed);
            self.line(&format!("<li><a href=\"#{}\">{words}</a></li>", anchor(&heading.printed)));
        }
        self.line("</ul>");
    }

    fn notes(&mut self) {
        if self.report.notes.is_empty() {
            return;
        }
        self.line("<section class=\"notes\">\n<hr>\n<ol>");
        for note in &self.report.notes {
            let (mark, text) = (&note.mark, spans(&note.text));
            let back = format!("<a href=\"#ref{mark}\" aria-label=\"Back to the text\">↩</a>");
            self.line(&format!("<li id=\"note{mark}\" class=\"note\">{text} {back}</li>"));
        }
        self.line("</ol>\n</section>");
    }
}

fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Mark(mark) => format!("<sup><a id=\"ref{mark}\" href=\"#note{mark}\">{mark}</a></sup>"),
        Span::Text { text, link: Some(link), .. } => {
            format!("<a href=\"{}\">{}</a>", escape(link), escape(text))
        }
        Span::Text { text, style: Style::Italic, .. } => format!("<em>{}</em>", escape(text)),
        Span::Text { text, style: Style::Bold, .. } => format!("<strong>{}</strong>", escape(text)),
        Span::Text { text, .. } => escape(text),
    }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\u{a0}', "&nbsp;")
}

/// A name for a place in a page: letters and figures of the words, in lower case.
pub(super) fn anchor(words: &str) -> String {
    let plain: String =
        words.to_lowercase().chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}
