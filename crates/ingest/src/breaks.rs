//! Line breaks that an author set by hand (`<br>`, two spaces at a line's end).
//!
//! They mean two things: in a title block or an address each line stands for itself; in a text that was pasted
//! from an e-mail they cut sentences anywhere.

/// Which of the breaks part the text in two; the others are as good as spaces. `breaks` are places of the text
/// in growing order; two breaks with nothing but blanks between them always part it.
pub(crate) fn parting(text: &str, breaks: &[usize]) -> Vec<usize> {
    let end = |index: usize| breaks.get(index + 1).copied().unwrap_or(text.len());
    let after = |index: usize, at: usize| text.get(at..end(index)).unwrap_or_default();
    // A long line that goes on in lower case: the breaks are those of a narrow page.
    let starts = std::iter::once(&0).chain(breaks);
    let narrow = starts.zip(breaks).enumerate().any(|(i, (&start, &at))| {
        text.get(start..at).is_some_and(|line| line.trim().len() >= LONG)
            && after(i, at).trim().starts_with(char::is_lowercase)
    });
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, &at) in breaks.iter().enumerate() {
        let (before, after) = (text.get(start..at).unwrap_or_default(), after(index, at));
        if before.trim().is_empty() {
            start = at;
            continue;
        }
        let doubled = after.trim().is_empty() && index + 1 < breaks.len();
        if doubled || (!narrow && stands_alone(before.trim(), after.trim())) {
            parts.push(at);
        }
        start = at;
    }
    parts
}

/// Splits times notes of one text up to which it is split: beyond, the text is no report, and splitting is slow.
pub(crate) const MOST: usize = 1_000_000;

/// Shortest line that may have been cut by the width of a page, in bytes.
const LONG: usize = 45;

/// Longest line that is taken for one of a title block or a list.
const SHORT: usize = 60;

fn stands_alone(before: &str, after: &str) -> bool {
    if after.is_empty() || after.starts_with(char::is_lowercase) || before.ends_with([',', '(', '-']) {
        return false;
    }
    before.ends_with(['.', '!', '?', ':', ';', '”', '"']) || before.chars().take(SHORT + 1).count() <= SHORT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(marked: &str) -> Vec<String> {
        let text = marked.replace('|', " ");
        let breaks: Vec<usize> = marked.match_indices('|').map(|(at, _)| at).collect();
        let mut parts = vec![];
        let mut start = 0;
        for at in parting(&text, &breaks) {
            parts.push(text[start..at].trim().to_owned());
            start = at;
        }
        parts.push(text[start..].trim().to_owned());
        parts.retain(|p| !p.is_empty());
        parts
    }

    #[test]
    fn short_lines_stand_alone() {
        assert_eq!(lines("Rome, Italy|22 June 2004|Chair: A. Bellini").len(), 3);
        let held = lines("Rome, 2004|Held by the Institute|with the University");
        assert_eq!(held, ["Rome, 2004", "Held by the Institute with the University"]);
        assert_eq!(lines("One sentence ends here and is quite long enough to be prose.|Two.").len(), 2);
    }

    #[test]
    fn sentences_cut_anywhere_are_joined() {
        let cut = "The participants of the second round table agreed with the|\
                   Council that access to water is a right of all who|live there";
        assert_eq!(lines(cut).len(), 1);
        assert_eq!(lines("Land, water,|Seeds").len(), 1);
    }

    #[test]
    fn two_breaks_always_part() {
        let text =
            "The participants of the second round table agreed with the| |council that access to water";
        assert_eq!(lines(text).len(), 2);
        assert_eq!(lines("||Title||"), ["Title"]);
    }
}
