//! Where one paragraph ends and the next begins.

use super::{hanging, lines::Line, setting::Setting, tagged::Tags};

/// The lines of a page with the margins of their columns.
pub(super) struct Flow<'p> {
    pub(super) lines: &'p [Line],
    pub(super) setting: &'p Setting,
    page: u32,
    tags: Option<&'p Tags>,
    /// Left and right margin by column number.
    margins: Vec<(f32, f32)>,
    /// Whether all lines but the first of each paragraph are set in, by column number.
    hanging: Vec<bool>,
}

impl<'p> Flow<'p> {
    pub(super) fn new(page: u32, lines: &'p [Line], setting: &'p Setting, tags: Option<&'p Tags>) -> Self {
        let columns = lines.iter().map(|l| l.column + 1).max().unwrap_or(0);
        let text = |c: usize| lines.iter().filter(move |l| l.column == c && l.table.is_none());
        let margins: Vec<(f32, f32)> = (0..columns).map(|c| margins(text(c))).collect();
        let hanging = margins.iter().enumerate().map(|(c, m)| hanging::is_set(text(c), m.1)).collect();
        Self { lines, setting, page, tags, margins, hanging }
    }

    /// Whether a new block begins at line `at`; `start` is the first line of the block before it.
    pub(super) fn breaks(&self, start: usize, at: usize) -> bool {
        let (Some(a), Some(b)) = (at.checked_sub(1).and_then(|i| self.lines.get(i)), self.lines.get(at))
        else {
            return true;
        };
        if a.table.is_some() || b.table.is_some() {
            return true;
        }
        if let Some(parted) = self.tags.and_then(|tags| tags.parts(self.page, a, b)) {
            return parted;
        }
        if style_changes(a, b, self.setting) || starts_item(&b.text) || self.next_item(start, a, b) {
            return true;
        }
        if a.column != b.column {
            return self.breaks_at_column(at, a, b);
        }
        let expected = self.setting.leading(b.size.max(a.size));
        let slack = if self.setting.scanned { 1.3 } else { 1.22 };
        if b.y - a.y > slack * expected + 0.8 || b.y < a.y - 0.5 * a.size {
            return true;
        }
        if a.mono && b.mono {
            return false;
        }
        if is_leader(&a.text)
            || is_leader(&b.text)
            || next_entry(&a.text, &b.text)
            || !a.cells.is_empty()
            || !b.cells.is_empty()
        {
            return true;
        }
        if centred(a, b) {
            return false;
        }
        self.indented(start, at, a, b).unwrap_or_else(|| self.stops_short(at, a, b))
    }

    /// The next item of a list, after one that began in the same way.
    fn next_item(&self, start: usize, a: &Line, b: &Line) -> bool {
        let Some(first) = self.lines.get(start) else { return false };
        let level = (first.x0 - b.x0).abs() < 0.5 * b.size || first.column != b.column;
        let alike = bullet(&first.text).is_some_and(|mark| bullet(&b.text) == Some(mark));
        level && (alike || (hangs(&first.text) && hangs(&b.text) && ends_sentence(&a.text)))
    }

    /// A paragraph runs on in the next column when its last line is full and no new one begins there.
    fn breaks_at_column(&self, at: usize, a: &Line, b: &Line) -> bool {
        let (left, right) = self.margin(a.column);
        let (next_left, _) = self.margin(b.column);
        let full = a.x1 > right - 0.15 * (right - left);
        let indented = b.x0 - next_left > 0.8 * b.size;
        let continues = b.text.chars().next().is_some_and(char::is_lowercase) || !ends_sentence(&a.text);
        let heading = a.size > 1.08 * self.setting.body;
        heading || indented || !continues || !full || self.stops_short(at, a, b)
    }

    /// What the left edges say: `Some(true)` a new paragraph, `Some(false)` the same one, `None` nothing.
    fn indented(&self, start: usize, at: usize, a: &Line, b: &Line) -> Option<bool> {
        let shift = b.x0 - a.x0;
        let step = 0.6 * b.size;
        let first = start + 1 == at;
        if shift > step {
            if !first {
                return Some(true);
            }
            let hanging = self.hanging.get(a.column).copied().unwrap_or(false);
            if hangs(&a.text) || (hanging && !self.stops_short(at, a, b)) {
                return Some(false);
            }
            let next = self.lines.get(at + 1).filter(|n| n.column == b.column);
            let stays = next.is_some_and(|n| (n.x0 - b.x0).abs() < 0.4 * b.size);
            return if stays && !self.stops_short(at, a, b) { Some(false) } else { Some(true) };
        }
        if shift < -step {
            return if first { None } else { Some(true) };
        }
        None
    }

    /// The first word of `b` would have fitted onto `a`: the line was ended on purpose.
    fn stops_short(&self, at: usize, a: &Line, b: &Line) -> bool {
        let (left, right) = self.margin(a.column);
        let room = self.right_edge(at - 1, a) - a.x1;
        let spare = match (ends_sentence(&a.text), b.text.chars().next().is_some_and(char::is_lowercase)) {
            (true, _) if !self.setting.scanned => 0.35 * a.size,
            (true, _) => 1.2 * a.size,
            // In the middle of a sentence a line may stop early: beside a picture, before a long word.
            (false, false) => 1.5 * a.size,
            (false, true) => 0.4 * (right - left),
        };
        !a.text.ends_with('-') && room > b.first_word() + spare
    }

