//! How a problem is laid out for a person: message, place, the line with carets, what to do.

use std::{fmt::Write as _, ops::Range, path::Path};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{Problem, Severity};

/// Columns that a tab takes in a printed line.
const TAB: usize = 4;

/// One problem as text, with a line end.
pub(crate) fn problem(problem: &Problem, file: &Path, text: &str, colour: bool) -> String {
    let paint = Paint { colour };
    let (word, style) = match problem.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Warning => ("warning", "1;33"),
        Severity::Note => ("note", "1;36"),
    };
    let mut out = format!("{}: {}\n", paint.with(style, word), paint.with("1", &problem.message));
    let arrow = paint.with("1;34", "-->");
    let margin = match &problem.span {
        Some(span) => {
            let (line, column) = position(text, span.start);
            let margin = line.to_string().len();
            push(&mut out, format_args!("{:margin$}{arrow} {}:{line}:{column}\n", "", file.display()));
            out.push_str(&excerpt(problem, span, text, paint, style));
            margin
        }
        None => {
            push(&mut out, format_args!(" {arrow} {}\n", file.display()));
            1
        }
    };
    if let Some(hint) = &problem.hint {
        push(&mut out, format_args!("{:margin$} {} {hint}\n", "", paint.with("1;34", "=")));
    }
    out
}

/// The line of the place, with carets below it.
fn excerpt(problem: &Problem, span: &Range<usize>, text: &str, paint: Paint, style: &str) -> String {
    let (number, _) = position(text, span.start);
    let number = number.to_string();
    let margin = number.len();
    let bar = paint.with("1;34", "|");
    let line = line_of(text, span.start);
    let from = span.start - line.start;
    let content = text.get(line.clone()).unwrap_or("");
    // A place that runs over several lines is shown by its first.
    let to = span.end.min(line.end).saturating_sub(line.start).max(from);
    let before = expanded(content.get(..from).unwrap_or("")).width();
    let carets = expanded(content.get(from..to).unwrap_or("")).width().max(1);
    let label = problem.label.as_ref().map(|l| format!(" {}", paint.with(style, l))).unwrap_or_default();
    let carets = paint.with(style, &"^".repeat(carets));
    format!(
        "{:margin$} {bar}\n{} {bar} {}\n{:margin$} {bar} {:before$}{carets}{label}\n",
        "",
        paint.with("1;34", &number),
        expanded(content),
        "",
        "",
    )
}

/// The line as printed: tabs as blanks, control characters as a mark.
fn expanded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out.push_str(&" ".repeat(TAB)),
            c if c.width().is_none() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Bytes of the line that holds a byte, without its end.
fn line_of(text: &str, byte: usize) -> Range<usize> {
    let at = byte.min(text.len());
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n);
    let line = text.get(start..end).unwrap_or("");
    start..start + line.trim_end_matches('\r').len().max(at - start)
}

/// Line and column, both counted from 1, columns in characters.
pub(crate) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

fn push(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _infallible = out.write_fmt(args).is_ok();
}

#[derive(Clone, Copy)]
struct Paint {
    colour: bool,
}

impl Paint {
    fn with(self, style: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, part: &str, expected: &str) {
        let start = text.find(part).expect("part is in the text");
        let problem = Problem::error("it is odd", Some(start..start + part.len())).did_you_mean(Some("even"));
        assert_eq!(super::problem(&problem, Path::new("p.toml"), text, false), expected);
    }

    #[test]
    fn carets_stand_below_the_place() {
        check(
            "a = 1\njoin-page = true\n",
            "join-page",
            "error: it is odd\n --> p.toml:2:1\n  |\n2 | join-page = true\n  | ^^^^^^^^^ did you mean `even`?\n",
        );
    }

    #[test]
    fn tabs_accents_and_wide_characters_are_counted_as_seen() {
        check(
            "\té = '会议', odd\r\n",
            "odd",
            "error: it is odd\n --> p.toml:1:12\n  |\n1 |     é = '会议', odd\n  |                 ^^^ did you mean `even`?\n",
        );
    }

    #[test]
    fn a_place_at_the_end_of_the_file_still_has_a_caret() {
        let problem = Problem::error("it ends", Some(4..4)).hint("go on");
        let said = super::problem(&problem, Path::new("p.toml"), "a = ", false);
        assert_eq!(said, "error: it ends\n --> p.toml:1:5\n  |\n1 | a = \n  |     ^\n  = go on\n");
        let far = Problem::error("it ends", Some(90..99));
        assert!(super::problem(&far, Path::new("p.toml"), "é", false).contains('^'));
    }

    #[test]
    fn a_problem_without_a_place_names_the_file() {
        let problem = Problem::error("there is no source", None).hint("add one");
        let said = super::problem(&problem, Path::new("p.toml"), "", false);
        assert_eq!(said, "error: there is no source\n --> p.toml\n  = add one\n");
    }
}
