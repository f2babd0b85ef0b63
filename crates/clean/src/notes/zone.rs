//! Zones: lines at the foot of a page or column that may be notes, and the evidence for it.

use super::{
    bounds::{end, goes_on, lost, lost_head, read},
    guessed,
    marks::{self, Head, Look},
    page::{Above, Page},
};
use crate::shape;

/// A note needs so much evidence (see [`Zone::evidence`]).
const ENOUGH: u32 = 3;
/// Notes in a row that may be missing.
const LEAP: u32 = 3;
/// What smaller type counts.
const SMALL_TYPE: u32 = 3;
/// Bytes that notes have on average, at most.
const LONGEST: usize = 700;
/// Starts of notes that are tried on one page.
const TRIES: usize = 40;

/// The lines at the foot of a page that may be notes.
pub(super) struct Zone<'z> {
    pub(super) lines: Vec<usize>,
    texts: Vec<&'z str>,
    heads: Vec<Option<Head>>,
    /// Which lines open a block of smaller type.
    apart: Vec<bool>,
    /// The mark that the zone was found by.
    first: Head,
    /// What the page's text says of its marks.
    above: &'z Above,
    /// Whether text follows on the page: the foot of a column.
    inside: bool,
    /// Whether that text starts in small letters.
    resumed: bool,
    /// Whether the text breaks off in front of the zone, as it does only in front of notes.
    unfinished: bool,
    /// Whether the zone goes on with a numbered list.
    list: bool,
    /// Whether one of its lines is longer than those of the text: smaller type.
    small: bool,
    expected: u32,
    /// Whether the places of the lines are known, so that ingest has seen most notes.
    placed: bool,
}

/// A note of the zone: its first line, the bytes of its mark, its number.
pub(super) struct Numbered {
    pub(super) line: usize,
    pub(super) mark: usize,
    pub(super) number: u32,
}

impl<'z> Zone<'z> {
    /// The next zone on the page from a line on, and the line behind it.
    pub(super) fn next(page: Page<'_, 'z>, from: usize, last: u32) -> Option<(Self, usize)> {
        let Page { draft, body, above, .. } = page;
        let mut tried = 0;
        for start in from.max(1)..body.len() {
            let text = page.text(start);
            let blurred = || guessed::blurred(text).filter(|_| marks::is_citing(text));
            let Some(head) = marks::head(text).or_else(blurred).or_else(|| lost(page, start)) else {
                continue;
            };
            // Without an empty line in front, only the very number that is due starts a note.
            let due = head.look == Look::Raised || head.value == Some(last + 1) && head.look == Look::Digits;
            // Notes stand low on the page.
            let low = if head.look == Look::Lost { start * 2 >= body.len() } else { start * 3 >= body.len() };
            let high = !low && body.len() > 12 && head.look != Look::Raised;
            if high || !page.opens(start) && !due {
                continue;
            }
            tried += 1;
            if tried > TRIES {
                break;
            }
            let end = end(page, start);
            let first = lost_head(page, from..start, head, last);
            let texts: Vec<&str> = (first..end).map(|at| page.text(at)).collect();
            let before = first.checked_sub(1).map_or("", |at| page.text(at));
            let after = (end < body.len()).then(|| page.text(end));
            let zone = Self {
                unfinished: !shape::ends_stopped(before) && shape::is_prose(before, 4),
                list: goes_on(page, start, head),
                inside: after.is_some(),
                resumed: after.is_some_and(shape::starts_lower),
                first: head,
                small: (first..end).filter(|at| page.small(*at)).count() * 4 >= end - first,
                lines: body.get(first..end)?.to_vec(),
                heads: texts.iter().map(|t| read(t)).collect(),
                apart: (first..end).map(|at| page.opens(at) && page.small_block(at)).collect(),
                texts,
                above,
                expected: last + 1,
                placed: !draft.source.lines.is_empty(),
            };
            if zone.evidence() >= if zone.inside { ENOUGH + 2 } else { ENOUGH } {
                return Some((zone, end));
            }
        }
        None
    }

    /// Points for what speaks for notes; none when something speaks against them.
    fn evidence(&self) -> u32 {
        let first = self.first;
        let values: Vec<u32> = self.heads.iter().flatten().filter_map(|h| h.value).collect();
        let rising = values.windows(2).any(|w| matches!(w, [a, b] if *a + 1 == *b));
        let length: usize = self.texts.iter().map(|t| t.len()).sum();
        let marked = self.heads.iter().flatten().count().max(1);
        let like = self.texts.iter().take(2).any(|t| marks::is_notelike(t));
        let weak = matches!(first.look, Look::Listed | Look::Sign | Look::Misread | Look::Lost);
        // Notes are short, and what is marked weakly must read like one or break into a sentence.
        if self.list || length > marked * LONGEST || weak && !like && !self.unfinished && !self.small {
            return 0;
        }
        let expected = u32::from(first.value == Some(self.expected));
        let start = match first.look {
            Look::Raised | Look::Caret => 3,
            Look::Digits => expected * 2,
            Look::Listed => expected,
            Look::Sign | Look::Lost => 0,
            Look::Misread => 1,
        };
        let named = values.iter().any(|v| self.above.glued.contains(v));
        let plain = first.look == Look::Raised || first.look == Look::Digits && expected == 1;
        if self.placed && !(named && plain) {
            return 0;
        }
        let cited = self.texts.iter().filter(|t| marks::is_notelike(t)).count();
        let several = weak && like && cited >= 2 && (marked >= 2 || cited == self.texts.len());
        let start = start + u32::from(several);
        let told = self.above.misread > 0 || self.unfinished || self.small;
        if first.look == Look::Lost && (self.inside || !told) {
            return 0;
        }
        let signs =
            u32::from(named) * 2 + u32::from(like) + u32::from(rising) + u32::from(self.above.misread > 0);
        start
            + signs
            + u32::from(self.unfinished) * 2
            + u32::from(self.resumed)
            + u32::from(self.small) * SMALL_TYPE
    }

