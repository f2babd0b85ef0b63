//! Where pages and columns cut a paragraph.

use super::lines::End;
use super::pages::{Frame, Page};
use super::strip::{Role, Strip};

/// A paragraph that goes on after the end of a page or column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Last words before the cut, at most four, with the hyphen that is printed.
    pub(super) left: String,
    /// First words after it.
    pub(super) right: String,
    /// The word that the cut goes through.
    pub(super) word: Option<String>,
    /// Page before the cut, counted from 0.
    pub(super) page: usize,
    /// The text goes on in another column of the page.
    pub(super) column: bool,
}

/// All cuts, in reading order.
pub(super) fn cuts(pages: &[Page]) -> Vec<Cut> {
    let frames: Vec<(usize, &Frame)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, it)| it.frames.iter().map(move |frame| (page, frame)))
        .filter(|(_, frame)| !frame.strips.is_empty())
        .collect();
    frames
        .windows(2)
        .filter_map(|pair| match pair {
            [(page, before), (next, after)] => {
                cut(before, after).map(|cut| Cut { page: *page, column: page == next, ..cut })
            }
            _ => None,
        })
        .collect()
}

fn cut(before: &Frame, after: &Frame) -> Option<Cut> {
    let last = &before.strips.last()?.strip;
    let first = &after.strips.first()?.strip;
    if last.flow != first.flow || matches!(first.role, Role::Row | Role::Entry) {
        return None;
    }
    let side = |frame: &Frame| {
        let strips: Vec<&Strip> =
            frame.strips.iter().map(|placed| &placed.strip).filter(|strip| strip.flow == last.flow).collect();
        joined(&strips, false)
    };
    let (left, right) = (side(before), side(after));
    let left: Vec<&str> = left.split_whitespace().collect();
    let right: Vec<&str> = right.split_whitespace().collect();
    let word = match (last.end(), left.last(), right.first()) {
        (End::Hyphen, Some(begin), Some(rest)) => Some(format!("{}{rest}", begin.trim_end_matches('-'))),
        (End::Kept, Some(begin), Some(rest)) => Some(format!("{begin}{rest}")),
        _ => None,
    };
    Some(Cut {
        left: left.get(left.len().saturating_sub(4)..)?.join(" "),
        right: right.get(..right.len().min(4))?.join(" "),
        word,
        page: 0,
        column: false,
    })
}

/// How many words are divided within a page or column.
pub(super) fn divided(pages: &[Page]) -> usize {
    let all = pages.iter().flat_map(Page::body).filter(|placed| placed.strip.end() == End::Hyphen).count();
    all - cuts(pages).iter().filter(|cut| cut.left.ends_with('-') && cut.word.is_some()).count().min(all)
}

/// The text of strips that belong together, divided words mended; the last hyphen stays.
pub(super) fn joined(strips: &[&Strip], marks: bool) -> String {
    let mut text = String::new();
    for (at, strip) in strips.iter().enumerate() {
        for (part, it) in strip.parts.iter().enumerate() {
            if part > 0 {
                text.push(' ');
            }
            text.push_str(&it.line.text(marks));
        }
        if at + 1 < strips.len() {
            match strip.end() {
                End::Hyphen => {
                    text.pop();
                }
                End::Kept => {}
                End::Space | End::Last => text.push(' '),
            }
        }
    }
    text
}
