//! Reads a source: a TOML head, then a small dialect of Markdown.
//!
//! Headings say what they are, so that the expected structure does not depend on any program's reading of them:
//! `# [Session 2] Local Peace Committees {session}` has a label, a number, a title and a role; where the report
//! prints it otherwise, `{session printed "Session I: …"}` gives the very words. The dialect is described for
//! authors in `samples/README.md`.

use super::fault::{Fault, Result};
use super::head::Head;
use super::inline::{self, Span};

/// A report before it is rendered.
#[derive(Debug)]
pub(super) struct Report {
    /// What its head says.
    pub(super) head: Head,
    /// The body in reading order.
    pub(super) blocks: Vec<Block>,
    /// Notes in the order of their marks.
    pub(super) notes: Vec<Note>,
}

/// A footnote.
#[derive(Debug)]
pub(super) struct Note {
    /// Its mark, a number.
    pub(super) mark: String,
    /// Its words.
    pub(super) text: Vec<Span>,
}

/// A piece of the body.
#[derive(Debug)]
pub(super) enum Block {
    /// A heading of any level.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// One item of a list; numbered if it has a number.
    Item {
        /// Number in an ordered list.
        number: Option<String>,
        /// The item's words.
        text: Vec<Span>,
    },
    /// A table, its first row the head.
    Table(Vec<Vec<String>>),
    /// The place of the list of contents.
    Contents,
}

/// A heading, with what is true of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Heading {
    /// 1 is the top.
    pub(super) level: u8,
    /// "Session", "Panel", "Annex".
    pub(super) label: Option<String>,
    /// The number as it should be.
    pub(super) number: Option<String>,
    /// The title without label and number.
    pub(super) title: String,
    /// The role of the section it opens.
    pub(super) role: String,
    /// The words on the page.
    pub(super) printed: String,
}

/// Reads a source. Faults name the line, counted from 1. Apostrophes become typographic, as in print.
pub(super) fn parse(written: &str) -> Result<Report> {
    let written = written.replace('\'', "’");
    let after = written.strip_prefix("+++\n").ok_or_else(|| Fault::new("1", "a source begins with `+++`"))?;
    let (head, body) = after.split_once("\n+++\n").ok_or_else(|| Fault::new("1", "the head has no end"))?;
    let first_line = head.lines().count() + 3;
    let head: Head = toml::from_str(head).map_err(|fault| Fault::new("head", fault.to_string()))?;
    let mut report = Report { head, blocks: Vec::new(), notes: Vec::new() };
    for (line, chunk) in chunks(body, first_line) {
        report.add(&chunk).map_err(|fault| fault.within(&line.to_string()))?;
    }
    Ok(report)
}

/// Runs of lines between blank lines, each with the number of its first line.
fn chunks(body: &str, first_line: usize) -> Vec<(usize, Vec<&str>)> {
    let mut chunks: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut open = false;
    for (at, line) in body.lines().enumerate() {
        if line.trim().is_empty() {
            open = false;
        } else if let (true, Some((_, lines))) = (open, chunks.last_mut()) {
            lines.push(line);
        } else {
            chunks.push((first_line + at, vec![line]));
            open = true;
        }
    }
    chunks
}

impl Report {
    fn add(&mut self, lines: &[&str]) -> Result<()> {
        let first = lines.first().copied().unwrap_or_default();
        if first.starts_with('#') {
            let heading = self.heading(first)?;
            self.blocks.push(Block::Heading(heading));
        } else if first == "{contents}" {
            self.blocks.push(Block::Contents);
        } else if first.starts_with('|') {
            self.blocks.push(Block::Table(lines.iter().filter_map(|line| self.row(line)).collect()));
        } else if first.starts_with("[^") {
            for line in lines {
                let note = self.note(line)?;
                self.notes.push(note);
            }
        } else if item(first).is_some() {
            for line in lines {
                let (number, text) =
                    item(line).ok_or_else(|| Fault::new("", "an item of a list is one line"))?;
                let text = self.spans(text);
                self.blocks.push(Block::Item { number, text });
            }
        } else {
            let text = self.spans(&lines.join(" "));
            self.blocks.push(Block::Paragraph(text));
        }
        Ok(())
    }

    fn spans(&self, written: &str) -> Vec<Span> {
        inline::parse(&self.spaced(written))
    }

    fn spaced(&self, written: &str) -> String {
        if self.head.language == "fr" { inline::french_spacing(written) } else { written.to_owned() }
    }

