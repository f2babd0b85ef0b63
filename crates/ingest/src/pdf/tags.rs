//! The structure tree of a tagged PDF: which marked content belongs to which paragraph, heading, list item or cell,
//! and in which order it is to be read.
//!
//! It is what the program that made the file believed, and often wrong. Nothing here is checked against the page.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::layout;

/// Elements of a tree, and pieces of content, at most.
const MOST_ELEMENTS: usize = 500_000;
const MOST_CONTENT: usize = 2_000_000;
/// Elements around a paragraph that are looked at.
const MOST_AROUND: usize = 4;
/// A role may stand for a role that stands for a role.
const MOST_NAMES: usize = 16;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// A heading with its level, 0 when the file gives none.
    Heading(u8),
    Title,
    Paragraph,
    List,
    Item,
    /// The number or bullet of a list item.
    Label,
    ItemBody,
    Note,
    Quote,
    Table,
    Row,
    HeadCell,
    Cell,
    Contents,
    ContentsItem,
    Caption,
    Figure,
    Formula,
    Artifact,
    /// Part of a line: a link, a language, an emphasis.
    Inline,
    /// A part of the document that groups others.
    Group,
}

/// An element of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) role: Role,
    /// Index of the element around it; the root has none.
    pub(super) parent: Option<u32>,
}

/// Where a piece of marked content belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its place in the order of reading.
    pub(super) order: u32,
    /// Index of the element that holds it.
    pub(super) element: u32,
}

/// The structure tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    elements: Vec<Element>,
    content: HashMap<(u32, u32), Tag>,
}

impl Tags {
    /// What of it concerns the layout.
    pub(super) fn for_layout(&self) -> layout::Tags {
        let content = self.content.iter().filter_map(|(place, tag)| {
            let (block, role) = self.unit(tag.element)?;
            Some((*place, layout::Tag { block, order: tag.order, role }))
        });
        layout::Tags { content: content.collect() }
    }

    /// The paragraph, heading, list item, note or cell that an element is or is a part of: the paragraphs of an item
    /// and its number are one with it.
    fn unit(&self, element: u32) -> Option<(u32, layout::Role)> {
        let (block, found) = self.block(element)?;
        if let Role::Heading(level) = found.role {
            return Some((block, layout::Role::Heading(Some(level).filter(|level| *level > 0))));
        }
        let mut around = Some(block);
        for _ in 0..MOST_AROUND {
            let Some((index, element)) = around.and_then(|index| Some((index, self.element(index)?))) else {
                break;
            };
            match element.role {
                Role::Note => return Some((index, layout::Role::Note)),
                Role::Item | Role::Cell | Role::HeadCell | Role::ContentsItem | Role::Caption => {
                    return Some((index, layout::Role::Text));
                }
                _ => around = element.parent,
            }
        }
        Some((block, layout::Role::Text))
    }

    /// An element by its index.
    pub(super) fn element(&self, index: u32) -> Option<&Element> {
        self.elements.get(usize::try_from(index).ok()?)
    }

    /// The paragraph, heading, cell, … that an element is or is a part of: links and emphases stand in one.
    pub(super) fn block(&self, index: u32) -> Option<(u32, &Element)> {
        let mut index = index;
        // A parent always has a smaller index.
        loop {
            let element = self.element(index)?;
            if element.role != Role::Inline {
                return Some((index, element));
            }
            index = element.parent?;
        }
    }
}

/// Reads the structure tree, if there is one.
pub(super) fn read(file: &Document, pages: &HashMap<ObjectId, u32>) -> Tags {
    let mut walk = Walk { file, pages, names: HashMap::new(), seen: HashSet::new(), tags: Tags::default() };
    let root = file.catalog().and_then(|c| c.get_deref(b"StructTreeRoot", file)).and_then(Object::as_dict);
    if let Ok(root) = root {
        walk.names = role_map(file, root);
        walk.all(root);
    }
    walk.tags
}

