//! Markdown to blocks.
//!
//! The extracted text is the decoded Markdown itself; the blocks hold what a reader sees, and their origins
//! point into the Markdown.

mod draft;
mod raw_html;
mod walk;

use pulldown_cmark::{Options, Parser};
use rapporteur_model::Document;
use rapporteur_stage::{Context, StageError};

use crate::{head, ingest};

/// Reads Markdown: the head into meta and a furniture block, the rest into blocks as marked up.
pub(crate) fn read(text: String, doc: &mut Document, cx: &Context<'_>) -> Result<(), StageError> {
    let body = head::take(&text, doc);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let source = text.get(body..).unwrap_or_default();
    let mut walk = walk::Walk::new(&text);
    for (count, (event, range)) in Parser::new_ext(source, options).into_offset_iter().enumerate() {
        if count % 1024 == 0 && cx.cancelled() {
            return Err(ingest::stopped());
        }
        walk.take(event, range.start + body..range.end + body);
    }
    doc.blocks.extend(walk.finish(doc.blocks.len()));
    doc.extracted.text = text;
    Ok(())
}

/// How much a text looks like Markdown: 0 not at all, 2 likely, 3 and more beyond doubt.
///
/// Stray `*italics*` and `\$` of OCR text count for nothing: only a head, headings and links do.
pub(crate) fn score(text: &str) -> usize {
    if head::find(text).is_some() {
        return 3;
    }
    let (mut headings, mut links) = (0, 0);
    for line in text.lines().take(5000) {
        let name = line.trim_start_matches('#');
        let level = line.len() - name.len();
        let named = name.strip_prefix(' ').is_some_and(|n| n.chars().any(char::is_alphabetic));
        headings += usize::from((1..=6).contains(&level) && named);
        links += usize::from(line.contains("](http"));
    }
    headings.min(2) + links.min(1)
}

#[cfg(test)]
mod tests;
