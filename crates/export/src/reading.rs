//! The sections of a document as its readers see them.

use std::borrow::Cow;

use rapporteur_model::{Block, Document, Kind, Role, Section};

/// The document's sections; where `segment` has not run, those that marked headings suggest.
pub(crate) fn sections(doc: &Document) -> Cow<'_, [Section]> {
    if doc.sections.is_empty() { Cow::Owned(by_headings(doc)) } else { Cow::Borrowed(&doc.sections) }
}

fn by_headings(doc: &Document) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (index, block) in (0..).zip(&doc.blocks) {
        if block.kind == Kind::Heading || sections.is_empty() {
            let heading = (block.kind == Kind::Heading).then_some(index);
            sections.push(Section {
                heading,
                blocks: index..index,
                level: block.level.unwrap_or(1),
                role: Role::Body,
                number: None,
                label: None,
                title: heading.map_or(String::new(), |_| one_line(&block.text)),
            });
        }
        if let Some(last) = sections.last_mut() {
            last.blocks.end = index + 1;
        }
    }
    sections
}

/// A section that the reader sees: with a heading, or at least a paragraph.
pub(crate) fn shown(doc: &Document, section: &Section) -> bool {
    section.heading.is_some() || paragraphs(doc, section).next().is_some()
}

/// The title block and what else stands before the first heading: no part of the programme.
pub(crate) fn is_title_page(section: &Section) -> bool {
    section.role == Role::Front && section.heading.is_none()
}

/// The blocks that are a section's own text, with their indices: no heading, no notes, no furniture.
pub(crate) fn paragraphs<'d>(
    doc: &'d Document,
    section: &Section,
) -> impl Iterator<Item = (u32, &'d Block)> + use<'d> {
    let heading = section.heading;
    let (start, end) = (section.blocks.start, section.blocks.end);
    let blocks = doc.blocks.get(start as usize..end as usize).unwrap_or(&[]);
    (start..).zip(blocks).filter(move |(index, block)| {
        Some(*index) != heading
            && !matches!(block.kind, Kind::Note | Kind::Furniture)
            && !block.text.trim().is_empty()
    })
}

/// Label, corrected number and heading in one line: "Session 1: An Evolving Doctrine".
pub(crate) fn name(section: &Section) -> String {
    let mark: Vec<&str> =
        [section.label.as_deref(), section.number.as_deref()].into_iter().flatten().collect();
    match (mark.join(" "), one_line(&section.title)) {
        (mark, title) if mark.is_empty() => title,
        (mark, title) if title.is_empty() => mark,
        (mark, title) if section.label.is_some() => format!("{mark}: {title}"),
        (mark, title) => format!("{mark} {title}"),
    }
}

/// A text with every run of white space turned into one blank.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
