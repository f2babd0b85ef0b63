//! What the codes of a font say when the font itself does not.
//!
//! Fonts for Chinese, Japanese and Korean name a collection of characters instead of their meaning, and a font
//! program has a table from characters to its glyphs that can be read backwards.

use std::collections::HashMap;

use hayro_interpret::{
    font::OutlineGlyph,
    hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded},
    hayro_syntax::object::{Array, Dict, Name, Object, String as Text},
};
use skrifa::{FontRef, MetadataProvider};

/// Entries of a font program's table that are looked at, at most.
const MOST_MAPPINGS: usize = 200_000;

/// Ways to the meaning of a font's codes.
pub(super) struct Codes {
    collection: Option<Collection>,
    /// Characters by glyph.
    glyphs: HashMap<u32, char>,
    /// The font has codes of several bytes, which are never letters by themselves.
    pub(super) composite: bool,
}

/// A numbered collection of characters, and how codes lead to its numbers.
struct Collection {
    numbers: CMap,
    characters: CMap,
}

impl Codes {
    /// Learns what can be known of a font from its dictionary, when that was found, and from its program.
    pub(super) fn new(font: Option<&Dict<'_>>, glyph: &OutlineGlyph) -> Self {
        let composite = font.is_some_and(|f| f.get::<Name<'_>>(b"Subtype").is_some_and(|s| *s == *b"Type0"));
        let data = glyph.font_data();
        let program = data.as_ref().map(|data| (*data.data).as_ref());
        Self {
            collection: font.filter(|_| composite).and_then(collection),
            glyphs: program.map(backwards).unwrap_or_default(),
            composite,
        }
    }

    /// What a glyph says.
    pub(super) fn meaning(&self, glyph: &OutlineGlyph) -> Option<BfString> {
        let code = glyph.char_code();
        let collected = self.collection.as_ref().and_then(|collection| {
            let number = (1..=4).find_map(|bytes| collection.numbers.lookup_cid_code(code, bytes))?;
            collection.characters.lookup_bf_string(number)
        });
        collected.or_else(|| self.glyphs.get(&glyph.glyph_id().to_u32()).map(|c| BfString::Char(*c)))
    }
}

fn collection(font: &Dict<'_>) -> Option<Collection> {
    let numbers = match font.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(&name) {
            CMapName::IdentityH => CMap::identity_h(),
            CMapName::IdentityV => CMap::identity_v(),
            name => CMap::parse(load_embedded(name)?, load_embedded)?,
        },
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
        _ => return None,
    };
    let named = numbers.metadata().character_collection.as_ref().map(|c| c.family.clone());
    let family = named.filter(|f| *f != CidFamily::AdobeIdentity).or_else(|| family(font))?;
    let characters = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
    Some(Collection { numbers, characters })
}

fn family(font: &Dict<'_>) -> Option<CidFamily> {
    let inner = font.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let system = inner.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let text = |key: &[u8]| system.get::<Text<'_>>(key);
    Some(CidFamily::from_registry_ordering(&text(b"Registry")?, &text(b"Ordering")?))
}

/// The characters of a font program's glyphs: of several the first, but none of private use if there is another.
fn backwards(program: &[u8]) -> HashMap<u32, char> {
    let mut characters: HashMap<u32, char> = HashMap::new();
    let Ok(font) = FontRef::from_index(program, 0) else { return characters };
    for (code, glyph) in font.charmap().mappings().take(MOST_MAPPINGS) {
        let Some(character) = char::from_u32(code) else { continue };
        let private = ('\u{e000}'..='\u{f8ff}').contains(&character);
        let known = characters.get(&glyph.to_u32());
        if known.is_none_or(|old| ('\u{e000}'..='\u{f8ff}').contains(old) && !private) {
            characters.insert(glyph.to_u32(), character);
        }
    }
    characters
}
