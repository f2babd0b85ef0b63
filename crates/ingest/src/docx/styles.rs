//! What the styles of a Word file mean: headings, titles, quotations, lists.
//!
//! A style is told by its outline level and by the names that Word gives its own styles, which are the same in all
//! languages; a style of an author's own is what the style is that it is based on.

use std::collections::BTreeMap;

use crate::{
    Limits,
    packed::xml::{Token, Tokens},
};

/// What a style makes of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    Text,
    /// The title of the document.
    Title,
    /// A heading, with its level counted from 1.
    Heading(u8),
    /// A line of a list of contents, with its level.
    Contents(u8),
    Quote,
}

/// A list and a level in it, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct InList {
    pub(crate) list: Option<String>,
    pub(crate) level: Option<u8>,
}

/// What is known of a style, with all that it takes from the styles it is based on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) role: Role,
    pub(crate) list: InList,
    pub(crate) hidden: bool,
    pub(crate) raised: bool,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Style,
}

impl Styles {
    /// The style of an id; that of plain paragraphs for an id nobody has defined.
    pub(crate) fn of(&self, id: Option<&str>) -> &Style {
        id.and_then(|id| self.by_id.get(id)).unwrap_or(&self.default)
    }

    /// The style of an id, for runs of characters.
    pub(crate) fn of_run(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }
}

/// A style as it is written down.
#[derive(Debug, Default)]
struct Written {
    id: String,
    name: String,
    based_on: Option<String>,
    default: bool,
    outline: Option<u8>,
    list: InList,
    hidden: Option<bool>,
    raised: Option<bool>,
}

/// Longest chain of styles that is followed: it may be a circle.
const LONGEST: usize = 32;

/// Reads the part with the styles.
pub(crate) fn read(xml: &str, limits: &Limits) -> Styles {
    let written = written(xml, limits);
    let by_id: BTreeMap<&str, &Written> = written.iter().rev().map(|w| (w.id.as_str(), w)).collect();
    let mut styles = Styles::default();
    for style in &written {
        let chain: Vec<&Written> =
            std::iter::successors(Some(style), |style| by_id.get(style.based_on.as_deref()?).copied())
                .take(LONGEST)
                .collect();
        let whole = whole(&chain);
        if style.default {
            styles.default = whole.clone();
        }
        styles.by_id.entry(style.id.clone()).or_insert(whole);
    }
    styles
}

fn written(xml: &str, limits: &Limits) -> Vec<Written> {
    let mut styles: Vec<Written> = Vec::new();
    let mut open: Option<Written> = None;
    for token in Tokens::of(xml, limits.nesting as usize).map_while(Result::ok) {
        match token {
            Token::Open(element) if element.is_word("style") => {
                open = Some(Written {
                    id: element.value("styleId").unwrap_or_default(),
                    default: element.value("default").is_some_and(|v| v == "1" || v == "true")
                        && element.value("type").as_deref() == Some("paragraph"),
                    ..Written::default()
                });
            }
            Token::Open(element) => {
                let Some(style) = &mut open else { continue };
                let value = || element.value("val");
                match element.name() {
                    "name" => style.name = value().unwrap_or_default().to_lowercase(),
                    "basedOn" => style.based_on = value(),
                    "outlineLvl" => style.outline = element.number("val"),
                    "numId" => style.list.list = value(),
                    "ilvl" => style.list.level = element.number("val"),
                    "vanish" => style.hidden = Some(element.is_on()),
                    "vertAlign" => style.raised = Some(value().as_deref() == Some("superscript")),
                    _ => {}
                }
            }
            Token::Close(element) if element.is_word("style") => styles.extend(open.take()),
            _ => {}
        }
    }
    styles
}

/// A style with what it takes from the styles behind it, nearest first.
fn whole(chain: &[&Written]) -> Style {
    let first = |test: fn(&&Written) -> Option<Role>| chain.iter().find_map(test);
    Style {
        role: first(|style| style.role()).unwrap_or_default(),
        list: InList {
            list: chain.iter().find_map(|s| s.list.list.clone()),
            level: chain.iter().find_map(|s| s.list.level),
        },
        hidden: chain.iter().find_map(|s| s.hidden).unwrap_or(false),
        raised: chain.iter().find_map(|s| s.raised).unwrap_or(false),
    }
}

impl Written {
    /// What the style says of itself; `None` when the one it is based on is to be asked.
    fn role(&self) -> Option<Role> {
        if let Some(role) = named(&self.name) {
            return Some(role);
        }
        match self.outline? {
            level @ 0..=8 => Some(Role::Heading(level + 1)),
            _ => Some(Role::Text),
        }
    }
}

/// What the names of Word's own styles mean; other programs use the same.
fn named(name: &str) -> Option<Role> {
    let numbered = |prefix: &str| -> Option<u8> {
        name.strip_prefix(prefix)?.trim().parse().ok().filter(|level| (1..=9).contains(level))
    };
    if let Some(level) = numbered("heading ") {
        return Some(Role::Heading(level));
    }
    if let Some(level) = numbered("toc ").or_else(|| numbered("contents ")) {
        return Some(Role::Contents(level));
    }
    Some(match name {
        "title" => Role::Title,
        // Word keeps it out of its own outline, so that it is no line of the list it stands above.
        "toc heading" | "contents heading" => Role::Heading(1),
        "subtitle" | "caption" | "normal" | "body text" | "footnote text" | "endnote text" => Role::Text,
        "quote" | "intense quote" | "block text" | "quotations" => Role::Quote,
        _ => return None,
    })
}

/// The outline level that a paragraph sets for itself, as a role.
pub(crate) fn of_outline(level: u8) -> Role {
    if level <= 8 { Role::Heading(level + 1) } else { Role::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        read(&format!("<w:styles>{inner}</w:styles>"), &Limits::default())
    }

    #[test]
    fn a_style_of_ones_own_is_what_it_is_based_on() {
        let found = styles(
            "<w:style w:type='paragraph' w:default='1' w:styleId='Standard'><w:name w:val='Normal'/></w:style>\
             <w:style w:styleId='berschrift2'><w:name w:val='heading 2'/><w:basedOn w:val='Standard'/></w:style>\
             <w:style w:styleId='Kapitel'><w:name w:val='Kapitel'/><w:basedOn w:val='berschrift2'/></w:style>\
             <w:style w:styleId='Kein'><w:basedOn w:val='berschrift2'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
             <w:style w:styleId='Partie'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>",
        );
        let role = |id| found.of(Some(id)).role;
        assert_eq!(role("Kapitel"), Role::Heading(2));
        assert_eq!((role("Kein"), role("Partie"), role("none")), (Role::Text, Role::Heading(1), Role::Text));
    }

    #[test]
    fn styles_based_on_one_another_end() {
        let found = styles(
            "<w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>\
             <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style>",
        );
        assert_eq!(found.of(Some("a")), &Style::default());
    }
}
