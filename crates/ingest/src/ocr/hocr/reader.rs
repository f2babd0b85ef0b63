//! Elements to pages, lines and words.

use super::properties::Properties;
use crate::{
    html::attributes,
    ocr::{Baseline, Line, Page, Word, place},
};
use html5ever::{LocalName, tokenizer::Tag};

/// Elements that mean nothing are followed so deep; an end tag of a deeper one may close another of its name.
const DEEPEST: usize = 256;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Page,
    Line,
    Word,
    Bold,
    Italic,
    Raised,
    /// Not for reading: the head of the file.
    Silent,
    Other,
}

struct Open {
    name: LocalName,
    class: Class,
}

/// Follows the elements of a file.
#[derive(Default)]
pub(super) struct Reader {
    pages: Vec<Page>,
    stack: Vec<Open>,
    line: Option<Line>,
    /// Text of the open line that stands in no word.
    loose: String,
    word: Option<Word>,
}

impl Reader {
    pub(super) fn open(&mut self, tag: &Tag) {
        if matches!(&*tag.name, "meta" | "br" | "img" | "hr" | "link") {
            return self.loose(" ");
        }
        let title = Properties::of(attributes::value(tag, "title").unwrap_or(""));
        let class = class(tag);
        match class {
            Class::Page => self.page(&title),
            Class::Line => self.line(&title),
            Class::Word => self.word(&title),
            _ => self.figure(tag, &title),
        }
        let most = if class == Class::Other { DEEPEST } else { 2 * DEEPEST };
        if self.stack.len() < most {
            self.stack.push(Open { name: tag.name.clone(), class });
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let within = |class: Class| self.stack.iter().any(|o| o.class == class);
        let (bold, italic, raised) = (within(Class::Bold), within(Class::Italic), within(Class::Raised));
        match &mut self.word {
            Some(word) => {
                word.text.push_str(text);
                if !text.trim().is_empty() {
                    (word.bold, word.italic, word.raised) = (bold, italic, raised);
                }
            }
            None => self.loose(text),
        }
    }

    fn loose(&mut self, text: &str) {
        if self.line.is_some() {
            self.loose.push_str(text);
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        let Some(at) = self.stack.iter().rposition(|o| &*o.name == name) else { return };
        for open in self.stack.split_off(at).into_iter().rev() {
            match open.class {
                Class::Word => self.close_word(),
                Class::Line => self.close_line(),
                _ => {}
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Page> {
        self.close_word();
        self.close_line();
        self.pages.iter_mut().for_each(place::all);
        self.pages
    }

    fn page(&mut self, title: &Properties<'_>) {
        self.close_line();
        let size = title.area().map_or((0.0, 0.0), |a| (a.x1 as f32, a.y1 as f32));
        let dpi = title.number("scan_res").map(|n| n as f32);
        let label = title.values("lpageno").map(|l| l.trim_matches('"').to_owned());
        self.pages.push(Page { size, dpi, label, ..Page::default() });
    }

    fn line(&mut self, title: &Properties<'_>) {
        self.close_line();
        let area = title.area();
        let mut numbers = title.numbers("baseline");
        let baseline = match (area, numbers.next(), numbers.next()) {
            (Some(area), Some(slope), Some(offset)) if slope.abs() < 0.5 && offset.abs() < area.height() => {
                Some(Baseline { x: area.x0, y: area.y1 + offset, slope })
            }
            _ => None,
        };
        let size = title.number("x_size").map(|n| n as f32).filter(|s| *s > 0.0);
        self.line = Some(Line { area, baseline, size, ..Line::default() });
    }

    fn word(&mut self, title: &Properties<'_>) {
        self.close_word();
        let sure = title.number("x_wconf").map(|n| (n / 100.0) as f32);
        let confidence = sure.filter(|c| (0.0..=1.0).contains(c));
        self.word = Some(Word { area: title.area().unwrap_or_default(), confidence, ..Word::default() });
    }

    fn figure(&mut self, tag: &Tag, title: &Properties<'_>) {
        let (Some(page), Some(area)) = (self.pages.last_mut(), title.area()) else { return };
        let is = |names: &[&str]| attributes::any_word(tag, "class", |c| names.contains(&c));
        if is(&["ocr_separator"]) {
            page.rules.push(area);
        } else if is(&["ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_float"]) {
            page.pictures.push(area);
        }
    }

    fn close_word(&mut self) {
        let Some(mut word) = self.word.take() else { return };
        word.text = word.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !word.text.is_empty() {
            self.line.get_or_insert_default().words.push(word);
        }
    }

    fn close_line(&mut self) {
        self.close_word();
        let loose = std::mem::take(&mut self.loose);
        let Some(mut line) = self.line.take() else { return };
        if line.words.is_empty() {
            let words = loose.split_whitespace();
            line.words = words.map(|w| Word { text: w.to_owned(), ..Word::default() }).collect();
        }
        if line.words.is_empty() {
            return;
        }
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        if let Some(page) = self.pages.last_mut() {
            page.lines.push(line);
        }
    }
}

fn class(tag: &Tag) -> Class {
    let is = |names: &[&str]| attributes::any_word(tag, "class", |c| names.contains(&c));
    match &*tag.name {
        _ if is(&["ocr_page"]) => Class::Page,
        _ if is(&["ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"]) => {
            Class::Line
        }
        _ if is(&["ocrx_word", "ocr_word", "ocr_xword"]) => Class::Word,
        "strong" | "b" => Class::Bold,
        "em" | "i" => Class::Italic,
        "sup" => Class::Raised,
        "head" | "script" | "style" => Class::Silent,
        _ => Class::Other,
    }
}
