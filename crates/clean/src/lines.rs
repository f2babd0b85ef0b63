//! The printed lines of a draft, in reading order: where furniture and notes are looked for.

use rapporteur_model::Kind;

use crate::draft::Draft;

/// One printed line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Index of its block in the draft.
    pub(crate) item: u32,
    /// Page, counted from 1; 0 when unknown.
    pub(crate) page: u32,
    /// First byte in the block's text, white space included.
    pub(crate) start: u32,
    /// First byte that is not white space.
    pub(crate) body: u32,
    /// The byte behind the last that is not white space.
    pub(crate) end: u32,
    pub(crate) role: Role,
}

/// What a line was found to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Role {
    Body,
    /// Set aside before, by ingest.
    Settled,
    Furniture {
        rule: &'static str,
        confidence: f32,
        reason: &'static str,
    },
    /// The first line of a note; its mark is the first so many bytes of the line, and stands for the number.
    Note {
        mark: u32,
        number: u32,
        confidence: f32,
        reason: &'static str,
    },
    /// A further line of the note above.
    NoteRest,
}

impl Role {
    /// The rule that set a line aside, and its confidence.
    pub(crate) fn ground(self) -> Option<(&'static str, f32)> {
        match self {
            Self::Furniture { rule, confidence, .. } => Some((rule, confidence)),
            Self::Note { confidence, .. } => Some(("note-lift", confidence)),
            Self::NoteRest => Some(("note-lift", 1.0)),
            Self::Body | Self::Settled => None,
        }
    }
}

/// All lines of a draft.
pub(crate) struct Lines {
    pub(crate) all: Vec<Line>,
}

impl Lines {
    pub(crate) fn of(draft: &Draft<'_>) -> Self {
        let mut all = Vec::with_capacity(draft.items.len() + draft.source.text.len() / 60);
        let paged = draft.source.pages.len() > 1;
        for (item, at) in draft.items.iter().zip(0u32..) {
            let settled = matches!(item.block.kind, Kind::Furniture | Kind::Table);
            let role = if settled { Role::Settled } else { Role::Body };
            let mut start = 0u32;
            for text in item.block.text.split_inclusive('\n') {
                let next = start + crate::draft::len(text);
                let end = start + crate::draft::len(text.trim_end());
                let body = next - crate::draft::len(text.trim_start());
                if body < end {
                    let page = if paged { item.block.page_at(body).unwrap_or(0) } else { 0 };
                    all.push(Line { item: at, page, start, body, end, role });
                }
                start = next;
            }
        }
        Self { all }
    }

    /// A line's text without the white space around it.
    pub(crate) fn text<'d>(&self, draft: &'d Draft<'_>, line: usize) -> &'d str {
        self.all.get(line).map_or("", |l| l.text(draft))
    }

    /// The lines of each page, in order; one group of all lines when there are no pages.
    pub(crate) fn pages(&self) -> Vec<std::ops::Range<usize>> {
        let mut pages = Vec::new();
        let mut start = 0;
        for (at, pair) in self.all.windows(2).enumerate() {
            if let [a, b] = pair
                && a.page != b.page
            {
                pages.push(start..at + 1);
                start = at + 1;
            }
        }
        pages.push(start..self.all.len());
        pages
    }

    /// Whether a line is the first of its block.
    pub(crate) fn opens_block(&self, line: usize) -> bool {
        let item = |at: usize| self.all.get(at).map(|l| l.item);
        line == 0 || item(line - 1) != item(line)
    }

    /// Whether a line is the last of its block.
    pub(crate) fn closes_block(&self, line: usize) -> bool {
        let item = |at: usize| self.all.get(at).map(|l| l.item);
        item(line + 1) != item(line)
    }
}

impl Line {
    /// The line's text without the white space around it.
    pub(crate) fn text<'d>(&self, draft: &'d Draft<'_>) -> &'d str {
        let text = draft.items.get(self.item as usize).map_or("", |i| i.block.text.as_str());
        text.get(self.body as usize..self.end as usize).unwrap_or("")
    }

    /// Columns of white space in front of the line.
    pub(crate) fn indent(&self) -> u32 {
        self.body - self.start
    }

    pub(crate) fn is_body(&self) -> bool {
        self.role == Role::Body
    }
}