    fn note(&self, line: &str) -> Result<Note> {
        let (mark, text) = line
            .strip_prefix("[^")
            .and_then(|rest| rest.split_once("]:"))
            .ok_or_else(|| Fault::new("", "a note is written `[^1]: text`"))?;
        Ok(Note { mark: mark.to_owned(), text: self.spans(text.trim()) })
    }

    fn row(&self, line: &str) -> Option<Vec<String>> {
        let cells: Vec<String> =
            line.trim().trim_matches('|').split('|').map(|cell| self.spaced(cell.trim())).collect();
        (!cells.iter().all(|cell| cell.chars().all(|sign| sign == '-'))).then_some(cells)
    }

    fn heading(&self, line: &str) -> Result<Heading> {
        let rest = line.trim_start_matches('#');
        let level = u8::try_from(line.len() - rest.len()).unwrap_or(u8::MAX);
        let (words, role) = rest
            .trim()
            .strip_suffix('}')
            .and_then(|rest| rest.rsplit_once(" {"))
            .ok_or_else(|| Fault::new("", "a heading ends with its role, as in `{session}`"))?;
        let (role, printed) = match role.split_once(" printed ") {
            Some((role, printed)) => (role, Some(self.spaced(printed.trim_matches('"')))),
            None => (role, None),
        };
        let (label, number, title) = numbering(words);
        let mut heading = Heading {
            level,
            label,
            number,
            title: self.spaced(title),
            role: role.to_owned(),
            ..Heading::default()
        };
        heading.printed = printed.unwrap_or_else(|| self.spaced(&self.form(&heading)));
        Ok(heading)
    }

    /// The words of a heading in the manner the head asks for.
    fn form(&self, heading: &Heading) -> String {
        let form = match (&heading.label, &heading.number) {
            (Some(_), _) => &self.head.labelled,
            (None, Some(_)) => &self.head.numbered,
            (None, None) => return heading.title.clone(),
        };
        form.replace("{label}", heading.label.as_deref().unwrap_or_default())
            .replace("{number}", heading.number.as_deref().unwrap_or_default())
            .replace("{title}", &heading.title)
    }

    /// Headings in reading order.
    pub(super) fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        })
    }
}

/// Label, number and title of `[Session 2] Title`.
fn numbering(words: &str) -> (Option<String>, Option<String>, &str) {
    let Some((inside, title)) = words.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return (None, None, words);
    };
    match inside.split_once(' ') {
        Some((label, number)) => (Some(label.to_owned()), Some(number.to_owned()), title.trim()),
        None => (None, Some(inside.to_owned()), title.trim()),
    }
}

/// Number and words of a line that is an item of a list.
fn item(line: &str) -> Option<(Option<String>, &str)> {
    if let Some(text) = line.strip_prefix("- ") {
        return Some((None, text));
    }
    let (number, text) = line.split_once(". ")?;
    number.chars().all(|sign| sign.is_ascii_digit()).then(|| (Some(number.to_owned()), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "+++\ntitle = \"T\"\nlanguage = \"en\"\nrender = []\n\
        [running]\nodd = \"\"\neven = \"\"\n[event]\nstart = \"\"\nend = \"\"\nplace = \"\"\ncountry = \"\"\n\
        country-iso = \"\"\norganizers = []\npartners = []\n+++\n";

    #[test]
    fn a_heading_keeps_what_is_printed_beside_what_is_meant() {
        let report =
            parse(&format!("{HEAD}\n# [Session 1] Land {{session printed \"Session I: Land\"}}\n")).unwrap();
        let heading = report.headings().next().unwrap();
        assert_eq!(heading.number.as_deref(), Some("1"));
        assert_eq!(heading.printed, "Session I: Land");
        assert_eq!(heading.role, "session");
    }

    #[test]
    fn a_heading_without_a_role_is_a_fault_with_its_line() {
        let fault = parse(&format!("{HEAD}\n# Land\n")).unwrap_err();
        assert_eq!(fault.to_string(), "18: a heading ends with its role, as in `{session}`");
    }

    #[test]
    fn lists_tables_and_notes_are_blocks_of_their_own() {
        let body = "Three:\n\n- one\n- two[^1]\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: Note.\n";
        let report = parse(&format!("{HEAD}\n{body}")).unwrap();
        assert_eq!(report.blocks.len(), 4);
        assert_eq!(report.notes.len(), 1);
        assert!(matches!(&report.blocks[3], Block::Table(rows) if rows.len() == 2));
    }
}
