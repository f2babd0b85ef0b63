//! Stops inside a quotation or title that the sentence goes on after.

use super::{Splitter, floor};

/// How far a quotation is followed, in bytes; it bounds the work at each stop.
const REACH: usize = 400;

/// The signs that open, and those that close them: `„` is closed by `“` in German, by `”` in Polish. German also
/// quotes »so«; there the signs of French would open where they close, so such quotations are not followed.
const PAIRS: [(char, &[char]); 8] = [
    ('《', &['》']),
    ('「', &['」']),
    ('『', &['』']),
    ('（', &['）']),
    ('〈', &['〉']),
    ('„', &['“', '”']),
    ('“', &['”']),
    ('«', &['»']),
];

impl Splitter<'_> {
    /// Whether a stop stands inside a quotation after which the sentence goes on in small letters, as in
    /// „Wir bleiben. Alle,“ sagte sie; or inside the title of a work: 《摔跤吧！爸爸》.
    pub(super) fn inside_going_on(&self, end: usize) -> bool {
        let from = floor(self.text, end.saturating_sub(REACH).max(self.start));
        let Some(close) = left_open(self.text.get(from..end).unwrap_or("")) else { return false };
        let after = self.text.get(end..floor(self.text, end + REACH)).unwrap_or("");
        let Some((at, sign)) = after.char_indices().find(|(_, c)| close.contains(c)) else { return false };
        goes_on(
            after.get(at + sign.len_utf8()..).unwrap_or(""),
            matches!(sign, '》' | '」' | '』' | '）' | '〉'),
        )
    }
}

/// The signs that close what a text leaves open, the last opened.
fn left_open(text: &str) -> Option<&'static [char]> {
    // All the signs lie beyond ASCII, and most sentences do not.
    if text.is_ascii() {
        return None;
    }
    let mut closed = [false; PAIRS.len()];
    for sign in text.chars().rev().filter(|c| !c.is_ascii()) {
        for (&(open, close), closed) in PAIRS.iter().zip(&mut closed) {
            if sign == open && !*closed {
                return Some(close);
            }
            *closed |= close.contains(&sign);
        }
    }
    None
}

fn goes_on(rest: &str, east: bool) -> bool {
    let next = rest.trim_start();
    if east {
        return next.starts_with(|c: char| c.is_alphanumeric() || c == '，' || c == '、');
    }
    next.trim_start_matches([',', ' ']).starts_with(char::is_lowercase)
}
