//! Faces, their widths, and the code page their characters have in a PDF.

use super::head::Family;
use super::inline::Style;
use super::widths::{self, Widths};

/// A face, or the even type of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Face {
    /// Every character is one unit wide.
    Even,
    /// Times.
    TimesRoman,
    /// Times, bold.
    TimesBold,
    /// Times, italic.
    TimesItalic,
    /// Helvetica.
    Helvetica,
    /// Helvetica, bold.
    HelveticaBold,
    /// Helvetica, slanted.
    HelveticaOblique,
}

/// The faces a PDF may use, with the names they have among its resources.
pub(super) const SET: [(Face, &str); 6] = [
    (Face::TimesRoman, "F1"),
    (Face::TimesBold, "F2"),
    (Face::TimesItalic, "F3"),
    (Face::Helvetica, "F4"),
    (Face::HelveticaBold, "F5"),
    (Face::HelveticaOblique, "F6"),
];

impl Face {
    /// The face of a family in a style.
    pub(super) fn of(family: Family, style: Style) -> Self {
        match (family, style) {
            (Family::Times, Style::Roman) => Self::TimesRoman,
            (Family::Times, Style::Bold) => Self::TimesBold,
            (Family::Times, Style::Italic) => Self::TimesItalic,
            (Family::Helvetica, Style::Roman) => Self::Helvetica,
            (Family::Helvetica, Style::Bold) => Self::HelveticaBold,
            (Family::Helvetica, Style::Italic) => Self::HelveticaOblique,
        }
    }

    /// The name every PDF reader knows the face by.
    pub(super) fn base_font(self) -> &'static str {
        match self {
            Self::Even => "Courier",
            Self::TimesRoman => "Times-Roman",
            Self::TimesBold => "Times-Bold",
            Self::TimesItalic => "Times-Italic",
            Self::Helvetica => "Helvetica",
            Self::HelveticaBold => "Helvetica-Bold",
            Self::HelveticaOblique => "Helvetica-Oblique",
        }
    }

    /// The name of the face among the resources of a page.
    pub(super) fn resource(self) -> &'static str {
        SET.iter().find(|(face, _)| *face == self).map_or("F1", |(_, name)| name)
    }

    fn table(self) -> Option<&'static Widths> {
        match self {
            Self::Even => None,
            Self::TimesRoman => Some(&widths::TIMES_ROMAN),
            Self::TimesBold => Some(&widths::TIMES_BOLD),
            Self::TimesItalic => Some(&widths::TIMES_ITALIC),
            Self::Helvetica => Some(&widths::HELVETICA),
            Self::HelveticaBold => Some(&widths::HELVETICA_BOLD),
            Self::HelveticaOblique => Some(&widths::HELVETICA_OBLIQUE),
        }
    }

    /// The width of a text at a size, in the unit of the size.
    pub(super) fn width(self, text: &str, size: f64) -> f64 {
        let ems: f64 = text.chars().map(|sign| self.advance(sign)).sum();
        ems * size
    }

    fn advance(self, sign: char) -> f64 {
        let Some(table) = self.table() else { return 1.0 };
        let code = win_ansi(sign).unwrap_or(b'?');
        let place = usize::from(code).saturating_sub(32);
        table.get(place).map_or(0.5, |width| f64::from(*width) / 1000.0)
    }
}

/// The characters of code page 1252 from 128 to 159; a space where there is none.
const UPPER: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The code of a character in WinAnsi, which is code page 1252.
pub(super) fn win_ansi(sign: char) -> Option<u8> {
    match u32::from(sign) {
        code @ (0x0a | 0x0c | 0x0d | 0x20..=0x7e | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => {
            let place = UPPER.chars().position(|upper| upper == sign)?;
            u8::try_from(128 + place).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_metrics() {
        assert!((Face::TimesRoman.width("Wm", 1000.0) - (944.0 + 778.0)).abs() < 1e-6);
        assert!((Face::Helvetica.width("é—", 10.0) - (5.56 + 10.0)).abs() < 1e-6);
        assert!((Face::Even.width("abc", 1.0) - 3.0).abs() < 1e-6);
    }

    #[test]
    fn the_code_page_has_its_upper_half() {
        assert_eq!(win_ansi('€'), Some(0x80));
        assert_eq!(win_ansi('—'), Some(0x97));
        assert_eq!(win_ansi('œ'), Some(0x9c));
        assert_eq!(win_ansi('Ÿ'), Some(0x9f));
        assert_eq!(win_ansi('ﬁ'), None);
    }
}
