//! Markdown: headings as printed, note marks in their places, notes at the end.

use std::collections::BTreeMap;

use rapporteur_model::{Block, Document, Kind, NoteRef, Section};

use crate::{misread, notes, reading};

/// The document as CommonMark with footnotes.
///
/// A heading of level 2 has two `#`; the title has one, at the place where it is printed, or at the top when it
/// is known from the file's metadata alone. Every paragraph and list item is parted by a blank line.
pub fn markdown(doc: &Document) -> String {
    let mut page = Page { labels: notes::labels(doc), out: String::with_capacity(doc.extracted.text.len()) };
    let title = Title::of(doc);
    if let Title::Stated(title) = &title {
        page.heading(1, title);
    }
    for section in reading::sections(doc).iter() {
        page.section(doc, section, &title);
    }
    for (index, note) in notes::note_blocks(doc) {
        page.note(index, note);
    }
    page.out.truncate(page.out.trim_end().len());
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

/// How the title gets into the text.
enum Title<'d> {
    /// It is a heading already, or part of a longer paragraph, or there is none: nothing to do.
    AsPrinted,
    /// It stands nowhere in the text.
    Stated(&'d str),
    /// It is printed as these whole blocks.
    Printed(&'d str, Vec<u32>),
}

impl<'d> Title<'d> {
    fn of(doc: &'d Document) -> Self {
        let Some(title) = &doc.meta.title else { return Self::AsPrinted };
        if title.evidence.is_empty() {
            let wanted = letters(&title.value);
            let read = doc.blocks.iter().filter(|b| !matches!(b.kind, Kind::Furniture | Kind::Note));
            let head: String = read.take(40).map(|b| letters(&b.text)).collect();
            let printed = head.contains(&wanted);
            return if printed || wanted.is_empty() { Self::AsPrinted } else { Self::Stated(&title.value) };
        }
        let mut blocks: Vec<u32> = title.evidence.iter().map(|s| s.block).collect();
        blocks.dedup();
        let texts: Vec<&str> =
            blocks.iter().filter_map(|i| doc.blocks.get(*i as usize)).map(|b| b.text.as_str()).collect();
        let headings = reading::sections(doc).iter().any(|s| s.heading.is_some_and(|h| blocks.contains(&h)));
        // The corrected title may differ from the printed one in case and punctuation, not in its letters.
        if headings || letters(&texts.concat()) != letters(&title.value) {
            Self::AsPrinted
        } else {
            Self::Printed(&title.value, blocks)
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The Markdown as far as it is written.
struct Page {
    labels: BTreeMap<u32, String>,
    out: String,
}

impl Page {
    fn heading(&mut self, level: u8, text: &str) {
        self.out.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
        self.out.push(' ');
        misread::escape(&reading::one_line(text), &mut self.out);
        self.out.push_str("\n\n");
    }

    fn section(&mut self, doc: &Document, section: &Section, title: &Title<'_>) {
        if let Some(heading) = section.heading.and_then(|h| doc.blocks.get(h as usize)) {
            self.out.push_str(&"#".repeat(usize::from(section.level.clamp(1, 6))));
            self.out.push(' ');
            self.marked(&heading.text, &heading.notes, " ");
            self.out.push_str("\n\n");
        }
        for (index, block) in reading::paragraphs(doc, section) {
            match title {
                Title::Printed(text, blocks) if blocks.first() == Some(&index) => self.heading(1, text),
                Title::Printed(_, blocks) if blocks.contains(&index) => {}
                _ => self.paragraph(block),
            }
        }
    }

    fn paragraph(&mut self, block: &Block) {
        match block.kind {
            Kind::ListItem => self.item(block),
            Kind::Quote => {
                self.out.push_str("> ");
                self.marked(&block.text, &block.notes, "\n> ");
            }
            Kind::Table if self.table(block) => {}
            Kind::Table => self.marked(&block.text, &block.notes, "  \n"),
            Kind::Heading => {
                self.out.push_str(&"#".repeat(usize::from(block.level.unwrap_or(1).clamp(1, 6))));
                self.out.push(' ');
                self.marked(&block.text, &block.notes, " ");
            }
            _ => {
                if misread::begins_a_block(block.text.trim_start()) {
                    self.out.push('\\');
                }
                self.marked(&block.text, &block.notes, "\n");
            }
        }
        self.out.push_str("\n\n");
    }

    /// Numbers that Markdown counts stay; `a.` and `(iv)` follow the dash, since Markdown has no such lists.
    fn item(&mut self, block: &Block) {
        let mark = block.mark.as_deref().unwrap_or("");
        let number = mark.trim_end_matches(['.', ')']);
        let counted = mark.len() == number.len() + 1
            && number.len() < 10
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit());
        let lettered = mark.chars().any(char::is_alphanumeric);
        let depth = usize::from(block.level.unwrap_or(1).clamp(1, 8)) - 1;
        self.out.push_str(&"    ".repeat(depth));
        if counted {
            self.out.push_str(mark);
        } else {
            self.out.push('-');
        }
        self.out.push(' ');
        if lettered && !counted {
            self.out.push_str(mark);
            self.out.push(' ');
        }
        self.marked(&block.text, &block.notes, " ");
    }

    /// A pipe table, when the rows have the same number of cells; says whether it was one.
    fn table(&mut self, block: &Block) -> bool {
        let rows: Vec<Vec<&str>> = block.text.lines().map(|row| row.split('\t').collect()).collect();
        let width = rows.first().map_or(0, Vec::len);
        if width < 2 || rows.len() < 2 || rows.iter().any(|row| row.len() != width) {
            return false;
        }
        for (number, row) in rows.iter().enumerate() {
            for cell in row {
                let mut text = String::new();
                misread::escape(cell.trim(), &mut text);
                self.out.push_str("| ");
                self.out.push_str(&text.replace('|', "\\|"));
                self.out.push(' ');
            }
            self.out.push_str("|\n");
            if number == 0 {
                self.out.push_str(&"| --- ".repeat(width));
                self.out.push_str("|\n");
            }
        }
        self.out.truncate(self.out.trim_end().len());
        true
    }

    /// A text with its note marks; line ends become `line`.
    fn marked(&mut self, text: &str, marks: &[NoteRef], line: &str) {
        let mut done = 0;
        for mark in marks {
            let at = mark.at as usize;
            if let Some(part) = text.get(done..at) {
                self.lines(part, line, done == 0);
                done = at;
            }
            let known = mark.note.and_then(|note| self.labels.get(&note).cloned());
            let label = known.unwrap_or_else(|| notes::label(&mark.mark));
            if !label.is_empty() {
                self.out.push_str(&format!("[^{label}]"));
            }
        }
        self.lines(text.get(done..).unwrap_or(""), line, done == 0);
    }

    fn lines(&mut self, text: &str, line: &str, first: bool) {
        let text = if first { text.trim_start() } else { text };
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push_str(line);
            }
            misread::escape(if number > 0 { part.trim_start() } else { part }, &mut self.out);
        }
    }

    fn note(&mut self, index: u32, block: &Block) {
        let label = self.labels.get(&index).cloned().unwrap_or_default();
        self.out.push_str(&format!("[^{label}]: "));
        self.marked(&block.text, &block.notes, " ");
        self.out.push_str("\n\n");
    }
}
