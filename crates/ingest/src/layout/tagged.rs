//! What a file says of its own structure: which line belongs to which paragraph, heading, note.
//!
//! The program that made the file may have been wrong, or never have meant it. So the tags are compared with what the
//! page looks like, over the whole document, and count only where the two agree on where most paragraphs begin.

use std::collections::HashMap;

use super::{blocks::Para, lines::Line};

/// Pairs of lines on which page and tags must both have a say.
const FEWEST: usize = 12;

/// The structure of a tagged file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tags {
    /// By page, counted from 1, and number of the marked content on it.
    pub(crate) content: HashMap<(u32, u32), Tag>,
}

/// Where a piece of text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The paragraph, heading, list item, note, cell that it is a part of.
    pub(crate) block: u32,
    /// Its place in the order of reading.
    pub(crate) order: u32,
    pub(crate) role: Role,
}

/// What a tagged piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading, with its level when the file gives one.
    Heading(Option<u8>),
    Note,
    Text,
}

impl Tags {
    /// Tags of the first and last words of a line.
    fn of(&self, page: u32, line: &Line) -> Option<(Tag, Tag)> {
        let tag = |mcid: Option<u32>| self.content.get(&(page, mcid?)).copied();
        Some((tag(line.first_content)?, tag(line.last_content)?))
    }

    /// What all of a line is.
    pub(super) fn role(&self, page: u32, line: &Line) -> Option<Role> {
        let (first, last) = self.of(page, line)?;
        (first.role == last.role).then_some(first.role)
    }

    /// Whether a block ends between two lines of a page.
    pub(super) fn parts(&self, page: u32, above: &Line, below: &Line) -> Option<bool> {
        let (_, last) = self.of(page, above)?;
        let (first, _) = self.of(page, below)?;
        Some(last.block != first.block)
    }

    /// Whether the tags agree with the page: lines that stand as one paragraph are mostly tagged as one, those that
    /// stand apart mostly as several, and they are in order.
    pub(super) fn agree<'p>(&self, pages: impl Iterator<Item = (u32, &'p [Para])>) -> bool {
        let mut seen = Agreement::default();
        for (page, paras) in pages {
            let mut above: Option<&Line> = None;
            for para in paras {
                for (index, line) in para.lines.iter().enumerate() {
                    if let Some(above) = above.filter(|a| a.column == line.column && a.table.is_none()) {
                        seen.add(self, page, above, line, index == 0);
                    }
                    above = Some(line);
                }
            }
        }
        seen.holds()
    }
}

/// Pairs of lines, counted.
#[derive(Debug, Default)]
struct Agreement {
    untagged: usize,
    ordered: usize,
    /// Pairs within a paragraph as the page shows it, and those of them that the tags do not part.
    within: usize,
    kept: usize,
    /// Pairs that the page parts, and those of them that the tags part, too.
    apart: usize,
    parted: usize,
}

impl Agreement {
    fn add(&mut self, tags: &Tags, page: u32, above: &Line, below: &Line, parted: bool) {
        let (Some((_, last)), Some((first, _))) = (tags.of(page, above), tags.of(page, below)) else {
            self.untagged += 1;
            return;
        };
        self.ordered += usize::from(last.order <= first.order);
        let tagged = last.block != first.block;
        if parted {
            self.apart += 1;
            self.parted += usize::from(tagged);
        } else {
            self.within += 1;
            self.kept += usize::from(!tagged);
        }
    }

    fn holds(&self) -> bool {
        let pairs = self.within + self.apart;
        pairs >= FEWEST
            && pairs >= self.untagged
            && 10 * self.ordered >= 9 * pairs
            && 10 * self.kept >= 8 * self.within
            && 10 * self.parted >= 8 * self.apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of five paragraphs of four lines each, every line a piece of marked content of its own.
    fn page() -> Vec<Para> {
        let line = |number: u32| Line {
            text: "words of a line".to_owned(),
            y: 12.0 * number as f32,
            first_content: Some(number),
            last_content: Some(number),
            ..Line::default()
        };
        (0..5)
            .map(|para| Para { lines: (4 * para..4 * para + 4).map(line).collect(), ..Para::default() })
            .collect()
    }

    /// Tags in which the line of a number belongs to a block and has a place in the order of reading.
    fn tags(block: impl Fn(u32) -> u32, order: impl Fn(u32) -> u32) -> Tags {
        let tag = |n| Tag { block: block(n), order: order(n), role: Role::Text };
        Tags { content: (0..20).map(|n| ((1, n), tag(n))).collect() }
    }

    fn agree(tags: &Tags) -> bool {
        tags.agree([(1, page().as_slice())].into_iter())
    }

    #[test]
    fn tags_count_only_where_they_fit_the_page() {
        assert!(agree(&tags(|n| n / 4, |n| n)));
        assert!(!agree(&tags(|_| 0, |n| n)), "all of it one paragraph");
        assert!(!agree(&tags(|n| n, |n| n)), "every line a paragraph");
        assert!(!agree(&tags(|n| n / 4, |n| 20 - n)), "from the foot of the page up");
        assert!(!agree(&Tags::default()));
    }
}
