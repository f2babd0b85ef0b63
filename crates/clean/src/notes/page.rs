//! A page on which notes are looked for.

use std::collections::HashSet;

use super::marks;
use crate::{breaks::Widths, draft::Draft, lines::Lines};

/// The lines of a page that are neither furniture nor notes yet.
#[derive(Clone, Copy)]
pub(super) struct Page<'p, 'd> {
    pub(super) draft: &'d Draft<'d>,
    pub(super) lines: &'p Lines,
    pub(super) body: &'p [usize],
    pub(super) above: &'d Above,
}

impl<'d> Page<'_, 'd> {
    /// The text of a line, counted on the page; empty behind the last.
    pub(super) fn text(&self, at: usize) -> &'d str {
        self.body.get(at).map_or("", |line| self.lines.text(self.draft, *line))
    }

    /// Whether a line opens a block; what is behind the last does.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.body.get(at).is_none_or(|line| self.lines.opens_block(*line))
    }

    /// Whether a line is longer than the text's.
    pub(super) fn small(&self, at: usize) -> bool {
        self.body.get(at).is_some_and(|line| self.above.small.contains(line))
    }

    /// Whether a block is set in smaller type: its lines, but for a short last one, are longer than the text's.
    pub(super) fn small_block(&self, first: usize) -> bool {
        let size = 1 + (first + 1..self.body.len()).take_while(|at| !self.opens(*at)).count();
        let small = (first..first + size).filter(|at| self.small(*at)).count();
        small > 0 && small + 1 >= size
    }
}

/// What the text of a page says of its notes.
pub(super) struct Above {
    /// Numbers that are glued to words.
    pub(super) glued: HashSet<u32>,
    /// How many signs look like misread marks.
    pub(super) misread: usize,
    /// Its lines that are longer than the text's: notes are set in smaller type.
    small: HashSet<usize>,
    /// Bytes of its longest line.
    pub(super) longest: usize,
}

/// One line in so many at most is longer than the text's on a page that has notes.
const MOST_SMALL: usize = 3;

impl Above {
    pub(super) fn of(draft: &Draft<'_>, lines: &Lines, widths: &Widths, body: &[usize]) -> Self {
        let longest = body.iter().map(|at| lines.text(draft, *at).len()).max().unwrap_or(0);
        let mut above = Self { glued: HashSet::new(), misread: 0, small: HashSet::new(), longest };
        let long = |at: usize| widths.exceeds(at, lines.text(draft, at));
        above.small.extend(body.iter().copied().filter(|at| long(*at)));
        // Where many lines are longer than most, the type does not tell.
        if above.small.len() * MOST_SMALL > body.len() {
            above.small.clear();
        }
        for at in body {
            marks::places(lines.text(draft, *at), |place| match place.value {
                Some(value) if place.strength >= 2 => {
                    above.glued.insert(value);
                }
                None => above.misread += 1,
                _ => {}
            });
        }
        above
    }
}
