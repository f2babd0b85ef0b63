//! Lists run on inside a paragraph: "1. Trade was discussed 2. Water was not", "• trade • water".

/// The sign the next item begins with, and what has to follow it.
struct Marker {
    sign: String,
    /// The items are numbered, so that a capital has to follow.
    numbered: bool,
    close: &'static str,
}

/// How far ahead the next marker is looked for, in bytes; it bounds the work on hostile text.
const REACH: usize = 600;

/// Where the next item of the list begins, when the text opens with an item.
pub(super) fn next_item(text: &str) -> Option<usize> {
    let marker = opening(text)?;
    let window = text.get(..super::floor(text, REACH))?;
    let mut from = window.chars().next()?.len_utf8();
    while let Some(at) = window.get(from..).and_then(|w| w.find(&marker.sign)).map(|i| i + from) {
        if marker.begins_item(window, at) {
            return Some(at);
        }
        from = at + marker.sign.len();
    }
    None
}

impl Marker {
    fn begins_item(&self, window: &str, at: usize) -> bool {
        let before = window.get(..at).unwrap_or("");
        let after = window.get(at + self.sign.len()..).and_then(|a| a.strip_prefix(' '));
        if !before.ends_with(' ') {
            return false;
        }
        if !self.numbered {
            return after.is_some();
        }
        // "see no. 2. The": a number that something leads to is no item.
        let led = before.trim_end().ends_with(',') || (before.trim_end().ends_with('.') && self.close == ".");
        !led && after.is_some_and(|a| a.starts_with(char::is_uppercase))
    }
}

fn opening(text: &str) -> Option<Marker> {
    let text = text.trim_start();
    let bullet = text.chars().next().filter(|c| matches!(c, '•' | '⁃' | '-' | '–'));
    let rest = bullet.map_or(text, |b| text.get(b.len_utf8()..).unwrap_or(""));
    let spaced = rest.starts_with(' ');
    if let Some((next, close)) = numbered(rest.trim_start()) {
        let mut sign: String = bullet.into_iter().collect();
        if bullet.is_some() && spaced {
            sign.push(' ');
        }
        sign += &next;
        sign += close;
        return Some(Marker { sign, numbered: true, close });
    }
    bullet.filter(|&b| b == '•' && spaced).map(|b| Marker { sign: b.into(), numbered: false, close: "" })
}

/// The number or letter that follows the one at the head of a text, and the sign that closes both.
fn numbered(text: &str) -> Option<(String, &'static str)> {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (length, next) = successor(text, digits)?;
    let tail = text.get(length..)?;
    let close = [".)", ")", "."].into_iter().find(|c| tail.starts_with(c))?;
    tail.get(close.len()..)?.starts_with(' ').then_some((next, close))
}

/// The length of a number or letter at the head of a text, and the one that follows it in a list.
fn successor(text: &str, digits: usize) -> Option<(usize, String)> {
    match digits {
        0 => {
            let letter = text.bytes().next().filter(|b| (b'a'..b'y').contains(b))?;
            Some((1, char::from(letter + 1).to_string()))
        }
        1 | 2 => Some((digits, (text.get(..digits)?.parse::<u8>().ok()? + 1).to_string())),
        _ => None,
    }
}
