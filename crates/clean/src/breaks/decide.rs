//! The decision for one line's end.

use rapporteur_model::{Block, Kind};

use super::{
    Break,
    ruler::{Widths, last_of_joined},
};
use crate::{
    lines::{Line, Role},
    shape::{self, Label},
};

/// The most lines of a title that is broken over lines of its own width.
const TITLE_LINES: usize = 6;

/// The fate of each line's end within a block: one fewer than there are lines. Where lines are `placed`, whoever laid
/// out the page has seen where paragraphs end.
pub(super) fn breaks(
    block: &Block,
    lines: &[Line],
    offset: usize,
    widths: &Widths,
    placed: bool,
) -> Vec<Break> {
    let texts: Vec<&str> =
        lines.iter().map(|l| block.text.get(l.body as usize..l.end as usize).unwrap_or("")).collect();
    let see = Sight { block, lines, texts: &texts, offset, widths };
    let title = if placed { 0 } else { see.title() };
    let mut first = 0;
    let mut out = Vec::with_capacity(lines.len());
    for at in 1..lines.len() {
        let whole = if placed { Some(PLACED) } else { (at < title).then_some(TITLE) };
        let decided = see.roles(at).or(whole).unwrap_or_else(|| see.text(first, at));
        if matches!(decided, Break::Hard(..)) {
            first = at;
        }
        out.push(decided);
    }
    out
}

const PLACED: Break = Break::Soft(0.9, "the lines stand as one paragraph on the page");
const TITLE: Break = Break::Soft(0.6, "the lines are broken as one title would be");

struct Sight<'s> {
    block: &'s Block,
    lines: &'s [Line],
    texts: &'s [&'s str],
    offset: usize,
    widths: &'s Widths,
}

