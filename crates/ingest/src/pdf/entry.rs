//! Entries of a dictionary as text, where no reader could parse it.

use super::search::{Strings, is_blank, word};

/// The text of the value of `key` in the outermost dictionary, up to the next key.
pub(super) fn value<'a>(text: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let mut found = None;
    let mut from = None;
    each_key(text, &mut |name, start, end| {
        if let Some(from) = from.take() {
            found = text.get(from..start);
        }
        if name == key {
            from = Some(end);
        }
    });
    let last = from.and_then(|from| text.get(from..)).map(|rest| {
        let rest = trim(rest);
        rest.strip_suffix(b">>").unwrap_or(rest)
    });
    last.or(found).map(trim)
}

/// The value of `key` when it is a whole number.
pub(super) fn number(text: &[u8], key: &[u8]) -> Option<usize> {
    let value = value(text, key)?;
    std::str::from_utf8(value).ok()?.parse().ok()
}

/// Number and generation when the value of `key` is a reference.
pub(super) fn reference(text: &[u8], key: &[u8]) -> Option<(u32, u16)> {
    let value = std::str::from_utf8(value(text, key)?).ok()?;
    let mut parts = value.split_ascii_whitespace();
    let target = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (parts.next() == Some("R")).then_some(target)
}

/// Whether the value of `key` is this name.
pub(super) fn is(text: &[u8], key: &[u8], name: &[u8]) -> bool {
    value(text, key).is_some_and(|v| v.strip_prefix(b"/") == Some(name))
}

/// A dictionary without `key`, with its brackets taken off.
pub(super) fn without(text: &[u8], key: &[u8]) -> Vec<u8> {
    let open = text.iter().position(|b| *b == b'<').map_or(0, |n| n + 2);
    let mut kept = Vec::with_capacity(text.len());
    let mut from = open;
    let mut dropping = false;
    each_key(text, &mut |name, start, _| {
        if !dropping {
            kept.extend_from_slice(text.get(from..start).unwrap_or_default());
        }
        dropping = name == key;
        from = start;
    });
    if !dropping {
        kept.extend_from_slice(text.get(from..).unwrap_or_default());
    }
    let kept = trim(&kept);
    kept.strip_suffix(b">>").unwrap_or(kept).to_vec()
}

fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text {
        if !is_blank(*first) {
            break;
        }
        text = rest;
    }
    while let [rest @ .., last] = text {
        if !is_blank(*last) {
            break;
        }
        text = rest;
    }
    text
}

/// Calls with the name, start and end of each key of the outermost dictionary.
fn each_key(text: &[u8], give: &mut dyn FnMut(&[u8], usize, usize)) {
    let (mut depth, mut arrays, mut at) = (0_u32, 0_u32, 0);
    let mut strings = Strings::default();
    // A name behind a key is its value.
    let mut waits = false;
    while let Some(&byte) = text.get(at) {
        let pair = text.get(at + 1) == Some(&byte);
        match byte {
            b'<' if pair => {
                depth += 1;
                at += 2;
                waits = false;
            }
            b'>' if pair => {
                depth = depth.saturating_sub(1);
                at += 2;
                if depth == 0 {
                    return;
                }
            }
            b'(' => {
                at = strings.after(text, at);
                waits = false;
            }
            b'[' | b']' => {
                arrays = if byte == b'[' { arrays + 1 } else { arrays.saturating_sub(1) };
                at += 1;
                waits = false;
            }
            b'/' => {
                let end = at + 1 + word(text, at + 1);
                if depth == 1 && arrays == 0 {
                    if !waits {
                        give(text.get(at + 1..end).unwrap_or_default(), at, end);
                    }
                    waits = !waits;
                }
                at = end;
            }
            _ => {
                waits &= is_blank(byte);
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DICT: &[u8] =
        b" <</Type/Page /A<</Length 1>>/Length 3 0 R/B[/Length 4] /C (/Length 5)/Length 12 >> ";

    #[test]
    fn values_are_those_of_the_outermost_dictionary() {
        assert_eq!(number(DICT, b"Length"), Some(12));
        assert!(is(DICT, b"Type", b"Page"));
        assert_eq!(value(DICT, b"B"), Some(&b"[/Length 4]"[..]));
        assert_eq!(reference(b"<</Root 5 0 R>>", b"Root"), Some((5, 0)));
        assert_eq!(reference(b"<</Root 5 0>>", b"Root"), None);
        assert_eq!(value(b"<</Root", b"Root"), Some(&b""[..]));
    }

    #[test]
    fn a_key_can_be_left_out() {
        let rest = without(DICT, b"Length");
        assert_eq!(String::from_utf8_lossy(&rest), "/Type/Page /A<</Length 1>>/B[/Length 4] /C (/Length 5)");
        assert_eq!(without(b"<</Length 3", b"Length"), b"");
    }
}