fn role_map(file: &Document, root: &Dictionary) -> HashMap<Vec<u8>, Vec<u8>> {
    let Ok(map) = root.get_deref(b"RoleMap", file).and_then(Object::as_dict) else { return HashMap::new() };
    let pairs = map.iter().take(10_000);
    pairs.filter_map(|(name, role)| Some((name.clone(), role.as_name().ok()?.to_vec()))).collect()
}

struct Walk<'f> {
    file: &'f Document,
    pages: &'f HashMap<ObjectId, u32>,
    names: HashMap<Vec<u8>, Vec<u8>>,
    seen: HashSet<ObjectId>,
    tags: Tags,
}

/// A kid that waits for its turn, with the element around it and its page.
type Waiting<'f> = (&'f Object, Option<u32>, Option<u32>);

impl<'f> Walk<'f> {
    fn all(&mut self, root: &'f Dictionary) {
        let mut todo: Vec<Waiting<'f>> = Vec::new();
        push(&mut todo, root, None, None);
        while let Some((kid, parent, page)) = todo.pop() {
            match kid {
                Object::Reference(id) => {
                    if self.seen.insert(*id)
                        && let Ok(target) = self.file.get_object(*id)
                    {
                        todo.push((target, parent, page));
                    }
                }
                Object::Array(kids) => todo.extend(kids.iter().rev().map(|kid| (kid, parent, page))),
                Object::Integer(mcid) => self.content(page, *mcid, parent),
                Object::Dictionary(dict) => self.dictionary(dict, parent, page, &mut todo),
                _ => {}
            }
            if self.tags.elements.len() > MOST_ELEMENTS || self.tags.content.len() > MOST_CONTENT {
                break;
            }
        }
    }

    fn dictionary(
        &mut self,
        dict: &'f Dictionary,
        parent: Option<u32>,
        page: Option<u32>,
        todo: &mut Vec<Waiting<'f>>,
    ) {
        let own = dict.get(b"Pg").and_then(Object::as_reference).ok();
        let page = own.and_then(|id| self.pages.get(&id).copied()).or(page);
        if let Ok(mcid) = dict.get(b"MCID").and_then(Object::as_i64) {
            // Content of a form has numbers of its own.
            if !dict.has(b"Stm") {
                self.content(page, mcid, parent);
            }
            return;
        }
        let Ok(name) = dict.get_deref(b"S", self.file).and_then(Object::as_name) else {
            return;
        };
        let index = u32::try_from(self.tags.elements.len()).unwrap_or(u32::MAX);
        self.tags.elements.push(Element { role: self.role(name), parent });
        push(todo, dict, Some(index), page);
    }

    fn content(&mut self, page: Option<u32>, mcid: i64, element: Option<u32>) {
        let (Some(page), Ok(mcid), Some(element)) = (page, u32::try_from(mcid), element) else { return };
        let order = u32::try_from(self.tags.content.len()).unwrap_or(u32::MAX);
        self.tags.content.entry((page, mcid)).or_insert(Tag { order, element });
    }

    fn role(&self, name: &[u8]) -> Role {
        let mut name = name;
        for _ in 0..MOST_NAMES {
            if let Some(role) = standard(name) {
                return role;
            }
            let Some(next) = self.names.get(name) else { break };
            name = next;
        }
        Role::Group
    }
}

fn push<'f>(todo: &mut Vec<Waiting<'f>>, dict: &'f Dictionary, parent: Option<u32>, page: Option<u32>) {
    if let Ok(kids) = dict.get(b"K") {
        todo.push((kids, parent, page));
    }
}