impl Sight<'_> {
    fn text_of(&self, at: usize) -> &str {
        self.texts.get(at).copied().unwrap_or("")
    }

    fn used(&self, at: usize) -> u32 {
        let used = self.length(at);
        self.widths.paper(self.offset + at).map_or(used, |paper| last_of_joined(used, paper))
    }

    /// The width of a line as it stands in the text, however many printed lines it was made of.
    fn length(&self, at: usize) -> u32 {
        self.widths.measure(self.text_of(at)) + self.lines.get(at).map_or(0, |l| self.widths.indent(l))
    }

    fn indent(&self, at: usize) -> u32 {
        self.lines.get(at).map_or(0, Line::indent)
    }

    /// What the lines' roles alone decide.
    fn roles(&self, at: usize) -> Option<Break> {
        let role = |at: usize| self.lines.get(at).map_or(Role::Body, |l| l.role);
        match (role(at - 1), role(at)) {
            (Role::Note { .. } | Role::NoteRest, Role::NoteRest) => {
                Some(Break::Soft(0.9, "the note goes on"))
            }
            (Role::Body, Role::Body) => None,
            _ => Some(Break::Hard(0.9, "furniture and notes are no part of the paragraph")),
        }
    }

    /// What the text of the two lines decides; `first` is the first line of the paragraph so far.
    fn text(&self, first: usize, at: usize) -> Break {
        let (left, right) = (self.text_of(at - 1), self.text_of(at));
        if shape::ends_hyphen(left) && right.starts_with(char::is_lowercase) {
            return Break::Soft(0.95, "the line ends in the middle of a word");
        }
        if shape::has_leaders(left) || shape::has_leaders(right) {
            return Break::Hard(0.95, "lines of a table of contents stand alone");
        }
        if let Some(label) = shape::label(right)
            && self.starts_item(first, at, label.0)
        {
            return Break::Hard(0.9, "the next line starts a list item");
        }
        if self.block.kind == Kind::Heading {
            return Break::Soft(0.8, "lines of one heading");
        }
        if shape::all_capitals(left) != shape::all_capitals(right) && self.is_capital_line(at) {
            return Break::Hard(0.8, "capitals and small letters part a heading from its text");
        }
        if let Some(indented) = self.indentation(first, at) {
            return indented;
        }
        self.fullness(at)
    }

    /// A line in capitals that is a line's worth of them, so that an acronym does not count.
    fn is_capital_line(&self, at: usize) -> bool {
        let capitals = |at: usize| {
            let text = self.text_of(at);
            shape::all_capitals(text) && text.split_whitespace().nth(1).is_some() && text.len() >= 10
        };
        (capitals(at - 1) || capitals(at)) && !shape::starts_lower(self.text_of(at))
    }

    fn starts_item(&self, first: usize, at: usize, label: Label) -> bool {
        let left = self.text_of(at - 1);
        let parted = shape::ends_stopped(left) || left.ends_with(',') || self.is_short(at);
        let sibling = shape::label(self.text_of(first)).is_some_and(|(l, _)| l == label);
        match label {
            Label::Bullet => true,
            Label::Maybe => sibling && parted || shape::ends_stopped(left),
            Label::Letter => parted || sibling || left.ends_with(" and") || left.ends_with(" or"),
            // In a narrow column any number may come to stand in front.
            Label::Number => {
                let leads_on = shape::leads_on(left) || self.goes_on(at);
                !shape::ends_initial(left) && (shape::ends_stopped(left) || parted && !leads_on)
            }
        }
    }

    /// Whether the next line's first word would have fitted on the line before it.
    fn is_short(&self, at: usize) -> bool {
        let Some(paper) = self.widths.paper(self.offset + at - 1) else { return true };
        self.widths.fits(self.used(at - 1), self.text_of(at), paper)
    }

    /// Whether the line before falls a little short of the edge, as it may on paper; in a file with a line per paragraph
    /// it cannot. Of lines that a program joined, nobody knows how long the last one was.
    fn is_near(&self, at: usize) -> bool {
        let paper = self.widths.paper(self.offset + at - 1);
        paper.is_some_and(|paper| self.used(at - 1) * 10 >= paper * 8 || self.length(at - 1) > paper)
    }

    /// Whether the last word of the line before leads on. On paper a line of two words, or the title of a session, that
    /// stands far from the edge is a heading, whatever its last word: `Get in`.
    fn leads_on(&self, at: usize) -> bool {
        let left = self.text_of(at - 1);
        let paper = self.widths.paper(self.offset + at - 1);
        let short = left.split(' ').nth(2).is_none() || shape::is_titled(left);
        let alone = short && paper.is_some_and(|paper| self.used(at - 1) * 3 < paper);
        shape::leads_on(left) && !(alone && shape::starts_upper(self.text_of(at)))
    }

    /// Whether the line before is prose that ends near the edge.
    fn goes_on(&self, at: usize) -> bool {
        self.is_near(at) && shape::is_prose(self.text_of(at - 1), 5)
    }

    /// What the white space in front of the lines says, when it says something.
    fn indentation(&self, first: usize, at: usize) -> Option<Break> {
        let (base, before, here) = (self.indent(first), self.indent(at - 1), self.indent(at));
        if here == before {
            return None;
        }
        let hanging = shape::label(self.text_of(first)).is_some() || at - 1 == first;
        if here > before && hanging && at - 1 == first && !shape::ends_sentence(self.text_of(at - 1)) {
            return None;
        }
        if here > before && (shape::ends_stopped(self.text_of(at - 1)) || self.is_short(at)) {
            return Some(Break::Hard(0.85, "the next line is indented"));
        }
        let outdented =
            here < before && (at - 1 > first || here < base) && shape::ends_stopped(self.text_of(at - 1));
        outdented.then_some(Break::Hard(0.7, "the next line stands further out"))
    }

    /// What the room left on the line says.
    fn fullness(&self, at: usize) -> Break {
        let (left, right) = (self.text_of(at - 1), self.text_of(at));
        let paper = self.widths.paper(self.offset + at - 1);
        let lower = shape::starts_lower(right) || right.starts_with([',', ';', ')', '—', '–']);
        if let Some(paper) = paper
            && !self.widths.fits(self.used(at - 1), right, paper)
        {
            return Break::Soft(0.95, "the line was full");
        }
        if shape::ends_sentence(left) {
            return match lower && paper.is_some() {
                true => Break::Soft(0.6, "the next line starts with a small letter"),
                false => Break::Hard(0.9, "the sentence ended and the line was not full"),
            };
        }
        if lower {
            return Break::Soft(0.85, "the sentence goes on in small letters");
        }
        if self.leads_on(at) || (self.is_near(at) && left.ends_with(',')) {
            return Break::Soft(0.7, "the line's last word leads on");
        }
        if self.goes_on(at) && !left.ends_with(':') {
            return Break::Soft(0.6, "the sentence did not end and the line was nearly full");
        }
        Break::Hard(0.8, "the line was not full")
    }

    /// How many lines at the start of the block are one title: all of them, those in front of place and date, or those
    /// in capitals.
    fn title(&self) -> usize {
        let count = self.lines.len();
        let dated = self.texts.iter().take(TITLE_LINES + 2).position(|t| shape::is_date(t)).unwrap_or(count);
        let placed = dated.checked_sub(1).filter(|at| shape::is_place(self.text_of(*at)));
        let capitals = self.texts.iter().take_while(|t| shape::all_capitals(t)).count();
        let counts = [placed.unwrap_or(dated), capitals];
        counts.into_iter().find(|count| self.is_title(*count)).unwrap_or(0)
    }

    /// Whether the first lines are one title, broken over lines of its own width: each line's end must be one that a
    /// typesetter could not avoid.
    fn is_title(&self, count: usize) -> bool {
        let Some(paper) = self.widths.paper(self.offset) else { return false };
        let texts = self.texts.get(..count).unwrap_or(&[]);
        if !(2..=TITLE_LINES).contains(&count) || !self.lines.iter().take(count).all(Line::is_body) {
            return false;
        }
        let widest = (0..count).map(|at| self.used(at)).max().unwrap_or(0);
        let narrow = widest * 10 < paper * 8 || texts.iter().all(|t| shape::all_capitals(t));
        narrow
            && texts.iter().all(|t| !shape::is_date(t) && !shape::ends_sentence(t) && !t.contains('@'))
            && texts.iter().skip(1).all(|t| shape::label(t).is_none())
            && (1..count).all(|at| !self.widths.fits(self.used(at - 1), self.text_of(at), widest))
    }
}
