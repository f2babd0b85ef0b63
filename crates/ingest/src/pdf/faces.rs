//! What is known of the fonts behind the glyphs: bold, italic, typewriter.
//!
//! The interpreter hands out glyphs, not font dictionaries, and tells weight and slant for some kinds of fonts only.
//! For the others the page's font dictionaries are read once more, and matched to the glyphs through the identity
//! of the font program.

use std::{
    collections::{HashMap, HashSet},
    hash::{Hash, Hasher},
    ops::Deref,
};

use hayro_font::{FontCache, FontGlyph, GlyphId};
use hayro_interpret::{
    InterpreterSettings,
    font::{Glyph, OutlineFontData, OutlineGlyph, PositionedGlyph},
    hayro_syntax::{
        object::{Dict, Name, Stream},
        page::Resources,
    },
};
use kurbo::Shape;

use super::{
    characters::{self, Character, Characters},
    codes::Codes,
};
use crate::{
    layout::{Face, Said},
    superscript::raised_digit,
};

/// Depth of form XObjects in which fonts are looked for, and how many of them at most.
const DEEPEST: u32 = 3;
const MOST_FORMS: usize = 200;

/// The fonts of one document, learnt as they are met.
pub(super) struct Faces<'a> {
    settings: InterpreterSettings,
    cache: FontCache<'a>,
    known: HashMap<u128, u16>,
    faces: Vec<Face>,
    named: HashMap<u128, Face>,
    forms: HashSet<Vec<u8>>,
    raised: HashMap<(u128, u32), bool>,
    /// What their glyphs say.
    characters: Characters,
    /// Dictionaries of the fonts, and what their codes say where the interpreter does not know.
    dicts: HashMap<u128, Dict<'a>>,
    codes: HashMap<u128, Codes>,
}

impl<'a> Faces<'a> {
    pub(super) fn new(settings: InterpreterSettings) -> Self {
        Self {
            settings,
            cache: FontCache::new(),
            known: HashMap::new(),
            faces: Vec::new(),
            named: HashMap::new(),
            forms: HashSet::new(),
            raised: HashMap::new(),
            characters: Characters::default(),
            dicts: HashMap::new(),
            codes: HashMap::new(),
        }
    }

    /// The number of a glyph's face; [`get`](Self::get) tells what it looks like.
    pub(super) fn of(&mut self, glyph: &Glyph<'a>, resources: &Resources<'a>) -> u16 {
        let key = match glyph {
            Glyph::Outline(outline) => program(outline),
            Glyph::Type3(_) => 1,
        };
        if let Some(&number) = self.known.get(&key) {
            return number;
        }
        let face = match glyph {
            Glyph::Type3(_) => Face { embedded: true, type3: true, ..Face::default() },
            Glyph::Outline(outline) => match outline.font_data() {
                Some(data) => told(&data),
                None => self.named(key, resources),
            },
        };
        let number = u16::try_from(self.faces.len()).unwrap_or(u16::MAX);
        self.faces.push(face);
        self.known.insert(key, number);
        number
    }

    /// What a face looks like.
    pub(super) fn get(&self, number: u16) -> Face {
        self.faces.get(usize::from(number)).copied().unwrap_or_default()
    }

    /// What a glyph of a face says, and how wide it is.
    pub(super) fn character(
        &mut self,
        number: u16,
        glyph: &PositionedGlyph<'a>,
        resources: &Resources<'a>,
    ) -> Character {
        let outline = match &**glyph {
            Glyph::Outline(outline) => Some(outline),
            Glyph::Type3(_) => None,
        };
        if let Some(known) = outline.and_then(|outline| self.characters.known(number, outline)) {
            // Fonts that the file does not hold share a substitute, and have widths of their own.
            let width = if self.get(number).embedded { known.width } else { width(glyph) };
            return Character { said: known.said.clone(), width, unknown: known.unknown };
        }
        let (mut said, unknown) = characters::said(glyph, |outline| self.codes(outline, resources));
        if let (Some(outline), Said::Char(figure)) = (outline, &mut said)
            && figure.is_ascii_digit()
            && self.is_raised(outline)
        {
            *figure = raised_digit(*figure);
        }
        let character = Character { said, width: width(glyph), unknown };
        if let Some(outline) = outline
            && !unknown
        {
            self.characters.learn(number, outline, character.clone());
        }
        character
    }

    /// Whether a figure is drawn small and high: fonts have such figures for note marks, and files often say no more
    /// of them than which figure it is.
    fn is_raised(&mut self, figure: &OutlineGlyph) -> bool {
        let key = (program(figure), figure.glyph_id().to_u32());
        *self.raised.entry(key).or_insert_with(|| {
            let area = figure.outline().bounding_box();
            area.y0 > 130.0 && area.height() > 0.0 && area.height() < 560.0
        })
    }

    /// What is known of the codes of a glyph's font. Asked only for glyphs that the interpreter cannot read.
    pub(super) fn codes(&mut self, glyph: &OutlineGlyph, resources: &Resources<'a>) -> &Codes {
        let key = program(glyph);
        if !self.codes.contains_key(&key) && !self.dicts.contains_key(&key) {
            self.learn(resources, 0);
        }
        let font = self.dicts.get(&key);
        self.codes.entry(key).or_insert_with(|| Codes::new(font, glyph))
    }

