//! Paragraphs cut in two by a page break, a running head, a note, a column or an empty line.

use std::borrow::Cow;

use std::ops::Range;

use rapporteur_model::{Block, Extracted, Kind, Repair};

use crate::{
    breaks::{self, Glue},
    draft::{self, Draft, Item},
    edits::{Edit, Log},
    placed::{Next, Placing},
    shape,
    words::Vocabulary,
};

/// Joins what belongs together, in one walk over the blocks.
pub(crate) fn run(draft: &mut Draft<'_>, words: &Vocabulary<'_>) {
    if !draft.log.chosen.on("paragraph-join") {
        return;
    }
    let paged = draft.source.pages.len() > 1;
    let placing = Placing::of(draft);
    let mut out: Vec<Item> = Vec::with_capacity(draft.items.len());
    // The last block of running text, with what stands between it and now.
    let mut open: Option<usize> = None;
    for item in std::mem::take(&mut draft.items) {
        if draft.note_rests.contains(&item.id)
            && let Some(note) = out.last_mut().filter(|i| goes_on(&i.block, &item.block))
        {
            let apart = join(&mut draft.log, words, note, item, &NOTE);
            out.extend(apart);
            continue;
        }
        match item.block.kind {
            Kind::Furniture | Kind::Note => out.push(item),
            Kind::Paragraph | Kind::ListItem | Kind::Quote => {
                let between = open.map_or(0, |at| out.len() - at - 1);
                let left = open.and_then(|at| out.get_mut(at));
                let found = left.and_then(|left| {
                    let next = placing.as_ref().and_then(|p| p.next(&left.block, &item.block));
                    let sight = Sight { between, paged, printed: draft.printed, next };
                    Some((joint(&left.block, &item.block, sight)?, left))
                });
                let apart = match found {
                    Some((joint, left)) => join(&mut draft.log, words, left, item, &joint),
                    None => Some(item),
                };
                if let Some(item) = apart {
                    open = Some(out.len());
                    out.push(item);
                }
            }
            _ => {
                open = None;
                out.push(item);
            }
        }
    }
    draft.items = out;
}

/// Why two blocks are one.
struct Joint {
    confidence: f32,
    reason: &'static str,
}

/// More bytes than this are no rest of a note.
const LONGEST_REST: usize = 300;

/// Stops in a citation that end no sentence.
const CITING: &[&str] =
    &["vol.", "no.", "nos.", "p.", "pp.", "para.", "paras.", "ed.", "eds.", "cf.", "Doc.", "ch."];

const NOTE: Joint = Joint { confidence: 0.85, reason: "the note goes on" };

/// How two blocks follow one another.
#[derive(Clone, Copy)]
struct Sight {
    /// Blocks of furniture and notes between them.
    between: usize,
    /// The document has pages.
    paged: bool,
    /// It is a print, not marked up as Markdown or HTML.
    printed: bool,
    /// How they stand on paper, when that is known.
    next: Option<Next>,
}

/// Whether a note goes on in the block behind it.
fn goes_on(note: &Block, rest: &Block) -> bool {
    let last = note.text.rsplit(' ').next().unwrap_or("");
    let ends = shape::ends_sentence(&note.text) && !CITING.contains(&last);
    note.kind == Kind::Note && rest.text.len() <= LONGEST_REST && !ends
}

/// Whether a block goes on in another one.
fn joint(left: &Block, right: &Block, sight: Sight) -> Option<Joint> {
    let fits = match (left.kind, right.kind) {
        (Kind::Paragraph | Kind::ListItem, Kind::Paragraph) => true,
        (a, b) => a == b && a == Kind::Quote,
    };
    let (before, after) =
        (shape::last_part(&left.text).trim_end(), shape::first_part(&right.text).trim_start());
    if !fits
        || before.is_empty()
        || after.is_empty()
        || shape::has_leaders(before)
        || shape::has_leaders(after)
    {
        return None;
    }
    let broken = sight.between > 0 || sight.paged && left.last_page() != right.page();
    let lower = shape::starts_lower(after);
    if shape::ends_stopped(before) {
        let flush = sight.next == Some(Next::AcrossFlush) && left.kind == right.kind;
        return flush.then_some(Joint { confidence: 0.75, reason: "the next page begins without an indent" });
    }
    if shape::ends_hyphen(before) && lower {
        return Some(Joint { confidence: 0.95, reason: "a word was cut in two" });
    }
    // "Session II: Names in", and under it the text of the session.
    if shape::is_titled(before) && !(lower && shape::leads_on(before)) {
        return None;
    }
    let label = shape::label(after).is_some();
    let words = before.split_whitespace().take(12).count();
    if lower
        && !label
        && (words >= 6 || shape::leads_on(before) && words >= 3)
        && !shape::all_capitals(before)
    {
        let confidence = if broken { 0.95 } else { 0.9 };
        return Some(Joint { confidence, reason: "the sentence goes on in small letters" });
    }
    // Markdown and HTML set their paragraphs on purpose: nothing less than a small letter speaks against them.
    if !sight.printed || matches!(sight.next, Some(Next::Below | Next::AcrossShort)) {
        return None;
    }
    let prose = shape::is_prose(before, 12) && shape::is_prose(after, 8);
    if !prose || label && !broken {
        return None;
    }
    if shape::leads_on(before) || before.ends_with(',') {
        return Some(Joint { confidence: 0.85, reason: "the last word leads on to the next paragraph" });
    }
    let long = before.len() >= 160 || before.len() >= 80 && cuts_a_name(before, &right.text);
    let confidence = if broken { 0.8 } else { 0.7 };
    (long || broken).then_some(Joint { confidence, reason: "the sentence had not ended" })
}

