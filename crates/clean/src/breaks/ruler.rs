//! How wide lines are, and how wide the paper was.

use std::ops::Range;

use crate::{
    draft::Draft,
    lines::{Line, Lines},
    shape,
};

/// Beyond so many signs a line is as long as any.
const LONGEST: usize = 1000;

/// Width of the white space in front of a line when all signs are equally wide.
fn indent(line: &Line) -> u32 {
    line.indent().min(200) * 500
}

/// Width of a text, in thousandths of the size of its type, as an average book face sets it.
pub(super) fn width(text: &str) -> u32 {
    if text.is_ascii() {
        return text.bytes().take(LONGEST).map(|b| ASCII.get(usize::from(b)).copied().unwrap_or(0)).sum();
    }
    text.chars().take(LONGEST).map(glyph).sum()
}

/// The widths of the ASCII characters.
const ASCII: [u32; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = glyph(byte as char);
        byte += 1;
    }
    table
};

const fn glyph(char: char) -> u32 {
    match char {
        'i' | 'j' | 'l' | '\'' | '|' | '!' => 270,
        't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '-' | '(' | ')' | '[' | ']' | '"' => 340,
        ' ' => 270,
        'm' | 'w' | 'M' | 'W' | '—' => 820,
        'A'..='Z' => 690,
        _ if char >= '\u{2e80}' => 1000,
        _ => 520,
    }
}

/// The widths of the paper: of each page, or of stretches of the text when there are no pages.
pub(crate) struct Widths {
    /// Whether all signs are equally wide (typewriter, plain text files).
    fixed: bool,
    /// Whether lines were joined where a word was broken: some are far longer than the paper is wide.
    joined: bool,
    regions: Vec<Region>,
}

struct Region {
    lines: Range<usize>,
    /// Wrap width; `None` when the lines are not wrapped at all.
    width: Option<u32>,
}

/// Per cent of the paper's width that no line of text reaches.
const EXCEEDS: u32 = 108;
/// One line in so many that is far longer than the paper shows that lines were joined.
const JOINED: usize = 50;
/// Lines in one region when there are no pages.
const STRETCH: usize = 80;
/// Wider than any paper: a file with a line per paragraph.
const WIDEST: u32 = 110_000;

impl Widths {
    pub(crate) fn of(draft: &Draft<'_>, lines: &Lines) -> Self {
        let texts: Vec<Option<(u32, u32)>> = lines
            .all
            .iter()
            .map(|l| {
                let text = l.text(draft);
                let counted = l.is_body() && text.split_whitespace().nth(2).is_some();
                counted.then(|| (width(text), fixed_width(text) + indent(l)))
            })
            .collect();
        let fixed = is_fixed(&texts);
        let pick = |range: &Range<usize>| -> Vec<u32> {
            let part = texts.get(range.clone()).unwrap_or(&[]);
            part.iter().flatten().map(|(p, f)| if fixed { *f } else { *p }).collect()
        };
        let whole = wrap(pick(&(0..texts.len())));
        let mut regions = Vec::new();
        for page in lines.pages() {
            let mut start = page.start;
            while start < page.end {
                let end = if page.end - start < STRETCH * 3 / 2 { page.end } else { start + STRETCH };
                let own = wrap(pick(&(start..end)));
                // A page of short lines (participants, verse) is not narrow paper.
                let width = if own.sure { own.width } else { whole.width };
                regions.push(Region { lines: start..end, width });
                start = end;
            }
        }
        let mut widths = Self { fixed, joined: false, regions };
        let far = |(at, used): (usize, &Option<(u32, u32)>)| {
            let used = used.map_or(0, |(p, f)| if fixed { f } else { p });
            widths.paper(at).is_some_and(|paper| used * 10 > paper * 16)
        };
        let far = texts.iter().enumerate().filter(|line| far(*line)).count();
        widths.joined = far * JOINED > texts.len();
        widths
    }

    /// Width of a line's text as this document sets it.
    pub(super) fn measure(&self, text: &str) -> u32 {
        if self.fixed { fixed_width(text) } else { width(text) }
    }

    /// Whether a line is longer than the paper is wide: it must be set in smaller type.
    pub(crate) fn exceeds(&self, line: usize, text: &str) -> bool {
        !self.fixed
            && !self.joined
            && self.paper(line).is_some_and(|paper| self.measure(text) * 100 > paper * EXCEEDS)
    }

