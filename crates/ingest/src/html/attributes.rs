//! What the attributes of an element say.

use html5ever::tokenizer::Tag;

/// The value of an attribute.
pub(crate) fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}

/// Whether one of the words of an attribute fulfils a condition.
pub(crate) fn any_word(tag: &Tag, name: &str, test: impl Fn(&str) -> bool) -> bool {
    value(tag, name).is_some_and(|v| v.split_ascii_whitespace().any(|word| test(&word.to_ascii_lowercase())))
}

/// Whether the element is not shown, or is there for screen readers alone.
pub(crate) fn is_hidden(tag: &Tag) -> bool {
    if matches!(&*tag.name, "html" | "body" | "main") {
        return false;
    }
    let styled = |style: &str| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    value(tag, "hidden").is_some()
        || value(tag, "aria-hidden").is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || value(tag, "style").is_some_and(styled)
        || any_word(tag, "class", |c| {
            matches!(
                c,
                "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text" | "mw-editsection"
            )
        })
}

/// Whether class or id call the element a menu or the like.
pub(crate) fn is_menu(tag: &Tag) -> bool {
    let word = |w: &str| {
        matches!(
            w,
            "nav"
                | "navbar"
                | "navigation"
                | "menu"
                | "mainmenu"
                | "topnav"
                | "breadcrumb"
                | "breadcrumbs"
                | "footer"
                | "site-footer"
                | "sidebar"
                | "toolbar"
                | "social"
                | "share"
                | "pagination"
                | "pager"
        ) || w.starts_with("cookie")
            || w.starts_with("skip")
    };
    any_word(tag, "class", word) || any_word(tag, "id", word)
}

/// The role that the element plays, in the words of ARIA or EPUB.
fn has_role(tag: &Tag, roles: &[&str]) -> bool {
    let one_of = |word: &str| roles.contains(&word);
    any_word(tag, "role", one_of) || any_word(tag, "epub:type", one_of)
}

/// Whether the element is one note.
pub(crate) fn is_note(tag: &Tag) -> bool {
    has_role(tag, &["doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"])
}

/// Whether the element holds notes.
pub(crate) fn holds_notes(tag: &Tag) -> bool {
    has_role(tag, &["doc-endnotes", "footnotes", "endnotes", "rearnotes"])
        || any_word(tag, "class", |c| matches!(c, "footnotes" | "endnotes"))
}

/// Whether the element is said to refer to a note.
pub(crate) fn is_note_reference(tag: &Tag) -> bool {
    has_role(tag, &["doc-noteref", "noteref"])
        || any_word(tag, "class", |c| c.contains("noteref") || c.contains("footnote") || c == "fn")
}

/// Whether the element says that a page of the printed edition begins.
pub(crate) fn is_page_break(tag: &Tag) -> bool {
    has_role(tag, &["doc-pagebreak", "pagebreak"])
}

/// Whether the element leads from a note back into the text.
pub(crate) fn is_backlink(tag: &Tag) -> bool {
    has_role(tag, &["doc-backlink", "backlink"])
        || any_word(tag, "class", |c| {
            c.contains("backref")
                || c.contains("backlink")
                || matches!(c, "footnote-back" | "reversefootnote")
        })
}

/// Whether a link is a handle to copy the address of a heading or a paragraph, or one to jump over the menu.
pub(crate) fn is_handle(tag: &Tag) -> bool {
    any_word(tag, "class", |c| {
        c.starts_with("skip-")
            || matches!(
                c,
                "pilcrow" | "permalink" | "headerlink" | "header-anchor" | "anchor-link" | "toplink"
            )
    })
}

/// The element a page's author gave the role in place of its name: `<div role="navigation">` is a `nav`.
pub(crate) fn effective_name(tag: &Tag) -> &str {
    let Some(role) = value(tag, "role") else { return &tag.name };
    match role.trim() {
        "navigation" | "menubar" | "menu" | "search" | "doc-toc" => "nav",
        "main" => "main",
        "banner" => "header",
        "contentinfo" => "footer",
        "article" => "article",
        _ => &tag.name,
    }
}
