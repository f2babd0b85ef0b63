//! HTML that stands in Markdown: the tags go, the text stays, tied to its place.

use super::walk::Walk;
use crate::html::elements;

/// Reads HTML piece by piece; a tag or comment may reach over several pieces.
#[derive(Debug, Default)]
pub(crate) struct RawHtml {
    state: State,
    /// Name of the element whose text is dropped.
    silent: Option<String>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Tag(String),
    Comment,
}

impl RawHtml {
    /// Reads a piece of HTML that starts at a byte of the source.
    pub(super) fn feed(&mut self, html: &str, base: usize, walk: &mut Walk<'_>) {
        let mut at = 0;
        while let Some(rest) = html.get(at..).filter(|r| !r.is_empty()) {
            at += match &mut self.state {
                State::Comment => {
                    let end = rest.find("-->");
                    if end.is_some() {
                        self.state = State::Text;
                    }
                    end.map_or(rest.len(), |end| end + 3)
                }
                State::Tag(tag) => match rest.split_once('>') {
                    Some((last, _)) => {
                        tag.push_str(last);
                        let tag = std::mem::take(tag);
                        self.state = State::Text;
                        self.tag(&tag, base + at..base + at + last.len() + 1, walk);
                        last.len() + 1
                    }
                    None => {
                        tag.push_str(rest);
                        rest.len()
                    }
                },
                State::Text => self.text(rest, base + at, walk),
            };
        }
    }

    /// Reads text up to the next tag, and the sign that opens it.
    fn text(&mut self, rest: &str, base: usize, walk: &mut Walk<'_>) -> usize {
        if rest.starts_with("<!--") {
            self.state = State::Comment;
            return 4;
        }
        if rest
            .strip_prefix('<')
            .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)))
        {
            self.state = State::Tag(String::new());
            return 1;
        }
        let end = rest.char_indices().skip(1).find(|&(_, c)| c == '<').map_or(rest.len(), |(at, _)| at);
        if self.silent.is_none() {
            words(rest.get(..end).unwrap_or_default(), base, walk);
        }
        end
    }

    fn tag(&mut self, tag: &str, range: std::ops::Range<usize>, walk: &mut Walk<'_>) {
        let closing = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
        let name = name.to_ascii_lowercase();
        if let Some(silent) = &self.silent {
            if closing && *silent == name {
                self.silent = None;
            }
            return;
        }
        if elements::is_silent(&name) && !closing && !tag.ends_with('/') {
            self.silent = Some(name);
            return;
        }
        match name.as_str() {
            "br" => walk.draft.line_break(range),
            "td" | "th" if closing => walk.draft.glue("\t"),
            "tr" if closing => walk.draft.glue("\n"),
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => {}
            "table" => {
                walk.flush();
                walk.table = !closing;
            }
            _ if walk.table => {}
            "li" => {
                walk.flush();
                walk.item = !closing;
            }
            _ if elements::is_block(&name) => {
                walk.flush();
                walk.heading = elements::heading(&name).filter(|_| !closing);
            }
            _ => {}
        }
    }
}

/// Appends text with entities read and runs of blanks as one space.
fn words(text: &str, base: usize, walk: &mut Walk<'_>) {
    let mut from = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (length, with) = if c.is_ascii_whitespace() {
            let end = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
            (end, " ".to_owned())
        } else if let Some((length, c)) = entity(rest) {
            (length, c.to_string())
        } else {
            let end = rest.char_indices().skip(1).find(|&(_, c)| c == '&' || c.is_ascii_whitespace());
            let end = end.map_or(rest.len(), |(at, _)| at);
            (end, rest.get(..end).unwrap_or_default().to_owned())
        };
        if with != " " || !walk.draft.ends_blank() {
            walk.draft.push(&with, base + from..base + from + length);
        }
        from += length;
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The entity at the start of a text, with its length.
fn entity(text: &str) -> Option<(usize, char)> {
    let name = text.strip_prefix('&')?;
    let name = name.get(..name.bytes().take(10).position(|b| b == b';')?)?;
    let c = match name {
        "nbsp" => '\u{a0}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '’',
        "lsquo" => '‘',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" => '•',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0')?
        }
    };
    Some((name.len() + 2, c))
}
