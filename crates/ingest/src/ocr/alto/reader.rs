//! Elements to pages, lines and words.

use super::{
    attributes::Attributes,
    styles::{Style, Styles},
};
use crate::ocr::{Line, Page, Word, place};

/// Follows the elements of a file.
#[derive(Default)]
pub(super) struct Reader {
    pages: Vec<Page>,
    styles: Styles,
    /// Units per inch, where the file's unit is no pixel.
    per_inch: Option<f32>,
    /// The unit's name is being read.
    unit: Option<String>,
    /// Styles of the page, the block, the line around.
    around: [Style; 3],
    in_page: bool,
    line: Option<Line>,
    /// The last word is the first part of a divided one, and its hyphen has not been seen.
    divided: bool,
}

/// Places in [`Reader::around`].
const BLOCK: usize = 1;
const LINE: usize = 2;

impl Reader {
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "MeasurementUnit" => self.unit = Some(String::new()),
            "TextStyle" => self.styles.add(attributes),
            "Page" => self.page(attributes),
            "TextBlock" => self.style(BLOCK, attributes),
            "TextLine" => {
                self.close_line();
                self.style(LINE, attributes);
                self.line = Some(Line { area: attributes.area(), ..Line::default() });
            }
            "String" => self.word(attributes),
            "HYP" => self.hyphen(attributes.value("CONTENT").as_deref().unwrap_or("-")),
            "Illustration" | "GraphicalElement" => self.figure(name, attributes),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(unit) = self.unit.as_mut().filter(|u| u.len() < 100) {
            unit.push_str(text);
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        match name {
            "MeasurementUnit" => {
                self.per_inch = match self.unit.take().unwrap_or_default().trim() {
                    "mm10" => Some(254.0),
                    "inch1200" => Some(1200.0),
                    _ => None,
                };
            }
            "TextLine" => self.close_line(),
            "Page" => {
                self.close_line();
                self.in_page = false;
            }
            _ => {}
        }
    }

    /// Whether the file has ended inside of a page.
    pub(super) fn is_open(&self) -> bool {
        self.in_page
    }

    pub(super) fn finish(mut self) -> Vec<Page> {
        self.close_line();
        self.pages.iter_mut().for_each(place::all);
        self.pages
    }

    fn page(&mut self, attributes: &Attributes<'_>) {
        self.close_line();
        self.in_page = true;
        self.around = [self.styles.of(attributes, Style::default()); 3];
        let side = |name: &str| attributes.number(name).unwrap_or(0.0) as f32;
        let label = attributes.value("PRINTED_IMG_NR").map(|l| l.trim().to_owned()).filter(|l| !l.is_empty());
        self.pages.push(Page {
            size: (side("WIDTH"), side("HEIGHT")),
            dpi: self.per_inch,
            label,
            ..Page::default()
        });
    }

    fn figure(&mut self, name: &str, attributes: &Attributes<'_>) {
        let Some(page) = self.pages.last_mut() else { return };
        let figures = if name == "Illustration" { &mut page.pictures } else { &mut page.rules };
        figures.extend(attributes.area());
    }

    /// Sets the style of an element, and with it that of those inside.
    fn style(&mut self, depth: usize, attributes: &Attributes<'_>) {
        let outer = self.around.get(depth.saturating_sub(1)).copied().unwrap_or_default();
        let own = self.styles.of(attributes, outer);
        self.around.iter_mut().skip(depth).for_each(|style| *style = own);
    }

    fn word(&mut self, attributes: &Attributes<'_>) {
        self.close_division();
        let Some(text) = attributes.value("CONTENT").filter(|t| !t.trim().is_empty()) else { return };
        let around = self.around.get(LINE).copied().unwrap_or_default();
        let style = self.styles.of(attributes, around);
        let confidence = attributes.number("WC").map(|c| c as f32).filter(|c| (0.0..=1.0).contains(c));
        let line = self.line.get_or_insert_default();
        if let (None, Some(size), Some(dpi)) = (line.size, style.size, self.per_inch) {
            line.size = Some((size * f64::from(dpi) / 72.0) as f32);
        }
        line.words.push(Word {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            area: attributes.area().unwrap_or_default(),
            confidence,
            bold: style.bold,
            italic: style.italic,
            raised: style.raised,
        });
        self.divided = attributes.value("SUBS_TYPE").is_some_and(|t| t.eq_ignore_ascii_case("HypPart1"));
    }

    /// Prints the hyphen of a divided word, whatever sign stands for it in the file.
    fn hyphen(&mut self, sign: &str) {
        self.divided = false;
        let Some(word) = self.line.as_mut().and_then(|l| l.words.last_mut()) else { return };
        let sign = sign.trim().replace(['\u{ad}', '\u{ac}'], "-");
        if !word.text.ends_with(['-', '\u{2010}']) {
            word.text.push_str(if sign.is_empty() { "-" } else { &sign });
        }
    }

    fn close_division(&mut self) {
        if self.divided {
            self.hyphen("-");
        }
    }

    fn close_line(&mut self) {
        self.close_division();
        let Some(line) = self.line.take().filter(|l| !l.words.is_empty()) else { return };
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        if let Some(page) = self.pages.last_mut() {
            page.lines.push(line);
        }
    }
}