/// The roles that the standard names.
fn standard(name: &[u8]) -> Option<Role> {
    Some(match name {
        [b'H', level @ b'1'..=b'9'] => Role::Heading(level - b'0'),
        b"H" => Role::Heading(0),
        b"Title" => Role::Title,
        b"P" => Role::Paragraph,
        b"L" => Role::List,
        b"LI" => Role::Item,
        b"Lbl" => Role::Label,
        b"LBody" => Role::ItemBody,
        b"Note" | b"FENote" => Role::Note,
        b"BlockQuote" => Role::Quote,
        b"Table" => Role::Table,
        b"TR" => Role::Row,
        b"TH" => Role::HeadCell,
        b"TD" => Role::Cell,
        b"TOC" => Role::Contents,
        b"TOCI" => Role::ContentsItem,
        b"Caption" => Role::Caption,
        b"Figure" => Role::Figure,
        b"Formula" => Role::Formula,
        b"Artifact" => Role::Artifact,
        b"Span" | b"Link" | b"Quote" | b"Reference" | b"Em" | b"Strong" | b"Sub" | b"Code" | b"Annot"
        | b"Ruby" | b"RB" | b"RT" | b"RP" | b"Warichu" | b"WT" | b"WP" | b"BibEntry" | b"Form" => {
            Role::Inline
        }
        b"Document" | b"DocumentFragment" | b"Part" | b"Art" | b"Sect" | b"Div" | b"Aside" | b"Index"
        | b"NonStruct" | b"Private" | b"THead" | b"TBody" | b"TFoot" => Role::Group,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    fn read_all(file: &Document) -> Tags {
        read(file, &file.get_pages().into_iter().map(|(n, id)| (id, n)).collect())
    }

    /// Two pages, a heading of the house's own name, a paragraph with a link on both pages, a figure.
    fn tagged() -> Document {
        let mut file = Document::with_version("1.7");
        let tree = file.new_object_id();
        let pages: Vec<ObjectId> =
            (0..2).map(|_| file.add_object(dictionary! { "Type" => "Page", "Parent" => tree })).collect();
        let kids: Vec<Object> = pages.iter().map(|p| (*p).into()).collect();
        file.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 });
        let heading = file.add_object(dictionary! { "S" => "Kopf", "Pg" => pages[0], "K" => 3 });
        let link = file.add_object(dictionary! { "S" => "Link", "K" => vec![1.into()] });
        let over = dictionary! { "Type" => "MCR", "Pg" => pages[1], "MCID" => 0 };
        let inside = dictionary! { "Type" => "MCR", "Stm" => pages[1], "MCID" => 9 };
        let paragraph = file.new_object_id();
        let kids: Vec<Object> = vec![0.into(), link.into(), over.into(), inside.into(), paragraph.into()];
        file.set_object(paragraph, dictionary! { "S" => "P", "Pg" => pages[0], "K" => kids });
        let figure = dictionary! { "S" => "Figure", "K" => 5 };
        let kids: Vec<Object> = vec![heading.into(), paragraph.into(), figure.into()];
        let root = file.add_object(dictionary! {
            "K" => kids, "RoleMap" => dictionary! { "Kopf" => "Head", "Head" => "H2", "A" => "B", "B" => "A" },
        });
        let catalog =
            file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "StructTreeRoot" => root });
        file.trailer.set("Root", catalog);
        file
    }

    #[test]
    fn content_is_ordered_and_knows_its_element() {
        let tags = read_all(&tagged());
        let of = |page, mcid| tags.content.get(&(page, mcid)).copied();
        let role = |page, mcid| of(page, mcid).and_then(|t| tags.element(t.element)).map(|e| e.role);
        assert_eq!(role(1, 3), Some(Role::Heading(2)));
        assert_eq!(role(1, 0), Some(Role::Paragraph));
        assert_eq!(role(1, 1), Some(Role::Inline));
        assert_eq!(role(2, 0), Some(Role::Paragraph));
        let order: Vec<u32> =
            [(1, 3), (1, 0), (1, 1), (2, 0)].iter().map(|&(p, m)| of(p, m).unwrap().order).collect();
        assert_eq!(order, [0, 1, 2, 3]);
        // The link is a part of the paragraph that goes on overleaf.
        let block = |page, mcid| tags.block(of(page, mcid).unwrap().element).unwrap().0;
        assert_eq!(block(1, 1), block(2, 0));
        // Content of a form, of no page, and roles that run in a circle.
        assert_eq!((role(2, 9), role(1, 5)), (None, None));
    }

    #[test]
    fn a_file_without_tags_has_none() {
        assert!(read_all(&Document::with_version("1.7")).content.is_empty());
    }
}
