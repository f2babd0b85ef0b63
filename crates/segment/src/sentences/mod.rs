//! Where sentences end.
//!
//! One pass over the bytes; only at a stop are the words around it looked at, so the cost is that of a scan.
//! What the language of reports adds to common prose: note marks after stops, paragraph and document signs
//! ("para. 41, UN Doc. S/2006/715"), initials, quotes and brackets that close after the stop. What a language adds
//! stands in its [`Profile`]: its abbreviations, its stops, the words that open its sentences.

mod inline_list;
mod next;
mod profile;
mod quoted;
mod stop;
mod verdict;
mod words;

use std::ops::Range;

use profile::Profile;

/// Words longer than this are not looked up; it bounds the work at each stop.
const LONGEST_WORD: usize = 32;

/// The sentences of a paragraph, as byte ranges of its text without the spaces around them.
///
/// The ranges are in order and together hold every character that is not a space.
///
/// ```
/// let text = "See UN Doc. S/2006/715, para. 41. It was adopted.¹ Amb. Jonah agreed.";
/// let sentences: Vec<&str> = rapporteur_segment::sentences(text, Some("en"))
///     .iter()
///     .map(|r| &text[r.start as usize..r.end as usize])
///     .collect();
/// assert_eq!(sentences, ["See UN Doc. S/2006/715, para. 41.", "It was adopted.¹", "Amb. Jonah agreed."]);
/// ```
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<u32>> {
    let profile = Profile::of(language);
    let mut splitter = Splitter { text, profile, start: 0, item: None, found: Vec::new() };
    splitter.run();
    splitter.found
}

struct Splitter<'a> {
    text: &'a str,
    profile: &'static Profile,
    /// Where the sentence being read begins.
    start: usize,
    /// Where the next item of a list begins, when the sentence being read is an item.
    item: Option<usize>,
    found: Vec<Range<u32>>,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        self.look_for_item();
        while let Some(step) =
            bytes.get(at..).and_then(|rest| rest.iter().position(|&b| MAY_STOP[usize::from(b)]))
        {
            at += step;
            self.items_before(at);
            at = self.pass(at);
        }
        self.items_before(self.text.len());
        self.close(self.text.len());
    }

    /// Looks at what may be a stop, ends the sentence if it is one, and says where to go on.
    fn pass(&mut self, at: usize) -> usize {
        let Some(stop) = self.stop(at) else {
            if self.misread_stop(at) {
                self.end(at + 1);
            }
            return at + 1;
        };
        if self.breaks(&stop) {
            self.end(stop.end);
        }
        stop.end.max(at + 1)
    }

    fn end(&mut self, at: usize) {
        self.close(at);
        self.look_for_item();
    }

    fn look_for_item(&mut self) {
        let rest = self.text.get(self.start..).unwrap_or("");
        self.item = inline_list::next_item(rest).map(|at| self.start + at);
    }

    /// Ends the sentence where the next item of its list begins.
    fn items_before(&mut self, at: usize) {
        while let Some(item) = self.item.filter(|&i| i < at) {
            self.end(item);
        }
    }

    /// Ends the sentence being read.
    fn close(&mut self, end: usize) {
        let part = self.text.get(self.start..end).unwrap_or("");
        let trimmed = part.trim_start();
        let start = self.start + (part.len() - trimmed.len());
        let length = trimmed.trim_end().len();
        if length > 0
            && let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + length))
        {
            self.found.push(from..to);
        }
        self.start = end;
    }

    /// The word that ends at a byte, without what opens before it.
    fn word_before(&self, at: usize) -> &str {
        let from = floor(self.text, at.saturating_sub(LONGEST_WORD).max(self.start));
        let part = self.text.get(from..at).unwrap_or("");
        let begin = part
            .char_indices()
            .rev()
            .find(|&(_, c)| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '(' | '[' | '{' | '"' | '“' | '„' | '‘' | '«' | '–' | '—' | '/' | '•' | '⁃'
                    )
            })
            .map_or(0, |(i, c)| i + c.len_utf8());
        part.get(begin..).unwrap_or("")
    }
}

/// Calls a function with the word in lower case; `None` when it is empty or too long to be of interest.
fn lowered<T>(word: &str, with: impl FnOnce(&str) -> T) -> Option<T> {
    if word.is_empty() || word.len() > LONGEST_WORD {
        return None;
    }
    if word.is_ascii() {
        let mut buffer = [0_u8; LONGEST_WORD];
        let slot = buffer.get_mut(..word.len())?;
        slot.copy_from_slice(word.as_bytes());
        slot.make_ascii_lowercase();
        return std::str::from_utf8(slot).ok().map(with);
    }
    Some(with(&word.to_lowercase()))
}

/// The greatest character boundary not after a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Whether a byte can begin a stop, or what OCR makes of one.
const MAY_STOP: [bool; 256] = {
    let signs = b".?!,:;\xE2\xE3\xEF\xD8\xDB\xE0\xE1\xD6";
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests;
