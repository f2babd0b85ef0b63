//! Links: handles that are no text, and the marks of notes.

use html5ever::tokenizer::Tag;

use super::{
    attributes,
    draft::{Draft, Reference},
    scope::Scope,
};
use crate::{packed::names, superscript};

/// An open link to another place in the page.
#[derive(Debug)]
pub(crate) struct Link {
    target: String,
    /// It is said to refer to a note, or stands raised.
    noted: bool,
    /// It leads back, or is a handle to copy an address: its text is no text.
    silent: bool,
}

impl Link {
    /// A link that may matter; `None` for links out of the page, or of the book that `file` belongs to.
    pub(crate) fn new(tag: &Tag, outer: &Scope, file: &str) -> Option<Self> {
        let href = attributes::value(tag, "href")?.trim();
        let (to, target) = href.split_once('#')?;
        if !to.is_empty() && (file.is_empty() || to.contains(':')) {
            return None;
        }
        let noted = outer.raised || attributes::is_note_reference(tag) || sounds_like_note(target);
        let silent = attributes::is_backlink(tag) || attributes::is_handle(tag);
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = if to.is_empty() { file.to_owned() } else { names::resolved(folder, to) };
        Some(Self { target: place(&file, target), noted, silent })
    }

    /// Looks at the text the link had, which starts at `from`.
    pub(crate) fn close(self, draft: &mut Draft, from: usize) {
        let text = draft.text.get(from..).unwrap_or_default();
        let worded = text.chars().any(char::is_alphanumeric);
        let raised = !text.is_empty() && superscript::lowered(text) != text;
        match note_mark(text) {
            Some(mark) if (self.noted || raised || is_bracketed(text)) && !self.silent => {
                let start = from + (text.len() - text.trim_start().len());
                let bytes = start..from + text.trim_end().len();
                let doubtful = !self.noted && !raised;
                draft.refs.push(Reference { bytes, mark, target: self.target, doubtful });
            }
            _ if self.silent || !worded => draft.truncate(from, true),
            _ => {}
        }
    }
}

/// The name of a place: in a book, places of different files may have the same name.
pub(crate) fn place(file: &str, name: &str) -> String {
    if file.is_empty() { name.to_owned() } else { format!("{file}#{name}") }
}

fn is_bracketed(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('[') && text.ends_with(']')) || (text.starts_with('(') && text.ends_with(')'))
}

/// Names that writers of notes give to their anchors.
fn sounds_like_note(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    let target = target.trim_start_matches('_');
    let numbered =
        |rest: &str| rest.trim_start_matches(['-', '_', ':', '.']).starts_with(|c: char| c.is_ascii_digit());
    [
        "fn",
        "ftn",
        "edn",
        "en",
        "note",
        "footnote",
        "endnote",
        "cite_note",
        "ftnref",
        "ednref",
        "fnref",
        "noteref",
    ]
    .iter()
    .any(|prefix| target.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || numbered(rest)))
        || target.starts_with("cite_note")
}

/// The mark in a text like `[1]`, `(a)`, `¹`, `*`: a short number, a letter, or signs.
pub(crate) fn note_mark(text: &str) -> Option<String> {
    let bare = superscript::lowered(text.trim().trim_matches(['[', ']', '(', ')']).trim());
    let count = bare.chars().count();
    let is_number = (1..=4).contains(&count) && bare.bytes().all(|b| b.is_ascii_digit());
    let is_letter = count == 1 && bare.chars().all(char::is_alphabetic);
    let is_roman = (1..=5).contains(&count) && bare.bytes().all(|b| b"ivxlc".contains(&b));
    let is_sign = (1..=3).contains(&count) && bare.chars().all(|c| "*†‡§".contains(c));
    (is_number || is_letter || is_roman || is_sign).then_some(bare)
}
