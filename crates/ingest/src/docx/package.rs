//! The parts of the package, by their relations.

use rapporteur_stage::{Context, StageError};

use super::body::Breaks;
use crate::{
    Limits, decode, html,
    packed::{
        archive::Archive,
        names,
        xml::{Token, Tokens},
    },
    stated::Field,
};

/// The type of the relation that leads to the main part.
const MAIN: &str = "officeDocument";

/// A relation of a part to another.
#[derive(Debug)]
pub(crate) struct Relation {
    /// Last word of its type's address.
    pub(crate) kind: String,
    pub(crate) id: String,
    target: String,
}

/// The package, with the relations of its main part.
#[derive(Debug)]
pub(crate) struct Package {
    archive: Archive,
    main: String,
    roots: Vec<Relation>,
    pub(crate) relations: Vec<Relation>,
    nesting: usize,
}

/// The relations of a package as a whole that lead to parts in it.
pub(crate) fn roots(archive: &mut Archive, nesting: usize) -> Vec<Relation> {
    let text = archive.part("_rels/.rels").and_then(Result::ok).map(|b| text_of(&b)).unwrap_or_default();
    relations(&text, "", nesting)
}

impl Package {
    pub(crate) fn open(mut archive: Archive, limits: &Limits) -> Result<Self, StageError> {
        let nesting = limits.nesting as usize;
        let roots = roots(&mut archive, nesting);
        let stated = roots.iter().find(|r| r.kind == MAIN).map(|r| r.target.clone());
        let main = stated.unwrap_or_else(|| "word/document.xml".to_owned());
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let list = [folder, "_rels", &format!("{name}.rels")].join("/");
        let list = archive.part(list.trim_start_matches('/')).and_then(Result::ok);
        let relations = relations(&list.map(|b| text_of(&b)).unwrap_or_default(), folder, nesting);
        Ok(Self { archive, main, roots, relations, nesting })
    }

    /// The main part.
    pub(crate) fn main(&mut self) -> Result<String, StageError> {
        match self.archive.part(&self.main) {
            Some(bytes) => Ok(text_of(&bytes?)),
            None => Err(StageError::new("the Word file has no document in it")
                .hint("open it in a word processor and save it anew")),
        }
    }

    /// The first part that the main part names as its styles, its numbering or the like; empty when there is none.
    pub(crate) fn related(&mut self, kind: &str, cx: &mut Context<'_>) -> String {
        let target = self.relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
        target.map(|target| self.part(&target, cx)).unwrap_or_default()
    }

    /// The part that a relation's id leads to, with the part's name.
    pub(crate) fn by_id(&mut self, id: &str, cx: &mut Context<'_>) -> Option<(String, String)> {
        let target = self.relations.iter().find(|r| r.id == id)?.target.clone();
        let text = self.part(&target, cx);
        Some((target, text))
    }

    fn part(&mut self, name: &str, cx: &mut Context<'_>) -> String {
        match self.archive.part(name) {
            Some(Ok(bytes)) => text_of(&bytes),
            Some(Err(error)) => {
                cx.lost(
                    format!("the part {name} of the file cannot be read: {error}"),
                    error.hint.as_deref(),
                    None,
                );
                String::new()
            }
            None => String::new(),
        }
    }

    /// Which breaks are pages: those the writing program noted when it last set the pages; or else those the author
    /// set, unless the file says that it has another number of pages.
    pub(crate) fn breaks(&mut self, main: &str) -> Breaks {
        if main.contains("lastRenderedPageBreak") {
            return Breaks::Rendered;
        }
        let set =
            ["type=\"page\"", "type='page'"].iter().map(|sign| main.matches(sign).count()).sum::<usize>();
        let app = self.root_part("extended-properties");
        match first_text(&app, "Pages", self.nesting).and_then(|p| p.trim().parse::<usize>().ok()) {
            _ if set == 0 => Breaks::None,
            Some(pages) if pages != set + 1 => Breaks::None,
            _ => Breaks::Set,
        }
    }

    fn root_part(&mut self, kind: &str) -> String {
        let target = self.roots.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
        let bytes = target.and_then(|t| self.archive.part(&t)).and_then(Result::ok);
        bytes.map(|b| text_of(&b)).unwrap_or_default()
    }

    /// What the file says of itself. Programs fill these in from the first line typed or from a file's template, so
    /// they count little.
    pub(crate) fn properties(&mut self) -> Vec<(Field, String, f32)> {
        let core = self.root_part("core-properties");
        let wanted =
            [("title", Field::Title, 0.4), ("created", Field::Date, 0.3), ("language", Field::Language, 0.5)];
        let stated =
            |(name, field, confidence)| Some((field, first_text(&core, name, self.nesting)?, confidence));
        wanted.into_iter().filter_map(stated).collect()
    }
}

/// The bytes of a part as text.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    match decode::decode(bytes, html::declared_encoding(bytes)) {
        Some(decoded) => decoded.text,
        None => String::new(),
    }
}

/// The text of the first element of a name.
fn first_text(xml: &str, name: &str, nesting: usize) -> Option<String> {
    let mut inside = false;
    for token in Tokens::of(xml, nesting).map_while(Result::ok) {
        match token {
            Token::Open(element) => inside = element.name() == name,
            Token::Text(text) if inside && !text.trim().is_empty() => return Some(text.into_owned()),
            Token::Text(_) => {}
            Token::Close(_) => inside = false,
        }
    }
    None
}

fn relations(xml: &str, folder: &str, nesting: usize) -> Vec<Relation> {
    let mut found = Vec::new();
    for token in Tokens::of(xml, nesting).map_while(Result::ok) {
        let Token::Open(element) = token else { continue };
        // What lies outside of the file is never fetched.
        if element.name() != "Relationship" || element.value("TargetMode").as_deref() == Some("External") {
            continue;
        }
        let (Some(kind), Some(target)) = (element.value("Type"), element.value("Target")) else { continue };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let id = element.value("Id").unwrap_or_default();
        found.push(Relation { kind, id, target: names::resolved(folder, &target) });
    }
    found
}
