//! Glyphs to characters.

use hayro_interpret::{
    font::{Glyph, OutlineGlyph, PositionedGlyph},
    hayro_cmap::BfString,
};

use super::codes::Codes;
use crate::layout::Said;

/// Faces and codes up to which characters are remembered; beyond, they are asked for anew.
const MOST_FACES: usize = 256;
const MOST_CODES: usize = 4096;

/// What is known of a glyph.
#[derive(Debug, Clone)]
pub(super) struct Character {
    pub(super) said: Said,
    /// As stated, in thousandths of the size.
    pub(super) width: f32,
    /// Nobody knows what it says.
    pub(super) unknown: bool,
}

/// The glyphs met so far: asking the font is slow, and a page has few different ones.
#[derive(Default)]
pub(super) struct Characters {
    /// By number of the face and code; the number of the glyph tells fonts with one face and other codes apart.
    known: Vec<Vec<Option<(u32, Character)>>>,
}

impl Characters {
    /// What was found of a glyph of a face before.
    pub(super) fn known(&self, face: u16, glyph: &OutlineGlyph) -> Option<&Character> {
        let codes = self.known.get(usize::from(face))?;
        let (id, character) = codes.get(usize::try_from(glyph.char_code()).ok()?)?.as_ref()?;
        (*id == glyph.glyph_id().to_u32()).then_some(character)
    }

    /// Remembers it.
    pub(super) fn learn(&mut self, face: u16, glyph: &OutlineGlyph, character: Character) {
        let code = usize::try_from(glyph.char_code()).unwrap_or(usize::MAX);
        if usize::from(face) < MOST_FACES && code < MOST_CODES {
            self.keep(usize::from(face), code, (glyph.glyph_id().to_u32(), character));
        }
    }

    fn keep(&mut self, face: usize, code: usize, character: (u32, Character)) {
        if self.known.len() <= face {
            self.known.resize_with(face + 1, Vec::new);
        }
        let Some(codes) = self.known.get_mut(face) else { return };
        if codes.len() <= code {
            codes.resize(code + 1, None);
        }
        if let Some(slot) = codes.get_mut(code) {
            *slot = Some(character);
        }
    }
}

/// What a glyph says, and whether that is unknown. `codes` is asked where the interpreter has no answer.
pub(super) fn said<'c>(
    glyph: &PositionedGlyph<'_>,
    codes: impl FnOnce(&OutlineGlyph) -> &'c Codes,
) -> (Said, bool) {
    let mut composite = false;
    let stated = glyph.as_unicode();
    let meaning = match &**glyph {
        Glyph::Outline(outline) if !stated.as_ref().is_some_and(says) => {
            let codes = codes(outline);
            composite = codes.composite;
            codes.meaning(outline).or(stated)
        }
        _ => stated,
    };
    match meaning {
        Some(BfString::Char(c)) => known(c),
        Some(BfString::String(s)) => {
            let text: String = s.chars().map(|c| known(c).0).filter_map(|s| s.char()).collect();
            (Said::Text(text.into()), false)
        }
        // Simple fonts without any encoding are usually ASCII.
        None => match u8::try_from(glyph.char_code()) {
            Ok(code) if !composite && (code == b' ' || code.is_ascii_graphic()) => {
                (Said::Char(char::from(code)), false)
            }
            _ => (Said::Char('\u{fffd}'), true),
        },
    }
}

/// Tables full of zeros are no meaning.
fn says(text: &BfString) -> bool {
    !matches!(text, BfString::Char('\0' | '\u{fffd}'))
}

/// A character as a reader would type it, and whether it is unknown.
fn known(c: char) -> (Said, bool) {
    let plain = match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        // A soft hyphen that was drawn is a hyphen.
        '\u{ad}' | '\u{2010}' | '\u{2011}' => '-',
        // Bullets of the Symbol and Wingdings fonts.
        '\u{f0b7}' | '\u{f09f}' => '•',
        '\u{f0a7}' | '\u{f06e}' => '▪',
        '\u{f0d8}' | '\u{f0d0}' => '➢',
        '\u{f0fc}' => '✓',
        '\u{f02d}' => '-',
        '\u{fffd}' | '\u{fffe}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => {
            return (Said::Char('\u{fffd}'), true);
        }
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    };
    (Said::Char(plain), false)
}
