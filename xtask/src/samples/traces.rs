//! What a rendering does to the text of a report, kept for its expectation.

use serde::Serialize;

use super::cuts::{self, Cut};
use super::expect::last_words;
use super::pages::{self, Page};
use super::source::Report;

/// A paragraph that goes on after a page or column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Joint {
    /// Page before the joint, counted from 1, where pages can be told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<usize>,
    /// Last four words before it, with the hyphen that is printed.
    pub(super) left: String,
    /// First four words after it.
    pub(super) right: String,
    /// Whether a hyphen stands before it.
    pub(super) hyphen: bool,
    /// Whether a sentence happens to end before it, so that words alone do not tell that the paragraph goes on.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) between_sentences: bool,
    /// The whole word, where the joint goes through one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) word: Option<String>,
}

/// Words that were misread.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Slip {
    /// As printed.
    pub(super) printed: String,
    /// As read.
    pub(super) read: String,
}

/// What the rendering did to the text. What does not apply is left out of the file.
#[derive(Debug, Default, Serialize)]
pub(super) struct Traces {
    /// Whether the file tells when the report was published.
    #[serde(skip)]
    pub(super) dated: bool,
    /// Number of pages, where the file shows them.
    #[serde(skip)]
    pub(super) page_count: Option<usize>,
    /// The page of every heading, counted from 0.
    #[serde(skip)]
    pub(super) heading_pages: Vec<usize>,
    /// Paragraphs that go on after a page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) page_joins: Vec<Joint>,
    /// Paragraphs that go on in the next column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) column_joins: Vec<Joint>,
    /// Sentences with a blank line in them and no page end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tears: Vec<Joint>,
    /// Running heads, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) running_heads: Vec<String>,
    /// Whether page numbers are printed.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) page_numbers: bool,
    /// Page numbers glued to the end of a line of text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) glued_page_numbers: Vec<String>,
    /// Lines that are no part of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) furniture: Vec<String>,
    /// Texts around the report that must not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ignored: Vec<String>,
    /// How many `\$` become `$`.
    #[serde(skip_serializing_if = "is_none")]
    pub(super) escapes_removed: usize,
    /// How many asterisks are left over from italics.
    #[serde(skip_serializing_if = "is_none")]
    pub(super) asterisks: usize,
    /// How many ligature characters there are.
    #[serde(skip_serializing_if = "is_none")]
    pub(super) ligatures: usize,
    /// How many U+00AD are dashes.
    #[serde(skip_serializing_if = "is_none")]
    pub(super) soft_hyphen_dashes: usize,
    /// How many words are divided at the end of a line within a page.
    #[serde(skip_serializing_if = "is_none")]
    pub(super) divided_words: usize,
    /// Words whose own hyphen was lost at the end of a line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) lost_hyphens: Vec<Slip>,
    /// Words that were misread.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) slips: Vec<Slip>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_none(value: &usize) -> bool {
    *value == 0
}

impl Traces {
    /// What the pages themselves tell.
    pub(super) fn of_pages(pages: &[Page], report: &Report) -> Self {
        let (page_joins, column_joins) = joints(pages);
        Self {
            page_count: Some(pages.len()),
            heading_pages: pages::heading_pages(pages, report),
            page_joins,
            column_joins,
            ..Self::default()
        }
    }

    /// The file does not show where its pages end.
    pub(super) fn forget_pages(&mut self) {
        self.page_count = None;
        self.heading_pages.clear();
        for joint in &mut self.page_joins {
            joint.page = None;
        }
    }

    /// Notes a running head.
    pub(super) fn running_head(&mut self, words: &str) {
        if !self.running_heads.iter().any(|head| head == words) {
            self.running_heads.push(words.to_owned());
        }
    }

    /// Notes a blank line in a sentence.
    pub(super) fn torn(&mut self, left: &str, rest: &str) {
        let right: Vec<&str> = rest.split_whitespace().take(4).collect();
        self.tears.push(Joint {
            page: None,
            left: last_words(left, 4),
            right: right.join(" "),
            hyphen: false,
            between_sentences: false,
            word: None,
        });
    }
}

/// The paragraphs that pages and columns cut.
fn joints(pages: &[Page]) -> (Vec<Joint>, Vec<Joint>) {
    let joint = |cut: Cut| Joint {
        page: Some(cut.page + 1),
        hyphen: cut.left.ends_with('-'),
        between_sentences: cut.left.ends_with(['.', '?', '!', '”', '»']),
        left: cut.left,
        right: cut.right,
        word: cut.word,
    };
    let (columns, pages): (Vec<Cut>, Vec<Cut>) = cuts::cuts(pages).into_iter().partition(|cut| cut.column);
    (pages.into_iter().map(joint).collect(), columns.into_iter().map(joint).collect())
}
