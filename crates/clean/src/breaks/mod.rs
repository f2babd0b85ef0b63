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

use rapporteur_model::{Block, Kind, Repair};

use crate::{
    draft::{self, Draft, Item},
    edits::{self, Edit, Log},
    lines::{Line, Lines, Role},
    notes,
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
pub(crate) fn run(draft: &mut Draft<'_>, lines: &Lines, words: &Vocabulary<'_>) {
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
        if settled {
            items.push(item);
        } else if draft.printed && is_plain(group) && is_table(&mut draft.log, &item.block) {
            items.push(table(draft, item));
        } else {
            let rewrite = Rewrite { lines: group, offset: first, widths: &widths, words };
            rewrite.run(draft, item, &mut items);
        }
    }
    draft.items = items;
    labels::run(draft);
}

fn is_plain(lines: &[Line]) -> bool {
    lines.iter().all(Line::is_body)
}

fn is_table(log: &mut Log<'_>, block: &Block) -> bool {
    log.chosen.on("table")
        && tables::is_table(&block.text)
        && log.accepts("table", TABLE, |_| as_table(block))
}

/// How sure columns are.
const TABLE: f32 = 0.7;

fn as_table(block: &Block) -> Repair {
    whole(block, "table", TABLE, "gaps or drawn lines show columns")
}

/// A block of rows and columns stays as it is.
fn table(draft: &mut Draft<'_>, mut item: Item) -> Item {
    draft.log.repairs.push(as_table(&item.block));
    item.block.kind = Kind::Table;
    item
}

/// A log entry for a block that changes its kind.
fn whole(block: &Block, rule: &'static str, confidence: f32, reason: &'static str) -> Repair {
    edits::set_aside(block, &(0..draft::len(&block.text)), rule, confidence, reason)
}

/// One block being rewritten.
struct Rewrite<'r> {
    lines: &'r [Line],
    /// Index of the first of the lines among all lines.
    offset: usize,
    widths: &'r ruler::Widths,
    words: &'r Vocabulary<'r>,
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
        let log = &mut draft.log;
        for (index, line) in self.lines.iter().enumerate() {
            if index == 0 {
                take(log, &item.block, trim(done..line.body), &mut edits);
                parts.push(line.role);
            } else if let Some(end) = breaks.get(index - 1) {
                let gap = self.gap(log, &item.block, index, *end);
                if take(log, &item.block, gap, &mut edits) && matches!(end, Break::Hard(..)) {
                    splits.push(edits.len());
                    parts.push(line.role);
                }
            }
            if let Role::Note { mark, .. } = line.role {
                take(log, &item.block, note_mark(line, mark), &mut edits);
            }
            done = line.end;
        }
        take(log, &item.block, trim(done..text_end), &mut edits);
        let cuts = cut_points(&edits, &splits);
        let logged = log.repairs.len();
        log.apply(&mut item.block, &mut edits);
        // An edit that had to be widened would move the cuts: then the block stays whole, which loses nothing.
        let cuts = if log.repairs.len() - logged == cuts.expected { cuts.at } else { Vec::new() };
        for (index, (block, role)) in draft::cut(item.block, &cuts).into_iter().zip(parts).enumerate() {
            let id = if index == 0 { item.id } else { draft.name() };
            if let Role::Note { number, .. } = role {
                draft.fresh_notes.insert(id, number);
            } else if role == Role::NoteRest && block.kind != Kind::Note {
                draft.note_rests.insert(id);
            }
            let block = dress(draft, block, role);
            out.push(Item { block, id });
        }
    }

    /// The white space in front of a line, and a hyphen in front of that.
    fn gap(&self, log: &mut Log<'_>, block: &Block, index: usize, decided: Break) -> Option<Edit> {
        let (before, line) = (self.lines.get(index - 1)?, self.lines.get(index)?);
        let (text, end) = (&block.text, before.end);
        let range = end..line.body;
        let here = draft::slice(text, &range);
        let edit = |range, with: &'static str, rule, confidence, reason| Edit {
            range,
            with: Cow::Borrowed(with),
            rule,
            confidence,
            reason,
        };
        let (confidence, reason) = match decided {
            Break::Soft(confidence, reason) => (confidence, reason),
            Break::Hard(confidence, reason) => {
                let (rule, confidence) = parting(log, before.role, line.role, confidence);
                return Some(edit(range, "", rule, confidence, reason));
            }
        };
        let left = text.get(..end as usize).unwrap_or("");
        let right = text.get(line.body as usize..).unwrap_or("");
        match join(self.words, left, right) {
            Glue::Space if here == " " => return None,
            Glue::Space => return Some(edit(range, " ", "line-join", confidence, reason)),
            Glue::Nothing => {}
            Glue::Hyphen(h) => {
                let healed = if h.keep {
                    edit(range.clone(), "", "hyphen-keep", h.confidence, h.reason)
                } else {
                    edit(end - 1..line.body, "", "hyphen-join", h.confidence, h.reason)
                };
                if log.accepts_edit(block, &healed) {
                    return Some(healed);
                }
            }
        }
        Some(edit(range, "", "line-join", confidence, reason))
    }
}

/// Puts an edit on the list when it is accepted.
fn take(log: &mut Log<'_>, block: &Block, edit: Option<Edit>, edits: &mut Vec<Edit>) -> bool {
    let taken = edit.filter(|edit| log.accepts_edit(block, edit));
    let is_taken = taken.is_some();
    edits.extend(taken);
    is_taken
}

/// The rule that parts two lines, and its confidence. What is set aside is parted from the text in any case: when
/// `line-split` may not, by the rule that set it aside.
fn parting(log: &Log<'_>, above: Role, below: Role, confidence: f32) -> (&'static str, f32) {
    if log.chosen.applies("line-split", confidence) {
        return ("line-split", confidence);
    }
    above.ground().or(below.ground()).unwrap_or(("line-split", confidence))
}

/// What stands between two halves of a paragraph that are put together.
pub(crate) enum Glue {
    Space,
    Nothing,
    Hyphen(words::Hyphen),
}

/// How two halves of a paragraph are put together.
pub(crate) fn join(words: &Vocabulary<'_>, left: &str, right: &str) -> Glue {
    let last = left.chars().next_back().unwrap_or(' ');
    let first = right.chars().next().unwrap_or(' ');
    if crate::shape::ends_hyphen(left) && first.is_alphanumeric() {
        let double = left.ends_with("--");
        // `short- and long-term`: the hyphen hangs, and the space belongs there.
        let hanging =
            ["and ", "or ", "to ", "und ", "et ", "ou ", "y ", "o "].iter().any(|w| right.starts_with(w));
        return if double || hanging { Glue::Space } else { Glue::Hyphen(words::hyphen(words, left, right)) };
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
        confidence: MARK,
        reason: "the note's mark is kept beside its text",
    })
}

/// How sure the mark in front of a note is.
const MARK: f32 = 0.9;

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
            draft.log.repairs.push(whole(&block, rule, confidence, reason));
            block.kind = Kind::Furniture;
        }
        Role::Note { number, confidence, reason, .. } => {
            if block.kind != Kind::Note {
                draft.log.repairs.push(whole(&block, "note-lift", confidence, reason));
            }
            block.kind = Kind::Note;
            // Where the mark stays in the text, it is not shown twice.
            block.mark = draft.log.chosen.applies("note-mark", MARK).then(|| notes::mark(number));
        }
        Role::Body | Role::NoteRest | Role::Settled => {}
    }
    block
}