    fn named(&mut self, key: u128, resources: &Resources<'a>) -> Face {
        if let Some(face) = self.named.get(&key) {
            return *face;
        }
        self.learn(resources, 0);
        self.named.get(&key).copied().unwrap_or_default()
    }

    /// Reads the font dictionaries of a page and of the forms on it.
    fn learn(&mut self, resources: &Resources<'a>, depth: u32) {
        let fonts: Vec<Dict<'a>> = resources.fonts.keys().filter_map(|n| resources.fonts.get(n)).collect();
        for dict in fonts {
            self.learn_font(&dict);
        }
        if depth >= DEEPEST {
            return;
        }
        let forms: Vec<Stream<'a>> =
            resources.x_objects.keys().filter_map(|n| resources.x_objects.get(n)).collect();
        for form in forms {
            let Some(inner) = form.dict().get::<Dict<'a>>(b"Resources") else { continue };
            if self.forms.len() < MOST_FORMS && self.forms.insert(inner.data().to_vec()) {
                self.learn(&Resources::new(inner), depth + 1);
            }
        }
    }

    fn learn_font(&mut self, dict: &Dict<'a>) {
        let font = self.cache.font(dict, &self.settings.font_resolver, &self.settings.cmap_resolver);
        let Some(FontGlyph::Outline(glyph)) = font.map(|f| f.glyph(GlyphId::NOTDEF, 0)) else { return };
        let descriptor = dict.get::<Dict<'a>>(b"FontDescriptor").unwrap_or_default();
        let name = dict.get::<Name<'a>>(b"BaseFont");
        let flags = descriptor.get::<u32>(b"Flags").unwrap_or(0);
        let mut face = by_name(name.as_ref().map_or("", |n| n.deref_str()));
        face.italic |= flags & (1 << 6) != 0;
        face.mono |= flags & 1 != 0;
        face.bold |= flags & (1 << 18) != 0;
        face.embedded =
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|k| descriptor.contains_key(*k));
        let key = program(&glyph);
        self.named.insert(key, face);
        self.dicts.insert(key, dict.clone());
    }
}

/// The width that the file states for a glyph, in thousandths of its size.
pub(super) fn width(glyph: &PositionedGlyph<'_>) -> f32 {
    let width = match &**glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(type3) => type3.advance_width(),
    };
    width.unwrap_or(0.0)
}

/// A name as text.
trait NameText {
    fn deref_str(&self) -> &str;
}

impl NameText for Name<'_> {
    fn deref_str(&self) -> &str {
        std::str::from_utf8(self.deref()).unwrap_or("")
    }
}

/// Hears the one 128-bit number among what an identifier says of itself: the hash of the font program.
///
/// The interpreter has no other way to ask whether two glyphs share a font.
#[derive(Default)]
struct Listener(u128);

impl Hasher for Listener {
    fn write(&mut self, _: &[u8]) {}

    fn write_u128(&mut self, n: u128) {
        self.0 = n;
    }

    fn finish(&self) -> u64 {
        0
    }
}

fn program(glyph: &OutlineGlyph) -> u128 {
    let mut listener = Listener::default();
    glyph.identifier().hash(&mut listener);
    listener.0
}

fn told(data: &OutlineFontData) -> Face {
    let named = by_name(data.postscript_name.as_deref().unwrap_or(""));
    Face {
        bold: named.bold || data.weight.is_some_and(|w| w >= 600),
        italic: named.italic || data.is_italic,
        mono: named.mono || data.is_monospace,
        embedded: true,
        type3: false,
    }
}

/// What a PostScript name says: `Garamond-BoldItalic`, `CMBX10`, `NimbusRomNo9L-Medi`.
fn by_name(name: &str) -> Face {
    let name =
        name.split_once('+').map_or(name, |(prefix, rest)| if prefix.len() == 6 { rest } else { name });
    let name = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|p| name.contains(p));
    let starts = |parts: &[&str]| parts.iter().any(|p| name.starts_with(p));
    let ends = |parts: &[&str]| parts.iter().any(|p| name.ends_with(p));
    Face {
        bold: has(&["bold", "black", "heavy", "-demi"])
            || starts(&["cmbx", "sfbx", "ecbx", "cmb1", "cmssbx"])
            || ends(&["-medi", "-mediital", "-bd", "-bdit", ",bd"]),
        italic: has(&["ital", "obli", "slanted", "kursiv"])
            || starts(&["cmti", "cmsl", "sfti", "sfsl", "ecti", "cmmi"])
            || ends(&["-it", "-bdit", "-i", "-bi"]),
        mono: has(&["mono", "courier", "typewriter", "consol"]) || starts(&["cmtt", "sftt", "ectt"]),
        embedded: false,
        type3: false,
    }
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn names_tell_weight_and_slant() {
        for (name, bold, italic, mono) in [
            ("Helvetica", false, false, false),
            ("ABCDEF+Garamond-BoldItalic", true, true, false),
            ("NimbusRomNo9L-Medi", true, false, false),
            ("HelveticaNeue-Medium", false, false, false),
            ("CMBX12", true, false, false),
            ("Courier-Oblique", false, true, true),
        ] {
            let face = by_name(name);
            assert_eq!((face.bold, face.italic, face.mono), (bold, italic, mono), "{name}");
        }
    }
}
