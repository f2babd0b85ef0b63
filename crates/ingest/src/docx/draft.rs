//! A block in the making, with the places in it that mean something.

use rapporteur_model::Kind;

use super::notes::NoteKind;

/// Text as the page shows it, and what is known of it. Places are bytes of the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) kind: Kind,
    pub(crate) level: Option<u8>,
    pub(crate) mark: Option<String>,
    /// The page of its first word, counted from 1.
    pub(crate) page: u32,
    /// Where further pages begin.
    pub(crate) pages: Vec<usize>,
    /// Line breaks set by the author.
    pub(crate) breaks: Vec<usize>,
    pub(crate) refs: Vec<Reference>,
    /// It has the style of the document's title.
    pub(crate) title: bool,
    /// The note that it is the first paragraph of.
    pub(crate) note: Option<(NoteKind, String)>,
    /// Bytes at its start that are no text: the mark of a note, typed.
    pub(crate) skip: usize,
}

/// The mark of a note.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) at: usize,
    pub(crate) kind: NoteKind,
    pub(crate) id: String,
    /// The mark, when the author typed it.
    pub(crate) typed: Option<String>,
}

impl Draft {
    /// Whether there is nothing in it to read.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.refs.is_empty()
    }

    /// Appends text that stands on a page, runs of blanks as one.
    pub(crate) fn push(&mut self, text: &str, page: u32) {
        if self.text.is_empty() {
            self.page = page;
            self.pages.clear();
        }
        for (index, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if index > 0 {
                self.space();
            }
            self.text.push_str(word);
        }
    }

    /// Appends a space, unless there is one.
    pub(crate) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Appends a line break set by the author.
    pub(crate) fn line_break(&mut self) {
        if !self.text.is_empty() {
            self.breaks.push(self.text.len());
            self.text.push(' ');
        }
    }

    /// Says that another page begins here.
    pub(crate) fn page_break(&mut self) {
        if !self.text.is_empty() {
            self.space();
            self.pages.push(self.text.len());
        }
    }

    /// Cuts the text off at a byte and gives back what stood from there on.
    pub(crate) fn cut(&mut self, at: usize) -> String {
        if !self.text.is_char_boundary(at) {
            return String::new();
        }
        self.breaks.retain(|&b| b < at);
        self.text.split_off(at)
    }

    /// Puts words in front of the text.
    pub(crate) fn put_before(&mut self, words: &str) {
        let by = words.len();
        self.text.insert_str(0, words);
        self.pages.iter_mut().chain(&mut self.breaks).for_each(|at| *at += by);
        self.refs.iter_mut().for_each(|r| r.at += by);
    }

    /// Appends another draft's text and its places.
    pub(crate) fn append(&mut self, mut other: Self) {
        if self.page == 0 {
            self.page = other.page;
        } else if other.page > self.last_page() && !other.text.is_empty() {
            (self.last_page()..other.page).for_each(|_| self.pages.push(self.text.len()));
        }
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.pages.extend(other.pages.drain(..).map(|at| at + by));
        self.breaks.extend(other.breaks.drain(..).map(|at| at + by));
        self.refs.extend(other.refs.drain(..).map(|r| Reference { at: r.at + by, ..r }));
    }

    /// The page of its last word.
    pub(crate) fn last_page(&self) -> u32 {
        self.page.saturating_add(u32::try_from(self.pages.len()).unwrap_or(0))
    }
}
