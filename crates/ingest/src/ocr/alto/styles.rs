//! How type looks: `TextStyle` elements, and the `STYLE` of single words.

use std::collections::HashMap;

use super::attributes::Attributes;

/// Styles beyond this number are passed over.
const MOST: usize = 10_000;

/// How type looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Size in points.
    pub(super) size: Option<f64>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) raised: bool,
}

impl Style {
    /// With what a list of words like `bold italics` adds.
    pub(super) fn with(mut self, words: &str) -> Self {
        for word in words.split_whitespace() {
            match word.to_ascii_lowercase().as_str() {
                "bold" => self.bold = true,
                "italics" | "italic" => self.italic = true,
                "superscript" => self.raised = true,
                _ => {}
            }
        }
        self
    }
}

/// The styles that a file describes, by name.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Takes a `TextStyle`.
    pub(super) fn add(&mut self, attributes: &Attributes<'_>) {
        let Some(id) = attributes.value("ID").filter(|_| self.0.len() < MOST) else { return };
        let size = attributes.number("FONTSIZE").filter(|s| (1.0..=400.0).contains(s));
        let style = Style { size, ..Style::default() };
        let style = style.with(&attributes.value("FONTSTYLE").unwrap_or_default());
        self.0.insert(id.into_owned(), style);
    }

    /// What an element's `STYLEREFS` and `STYLE` make of the style around it.
    pub(super) fn of(&self, attributes: &Attributes<'_>, around: Style) -> Style {
        let refs = attributes.value("STYLEREFS").unwrap_or_default();
        let named = refs.split_whitespace().find_map(|name| self.0.get(name)).copied();
        named.unwrap_or(around).with(&attributes.value("STYLE").unwrap_or_default())
    }
}
