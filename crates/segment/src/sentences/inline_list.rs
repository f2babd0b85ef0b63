//! Lists run on inside a paragraph: "1. Trade was discussed 2. Water was not".

/// The marker a text opens with, and the one that would follow it.
struct Marker {
    bullet: Option<char>,
    next: String,
    close: &'static str,
}

/// How far ahead the next marker is looked for, in bytes; it bounds the work on hostile text.
const REACH: usize = 600;

/// Where the next item of the list begins, when the text opens with an item.
pub(super) fn next_item(text: &str) -> Option<usize> {
    let marker = opening(text)?;
    let mut sign = String::new();
    sign.extend(marker.bullet);
    let spaced =
        marker.bullet.is_some_and(|b| text.trim_start().strip_prefix(b).is_some_and(|r| r.starts_with(' ')));
    if spaced {
        sign.push(' ');
    }
    sign.push_str(&marker.next);
    sign.push_str(marker.close);
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = text.get(..end)?;
    let mut from = 1;
    while let Some(at) = window.get(from..).and_then(|w| w.find(&sign)).map(|i| i + from) {
        let before = window.get(..at)?.ends_with(' ');
        let after = window.get(at + sign.len()..)?.strip_prefix(' ');
        // "see no. 2. The": a number that something leads to is no item.
        let item = after.is_some_and(|a| a.starts_with(|c: char| c.is_uppercase()));
        let stands = window
            .get(..at)?
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| c != ',' && c != '.' || marker.close != ".");
        if before && item && stands {
            return Some(at);
        }
        from = at + sign.len();
    }
    None
}

fn opening(text: &str) -> Option<Marker> {
    let text = text.trim_start();
    let bullet = text.chars().next().filter(|c| matches!(c, '•' | '⁃' | '-' | '–'));
    let rest = bullet.map_or(text, |b| text.get(b.len_utf8()..).unwrap_or("").trim_start());
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (length, next) = match digits {
        0 => {
            let letter = rest.bytes().next().filter(|b| (b'a'..b'y').contains(b))?;
            (1, char::from(letter + 1).to_string())
        }
        1 | 2 => (digits, (rest.get(..digits)?.parse::<u8>().ok()? + 1).to_string()),
        _ => return None,
    };
    let tail = rest.get(length..)?;
    let close = [".)", ")", "."].into_iter().find(|c| tail.starts_with(c))?;
    tail.get(close.len()..)?.starts_with(' ').then_some(Marker { bullet, next, close })
}
