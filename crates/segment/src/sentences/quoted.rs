//! Stops inside a quotation or title that the sentence goes on after.

use super::Splitter;

/// How far a quotation is followed, in bytes; it bounds the work at each stop.
const REACH: usize = 400;

/// The signs that open and close, where they differ.
const PAIRS: [(char, char); 9] = [
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('〈', '〉'),
    ('„', '“'),
    ('“', '”'),
    ('«', '»'),
    ('»', '«'),
];

impl Splitter<'_> {
    /// Whether a stop stands inside a quotation after which the sentence goes on in small letters, as in
    /// „Wir bleiben. Alle,“ sagte sie; or inside the title of a work: 《摔跤吧！爸爸》.
    pub(super) fn inside_going_on(&self, end: usize) -> bool {
        let from = super::floor(self.text, end.saturating_sub(REACH).max(self.start));
        let before = self.text.get(from..end).unwrap_or("");
        let after = self.text.get(end..super::floor(self.text, end + REACH)).unwrap_or("");
        let opened = |&(open, close): &(char, char)| {
            let mut signs = before.chars().rev().filter(|&c| c == open || c == close);
            signs.next() == Some(open)
        };
        let Some((_, close)) = PAIRS.into_iter().find(opened) else { return false };
        let Some(at) = after.find(close) else { return false };
        let rest = after.get(at + close.len_utf8()..).unwrap_or("");
        goes_on(rest, matches!(close, '》' | '」' | '』' | '）' | '〉'))
    }
}

fn goes_on(rest: &str, east: bool) -> bool {
    let next = rest.trim_start();
    if east {
        return next.starts_with(|c: char| c.is_alphanumeric() || c == '，' || c == '、');
    }
    next.trim_start_matches([',', ' ']).starts_with(char::is_lowercase)
}
