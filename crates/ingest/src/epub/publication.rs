//! The package document of a book: what it states, its files, their order.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_stage::StageError;

use super::text_of;
use crate::{
    Limits,
    packed::{
        archive::Archive,
        names,
        xml::{Element, Token, Tokens},
    },
    stated::Field,
};

/// What is known of a book before its text is read.
#[derive(Debug, Default)]
pub(super) struct Publication {
    /// Names of its XHTML files in reading order, each once.
    pub(super) spine: Vec<String>,
    pub(super) stated: Vec<(Field, String)>,
}

impl Publication {
    /// Reads the package document that the container names; of several the first.
    pub(super) fn open(archive: &mut Archive, limits: &Limits) -> Result<Self, StageError> {
        let nesting = limits.nesting as usize;
        let container = part(archive, "META-INF/container.xml").unwrap_or_default();
        let stated =
            opened(&container, nesting).find(|e| e.name() == "rootfile").and_then(|e| e.value("full-path"));
        let any = || archive.entries.iter().find(|e| e.name.ends_with(".opf")).map(|e| e.name.clone());
        let name = stated.map(|path| names::resolved("", &path)).or_else(any).ok_or_else(nothing)?;
        let package = part(archive, &name).ok_or_else(nothing)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut reader = Reader { folder: folder.to_owned(), ..Reader::default() };
        for token in Tokens::of(&package, nesting).map_while(Result::ok) {
            match token {
                Token::Open(element) => reader.open(&element),
                Token::Text(text) => reader.text(&text),
                Token::Close(_) => reader.field = None,
            }
        }
        let book = reader.finish();
        let locked = part(archive, "META-INF/encryption.xml").unwrap_or_default();
        let locked: BTreeSet<String> = opened(&locked, nesting)
            .filter(|e| e.name() == "CipherReference")
            .filter_map(|e| Some(names::resolved("", &e.value("URI")?)))
            .collect();
        if book.spine.iter().any(|file| locked.contains(file)) {
            return Err(StageError::new("the text of the EPUB is locked (DRM)")
                .hint("ask who published it for a copy without a lock"));
        }
        Ok(book)
    }
}

fn nothing() -> StageError {
    StageError::new("the EPUB has no package document that says what is in it")
        .hint("fetch it again, or save it anew with the program that made it")
}

fn part(archive: &mut Archive, name: &str) -> Option<String> {
    archive.part(name)?.ok().map(|bytes| text_of(&bytes))
}

/// The elements of a part, as they are opened.
fn opened(xml: &str, nesting: usize) -> impl Iterator<Item = Element<'_>> {
    Tokens::of(xml, nesting).map_while(Result::ok).filter_map(|token| match token {
        Token::Open(element) => Some(element),
        _ => None,
    })
}

#[derive(Debug, Default)]
struct Reader {
    folder: String,
    book: Publication,
    /// Files by their ids.
    files: BTreeMap<String, String>,
    order: Vec<String>,
    /// Files that are no text of the book.
    apart: BTreeSet<String>,
    field: Option<Field>,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        self.field = None;
        match element.name() {
            "title" => self.field = Some(Field::Title),
            "language" => self.field = Some(Field::Language),
            // A second date is that of a change.
            "date" if element.value("event").is_none_or(|e| e == "publication") => {
                self.field = Some(Field::Date);
            }
            "item" => self.item(element),
            "itemref" => self.order.extend(element.value("idref")),
            "reference" if matches!(element.value("type").as_deref(), Some("cover" | "toc")) => {
                let file = element.value("href").map(|href| self.file(&href));
                self.apart.extend(file);
            }
            _ => {}
        }
    }

    fn file(&self, href: &str) -> String {
        let plain = href.split('#').next().unwrap_or_default();
        names::resolved(&self.folder, &unescaped(plain))
    }

    fn item(&mut self, element: &Element<'_>) {
        let (Some(id), Some(href)) = (element.value("id"), element.value("href")) else { return };
        let file = self.file(&href);
        let properties = element.value("properties").unwrap_or_default();
        if properties.split_ascii_whitespace().any(|p| p == "nav") {
            self.apart.insert(file.clone());
        }
        let kind = element.value("media-type").unwrap_or_default();
        if kind.contains("html") || kind.is_empty() {
            self.files.insert(id, file);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(field) = self.field.take_if(|_| !text.trim().is_empty())
            // Of several titles the first is the main one.
            && !self.book.stated.iter().any(|(known, _)| *known == field)
        {
            self.book.stated.push((field, text.trim().to_owned()));
        }
    }

    fn finish(mut self) -> Publication {
        let mut seen = BTreeSet::new();
        let in_order = self.order.iter().filter_map(|id| self.files.get(id));
        let kept = |file: &&String| !self.apart.contains(*file) && seen.insert((*file).clone());
        self.book.spine = in_order.filter(kept).cloned().collect();
        self.book
    }
}

/// An address without its `%20` and the like.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let mut digit = || char::from(ahead.next()?).to_digit(16);
        match (byte == b'%')
            .then(|| Some(digit()? * 16 + digit()?))
            .flatten()
            .and_then(|n| u8::try_from(n).ok())
        {
            Some(meant) => {
                bytes.push(meant);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
