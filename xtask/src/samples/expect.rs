//! What a reader should find in a sample: the expectation written beside it.
//!
//! Words are given as the source has them, without the damage of the rendering. Whoever compares should first fold
//! quotation marks, dashes, ligatures and spaces.

use serde::Serialize;

use super::head::{Event, Speaker};
use super::inline::{self, Span};
use super::source::{Block, Heading, Report};
use super::traces::Traces;

/// The expectation of one file.
#[derive(Debug, Serialize)]
pub(super) struct Expected<'a> {
    format: u32,
    source: String,
    media_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_date: Option<&'a str>,
    event: NamedEvent<'a>,
    sections: Vec<Section<'a>>,
    footnotes: Vec<Footnote>,
    speakers: &'a [Speaker],
    acronyms: &'a std::collections::BTreeMap<String, String>,
    money: &'a [String],
    #[serde(flatten)]
    traces: &'a Traces,
}

#[derive(Debug, Serialize)]
struct NamedEvent<'a> {
    name: &'a str,
    #[serde(flatten)]
    event: &'a Event,
}

/// A section: a heading and the text up to the next heading of any level.
#[derive(Debug, Serialize)]
struct Section<'a> {
    number: Option<&'a str>,
    heading: &'a str,
    printed: &'a str,
    label: Option<&'a str>,
    level: u8,
    role: &'a str,
    /// Page on which the heading stands, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    words: usize,
    first_words: String,
    last_words: String,
}

#[derive(Debug, Serialize)]
struct Footnote {
    mark: String,
    first_words: String,
    /// The last words before the mark.
    anchor_before: String,
}

/// The expectation of a rendering.
pub(super) fn expected<'a>(
    report: &'a Report,
    source: &str,
    media_type: &'static str,
    traces: &'a Traces,
) -> Expected<'a> {
    let head = &report.head;
    Expected {
        format: 1,
        source: format!("sources/{source}"),
        media_type,
        pages: traces.page_count,
        title: &head.title,
        subtitle: head.subtitle.as_deref(),
        language: &head.language,
        document_date: head.published.as_deref().filter(|_| traces.dated),
        event: NamedEvent { name: &head.title, event: &head.event },
        sections: sections(report, &traces.heading_pages),
        footnotes: footnotes(report),
        speakers: &head.speakers,
        acronyms: &head.acronyms,
        money: &head.money,
        traces,
    }
}

fn sections<'a>(report: &'a Report, pages: &[usize]) -> Vec<Section<'a>> {
    let mut sections: Vec<(&Heading, String)> = Vec::new();
    for block in &report.blocks {
        if let Block::Heading(heading) = block {
            sections.push((heading, String::new()));
        } else if let Some((_, text)) = sections.last_mut() {
            text.push(' ');
            text.push_str(&words(block));
        }
    }
    let mut pages = pages.iter();
    sections
        .into_iter()
        .map(|(heading, text)| Section {
            number: heading.number.as_deref(),
            heading: &heading.title,
            printed: &heading.printed,
            label: heading.label.as_deref(),
            level: heading.level,
            role: &heading.role,
            page: pages.next().map(|page| page + 1),
            words: text.split_whitespace().count(),
            first_words: first_words(&text, 6),
            last_words: last_words(&text, 6),
        })
        .collect()
}

/// The words of a block, without bullets, numbers of items and marks of notes.
fn words(block: &Block) -> String {
    match block {
        Block::Heading(_) | Block::Contents => String::new(),
        Block::Paragraph(text) | Block::Item { text, .. } => inline::plain(text),
        Block::Table(rows) => rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join(" "),
    }
}

fn footnotes(report: &Report) -> Vec<Footnote> {
    report
        .notes
        .iter()
        .map(|note| Footnote {
            mark: note.mark.clone(),
            first_words: first_words(&inline::plain(&note.text), 6),
            anchor_before: report
                .blocks
                .iter()
                .find_map(|block| anchor(block, &note.mark))
                .unwrap_or_default(),
        })
        .collect()
}

/// The words before a mark, if the block has it.
fn anchor(block: &Block, mark: &str) -> Option<String> {
    let (Block::Paragraph(text) | Block::Item { text, .. }) = block else { return None };
    let at = text.iter().position(|span| matches!(span, Span::Mark(found) if found == mark))?;
    Some(last_words(&inline::plain(text.get(..at)?), 6))
}

/// The first words of a text, parted by single spaces.
pub(super) fn first_words(text: &str, number: usize) -> String {
    text.split_whitespace().take(number).collect::<Vec<_>>().join(" ")
}

/// The last words of a text, parted by single spaces.
pub(super) fn last_words(text: &str, number: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.get(words.len().saturating_sub(number)..).unwrap_or_default().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_anchor_is_what_stands_before_the_mark() {
        let block = Block::Paragraph(inline::parse(
            "One. Fewer than sixty were in use eighteen months later.[^1] Two.",
        ));
        assert_eq!(anchor(&block, "1").as_deref(), Some("were in use eighteen months later."));
        assert_eq!(anchor(&block, "2"), None);
    }

    #[test]
    fn first_and_last_words_need_not_be_many() {
        assert_eq!(first_words("a b", 6), "a b");
        assert_eq!(last_words("", 6), "");
        assert_eq!(last_words("a\u{a0}b c", 2), "b c");
    }
}
