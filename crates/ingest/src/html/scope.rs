//! What holds for the text inside an element, handed down from element to element.

use html5ever::tokenizer::Tag;

use super::{attributes, elements};

/// Which part of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Region {
    /// Nothing special.
    #[default]
    Body,
    /// The page's banner.
    Header,
    /// A menu, by element or role.
    Nav,
    /// Perhaps a menu: called so by class or id.
    Menu,
    /// The page's foot.
    Footer,
    /// Beside the text.
    Aside,
}

/// What holds for text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope {
    pub(crate) region: Region,
    pub(crate) main: bool,
    pub(crate) article: bool,
    /// Not for reading.
    pub(crate) silent: bool,
    pub(crate) heading: Option<u8>,
    pub(crate) quote: bool,
    pub(crate) pre: bool,
    /// Depth of lists, and whether the text is in an item.
    pub(crate) lists: u8,
    pub(crate) item: bool,
    /// In a part that holds notes; in a note.
    pub(crate) notes: bool,
    pub(crate) note: bool,
    pub(crate) link: bool,
    pub(crate) raised: bool,
    pub(crate) cell: bool,
}

impl Scope {
    /// What holds inside an element that stands where `self` holds.
    pub(crate) fn inside(self, tag: &Tag) -> Self {
        let name = attributes::effective_name(tag);
        let mut scope = self;
        scope.silent |=
            elements::is_silent(&tag.name) || attributes::is_hidden(tag) || attributes::is_page_break(tag);
        scope.region = self.region_inside(name, tag);
        scope.main |= name == "main";
        scope.article |= name == "article";
        scope.notes |= attributes::holds_notes(tag);
        scope.note |= attributes::is_note(tag) || (scope.notes && name == "li");
        match name {
            "ul" | "ol" | "menu" | "dir" | "dl" => {
                scope.lists = scope.lists.saturating_add(1);
                scope.item = false;
            }
            "li" | "dt" | "dd" => scope.item = true,
            "blockquote" => scope.quote = true,
            "pre" | "listing" | "xmp" | "plaintext" => scope.pre = !scope.cell,
            "a" => scope.link = true,
            "sup" => scope.raised = true,
            "table" => (scope.lists, scope.item, scope.quote, scope.cell) = (0, false, false, false),
            "td" | "th" => scope.cell = true,
            _ => {}
        }
        if elements::is_block(&tag.name) {
            scope.heading = elements::heading(&tag.name).or_else(|| named_heading(tag));
        }
        scope
    }

    fn region_inside(self, name: &str, tag: &Tag) -> Region {
        let within_text = self.main || self.article;
        match name {
            "nav" => Region::Nav,
            _ if self.region == Region::Nav => Region::Nav,
            "main" | "article" => Region::Body,
            "header" if !within_text => Region::Header,
            "footer" if !within_text => Region::Footer,
            "aside" if !within_text => Region::Aside,
            _ if elements::is_block(&tag.name) && attributes::is_menu(tag) => Region::Menu,
            _ => self.region,
        }
    }
}

fn named_heading(tag: &Tag) -> Option<u8> {
    let role = attributes::value(tag, "role")?;
    let level = || attributes::value(tag, "aria-level").and_then(|l| l.trim().parse().ok()).unwrap_or(2);
    (role == "heading").then(level).filter(|l| (1..=6).contains(l))
}
