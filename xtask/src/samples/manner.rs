//! How a report is set: sizes, gaps, and what is printed of it.

use hypher::Lang;

use super::fonts::Face;
use super::head::{Family, Marks, PdfForm, ScanForm, TextFlow, TextForm};
use super::inline::Style;
use super::lines::{Ink, Setting};
use super::words::Inks;

/// A size of type with the distance between its lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Its inks.
    pub(super) inks: Inks,
    /// Distance from line to line.
    pub(super) leading: f64,
}

/// Everything about the setting that does not depend on the page.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// Width of the title block.
    pub(super) full: f64,
    /// Width of a column of the body.
    pub(super) measure: f64,
    /// Running text.
    pub(super) body: Kind,
    /// Notes at the foot.
    pub(super) note: Kind,
    /// The title.
    pub(super) title: Kind,
    /// Headings by level, from the top.
    pub(super) heads: [Kind; 3],
    /// Space before a heading, in lines of the body.
    pub(super) head_gap: f64,
    /// Space before a paragraph, in lines of the body.
    pub(super) gap: f64,
    /// Indentation of lists, and distance between the columns of a table.
    pub(super) indent: f64,
    /// Title block in the middle.
    pub(super) centred: bool,
    /// Stretch the lines.
    pub(super) justify: bool,
    /// Divide words.
    pub(super) divide: bool,
    /// A line may fall short by this share of its width before a word is divided.
    pub(super) slack: f64,
    /// Bullet of a list.
    pub(super) bullet: String,
    /// Lists run into the paragraph before them.
    pub(super) inline_lists: bool,
    /// Stray lines before the title, and the place before the subtitle.
    pub(super) logo: bool,
}

impl Manner {
    /// The setting of the pages behind a text file.
    pub(super) fn text(form: &TextForm) -> Self {
        let ink = Ink { face: Face::Even, size: 1.0, rise: 0.0 };
        let inks = Inks::even(ink, form.marks == Marks::Superscript, form.asterisks);
        let kind = Kind { inks, leading: 1.0 };
        let measure = super::lines::count(form.width);
        Self {
            full: measure,
            measure,
            body: kind,
            note: kind,
            title: kind,
            heads: [kind; 3],
            head_gap: 1.0,
            gap: 1.0,
            indent: 2.0,
            centred: false,
            justify: false,
            divide: form.hyphenate,
            slack: if form.flow == TextFlow::Lines { 0.05 } else { 0.03 },
            bullet: form.bullet.clone(),
            inline_lists: form.inline_lists,
            logo: form.stray_logo,
        }
    }

    /// The setting of a report in type.
    pub(super) fn pdf(form: &PdfForm, full: f64, measure: f64) -> Self {
        let heads = form.heads_face.unwrap_or(form.face);
        Self::typeset(form.face, heads, form.size, full, measure, form.columns == 1)
    }

    /// The setting of the pages behind a scan.
    pub(super) fn scan(form: &ScanForm, full: f64) -> Self {
        Self::typeset(Family::Times, Family::Times, form.size, full, full, true)
    }

    fn typeset(body: Family, heads: Family, size: f64, full: f64, measure: f64, centred: bool) -> Self {
        let head = |factor: f64| kind(heads, size * factor, true);
        Self {
            full,
            measure,
            body: kind(body, size, false),
            note: kind(body, size * 0.8, false),
            title: head(1.7),
            heads: [head(1.25), head(1.1), head(1.0)],
            head_gap: 1.1,
            gap: 0.45,
            indent: size * 1.4,
            centred,
            justify: true,
            divide: true,
            slack: 0.04,
            bullet: "•".to_owned(),
            inline_lists: false,
            logo: false,
        }
    }

    /// The rules for the lines of a kind in a width.
    pub(super) fn setting(&self, kind: Kind, width: f64, language: &str, ragged: bool) -> Setting {
        let ink = kind.inks.roman;
        Setting {
            width,
            space: ink.face.width(" ", ink.size),
            slack: width * self.slack,
            justify: self.justify && !ragged,
            divide: if self.divide && !ragged { rules(language) } else { None },
        }
    }
}

fn kind(family: Family, size: f64, bold: bool) -> Kind {
    let size = (size * 10.0).round() / 10.0;
    let ink = |style| Ink { face: Face::of(family, style), size, rise: 0.0 };
    let roman = ink(if bold { Style::Bold } else { Style::Roman });
    let mark = Ink { size: (size * 6.5).round() / 10.0, rise: (size * 3.3).round() / 10.0, ..roman };
    let inks = Inks {
        roman,
        italic: ink(Style::Italic),
        bold: ink(Style::Bold),
        mark,
        superscript: false,
        asterisks: false,
    };
    Kind { inks, leading: (size * 12.8).round() / 10.0 }
}

fn rules(language: &str) -> Option<Lang> {
    match language {
        "en" => Some(Lang::English),
        "fr" => Some(Lang::French),
        "es" => Some(Lang::Spanish),
        _ => None,
    }
}
