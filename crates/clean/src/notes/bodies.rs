//! Finding notes between the lines of the text.

use std::{collections::HashSet, ops::Range};

use rapporteur_model::Kind;

use super::{
    guessed,
    marks::{self, Look},
    page::{Above, Page},
    zone::Zone,
};
use crate::{
    breaks::Widths,
    draft::Draft,
    lines::{Line, Lines, Role},
    shape,
};

/// Gives lines that belong to notes their role.
pub(crate) fn find(draft: &Draft<'_>, lines: &mut Lines) {
    if !draft.printed || !draft.log.chosen.on("note-lift") {
        return;
    }
    marked_before(draft, lines);
    if draft.placed_by_ocr {
        placed_by_ocr(draft, lines);
    }
    if draft.source.pages.len() > 1 {
        let mut last = 0;
        let widths = Widths::of(draft, lines);
        for page in lines.pages() {
            on_page(draft, lines, &widths, &page, &mut last);
        }
    } else {
        in_text(draft, lines);
    }
}

/// Notes that ingest saw by their place on the page: their marks are still in the text.
fn marked_before(draft: &Draft<'_>, lines: &mut Lines) {
    let mut last: Option<(u32, u32)> = None;
    for at in 0..lines.all.len() {
        let Some(line) = lines.all.get(at) else { break };
        let Some(item) = draft.items.get(line.item as usize) else { continue };
        if item.block.kind != Kind::Note {
            continue;
        }
        let index = line.item;
        let head = if item.block.mark.is_some() { None } else { marks::head(line.text(draft)) };
        let opens = lines.opens_block(at);
        let within = last.filter(|(i, _)| *i == index).map(|(_, n)| n);
        let number = head.and_then(|h| h.value).filter(|v| opens || within.is_some_and(|n| n + 1 == *v));
        let role = match (number, head) {
            (Some(number), Some(head)) => {
                last = Some((index, number));
                note(head.length, number, 0.95, "a note by its place on the page")
            }
            // A note without a readable mark is joined all the same.
            _ => Role::NoteRest,
        };
        if let Some(line) = lines.all.get_mut(at) {
            line.role = role;
        }
    }
}

/// Notes that ingest saw on pages which an OCR program read: each block is one, whatever its mark was taken for.
fn placed_by_ocr(draft: &Draft<'_>, lines: &mut Lines) {
    let mut last = 0;
    for page in lines.pages() {
        let starts: Vec<usize> =
            page.filter(|at| lines.opens_block(*at) && is_guessed(draft, lines, *at)).collect();
        for found in guessed::number(draft, lines, &starts, last) {
            last = found.number;
            if let Some(line) = lines.all.get_mut(found.line) {
                line.role = note(found.mark, found.number, 0.8, "a note by its place on the page");
            }
        }
    }
}

fn is_guessed(draft: &Draft<'_>, lines: &Lines, at: usize) -> bool {
    let item = lines.all.get(at).and_then(|line| draft.items.get(line.item as usize));
    item.is_some_and(|i| i.block.kind == Kind::Note && i.block.mark.is_none())
}

fn note(mark: usize, number: u32, confidence: f32, reason: &'static str) -> Role {
    Role::Note { mark: u32::try_from(mark).unwrap_or(0), number, confidence, reason }
}

/// The notes at the foot of a page.
fn on_page(draft: &Draft<'_>, lines: &mut Lines, widths: &Widths, page: &Range<usize>, last: &mut u32) {
    for line in lines.all.get(page.clone()).unwrap_or(&[]) {
        if let Role::Note { number, .. } = line.role {
            *last = number;
        }
    }
    let body: Vec<usize> = page.clone().filter(|at| lines.all.get(*at).is_some_and(Line::is_body)).collect();
    let above = Above::of(draft, lines, widths, &body);
    let mut from = 0;
    loop {
        let page = Page { draft, lines, body: &body, above: &above };
        let Some((zone, end)) = Zone::next(page, from, *last) else { break };
        let (notes, confidence) = (zone.notes(*last), zone.confidence());
        let mut notes = notes.into_iter().peekable();
        let mut roles = Vec::with_capacity(zone.lines.len());
        for &at in &zone.lines {
            roles.push(match notes.next_if(|n| n.line == at) {
                Some(n) => {
                    *last = n.number;
                    note(n.mark, n.number, confidence, "a note at the foot of the page")
                }
                None => Role::NoteRest,
            });
        }
        let found = zone.lines;
        for (at, role) in found.into_iter().zip(roles) {
            if let Some(line) = lines.all.get_mut(at) {
                line.role = role;
            }
        }
        from = end;
    }
}

/// Notes between the paragraphs of a text without pages.
fn in_text(draft: &Draft<'_>, lines: &mut Lines) {
    let mut glued: HashSet<u32> = HashSet::new();
    let mut last = 0;
    let mut open = false;
    let mut unfinished = false;
    let mut stars = 0u32;
    for at in 0..lines.all.len() {
        let Some(line) = lines.all.get(at).filter(|l| l.is_body()) else { continue };
        let text = line.text(draft);
        let opens = lines.opens_block(at);
        let head = marks::head(text).filter(|h| opens || open && h.value == Some(last + 1));
        let found = head.and_then(|h| Some((h, h.value?))).filter(|(h, value)| {
            let score = match h.look {
                Look::Raised | Look::Caret => 3,
                Look::Digits => 1,
                _ => 0,
            } + u32::from(glued.contains(value)) * 2
                + u32::from(*value == last + 1)
                + u32::from(marks::is_notelike(text))
                + u32::from(unfinished);
            score >= 4 && (glued.contains(value) || h.look == Look::Caret)
        });
        let role = match found {
            Some((head, value)) => {
                last = value;
                open = true;
                Some(note(head.length, value, 0.9, "a note between the paragraphs"))
            }
            None if open && !opens => Some(Role::NoteRest),
            None if stars == 1 && answers_star(draft, lines, at) => {
                stars = 0;
                open = true;
                Some(note(head.map_or(0, |h| h.length), 0, 0.85, "a note to the asterisk in the text"))
            }
            None => {
                open = false;
                unfinished = !shape::ends_stopped(text);
                marks::places(text, |p| {
                    glued.extend(p.value.filter(|_| p.strength >= 2));
                    stars += u32::from(text.get(p.at..).is_some_and(|t| t.starts_with('*')));
                });
                None
            }
        };
        if let (Some(role), Some(line)) = (role, lines.all.get_mut(at)) {
            line.role = role;
        }
    }
}

/// Whether a line starts a block with an asterisk and is no bullet: no other block around starts like it.
fn answers_star(draft: &Draft<'_>, lines: &Lines, at: usize) -> bool {
    let starred = |at: usize| lines.text(draft, at).starts_with("* ");
    let before = at.saturating_sub(AROUND)..at;
    let after = at + 1..at + 1 + AROUND;
    lines.opens_block(at) && starred(at) && !before.chain(after).any(starred)
}

/// So many lines around a note are searched for bullets like its mark.
const AROUND: usize = 8;
