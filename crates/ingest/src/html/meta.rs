//! What the head of a page states.

use html5ever::tokenizer::Tag;
use rapporteur_model::Meta;

use super::attributes;
use crate::stated::{self, Field};

/// Collected while the page is read.
#[derive(Debug, Default)]
pub(crate) struct PageMeta {
    title: String,
    title_open: bool,
    title_done: bool,
    stated: Vec<(Field, String, f32)>,
}

/// Longest title that is taken, in bytes: an element that was never closed swallows the page.
const LONGEST_TITLE: usize = 500;

impl PageMeta {
    pub(crate) fn open_title(&mut self) {
        self.title_open = true;
    }

    /// Ends the title; false when none was open.
    pub(crate) fn close_title(&mut self) -> bool {
        self.title_done |= self.title_open;
        std::mem::take(&mut self.title_open)
    }

    /// Whether text belongs to the title. Of several titles (pictures have some) the first counts.
    pub(crate) fn takes_title(&mut self, text: &str) -> bool {
        if self.title_open && !self.title_done && self.title.len() + text.len() <= LONGEST_TITLE {
            self.title.push_str(text);
        }
        self.title_open
    }

    /// Takes what a start tag states.
    pub(crate) fn tag(&mut self, tag: &Tag) {
        match &*tag.name {
            "html" | "body" => {
                let lang = attributes::value(tag, "lang").or_else(|| attributes::value(tag, "xml:lang"));
                self.state(Field::Language, lang, 0.9);
            }
            "meta" => self.named(tag),
            "time"
                if attributes::any_word(tag, "class", |c| c.starts_with("publi"))
                    || attributes::value(tag, "pubdate").is_some()
                    || attributes::value(tag, "itemprop") == Some("datePublished") =>
            {
                self.state(Field::Date, attributes::value(tag, "datetime"), 0.85);
            }
            _ => {}
        }
    }

    fn named(&mut self, tag: &Tag) {
        let keys = ["name", "property", "http-equiv", "itemprop"];
        let Some(key) = keys.iter().find_map(|key| attributes::value(tag, key)) else { return };
        let (field, confidence) = match key.to_ascii_lowercase().as_str() {
            "dc.title" | "dcterms.title" | "citation_title" => (Field::Title, 0.85),
            "og:title" | "title" => (Field::Title, 0.7),
            "date"
            | "dc.date"
            | "dcterms.date"
            | "dc.date.issued"
            | "dcterms.issued"
            | "citation_publication_date"
            | "citation_date" => (Field::Date, 0.9),
            "article:published_time" | "datepublished" | "dcterms.created" | "dc.date.created" => {
                (Field::Date, 0.8)
            }
            "dc.language" | "dcterms.language" | "content-language" | "citation_language" => {
                (Field::Language, 0.8)
            }
            _ => return,
        };
        self.state(field, attributes::value(tag, "content"), confidence);
    }

    fn state(&mut self, field: Field, value: Option<&str>, confidence: f32) {
        if let Some(value) = value.filter(|v| v.len() <= LONGEST_TITLE) {
            self.stated.push((field, value.to_owned(), confidence));
        }
    }

    /// Puts all into a document's meta. A title element often has the site's name in it, so it counts least.
    pub(crate) fn put(&self, meta: &mut Meta) {
        stated::put(meta, Field::Title, &self.title, 0.6);
        for (field, value, confidence) in &self.stated {
            stated::put(meta, *field, value, *confidence);
        }
    }
}
