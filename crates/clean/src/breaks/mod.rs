//! Line ends: which of them are only the end of the paper, and which end a paragraph, a heading or an item.
//!
//! Here the decisions about lines, taken before by the furniture and note rules and now by the rules for line
//! ends, become edits: each block is rewritten in one pass and cut where its lines part.

mod decide;
mod labels;
mod ruler;
mod tables;

pub(crate) use ruler::Widths;

use std::borrow::Cow;

use rapporteur_model::{Block, Kind};

use crate::{
    draft::{self, Draft, Edit, Item},
    lines::{Line, Lines, Role},
    notes,
    rules::Chosen,
    words::{self, Vocabulary},
};

/// What becomes of a line's end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Break {
    /// The paragraph goes on.
    Soft(f32, &'static str),
    /// It does not.
    Hard(f32, &'static str),
}

/// Rewrites all blocks by the roles of their lines.
pub(crate) fn run(draft: &mut Draft<'_>, lines: &Lines, words: &Vocabulary, chosen: Chosen) {
    let widths = ruler::Widths::of(draft, lines);
    let mut items = Vec::with_capacity(draft.items.len());
    let mut at = 0;
    for (index, item) in (0u32..).zip(std::mem::take(&mut draft.items)) {
        let first = at;
        while lines.all.get(at).is_some_and(|l| l.item == index) {
            at += 1;
        }
        let group = lines.all.get(first..at).unwrap_or(&[]);
        let settled = group.is_empty() || matches!(group.first().map(|l| l.role), Some(Role::Settled));
        if settled || !chosen.on("line-join") && !chosen.on("line-split") && is_plain(group) {
            items.push(item);
        } else if draft.printed && chosen.on("table") && is_plain(group) && tables::is_table(&item.block.text)
        {
            items.push(table(draft, item));
        } else {
            let rewrite = Rewrite { lines: group, offset: first, widths: &widths, words, chosen };
            rewrite.run(draft, item, &mut items);
        }
    }
    draft.items = items;
    labels::run(draft, chosen);
}

fn is_plain(lines: &[Line]) -> bool {
    lines.iter().all(Line::is_body)
}

/// A block of rows and columns stays as it is.
fn table(draft: &mut Draft<'_>, mut item: Item) -> Item {
    draft.log.push(draft::set_aside(&item.block, "table", 0.7, "gaps or drawn lines show columns"));
    item.block.kind = Kind::Table;
    item
}

/// One block being rewritten.
struct Rewrite<'r> {
    lines: &'r [Line],
    /// Index of the first of the lines among all lines.
    offset: usize,
    widths: &'r ruler::Widths,
    words: &'r Vocabulary,
    chosen: Chosen,
}

impl Rewrite<'_> {
    fn run(&self, draft: &mut Draft<'_>, mut item: Item, out: &mut Vec<Item>) {
        let breaks =
            decide::breaks(&item.block, self.lines, self.offset, self.widths, !draft.source.lines.is_empty());
        let mut edits = Vec::with_capacity(self.lines.len() + 2);
        let mut parts: Vec<Role> = Vec::new();
        let text_end = draft::len(&item.block.text);
        let mut done = 0;
        let mut splits = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index == 0 {
                edits.extend(trim(done..line.body));
                parts.push(line.role);
            } else if let Some(end) = breaks.get(index - 1) {
                self.gap(&item.block, done, line, *end, &mut edits);
                if matches!(end, Break::Hard(..)) {
                    splits.push(edits.len());
                    parts.push(line.role);
                }
            }
            if let Role::Note { mark, .. } = line.role {
                edits.extend(note_mark(line, mark));
            }
            done = line.end;
        }
        edits.extend(trim(done..text_end));
        let cuts = cut_points(&edits, &splits);
        let log_from = draft.log.len();
        draft::apply(draft.source, &mut draft.log, &mut item.block, &mut edits);
        // An edit that had to be widened would move the cuts: then the block stays whole, which loses nothing.
        let cuts = if draft.log.len() - log_from == cuts.expected { cuts.at } else { Vec::new() };
        for (index, (block, role)) in draft::cut(item.block, &cuts).into_iter().zip(parts).enumerate() {
            let id = if index == 0 { item.id } else { draft.name() };
            match role {
                Role::Note { .. } => draft.fresh_notes.insert(id),
                Role::NoteRest if block.kind != Kind::Note => draft.note_rests.insert(id),
                _ => false,
            };
            let block = dress(draft, block, role);
            out.push(Item { block, id });
        }
    }

    /// The white space between two lines, and a hyphen in front of it.
    fn gap(&self, block: &Block, end: u32, line: &Line, decided: Break, edits: &mut Vec<Edit>) {
        let text = &block.text;
        let range = end..line.body;
        let here = draft::slice(text, &range);
        let edit = |range, with: &'static str, rule, confidence, reason| Edit {
            range,
            with: Cow::Borrowed(with),
            rule,
            confidence,
            reason,
        };
        match decided {
            Break::Hard(confidence, reason) => edits.push(edit(range, "", "line-split", confidence, reason)),
            Break::Soft(confidence, reason) => {
                let left = text.get(..end as usize).unwrap_or("");
                let right = text.get(line.body as usize..).unwrap_or("");
                match join(self.words, left, right, self.chosen.on("hyphen-join")) {
                    Glue::Space if here == " " => {}
                    Glue::Space => edits.push(edit(range, " ", "line-join", confidence, reason)),
                    Glue::Nothing => edits.push(edit(range, "", "line-join", confidence, reason)),
                    Glue::Hyphen(h) if h.keep => {
                        edits.push(edit(range, "", "hyphen-keep", h.confidence, h.reason));
                    }
                    Glue::Hyphen(h) => {
                        edits.push(edit(end - 1..line.body, "", "hyphen-join", h.confidence, h.reason));
                    }
                }
            }
        }
    }
}

