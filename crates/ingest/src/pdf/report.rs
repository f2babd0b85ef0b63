//! What was lost on the way from page to text, told in a few sentences.

use rapporteur_stage::{Context, StageError};

use super::{gather::Leaf, open::Opened};
use crate::{
    Limits,
    counted::{counted, only_the_first},
};

/// Pictures that cover less of a page than this are decoration.
const PICTURE: f64 = 0.25;
const OCR: &str = "run an OCR program over it first, for example `ocrmypdf in.pdf out.pdf`";

/// Tells what is missing; fails when there is no text at all, and nothing that a better equipped run could read.
///
/// `hint` says what to do about pages without text.
pub(super) fn pages(
    opened: &Opened,
    hint: Option<&str>,
    cx: &mut Context<'_>,
    limits: &Limits,
) -> Result<(), StageError> {
    let leaves = &opened.leaves;
    let hint = hint.unwrap_or(OCR);
    if leaves.iter().all(|l| l.sheet.is_blank()) {
        return unread(opened, hint, cx).ok_or_else(|| no_text(opened));
    }
    if meaningless(leaves) {
        return Err(StageError::new("the PDF does not say which characters it shows").hint(hint));
    }
    if opened.pages > leaves.len() {
        let message = only_the_first(limits.pages as usize, opened.pages);
        cx.lost(message, Some("raise `largest-pages` if the file is worth it"), Some(limits.pages));
    }
    for leaf in leaves {
        if let Some(trouble) = leaf.trouble {
            let message = format!("page {} {}", leaf.sheet.number(), trouble.what);
            cx.lost(message, Some(trouble.hint), Some(leaf.sheet.number()));
        }
    }
    let blind: Vec<u32> = leaves
        .iter()
        .filter(|l| l.sheet.is_blank() && l.pictures > PICTURE && !l.seen)
        .map(|l| l.sheet.number())
        .collect();
    if let Some(&first) = blind.first() {
        let message = format!("{} without a text layer", listed(&blind));
        cx.lost(message, Some(hint), Some(first));
    }
    unknown(leaves, hint, cx);
    Ok(())
}

/// Pictures alone that nobody looked at: a document all the same, whose text is lost until OCR can be had.
fn unread(opened: &Opened, hint: &str, cx: &mut Context<'_>) -> Option<()> {
    let waiting = opened.leaves.iter().filter(|l| l.pictures > 0.0 && !l.seen);
    let waiting: Vec<u32> = waiting.map(|l| l.sheet.number()).collect();
    let first = *waiting.first()?;
    cx.lost(format!("nothing was read: {} without a text layer", listed(&waiting)), Some(hint), Some(first));
    Some(())
}

fn no_text(opened: &Opened) -> StageError {
    let count = opened.pages;
    let pages = counted(count, "page");
    if opened.leaves.iter().all(|l| l.seen) {
        return StageError::new(format!("OCR finds no words on the {pages} of the PDF"))
            .hint("see whether they are upside down, or in a language that is not in `ocr-languages`");
    }
    if let Some((number, trouble)) = opened.leaves.iter().find_map(|l| Some((l.sheet.number(), l.trouble?))) {
        let message = format!("the PDF has {pages} and no text: page {number} {}", trouble.what);
        return StageError::new(message).hint(trouble.hint);
    }
    StageError::new(format!("the PDF has no text layer: {pages} without a character"))
        .hint("if a viewer shows text, print it to a new PDF or run an OCR program over it")
}

/// `page 3 is a picture`, `pages 3, 5–9 are pictures`.
fn listed(pages: &[u32]) -> String {
    let text = ranges(pages);
    if pages.len() == 1 { format!("page {text} is a picture") } else { format!("pages {text} are pictures") }
}

/// `page 3`, `pages 3, 5–9`.
pub(super) fn numbers(pages: &[u32]) -> String {
    format!("{} {}", if pages.len() == 1 { "page" } else { "pages" }, ranges(pages))
}

fn ranges(pages: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match parts.last_mut() {
            Some(last) if last.1 + 1 == page => last.1 = page,
            _ => parts.push((page, page)),
        }
    }
    let text: Vec<String> =
        parts.iter().map(|&(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") }).collect();
    text.join(", ")
}

/// Whether hardly any glyph has a known meaning.
fn meaningless(leaves: &[Leaf]) -> bool {
    let all: usize = leaves.iter().map(|l| l.glyphs).sum();
    let unknown: usize = leaves.iter().map(|l| l.unknown).sum();
    10 * all.saturating_sub(unknown) < all
}

/// Glyphs of which the file does not say what they stand for.
fn unknown(leaves: &[Leaf], hint: &str, cx: &mut Context<'_>) {
    let all: usize = leaves.iter().map(|l| l.glyphs).sum();
    let unknown: usize = leaves.iter().map(|l| l.unknown).sum();
    if 5 * unknown > all {
        let message = format!("{unknown} of {all} characters have no known meaning in this file");
        cx.lost(message, Some(hint), None);
    } else if 200 * unknown > all {
        cx.warn(format!("{unknown} of {all} characters have no known meaning in this file"), None);
    }
}
