//! Glyphs: characters with their places, as a drawing program sets them.

use kurbo::{Point, Vec2};

/// A glyph with its place on the page: origin at the top left corner, y growing downwards, in points.
#[derive(Debug, Clone)]
pub(crate) struct Glyph {
    /// What it says.
    pub(crate) text: Said,
    /// Start of the glyph on its baseline.
    pub(crate) at: Point,
    /// Direction of the baseline, of length 1.
    pub(crate) along: Vec2,
    /// Distance to the next glyph.
    pub(crate) advance: f32,
    /// Size of the type.
    pub(crate) size: f32,
    /// How it looks.
    pub(crate) face: Face,
    /// Part of a text layer under a picture.
    pub(crate) hidden: bool,
    /// The file says that it does not belong to the text.
    pub(crate) artifact: bool,
    /// Number of the marked content in which it stands, on its page.
    pub(crate) content: Option<u32>,
}

/// The characters of a glyph: one, or more for a ligature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// One character.
    Char(char),
    /// Several.
    Text(Box<str>),
}

impl Said {
    /// The one character, when it is one.
    pub(crate) fn char(&self) -> Option<char> {
        match self {
            Self::Char(c) => Some(*c),
            Self::Text(_) => None,
        }
    }
}

/// How a font looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Face {
    /// Bold, by weight or by name.
    pub(crate) bold: bool,
    /// Italic or oblique.
    pub(crate) italic: bool,
    /// All glyphs are equally wide.
    pub(crate) mono: bool,
    /// The font program comes with the file, so glyphs are not stretched to foreign widths.
    pub(crate) embedded: bool,
    /// Drawn by page operators: its nominal size may mean nothing.
    pub(crate) type3: bool,
}

/// A horizontal line drawn on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    pub(crate) y: f32,
}

/// A straight line drawn along or down the page: a rule, a wall of a table's cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Stroke {
    /// The line in the middle of a long thin area.
    pub(crate) fn along(area: kurbo::Rect) -> Self {
        let (x, y) = (area.center().x as f32, area.center().y as f32);
        if area.width() >= area.height() {
            Self { x0: area.x0 as f32, y0: y, x1: area.x1 as f32, y1: y }
        } else {
            Self { x0: x, y0: area.y0 as f32, x1: x, y1: area.y1 as f32 }
        }
    }

    /// Whether it runs along the lines of the text.
    pub(crate) fn is_level(&self) -> bool {
        self.x1 - self.x0 >= self.y1 - self.y0
    }
}