/// What stands between two halves of a paragraph that are put together.
pub(crate) enum Glue {
    Space,
    Nothing,
    Hyphen(words::Hyphen),
}

/// How two halves of a paragraph are put together.
pub(crate) fn join(words: &Vocabulary, left: &str, right: &str, hyphens: bool) -> Glue {
    let last = left.chars().next_back().unwrap_or(' ');
    let first = right.chars().next().unwrap_or(' ');
    if crate::shape::ends_hyphen(left) && first.is_alphanumeric() {
        let double = left.ends_with("--");
        // `short- and long-term`: the hyphen hangs, and the space belongs there.
        let hanging =
            ["and ", "or ", "to ", "und ", "et ", "ou ", "y ", "o "].iter().any(|w| right.starts_with(w));
        return match (double || hanging, hyphens) {
            (true, _) => Glue::Space,
            (false, true) => Glue::Hyphen(words::hyphen(words, left, right)),
            (false, false) => Glue::Nothing,
        };
    }
    let before_dash = left.chars().rev().nth(1).unwrap_or(' ');
    let after_dash = right.chars().nth(1).unwrap_or(' ');
    let dash = last == '—' && before_dash.is_alphanumeric() && !first.is_whitespace()
        || first == '—' && after_dash.is_alphanumeric() && last.is_alphanumeric();
    let slash = last == '/' && before_dash.is_alphanumeric();
    if dash || slash || is_cjk(last) && is_cjk(first) { Glue::Nothing } else { Glue::Space }
}

/// Scripts that put no space between words.
fn is_cjk(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// White space at the edge of a block.
fn trim(range: std::ops::Range<u32>) -> Option<Edit> {
    (!range.is_empty()).then_some(Edit {
        range,
        with: Cow::Borrowed(""),
        rule: "indent",
        confidence: 1.0,
        reason: "white space at the edge of a paragraph is layout",
    })
}

/// The mark in front of a note, with the space behind it.
fn note_mark(line: &Line, mark: u32) -> Option<Edit> {
    (mark > 0).then_some(Edit {
        range: line.body..line.body + mark,
        with: Cow::Borrowed(""),
        rule: "note-mark",
        confidence: 0.9,
        reason: "the note's mark is kept beside its text",
    })
}

/// Where the block is to be cut, in terms of its new text.
struct Cuts {
    at: Vec<u32>,
    /// How many edits the cuts count on.
    expected: usize,
}

fn cut_points(edits: &[Edit], splits: &[usize]) -> Cuts {
    let mut at = Vec::with_capacity(splits.len());
    let mut splits = splits.iter().peekable();
    // What the edits so far have taken away.
    let mut shrunk = 0u32;
    for (index, edit) in edits.iter().enumerate() {
        let with = draft::len(&edit.with);
        let gone = edit.range.end - edit.range.start;
        shrunk = (shrunk + gone).saturating_sub(with);
        if splits.next_if(|s| **s == index + 1).is_some() {
            at.push(edit.range.end.saturating_sub(shrunk));
        }
    }
    Cuts { at, expected: edits.len() }
}

/// Gives a piece the kind of its lines.
fn dress(draft: &mut Draft<'_>, mut block: Block, role: Role) -> Block {
    match role {
        Role::Furniture { rule, confidence, reason } => {
            draft.log.push(draft::set_aside(&block, rule, confidence, reason));
            block.kind = Kind::Furniture;
        }
        Role::Note { number, confidence, reason, .. } => {
            if block.kind != Kind::Note {
                draft.log.push(draft::set_aside(&block, "note-lift", confidence, reason));
            }
            block.kind = Kind::Note;
            block.mark = Some(notes::mark(number));
        }
        Role::Body | Role::NoteRest | Role::Settled => {}
    }
    block
}
