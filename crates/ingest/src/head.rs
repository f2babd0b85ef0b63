//! The head of a file: flat `key: value` lines between two lines of `---` (or `key = value`, `+++`).
//!
//! Markdown files have it, and HTML files that are made into pages by a site's generator. The drafts of Internet
//! reports are written so too; there the first part of the text ends the head: `--- abstract`.

use rapporteur_model::{Block, Document, Kind};

use crate::stated::{self, Field};

/// Takes the head of a text: what it states goes into meta, the head itself into a furniture block that starts
/// at the first byte of the extracted text. Gives its length in bytes, 0 when there is none.
pub(crate) fn take(text: &str, doc: &mut Document) -> usize {
    let Some(head) = find(text) else { return 0 };
    let fenced = text.get(..head.length).unwrap_or_default().trim_end();
    doc.blocks.push(Block::new(Kind::Furniture, fenced, None, 0));
    for (key, values) in &head.pairs {
        if let Some(field) = Field::of_key(key) {
            values.iter().for_each(|value| stated::put(&mut doc.meta, field, value, 0.95));
        }
    }
    head.length
}

/// A head that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Bytes of the text that it takes, closing fence and its line end included.
    pub(crate) length: usize,
    /// Keys with their values, in order; a list has several values.
    pub(crate) pairs: Vec<(String, Vec<String>)>,
}

/// Longest head, in lines (drafts keep their references there): beyond that the opening `---` is a rule in the text.
const MOST_LINES: usize = 2000;

/// Finds the head. There is none when no line of it is a pair: two rules do not make a head.
pub(crate) fn find(text: &str) -> Option<Head> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let (fence, sign) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let mut length = first.len();
    let mut pairs: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines.take(MOST_LINES) {
        let bare = line.trim_end();
        if fence == "---" && part(bare).is_some() {
            return (!pairs.is_empty()).then_some(Head { length, pairs });
        }
        length += line.len();
        if bare == fence || (fence == "---" && bare == "...") {
            return (!pairs.is_empty()).then_some(Head { length, pairs });
        }
        if !read_line(bare, sign, &mut pairs) {
            return None;
        }
    }
    None
}

/// The name of the part of a draft that a line opens: `--- middle`.
pub(crate) fn part(line: &str) -> Option<&str> {
    let name = line.strip_prefix("--- ")?;
    (matches!(name, "abstract" | "middle" | "back") || name.starts_with("note_")).then_some(name)
}

/// Reads one line into the pairs; false when it is no line of a head.
fn read_line(line: &str, sign: char, pairs: &mut Vec<(String, Vec<String>)>) -> bool {
    let bare = line.trim_start();
    if bare.is_empty() || bare.starts_with('#') || (sign == '=' && bare.starts_with('[')) {
        return true;
    }
    let indented = bare.len() < line.len();
    if bare == "-" {
        return true;
    }
    if let Some(item) = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("-\t")) {
        let Some((_, values)) = pairs.last_mut() else { return false };
        values.extend(values_of(item));
        return true;
    }
    if let (Some((key, value)), false) = (pair(bare, sign), indented) {
        pairs.push((key.to_owned(), values_of(value)));
        return true;
    }
    // What is indented goes on with the value above: a folded text is glued, a nested table is passed over.
    if !indented {
        return bare == "]";
    }
    if let (None, Some((_, values))) = (pair(bare, sign), pairs.last_mut()) {
        match values.last_mut() {
            Some(last) => *last = format!("{last} {}", unquoted(bare)),
            None => values.push(unquoted(bare)),
        }
    }
    true
}

fn pair(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_key =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let parted = sign == '=' || value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && key.len() <= 40 && parted).then_some((key, value.trim()))
}

/// The values in what stands behind a key: one, or the items of `[a, b]`; none for block signs.
fn values_of(value: &str) -> Vec<String> {
    let value = value.trim();
    if matches!(value, "" | "|" | ">" | "|-" | ">-" | "|+" | ">+" | "~" | "null" | "[") {
        return Vec::new();
    }
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(items) => items.split(',').map(unquoted).filter(|v| !v.is_empty()).collect(),
        None => vec![unquoted(value)],
    }
}

/// A value without its quotes, or without the comment behind it.
fn unquoted(value: &str) -> String {
    let value = value.trim().trim_end_matches(',');
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote)) {
            let doubled = [quote, quote].iter().collect::<String>();
            return inner.replace("\\\"", "\"").replace(&doubled, &quote.to_string());
        }
    }
    value.split(" #").next().unwrap_or_default().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, Vec<String>)> {
        find(text).map(|h| h.pairs).unwrap_or_default()
    }

    #[test]
    fn flat_pairs_lists_and_quotes() {
        let text = "---\ntitle: \"Land: whose is it?\"\nauthor: 'A. O''Neill'\nhosts:\n  - One\n  - Two\n\
                    tags: [a, \"b\"]\ndate: 2004-06-22 # first day\nurl: http://a.org/b\n---\n\n# Text\n";
        let head = find(text).unwrap();
        assert_eq!(&text[head.length..], "\n# Text\n");
        let value = |key: &str| head.pairs.iter().find(|(k, _)| k == key).unwrap().1.join("|");
        assert_eq!(value("title"), "Land: whose is it?");
        assert_eq!(value("author"), "A. O'Neill");
        assert_eq!(value("hosts"), "One|Two");
        assert_eq!(value("tags"), "a|b");
        assert_eq!(value("date"), "2004-06-22");
        assert_eq!(value("url"), "http://a.org/b");
    }

    #[test]
    fn folded_text_and_nested_tables() {
        let found = pairs("---\ntitle: >\n  Water\n  for all\nevent:\n  start: 2004\n  title: no\n---\n");
        assert_eq!(found[0].1, ["Water for all"]);
        assert_eq!(found[1], ("event".to_owned(), vec![]));
        assert_eq!(pairs("+++\ntitle = \"Seeds\"\n[extra]\nx = 1\n+++\n")[0].1, ["Seeds"]);
    }

    #[test]
    fn the_first_part_of_a_draft_ends_its_head() {
        let text = "---\ntitle: \"Wells\"\nauthor:\n -\n    name: \"A. Hill\"\n\ninformative:\n  X:\n    title: no\n\n\
                    --- abstract\n\nWells were dug.\n";
        let head = find(text).unwrap();
        assert_eq!(&text[head.length..], "--- abstract\n\nWells were dug.\n");
        assert_eq!(head.pairs[0], ("title".to_owned(), vec!["Wells".to_owned()]));
        assert_eq!(head.pairs[1].1, Vec::<String>::new());
    }

    #[test]
    fn rules_are_not_heads() {
        for text in
            ["---\n\nA sentence.\n\n---\n", "---\ntitle: open", "--- \nNo pair here\n---\n", "", "---"]
        {
            assert_eq!(find(text), None, "{text:?}");
        }
    }
}