/// Words that a sentence has and a heading seldom: whoever writes them writes a sentence.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "can", "could", "may", "might", "must", "shall",
    "should", "will", "would", "began", "said", "made", "did", "does",
];

/// Whether a sentence breaks off inside a name and full sentences follow: `the UN Security`, `Council and …`.
fn cuts_a_name(before: &str, after: &str) -> bool {
    let verb = |w: &str| VERBS.contains(&w);
    // Capitals alone behind the last full stop are the name under a quotation.
    let last = before.rsplit(['.', '!', '?', '”', '"']).next().unwrap_or("");
    before.ends_with(char::is_alphabetic)
        && last.split_whitespace().any(|w| w.starts_with(char::is_lowercase))
        && shape::last_word(before).starts_with(char::is_uppercase)
        && shape::starts_upper(after)
        && shape::ends_sentence(shape::last_part(after))
        && shape::is_prose(shape::first_part(after), 12)
        && before.split_whitespace().any(verb)
}

/// Puts two blocks together; gives the second one back when that is not to be done.
fn join(
    log: &mut Log<'_>,
    words: &Vocabulary<'_>,
    left: &mut Item,
    right: Item,
    joint: &Joint,
) -> Option<Item> {
    let glue = breaks::join(words, left.block.text.trim_end(), right.block.text.trim_start());
    let with = if matches!(glue, Glue::Space) { " " } else { "" };
    let mut ground = ("paragraph-join", joint.confidence, joint.reason);
    if !log.accepts(ground.0, ground.1, |source| seam(source, &left.block, &right.block, with, ground)) {
        return Some(right);
    }
    match glue {
        Glue::Hyphen(h) if h.keep => {
            let kept = ("hyphen-keep", h.confidence, h.reason);
            if log.accepts(kept.0, kept.1, |source| seam(source, &left.block, &right.block, with, kept)) {
                ground = kept;
            }
        }
        Glue::Hyphen(h) => {
            let end = draft::len(&left.block.text);
            let edit = Edit {
                range: end - 1..end,
                with: Cow::Borrowed(""),
                rule: "hyphen-join",
                confidence: h.confidence,
                reason: h.reason,
            };
            log.apply(&mut left.block, &mut vec![edit]);
        }
        Glue::Space | Glue::Nothing => {}
    }
    log.repair(|source| seam(source, &left.block, &right.block, with, ground));
    left.block.join(with, right.block);
    None
}

/// The log's words for what comes between two blocks.
fn seam(
    source: &Extracted,
    left: &Block,
    right: &Block,
    glue: &str,
    (rule, confidence, reason): (&'static str, f32, &'static str),
) -> Repair {
    let between = between(left, right, glue);
    Repair {
        rule: Cow::Borrowed(rule),
        before: source.slice(&between).to_owned(),
        bytes: between,
        page: left.last_page(),
        after: glue.to_owned(),
        confidence,
        reason: Cow::Borrowed(reason),
    }
}

/// The source bytes that the glue of [`Block::join`] stands for.
fn between(left: &Block, right: &Block, glue: &str) -> Range<u32> {
    let end = left.origin.last().map_or(0, |o| o.bytes.end);
    let start = right.origin.first().map_or(end, |o| o.bytes.start);
    if start >= end && start - end <= draft::len(glue) + 2 { end..start } else { end..end }
}