    pub(super) fn confidence(&self) -> f32 {
        match self.evidence() {
            0..=3 => 0.7,
            4..=5 => 0.85,
            _ => 0.95,
        }
    }

    /// The notes of the zone, with their numbers: read where they can be read, counted where they cannot.
    pub(super) fn notes(&self, last: u32) -> Vec<Numbered> {
        let mut found: Vec<(usize, Option<Head>)> = Vec::new();
        let widest = self.texts.iter().map(|t| t.len()).max().unwrap_or(0).max(self.above.longest);
        let mut read = last;
        for (at, head) in self.heads.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|b| self.texts.get(b)).map_or("", |t| without_speck(t));
            let text = self.texts.get(at).copied().unwrap_or("");
            // What the zone was found by may come after notes that were not found.
            let goes_on = |v: u32| self.heads.iter().flatten().any(|h| h.value == Some(v.saturating_add(1)));
            let near = |v: u32| v <= read + 4 || at == 0 && goes_on(v);
            let next = head.and_then(|h| h.value).filter(|v| *v > read && near(*v));
            let short = before.len() + shape::first_word(text).len() + 2 < widest * 24 / 25;
            // Scanning reads the last stop as a comma.
            let ended = shape::ends_sentence(before) || short && before.ends_with(',');
            let fresh = match head {
                _ if at == 0 => true,
                Some(h) if h.look == Look::Raised || h.look == Look::Caret => true,
                Some(_) if next.is_some() => {
                    short || ended || next == Some(read + 1) && before.ends_with(',')
                }
                Some(h) if h.look == Look::Misread || h.look == Look::Sign => short && ended,
                Some(_) => false,
                None => {
                    let like = marks::is_notelike(text) || self.apart.get(at) == Some(&true);
                    short && ended && !shape::starts_lower(text) && like
                }
            };
            if fresh {
                read = next.unwrap_or(read + 1);
                found.push((at, *head));
            }
        }
        let first = self.first_number(&found, last);
        let mut numbered = Vec::with_capacity(found.len());
        let mut due = first;
        for (place, (at, head)) in found.iter().enumerate() {
            let rest = found.get(place + 1..).unwrap_or(&[]);
            let read = head.filter(|h| h.look == Look::Digits).and_then(|h| h.value);
            // A number further on is believed when those that follow agree: the note between was not found.
            let leap = read.filter(|v| *v > due && *v <= due + LEAP && follow(rest, *v));
            let number = leap.unwrap_or(due);
            due = number + 1;
            let mark = head.filter(|h| h.value.is_none_or(|v| v == number) || h.look != Look::Digits);
            if let Some(&line) = self.lines.get(*at) {
                numbered.push(Numbered { line, mark: mark.map_or(0, |h| h.length), number });
            }
        }
        numbered
    }

    /// The first note's number: what most readable numbers say, or the next in the document.
    fn first_number(&self, found: &[(usize, Option<Head>)], last: u32) -> u32 {
        let mut votes: Vec<u32> = (0u32..)
            .zip(found)
            .filter_map(|(at, (_, head))| head.as_ref()?.value?.checked_sub(at).filter(|v| *v > 0))
            .collect();
        votes.sort_unstable();
        let count = |v: u32| votes.iter().filter(|x| **x == v).count();
        let best = votes.iter().copied().max_by_key(|v| (count(*v), *v == last + 1));
        best.filter(|v| count(*v) * 2 > votes.len() || *v == last + 1 || *v == 1).unwrap_or(last + 1)
    }
}

/// A line without a lone sign behind it, which is dirt.
fn without_speck(line: &str) -> &str {
    match line.rsplit_once(' ') {
        Some((rest, last)) if last.len() == 1 && !rest.is_empty() => rest.trim_end(),
        _ => line,
    }
}

/// Whether the numbers that can be read rise from one on.
fn follow(heads: &[(usize, Option<Head>)], from: u32) -> bool {
    let values = heads.iter().filter_map(|(_, head)| head.filter(|h| h.look == Look::Digits)?.value);
    values.take(2).all(|value| value > from)
}