    /// Width of the white space in front of a line.
    pub(super) fn indent(&self, line: &Line) -> u32 {
        if self.fixed { indent(line) } else { 0 }
    }

    /// The width of the paper at a line; `None` when lines are as long as their paragraphs.
    pub(super) fn paper(&self, line: usize) -> Option<u32> {
        let at = self.regions.partition_point(|r| r.lines.end <= line);
        self.regions.get(at)?.width
    }

    /// Whether the next line's first word would have fitted behind a line.
    pub(super) fn fits(&self, used: u32, next: &str, paper: u32) -> bool {
        let word = shape::first_word(next);
        // What a hyphen could have broken off counts, up to its hyphen.
        let word = word.split_inclusive('-').next().unwrap_or(word);
        let slack = if self.fixed { 0 } else { paper / 25 };
        used + 270 + self.measure(word) + slack <= paper
    }
}

fn fixed_width(text: &str) -> u32 {
    u32::try_from(text.chars().take(LONGEST).count()).unwrap_or(0) * 500
}

/// A wrap width, and whether the lines show it plainly.
struct Wrap {
    width: Option<u32>,
    sure: bool,
}

/// The width at which lines were wrapped: a high percentile, when many lines come near it.
fn wrap(mut widths: Vec<u32>) -> Wrap {
    if widths.len() < 3 {
        return Wrap { width: widths.into_iter().max().filter(|w| *w < WIDEST), sure: false };
    }
    widths.sort_unstable();
    let at = |percent: usize| widths.get(widths.len() * percent / 100).copied().unwrap_or(0);
    let share = |high: u32| {
        let below = |limit: u32| widths.partition_point(|w| *w < limit);
        (below(high + 1) - below(high / 20 * 17)) * 100 / widths.len()
    };
    // Programs that join words broken at a line's end leave two or three lines in one: the paper is as wide as most of
    // the others.
    let high = [95, 90, 85, 80, 75, 70, 65, 60].map(at).into_iter().find(|high| share(*high) >= 30);
    let high = high.unwrap_or_else(|| at(95));
    let share = share(high);
    let wrapped = high < WIDEST && (share >= 30 || high < 50_000);
    Wrap { width: wrapped.then_some(high), sure: wrapped && share >= 40 && widths.len() >= 8 }
}

/// How much of the paper the last of the lines takes that a program has joined to one; of a line that fits on the paper,
/// how much it takes.
pub(super) fn last_of_joined(used: u32, paper: u32) -> u32 {
    if used * 100 <= paper * EXCEEDS {
        return used;
    }
    let rest = used % paper.max(1);
    // Each of them may have been a little shorter than the paper.
    if rest * 10 < paper { paper } else { rest }
}

/// Whether the longest lines agree better when every sign counts the same.
fn is_fixed(texts: &[Option<(u32, u32)>]) -> bool {
    let spread = |mut widths: Vec<u32>| {
        widths.sort_unstable();
        let at = |percent: usize| widths.get(widths.len() * percent / 100).copied().unwrap_or(0);
        (at(98).saturating_sub(at(70))) * 1000 / at(98).max(1)
    };
    let proportional = spread(texts.iter().flatten().map(|t| t.0).collect());
    let fixed = spread(texts.iter().flatten().map(|t| t.1).collect());
    fixed < proportional
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_show_the_paper() {
        let wrapped: Vec<u32> = (0..40).map(|i| if i % 5 == 4 { 20_000 } else { 39_000 + i * 20 }).collect();
        let found = wrap(wrapped);
        assert!(found.sure && found.width.is_some_and(|w| (39_000..40_000).contains(&w)));
        assert_eq!(wrap(vec![700_000, 400_000, 900_000, 20_000]).width, None);
    }

    #[test]
    fn lines_joined_at_broken_words_do_not_hide_the_paper() {
        // Every fifth line is two, of which the second may be short.
        let joined: Vec<u32> =
            (0..40).map(|i| if i % 5 == 4 { 60_000 + i * 400 } else { 39_000 + i * 20 }).collect();
        let found = wrap(joined);
        assert!(found.sure && found.width.is_some_and(|w| (39_000..40_000).contains(&w)));
        assert_eq!(last_of_joined(38_000, 40_000), 38_000);
        assert_eq!(last_of_joined(60_000, 40_000), 20_000);
        assert_eq!(last_of_joined(79_000, 40_000), 39_000);
        assert_eq!(last_of_joined(81_000, 40_000), 40_000);
    }
}
