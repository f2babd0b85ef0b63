//! Objects of a file found by searching for them, without its table of objects.
//!
//! What damaged files still have is `12 0 obj … endobj`. Everything here is a guess from the bytes: ends that are
//! missing are put before the next object, lengths of streams are believed only when the stream ends there.

use memchr::memmem;

/// More objects than this are no file of a person.
const MOST_OBJECTS: usize = 500_000;
/// Numbers above are never given.
const LARGEST_NUMBER: u32 = 8_388_607;
/// A string without its end would swallow the rest of the file.
const LONGEST_STRING: usize = 64 * 1024;
/// So many strings without an end are looked for; then a bracket is only a bracket.
const MOST_UNENDED: u32 = 256;

/// An object as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<'a> {
    pub(super) number: u32,
    pub(super) generation: u16,
    /// Its text; of a stream, its dictionary.
    pub(super) text: &'a [u8],
    /// Data of a stream.
    pub(super) data: Option<&'a [u8]>,
    /// Its end was found.
    pub(super) whole: bool,
}

/// All objects in the order of the file, and the dictionaries of its trailers.
pub(super) fn objects(bytes: &[u8]) -> (Vec<Found<'_>>, Vec<&[u8]>) {
    let mut found = Vec::new();
    let mut ends = Ends { bytes, stream: None, object: None };
    let mut strings = Strings::default();
    let mut at = 0;
    while let Some(word) = memmem::find(bytes.get(at..).unwrap_or_default(), b"obj").map(|n| at + n) {
        at = word + 3;
        let Some((_, number, generation)) = heading(bytes, word) else { continue };
        if found.len() >= MOST_OBJECTS {
            break;
        }
        let (text, stop) = body(bytes, at, &mut strings);
        let (data, whole, next) = match stop {
            Stop::Stream => ends.data(text.len() + at, text),
            Stop::End => (None, true, text.len() + at),
            Stop::Other => (None, false, text.len() + at),
        };
        found.push(Found { number, generation, text, data, whole });
        at = next.max(at);
    }
    let trailers = memmem::find_iter(bytes, b"trailer").take(1_000);
    let trailers = trailers.map(|n| body(bytes, n + 7, &mut strings).0).collect();
    (found, trailers)
}

/// What stands before the word `obj`: where it begins, number and generation.
fn heading(bytes: &[u8], word: usize) -> Option<(usize, u32, u16)> {
    let (generation, start) = number_before(bytes, blank_before(bytes, word))?;
    let gap = blank_before(bytes, start);
    if gap == start {
        return None;
    }
    let (number, start) = number_before(bytes, gap)?;
    let number = u32::try_from(number).ok().filter(|n| *n <= LARGEST_NUMBER)?;
    Some((start, number, u16::try_from(generation).ok()?))
}

fn blank_before(bytes: &[u8], end: usize) -> usize {
    let head = bytes.get(end.saturating_sub(32)..end).unwrap_or_default();
    end - head.iter().rev().take_while(|b| is_blank(**b)).count()
}

fn number_before(bytes: &[u8], end: usize) -> Option<(u64, usize)> {
    let head = bytes.get(end.saturating_sub(10)..end)?;
    let digits = head.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let text = bytes.get(end - digits..end)?;
    Some((std::str::from_utf8(text).ok()?.parse().ok()?, end - digits))
}

/// What ends the text of an object.
enum Stop {
    /// `endobj`
    End,
    /// `stream`
    Stream,
    /// The next object, or the end of the file.
    Other,
}

/// The text from a place to the end of the object.
fn body<'a>(bytes: &'a [u8], from: usize, strings: &mut Strings) -> (&'a [u8], Stop) {
    let mut at = from;
    let upto = |end: usize| bytes.get(from..end).unwrap_or_default();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' => at = strings.after(bytes, at),
            b'%' => at += bytes.get(at..).map_or(1, line),
            b'/' => at += 1 + word(bytes, at + 1),
            b'a'..=b'z' => {
                let long = word(bytes, at);
                match bytes.get(at..at + long).unwrap_or_default() {
                    w if w.starts_with(b"endobj") => return (upto(at), Stop::End),
                    w if w.starts_with(b"stream") => return (upto(at), Stop::Stream),
                    b"obj" => {
                        let start = heading(bytes, at).map_or(at, |h| h.0);
                        return (upto(start.max(from)), Stop::Other);
                    }
                    b"xref" | b"trailer" | b"startxref" => return (upto(at), Stop::Other),
                    _ => at += long.max(1),
                }
            }
            _ => at += 1,
        }
    }
    (upto(bytes.len()), Stop::Other)
}

/// Strings on the way through a file.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// How many had no end. Each of them costs a look far ahead.
    unended: u32,
}

impl Strings {
    /// Where the string that begins at `from` ends; the next byte when it has no end.
    pub(super) fn after(&mut self, bytes: &[u8], from: usize) -> usize {
        if self.unended >= MOST_UNENDED {
            return from + 1;
        }
        string_end(bytes, from).unwrap_or_else(|| {
            self.unended += 1;
            from + 1
        })
    }
}

fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut escaped = false;
    for (index, &byte) in bytes.get(from..)?.iter().take(LONGEST_STRING).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(from + index + 1),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn line(rest: &[u8]) -> usize {
    rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len()).max(1)
}

/// Length of the word that begins here.
pub(super) fn word(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().take(256).take_while(|b| !is_blank(**b) && !b"()<>[]{}/%".contains(b)).count()
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// The ends of streams and objects, each looked for once.
struct Ends<'a> {
    bytes: &'a [u8],
    stream: Option<usize>,
    object: Option<usize>,
}

impl<'a> Ends<'a> {
    /// The data of a stream whose keyword stands at `at`, whether its end is known, and where to go on.
    fn data(&mut self, at: usize, dict: &[u8]) -> (Option<&'a [u8]>, bool, usize) {
        let start = at + 6 + newline(self.bytes, at + 6);
        let cut = |end: usize| self.bytes.get(start..end);
        if let Some(end) = super::entry::number(dict, b"Length").and_then(|n| start.checked_add(n))
            && let Some(rest) = self.bytes.get(end..)
        {
            let blank = rest.iter().take(4).take_while(|b| is_blank(**b)).count();
            if rest.get(blank..).is_some_and(|r| r.starts_with(b"endstream") || r.starts_with(b"endobj")) {
                return (cut(end), true, end);
            }
        }
        let stream = next(self.bytes, b"endstream", start, &mut self.stream);
        let object = self.object_end(start, stream);
        let end = stream.min(object);
        (cut(trimmed(self.bytes, start, end)), end < self.bytes.len(), end)
    }

    /// The first `endobj` before `limit` with the next object, or nothing, behind it.
    fn object_end(&mut self, from: usize, limit: usize) -> usize {
        let mut at = from;
        for _ in 0..64 {
            let end = next(self.bytes, b"endobj", at, &mut self.object);
            let Some(rest) = self.bytes.get(end + 6..).filter(|_| end < limit) else { return limit };
            let blank = rest.iter().take(16).take_while(|b| is_blank(**b)).count();
            let follows = rest.get(blank..).unwrap_or_default();
            let known: [&[u8]; 3] = [b"xref", b"trailer", b"startxref"];
            if follows.first().is_none_or(u8::is_ascii_digit) || known.iter().any(|w| follows.starts_with(w))
            {
                return end;
            }
            at = end + 6;
        }
        limit
    }
}

/// The next place of a word, or the end; `known` is the place found last.
fn next(bytes: &[u8], word: &[u8], from: usize, known: &mut Option<usize>) -> usize {
    match *known {
        Some(place) if place >= from => place,
        _ => {
            let rest = bytes.get(from..).unwrap_or_default();
            let place = memmem::find(rest, word).map_or(bytes.len(), |n| from + n);
            *known = Some(place);
            place
        }
    }
}

fn newline(bytes: &[u8], at: usize) -> usize {
    let mut long = bytes.get(at..).unwrap_or_default().iter().take(8).take_while(|b| **b == b' ').count();
    long += usize::from(bytes.get(at + long) == Some(&b'\r'));
    long + usize::from(bytes.get(at + long) == Some(&b'\n'))
}

/// The end of a stream's data without the line end before the keyword.
fn trimmed(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut end = end;
    for wanted in [b'\n', b'\r'] {
        if end > start && bytes.get(end - 1) == Some(&wanted) {
            end -= 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Vec<(u32, String, Option<String>)> {
        let text = |b: &[u8]| String::from_utf8_lossy(b).trim().to_owned();
        objects(bytes).0.iter().map(|f| (f.number, text(f.text), f.data.map(text))).collect()
    }

    #[test]
    fn objects_are_found_without_their_ends() {
        let found = told(b"junk 1 0 obj<</A (endobj 9 0 obj)>>2 0 obj [1] endobj 3 1 obj\n7\ntrailer <<>>");
        assert_eq!(
            found,
            [(1, "<</A (endobj 9 0 obj)>>".into(), None), (2, "[1]".into(), None), (3, "7".into(), None)]
        );
    }

    #[test]
    fn lengths_are_believed_when_the_stream_ends_there() {
        let right = b"1 0 obj<</Length 9>>stream\nendstream\nendstream endobj";
        let wrong = b"1 0 obj<</Length 2>>stream\r\nabcdef\r\nendstream endobj";
        let none = b"1 0 obj<<>>stream\nabc\nendobj\n2 0 obj<<>>stream\nde\nendstream";
        assert_eq!(told(right), [(1, "<</Length 9>>".into(), Some("endstream".into()))]);
        assert_eq!(told(wrong), [(1, "<</Length 2>>".into(), Some("abcdef".into()))]);
        assert_eq!(
            told(none),
            [(1, "<<>>".into(), Some("abc".into())), (2, "<<>>".into(), Some("de".into()))]
        );
    }

    #[test]
    fn hostile_numbers_are_no_objects() {
        assert!(told(b"99999999999 0 obj 1 endobj 5 obj 0 99999 obj").is_empty());
        assert_eq!(objects(b"trailer<</Root 1 0 R>>\nstartxref").1, [b"<</Root 1 0 R>>\n"]);
    }
}
