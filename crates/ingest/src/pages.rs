//! Where the pages of a plain text begin and end.

use std::ops::Range;

use rapporteur_model::Page;

/// Finds the pages: by form feeds, or else by lines like `[Page 12]`. Empty when the text tells of none.
///
/// The pages lie side by side and cover the text. Blank text after the last break is no page of its own.
pub(crate) fn find(text: &str) -> Vec<Page> {
    let mut breaks: Vec<usize> = text.match_indices('\x0C').map(|(at, _)| at + 1).collect();
    if breaks.is_empty() {
        breaks = marked(text);
    }
    // A break before the first word or after the last one parts nothing.
    let words = text.len() - text.trim_start().len()..text.trim_end().len();
    breaks.retain(|&at| at > words.start && at < words.end);
    if breaks.is_empty() && !text.contains('\x0C') {
        return Vec::new();
    }
    let starts = std::iter::once(0).chain(breaks.iter().copied());
    let ends = breaks.iter().copied().chain([text.len()]);
    starts.zip(ends).zip(1..).filter_map(|((start, end), number)| page(text, start..end, number)).collect()
}

fn page(text: &str, bytes: Range<usize>, number: u32) -> Option<Page> {
    let label = text.get(bytes.clone())?.lines().rev().find(|l| !l.trim().is_empty()).and_then(label);
    let bytes = u32::try_from(bytes.start).ok()?..u32::try_from(bytes.end).ok()?;
    Some(Page { number, label, bytes, size: None })
}

/// The breaks told by page lines. A line at the very top of the text opens its page, and so do all the others;
/// otherwise each closes its page. Numbers must grow: a list of contents does not make pages.
fn marked(text: &str) -> Vec<usize> {
    let mut found: Vec<(u32, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(number) = label(line).and_then(|l| l.parse().ok())
            && found.last().is_none_or(|&(last, _)| number > last)
        {
            found.push((number, at..at + line.len()));
        }
        at += line.len();
    }
    if found.len() < 2 {
        return Vec::new();
    }
    let opens =
        found.first().is_some_and(|(_, line)| text.get(..line.start).is_some_and(|t| t.trim().is_empty()));
    found.into_iter().map(|(_, line)| if opens { line.start } else { line.end }).collect()
}

/// The number in a line that ends in `[Page 12]`, or that is nothing but `--- Page 12 ---` or the like.
fn label(line: &str) -> Option<String> {
    let line = line.trim();
    let inner = match line.strip_suffix(']') {
        Some(rest) => rest.rsplit_once('[')?.1,
        None => {
            let bare = line.trim_matches(['-', '=', '_', '*', '–', '—']);
            if bare.len() + 4 > line.len() {
                return None;
            }
            bare
        }
    };
    let (word, number) = inner.trim().split_once(' ')?;
    let number = number.trim();
    let is_number = !number.is_empty() && number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    (word.eq_ignore_ascii_case("page") && is_number).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(&str, Option<String>)> {
        find(text)
            .into_iter()
            .map(|p| (&text[p.bytes.start as usize..p.bytes.end as usize], p.label))
            .collect()
    }

    #[test]
    fn form_feeds_part_pages_and_are_part_of_the_page_they_end() {
        let labelled = |n: &str| Some(n.to_owned());
        assert_eq!(
            parts("One\n\nDoe     [Page 1]\n\x0C\nTwo\n\nDoe     [Page 2]\n\x0C\n"),
            [
                ("One\n\nDoe     [Page 1]\n\x0C", labelled("1")),
                ("\nTwo\n\nDoe     [Page 2]\n\x0C\n", labelled("2"))
            ]
        );
        assert_eq!(parts("One\n\x0C\x0CThree"), [("One\n\x0C", None), ("\x0C", None), ("Three", None)]);
        assert_eq!(parts("\x0COne\n"), [("\x0COne\n", None)]);
        assert_eq!(parts("One"), []);
    }

    #[test]
    fn page_lines_close_or_open_pages() {
        assert_eq!(parts("One\n[Page 4]\nTwo\n[Page 5]\n").len(), 2);
        let opened = parts("--- Page 1 ---\nOne\n--- Page 2 ---\nTwo\n");
        assert_eq!(opened.len(), 2);
        assert!(opened[1].0.starts_with("--- Page 2"));
        assert_eq!(parts("see [Page 4]\nand [Page 2]\n"), []);
        assert_eq!(parts("Page 4 of 5\nOne\nPage 5 of 5\n"), []);
    }
}
