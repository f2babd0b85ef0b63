//! A block in the making.

use std::ops::Range;

use rapporteur_model::Kind;

use super::scope::{Region, Scope};

/// Text as pulled out of the page, and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    /// The first words were written.
    pub(crate) begun: bool,
    pub(crate) kind: Kind,
    pub(crate) level: Option<u8>,
    pub(crate) mark: Option<String>,
    pub(crate) region: Region,
    pub(crate) main: bool,
    pub(crate) article: bool,
    /// The lines are as the author set them.
    pub(crate) pre: bool,
    /// Bytes of the text that are a link's.
    pub(crate) linked: usize,
    /// Places of line breaks set by the author.
    pub(crate) breaks: Vec<usize>,
    /// What may be marks of notes.
    pub(crate) refs: Vec<Reference>,
    /// Row and column, in a table that is not closed yet.
    pub(crate) cell: Option<(usize, usize)>,
    /// The text went into another draft.
    pub(crate) dead: bool,
    /// Not part of the text.
    pub(crate) furniture: bool,
}

/// A link that may be the mark of a note.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    /// Bytes of the draft's text.
    pub(crate) bytes: Range<usize>,
    /// The mark, without brackets.
    pub(crate) mark: String,
    /// Name of the anchor it leads to.
    pub(crate) target: String,
    /// Only its brackets say so: the note must start with the same mark.
    pub(crate) doubtful: bool,
}

impl Draft {
    /// Whether nothing was written yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text, runs of blanks as one.
    pub(crate) fn push(&mut self, text: &str, scope: &Scope) {
        let from = self.text.len();
        if scope.pre {
            self.text.push_str(text);
        } else {
            for (index, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
                if index > 0 {
                    self.space();
                }
                self.text.push_str(word);
            }
        }
        if scope.link {
            self.linked += self.text.len() - from;
        }
    }

    /// Appends a space, unless there is one.
    pub(crate) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Appends a line break set by the author.
    pub(crate) fn line_break(&mut self, pre: bool) {
        if pre {
            self.text.push('\n');
        } else if !self.text.is_empty() {
            self.breaks.push(self.text.len());
            self.text.push(' ');
        }
    }

    /// Cuts the text off at a byte.
    pub(crate) fn truncate(&mut self, at: usize, linked: bool) {
        if self.text.is_char_boundary(at) {
            if linked {
                self.linked = self.linked.saturating_sub(self.text.len() - at);
            }
            self.text.truncate(at);
            self.breaks.retain(|&b| b < at);
            self.refs.retain(|r| r.bytes.end <= at);
        }
    }

    /// Whether most of the text is links.
    pub(crate) fn is_links(&self) -> bool {
        self.linked * 10 >= self.text.trim_end().len() * 8
    }

    /// Whether it counts: it has text of its own, and is part of what is read.
    pub(crate) fn is_kept(&self) -> bool {
        !self.dead && !self.furniture
    }
}
