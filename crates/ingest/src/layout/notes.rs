//! Footnotes: small type at the foot of a column that begins with a mark.

use super::{foot, glyph::Rule, lines::Line};

/// Type up to this part of the text's size is a footnote's.
const SMALL: f32 = 0.94;

/// One footnote: its lines, the first of which begins with the mark (unless it goes on from the page before).
pub(super) type Note = Vec<Line>;

/// Takes the footnotes out of a page's lines. `body` is the size of running text, `rules` are lines drawn on the
/// page.
pub(super) fn lift(lines: Vec<Line>, body: f32, rules: &[Rule]) -> (Vec<Line>, Vec<Note>) {
    let has_body = lines.iter().any(|l| l.size > SMALL * body);
    let cited = Cited::of(&lines);
    let mut text = Vec::with_capacity(lines.len());
    let mut notes = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(first) = rest.next() {
        let column = first.column;
        let mut lines = vec![first];
        while let Some(line) = rest.next_if(|l| l.column == column) {
            lines.push(line);
        }
        let read = lines.iter().all(|l| l.hidden);
        if let Some(start) = foot::zone(&lines, body, rules).filter(|_| read) {
            let zone = lines.split_off(start);
            let right = lines.iter().map(|l| l.x1).fold(0.0, f32::max);
            notes.extend(foot::parted(zone, right));
        } else if let Some((start, marks)) = zone(&lines, body, rules, has_body, &cited) {
            notes.extend(parted(lines.split_off(start), marks));
        }
        text.extend(lines);
    }
    (text, notes)
}

/// How a note's mark may stand before its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// Raised, or parted from the text by a space, a full stop, a bracket.
    Apart,
    /// Perhaps joined to the first word ("1In 2003").
    Joined,
}

/// The first line of the notes at the foot of a column.
fn zone(lines: &[Line], body: f32, rules: &[Rule], has_body: bool, cited: &Cited) -> Option<(usize, Marks)> {
    let small_from = lines.iter().rposition(|l| l.size > SMALL * body).map_or(0, |i| i + 1);
    let small = lines.get(small_from..)?;
    let joined = |l: &Line| mark(l, Marks::Joined).is_some();
    let marked = small.iter().position(|l| mark(l, Marks::Apart).is_some()).map(|i| small_from + i);
    let ruled: Vec<usize> = (1..lines.len()).filter(|&i| parted_by_rule(lines, i, rules)).collect();
    if let Some(&start) = ruled.iter().find(|&&i| i >= small_from)
        && small.iter().any(joined)
    {
        return Some((marked.map_or(start, |m| m.min(start)), Marks::Joined));
    }
    // Notes as large as the text: only under a rule, and only down to the foot of the column.
    if let Some(&start) = ruled.last()
        && lines.get(start).is_some_and(|l| mark(l, Marks::Apart).is_some())
        && lines.get(start..)?.iter().all(|l| l.size <= 1.02 * body)
        && cited.any(lines.get(start..)?)
    {
        return Some((start, Marks::Apart));
    }
    let start = marked?;
    let fits = has_body && (start > 0 || small_from == 0) && cited.any(lines.get(start..)?);
    fits.then_some((start, Marks::Apart))
}

/// The marks that stand raised in the text of a page: lines of small type whose own marks are not raised are notes only
/// when one of them is called for.
struct Cited {
    numbers: Vec<u32>,
    signs: Vec<char>,
    /// The text layer of a scan says nothing of what is raised.
    unknown: bool,
}

impl Cited {
    fn of(lines: &[Line]) -> Self {
        let mut cited =
            Self { numbers: Vec::new(), signs: Vec::new(), unknown: lines.iter().any(|l| l.hidden) };
        for line in lines {
            // Nearly all of them: nothing in it can be raised.
            if line.text.is_ascii() && !line.text.contains('*') {
                continue;
            }
            let mut number: Option<u32> = None;
            // What begins the line is the mark of a note itself.
            let start = line.text.chars().take_while(|c| !c.is_alphabetic()).count();
            for c in line.text.chars().skip(start).chain([' ']) {
                match digit(c).filter(|_| !c.is_ascii_digit()) {
                    Some(value) => {
                        number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(value));
                    }
                    None => cited.numbers.extend(number.take()),
                }
                if SIGNS.contains(c) {
                    cited.signs.push(c);
                }
            }
        }
        cited
    }

    /// Whether one of these lines begins with a raised mark, or one that the text has.
    fn any(&self, zone: &[Line]) -> bool {
        let raised = |l: &Line| {
            l.raised_start || l.text.chars().next().is_some_and(|c| !c.is_ascii_digit() && digit(c).is_some())
        };
        self.unknown
            || zone.iter().any(|line| match mark(line, Marks::Joined) {
                Some(Mark::Number(number)) => raised(line) || self.numbers.contains(&number),
                Some(Mark::Sign) => line.text.trim_start().starts_with(self.signs.as_slice()),
                None => false,
            })
    }
}

/// Signs that mark notes.
const SIGNS: &str = "*†‡§";