    /// The right margin around a line: that of its neighbours with the same left edge, or the column's.
    fn right_edge(&self, at: usize, line: &Line) -> f32 {
        let alike = |l: &&Line| {
            l.column == line.column
                && (l.x0 - line.x0).abs() < 2.5 * line.size
                && (l.size - line.size).abs() < 0.1 * line.size
                && l.cells.is_empty()
        };
        let before = self.lines.get(..at).unwrap_or(&[]).iter().rev().take_while(alike).take(8);
        let after = self.lines.get(at + 1..).unwrap_or(&[]).iter().take_while(alike).take(8);
        let (mut count, mut right) = (1, line.x1);
        for near in before.chain(after) {
            count += 1;
            right = right.max(near.x1);
        }
        let (_, margin) = self.margin(line.column);
        if count < 4 { margin.max(right) } else { right }
    }

    fn margin(&self, column: usize) -> (f32, f32) {
        self.margins.get(column).copied().unwrap_or((0.0, 0.0))
    }
}

/// Two lines with the same middle, but not the same left edge.
pub(super) fn centred(a: &Line, b: &Line) -> bool {
    let em = a.size.max(b.size);
    let middle = |l: &Line| (l.x0 + l.x1) / 2.0;
    (middle(a) - middle(b)).abs() < 0.6 * em && (a.x0 - b.x0).abs() > 0.6 * em
}

/// Left and right margin of a column: nearly all lines stay within.
fn margins<'l>(lines: impl Iterator<Item = &'l Line>) -> (f32, f32) {
    let (mut left, mut right): (Vec<f32>, Vec<f32>) = lines.map(|l| (l.x0, l.x1)).unzip();
    left.sort_by(f32::total_cmp);
    right.sort_by(f32::total_cmp);
    let at = |sorted: &[f32], share: f32| {
        let index = (sorted.len().saturating_sub(1)) as f32 * share;
        sorted.get(index.round() as usize).copied().unwrap_or(0.0)
    };
    (at(&left, 0.05), at(&right, 0.95))
}

fn style_changes(a: &Line, b: &Line, setting: &Setting) -> bool {
    let tolerance = if setting.scanned { 0.145 } else { 0.07 };
    if (a.size - b.size).abs() > tolerance * a.size.max(b.size) {
        return true;
    }
    let large = a.size > 1.1 * setting.body;
    !large && a.all_bold != b.all_bold && a.ends_bold != b.starts_bold && (a.all_bold || b.all_bold)
}

/// Whether a text ends as a sentence does, closing quotes and note marks left aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = |c: char| "\"'”’»)]".contains(c) || "¹²³⁰⁴⁵⁶⁷⁸⁹*†‡".contains(c) || c.is_whitespace();
    text.trim_end_matches(closing).ends_with(['.', '!', '?', ':', ';'])
}

/// Bullets of list items.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let plain = "•▪◦●○■□‣➢➤►✓❖◆◼–—-*\u{fffd}·o".contains(first);
    let rest = text.get(first.len_utf8()..)?;
    let known = "•▪◦●○■□‣➢➤►❖◆◼".contains(first);
    let marks = plain && (rest.starts_with(' ') || (known && !rest.is_empty()));
    text.get(..first.len_utf8()).filter(|_| marks)
}

fn starts_item(text: &str) -> bool {
    bullet(text).is_some_and(|b| {
        b != "*" && b != "o" && b != "–" && b != "—" && b != "-" && b != "\u{fffd}" && b != "·"
    })
}

/// A first line whose next lines are set in: behind a bullet, a number, a letter.
pub(super) fn hangs(text: &str) -> bool {
    bullet(text).is_some() || is_mark(text.split(' ').next().unwrap_or(""))
}

/// The mark of a list item: a bullet, a number, a letter, with the dot or bracket behind it.
pub(super) fn is_mark(text: &str) -> bool {
    let word = text.trim_end();
    if bullet(text).is_some_and(|b| b.len() == word.len()) {
        return true;
    }
    let inner = word.trim_start_matches(['(', '[']).trim_end_matches(['.', ')', ']', ':']);
    inner.len() < word.len()
        && inner.len() <= 6
        && !inner.is_empty()
        && (inner.chars().all(|c| c.is_ascii_digit() || c == '.')
            || inner.len() == 1
            || inner.chars().all(|c| "ivxIVX".contains(c)))
}

/// Ends in the dots that lead to a page number.
pub(super) fn leads(text: &str) -> bool {
    text.ends_with("...") || text.ends_with(". . .") || text.ends_with("……") || text.ends_with("….")
}

/// Two lines of a table of contents without dots: a page number ends the one, a section number begins the other.
fn next_entry(a: &str, b: &str) -> bool {
    let figures = |word: &str| word.bytes().all(|c| c.is_ascii_digit());
    let page = a.rsplit(' ').next().is_some_and(|w| (1..=3).contains(&w.len()) && figures(w));
    let section = b.split(' ').next().is_some_and(|w| {
        let parts = w.trim_end_matches('.').split('.');
        parts.clone().count() > 1 && parts.clone().all(|p| !p.is_empty() && figures(p))
    });
    page && section
}

/// A line of a table of contents: dots, then a page.
fn is_leader(text: &str) -> bool {
    let page = |c: char| c.is_ascii_digit() || "ivxlc".contains(c);
    let head = text.trim_end().trim_end_matches(page);
    // Pages of chapter 5 and annex A: `5-12`, `A-1`.
    let head = head.strip_suffix('-').map_or(head, |chapter| {
        chapter.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
    });
    leads(head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_lead_to_pages_of_any_form() {
        for entry in
            ["Measures.....5", "Measures . . . 12", "Measures .... xii", "Measures.....5-4", "Maps....A-1"]
        {
            assert!(is_leader(entry), "{entry}");
        }
        for text in ["Measures 5-4", "in the years 1999-2001", "and so on..., see page A-1"] {
            assert!(!is_leader(text), "{text}");
        }
    }
}
