//! Damage that is done to a finished text, each kind counted.

use super::fault::{Fault, Result};
use super::head::{Dashes, Quotes, TextForm};
use super::traces::{Slip, Traces};

/// Does to the text what the form asks for.
pub(super) fn apply(text: &mut String, form: &TextForm, traces: &mut Traces) -> Result<()> {
    for (printed, read) in &form.slips {
        slip(text, printed, read)?;
        traces.slips.push(Slip { printed: printed.clone(), read: read.clone() });
    }
    for words in &form.torn {
        let end = find(text, words)?.1;
        let rest = text.split_off(end);
        text.push_str("\n\n");
        let rest = rest.trim_start();
        text.push_str(rest);
        traces.torn(words, rest);
    }
    if form.dashes == Dashes::SoftHyphen {
        traces.soft_hyphen_dashes = text.matches(['–', '—']).count();
        *text = text.replace(['–', '—'], "\u{ad}");
    }
    if form.escape_dollars {
        traces.escapes_removed = text.matches('$').count();
        *text = text.replace('$', "\\$");
    }
    if form.asterisks {
        traces.asterisks = text.matches('*').count();
    }
    if form.ligatures {
        traces.ligatures = ligatures(text);
    }
    Ok(())
}

/// Replaces the first use of some words, however the lines are broken.
fn slip(text: &mut String, printed: &str, read: &str) -> Result<()> {
    let (start, end) = find(text, printed)?;
    let found: Vec<char> =
        text.get(start..end).unwrap_or_default().chars().filter(|sign| sign.is_whitespace()).collect();
    let spaces = read.matches(' ').count();
    // Where the slip adds no space, the line breaks stay where they are.
    let mut breaks = found.into_iter().filter(|_| printed.matches(' ').count() == spaces);
    let read: String =
        read.chars().map(|sign| if sign == ' ' { breaks.next().unwrap_or(' ') } else { sign }).collect();
    text.replace_range(start..end, &read);
    Ok(())
}

/// Where some words stand, with any white space between them.
fn find(text: &str, words: &str) -> Result<(usize, usize)> {
    let parts: Vec<&str> = words.split(' ').collect();
    let first = parts.first().copied().unwrap_or_default();
    text.match_indices(first)
        .find_map(|(start, _)| matches_at(text, start, &parts).map(|end| (start, end)))
        .ok_or_else(|| Fault::new("", format!("`{words}` does not occur in one piece")))
}

fn matches_at(text: &str, start: usize, parts: &[&str]) -> Option<usize> {
    let mut at = start;
    for (place, part) in parts.iter().enumerate() {
        let rest = text.get(at..)?;
        let trimmed = if place == 0 { rest } else { rest.trim_start() };
        if place > 0 && trimmed.len() == rest.len() {
            return None;
        }
        at += rest.len() - trimmed.len() + trimmed.strip_prefix(part).map(|_| part.len())?;
    }
    Some(at)
}

/// Joins f, i and l as some typesetters do; returns how often.
fn ligatures(text: &mut String) -> usize {
    const JOINED: [(&str, &str); 5] = [("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")];
    let mut number = 0;
    for (letters, ligature) in JOINED {
        number += text.matches(letters).count();
        *text = text.replace(letters, ligature);
    }
    number
}

/// Straightens the quotation marks of a paragraph; of every second one where they are mixed.
pub(super) fn quotes(text: &str, quotes: Quotes, paragraph: usize) -> String {
    let straight = match quotes {
        Quotes::Printed => false,
        Quotes::Mixed => paragraph % 2 == 1,
        Quotes::Straight => true,
    };
    if straight { text.replace(['“', '”'], "\"").replace(['‘', '’'], "'") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_a_line_end() {
        let text = "until the wells\nhave turned salt";
        assert_eq!(find(text, "wells have turned").unwrap(), (10, 27));
        assert!(find(text, "wells had").is_err());
    }

    #[test]
    fn a_slip_keeps_the_line_end_it_goes_over() {
        let mut text = "of the\nconsultation on".to_owned();
        slip(&mut text, "the consultation", "tbe consultation").unwrap();
        assert_eq!(text, "of tbe\nconsultation on");
    }

    #[test]
    fn the_longest_ligature_wins() {
        let mut text = "office, official, find, flow, off".to_owned();
        assert_eq!(ligatures(&mut text), 5);
        assert_eq!(text, "oﬃce, oﬃcial, ﬁnd, ﬂow, oﬀ");
    }

    #[test]
    fn mixed_quotation_marks_change_from_paragraph_to_paragraph() {
        assert_eq!(quotes("“a”", Quotes::Mixed, 1), "\"a\"");
        assert_eq!(quotes("“a”", Quotes::Mixed, 2), "“a”");
    }
}
