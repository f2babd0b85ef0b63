//! The lines across a column that pages are filled with.

use super::lines::{End, Line};

/// What a strip is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A logo line before the title.
    Logo,
    /// The title.
    Title,
    /// Subtitle, place, date and hosts.
    Front,
    /// The heading with this place among the headings.
    Heading(usize),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A line of the contents.
    Entry,
    /// A footnote.
    Note,
}

/// Words at a distance from the left edge of the column.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Distance from the left edge.
    pub(super) x: f64,
    /// The words.
    pub(super) line: Line,
}

/// One line across the column, with all that stands in it.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// What stands in it, from left to right.
    pub(super) parts: Vec<Part>,
    /// Empty space before it, unless it is the first of a page.
    pub(super) before: f64,
    /// Its own height.
    pub(super) height: f64,
    /// Strips of one paragraph, item or heading share a number.
    pub(super) flow: usize,
    /// What it is a part of.
    pub(super) role: Role,
    /// Must stand on one page with the next strip.
    pub(super) keep: bool,
    /// Begins a page.
    pub(super) fresh: bool,
}

impl Strip {
    /// The marks of notes in it.
    pub(super) fn notes(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| &part.line.words).flat_map(|word| &word.notes).map(String::as_str)
    }

    /// How its text goes on after it.
    pub(super) fn end(&self) -> End {
        self.parts.last().map_or(End::Last, |part| part.line.end)
    }
}