/// Whether a rule is drawn between a line and the one above it.
fn parted_by_rule(lines: &[Line], at: usize, rules: &[Rule]) -> bool {
    let (Some(above), Some(below)) = (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(at)) else {
        return false;
    };
    under_rule(above, below, rules)
}

/// A short rule that parts the notes from the text.
pub(super) fn under_rule(above: &Line, below: &Line, rules: &[Rule]) -> bool {
    let underlines =
        |r: &&Rule| r.y < above.y + 0.4 * above.size && r.x0 > above.x0 - 2.0 && r.x1 < above.x1 + above.size;
    rules.iter().filter(|r| !underlines(r)).any(|r| {
        r.y > above.y
            && r.y < below.y - 0.4 * below.size
            && (r.x0 - below.x0).abs() < 2.0 * below.size
            && r.x1 - r.x0 < 260.0
    })
}

fn parted(zone: Vec<Line>, marks: Marks) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut last: Option<u32> = None;
    for line in zone {
        let starts = match mark(&line, marks) {
            Some(Mark::Sign) => true,
            Some(Mark::Number(n)) => {
                let follows = last.is_none_or(|l| n > l && n <= l + 3);
                if follows || line.raised_start {
                    last = Some(n);
                }
                follows || line.raised_start
            }
            None => false,
        };
        match notes.last_mut() {
            Some(note) if !starts => note.push(line),
            _ => notes.push(vec![line]),
        }
    }
    notes
}

/// The mark with which a note begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A star, a dagger.
    Sign,
    /// A figure.
    Number(u32),
}

/// Whether a line begins with a figure as notes do.
pub(super) fn is_numbered(line: &Line) -> bool {
    let word = line.text.trim_start().trim_start_matches(|c: char| digit(c).is_some()).trim_start();
    !word.starts_with('(') && matches!(mark(line, Marks::Joined), Some(Mark::Number(_)))
}

/// The mark at the beginning of a line, when it looks like that of a note.
fn mark(line: &Line, marks: Marks) -> Option<Mark> {
    let text = line.text.trim_start();
    let first = text.chars().next()?;
    if SIGNS.contains(first) {
        return Some(Mark::Sign);
    }
    let bracketed = text.strip_prefix(['[', '(']);
    let text = bracketed.unwrap_or(text);
    let digits: Vec<u32> = text.chars().map_while(digit).collect();
    if digits.is_empty() || digits.len() > 3 {
        return None;
    }
    let number = digits.iter().fold(0, |n, d| 10 * n + d);
    let rest: String = text.chars().skip(digits.len()).collect();
    let raised = line.raised_start || text.chars().next().is_some_and(|c| !c.is_ascii_digit());
    let rest = if bracketed.is_some() { rest.strip_prefix([']', ')'])? } else { rest.as_str() };
    let parted =
        rest.starts_with([' ', '.', ',', ')']) || raised || bracketed.is_some() || marks == Marks::Joined;
    let word = rest.trim_start_matches([' ', '.', ',', ')', ':']);
    let letter = word.chars().next().is_some_and(|c| c.is_alphabetic() || "“\"'‘(«[".contains(c));
    (parted && letter).then_some(Mark::Number(number))
}

/// The value of a digit, raised or not.
fn digit(c: char) -> Option<u32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(u32::from(c) - u32::from('⁴') + 4),
        c => c.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f32, y: f32) -> Line {
        Line { text: text.into(), size, y, x0: 70.0, x1: 400.0, ..Line::default() }
    }

    #[test]
    fn small_marked_lines_at_the_foot_are_notes() {
        let lines = vec![
            line("The seminar met in Nairobi for three days.", 11.0, 100.0),
            line("¹ The list of participants is annexed to this", 9.0, 700.0),
            line("report.", 9.0, 711.0),
            line("² Ibid.", 9.0, 722.0),
        ];
        let (text, notes) = lift(lines, 11.0, &[]);
        assert_eq!(text.len(), 1);
        assert_eq!(notes.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn a_numbered_list_in_small_type_is_none_unless_the_text_calls_for_it() {
        let page = |text: &str| {
            let list = [line("1. Kenya", 9.0, 700.0), line("2. Uganda", 9.0, 711.0)];
            [line(text, 11.0, 100.0)].into_iter().chain(list).collect::<Vec<_>>()
        };
        assert!(lift(page("The members are listed below."), 11.0, &[]).1.is_empty());
        assert_eq!(lift(page("The members¹ met twice."), 11.0, &[]).1.len(), 2);
    }

    #[test]
    fn an_underline_is_no_rule_above_notes() {
        let lines =
            vec![line("Policy Considerations", 11.0, 100.0), line("1. Beds should be low.", 11.0, 120.0)];
        let rule = |y| Rule { x0: 70.0, x1: 180.0, y };
        assert!(lift(lines, 11.0, &[rule(102.0)]).1.is_empty());
    }

    #[test]
    fn years_and_numbers_in_a_line_are_no_marks() {
        for text in ["2013 was a year of", "15 per cent", "1,200 persons", "3.5 million"] {
            let is_mark =
                matches!(mark(&line(text, 9.0, 0.0), Marks::Apart), Some(Mark::Number(n)) if n < 10);
            assert!(!is_mark, "{text}");
        }
    }
}
