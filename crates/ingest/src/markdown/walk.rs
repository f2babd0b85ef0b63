//! Follows the parser's events and makes blocks of them.

use std::{collections::BTreeMap, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use rapporteur_model::{Block, Kind};

use super::{draft::Draft, raw_html::RawHtml};
use crate::{head, superscript};

/// A heading longer than this is a paragraph above a rule, which Markdown takes for a heading's underline.
const LONGEST_HEADING: usize = 300;

/// The state of the walk.
pub(crate) struct Walk<'a> {
    source: &'a str,
    pub(super) draft: Draft,
    alt: Draft,
    images: usize,
    blocks: Vec<Block>,
    lists: Vec<Option<u64>>,
    mark: Option<String>,
    quotes: usize,
    note: Option<String>,
    pub(super) heading: Option<u8>,
    pub(super) table: bool,
    pub(super) item: bool,
    code: Option<Range<usize>>,
    raised: Option<usize>,
    raw: RawHtml,
    /// Notes by label: their first block, counted from 0 in this walk.
    notes: BTreeMap<String, usize>,
    /// Labels, numbered from 1 in the order in which they are first referred to.
    labels: BTreeMap<String, usize>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            draft: Draft::default(),
            alt: Draft::default(),
            images: 0,
            blocks: Vec::new(),
            lists: Vec::new(),
            mark: None,
            quotes: 0,
            note: None,
            heading: None,
            table: false,
            item: false,
            code: None,
            raised: None,
            raw: RawHtml::default(),
            notes: BTreeMap::new(),
            labels: BTreeMap::new(),
        }
    }

    /// Takes one event.
    pub(crate) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text, range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::SoftBreak => self.sink().push(" ", range),
            Event::HardBreak => self.sink().line_break(range),
            Event::InlineHtml(tag) => self.inline_html(&tag, range),
            Event::Html(html) => {
                let mut raw = std::mem::take(&mut self.raw);
                raw.feed(&html, range.start, self);
                self.raw = raw;
            }
            Event::FootnoteReference(label) => self.refer(&label),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.flush(),
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(depth(level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(range.end..range.start);
            }
            Tag::HtmlBlock => {
                self.flush();
                self.raw = RawHtml::default();
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.notes.entry(label.to_string()).or_insert(self.blocks.len());
                self.note = Some(label.to_string());
                self.mark = Some(label.to_string());
            }
            Tag::Table(_) => {
                self.flush();
                self.table = true;
            }
            Tag::TableRow => self.draft.glue("\n"),
            Tag::Image { .. } => self.images += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.flush_code(),
            TagEnd::HtmlBlock => {
                self.flush();
                (self.heading, self.table, self.item) = (None, false, false);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => self.flush(),
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.note = None;
            }
            TagEnd::Table => {
                self.flush();
                self.table = false;
            }
            TagEnd::TableCell => self.draft.glue("\t"),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    fn start_item(&mut self) {
        self.flush();
        self.mark = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}.");
                *number = number.saturating_add(1);
                mark
            }
            _ => "•".to_owned(),
        });
    }

    fn sink(&mut self) -> &mut Draft {
        if self.images > 0 { &mut self.alt } else { &mut self.draft }
    }

    /// Appends text, tied to the place where the source has it.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            *code = code.start.min(range.start)..code.end.max(range.end);
            return;
        }
        let found = self.source.get(range.clone()).and_then(|s| s.find(text));
        let bytes = found.map_or(range.clone(), |at| range.start + at..range.start + at + text.len());
        self.sink().push(text, bytes);
    }

    fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        let name: String = tag
            .trim_start_matches('<')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect();
        match name.trim_end_matches('/').to_ascii_lowercase().as_str() {
            "br" => self.sink().line_break(range),
            "sup" => self.raised = Some(self.draft.len()),
            "/sup" => {
                if let Some(from) = self.raised.take()
                    && let Some(raised) = superscript::raised(self.draft.tail(from))
                {
                    self.draft.replace_tail(from, &raised);
                }
            }
            _ => {}
        }
    }

    fn refer(&mut self, label: &str) {
        let number = self.labels.len() + 1;
        self.labels.entry(label.to_owned()).or_insert(number);
        self.draft.note(label.to_owned());
    }

    /// Ends the block in the making, if there is one.
    pub(super) fn flush(&mut self) {
        self.raised = None;
        let alt = self.alt.finish(Kind::Furniture);
        if self.draft.is_blank() {
            // A picture alone: what is said of it is on the page, but no part of the text.
            self.blocks.extend(alt);
        }
        let kind = self.kind();
        let mut blocks = self.draft.finish(kind);
        if let Some(first) = blocks.first_mut() {
            first.mark = self.mark.take();
        }
        for mut block in blocks {
            match kind {
                Kind::Heading => block.level = self.heading,
                Kind::ListItem => block.level = u8::try_from(self.lists.len().max(1)).ok(),
                Kind::Table => tidy_table(&mut block),
                _ if is_template(&block.text) => block.kind = Kind::Furniture,
                Kind::Paragraph => open_part(&mut block),
                _ => {}
            }
            self.blocks.push(block);
        }
    }

    fn kind(&self) -> Kind {
        match () {
            () if self.note.is_some() => Kind::Note,
            () if self.table => Kind::Table,
            () if self.heading.is_some() && self.draft.len() <= LONGEST_HEADING => Kind::Heading,
            () if self.item || !self.lists.is_empty() => Kind::ListItem,
            () if self.quotes > 0 => Kind::Quote,
            () => Kind::Paragraph,
        }
    }

    /// A block of code is mostly text that was indented by chance: it is read as text is.
    fn flush_code(&mut self) {
        let Some(range) = self.code.take() else { return };
        if let (Some(code), Ok(base)) = (self.source.get(range.clone()), u32::try_from(range.start)) {
            self.blocks.extend(crate::text::paragraphs(code, base, None));
        }
    }

    /// The blocks, with note marks linked; `before` blocks stand in front of them in the document.
    pub(crate) fn finish(mut self, before: usize) -> Vec<Block> {
        self.flush();
        let marks: BTreeMap<&str, String> =
            self.labels.iter().map(|(label, &n)| (label.as_str(), printed(label, n))).collect();
        // A definition without text has no block.
        let blocks = &self.blocks;
        self.notes.retain(|label, index| {
            blocks.get(*index).is_some_and(|b| b.kind == Kind::Note && b.mark.as_ref() == Some(label))
        });
        for block in &mut self.blocks {
            for note in &mut block.notes {
                note.note = self.notes.get(&note.mark).and_then(|&index| u32::try_from(index + before).ok());
                note.mark = marks.get(note.mark.as_str()).cloned().unwrap_or_default();
            }
            if let (Kind::Note, Some(mark)) = (block.kind, &mut block.mark)
                && let Some(printed) = marks.get(mark.as_str())
            {
                mark.clone_from(printed);
            }
        }
        self.blocks
    }
}

/// The mark a reader sees for a label: the label itself when it looks like a mark, else the running number.
fn printed(label: &str, number: usize) -> String {
    if label.chars().count() <= 3 { label.to_owned() } else { number.to_string() }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Reads a line that opens a part of a draft: the abstract has no other heading, the other parts have their own.
fn open_part(block: &mut Block) {
    match head::part(&block.text) {
        Some("abstract") => {
            (block.kind, block.level) = (Kind::Heading, Some(1));
            block.replace(0..5, "A");
        }
        Some(_) => block.kind = Kind::Furniture,
        None => {}
    }
}

/// Takes out the tab behind a row's last cell.
fn tidy_table(block: &mut Block) {
    let edits: Vec<(Range<u32>, &str)> = block
        .text
        .match_indices("\t\n")
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .map(|at| (at..at + 1, ""))
        .collect();
    block.replace_all(&edits);
}

/// Whether a paragraph is nothing but a sign to the site's generator: `{% include x %}`, `{{ x }}`, `{: .wide}`.
fn is_template(text: &str) -> bool {
    let starts = ["{%", "{{", "{:"].iter().any(|sign| text.starts_with(sign));
    starts && text.ends_with('}') && text.matches(['\n', '.']).count() < 3
}
