//! Which pages have no text that can be used.

use super::super::gather::Leaf;
use crate::scan::{self, Reading};

/// Pictures that cover more of a page than this may be the page.
const PICTURE: f64 = 0.5;
/// From here on there is hardly anything beside them.
const COVERED: f64 = 0.8;
/// Fewer words than this beside a picture of the whole page are a stamp, a number, a title.
const FEW: usize = 15;
/// A text that reads worse than this may be rubbish. Tables, lists of names, formulas come close to it; that they
/// are compared with what OCR reads costs a few seconds.
const SUSPECT: f32 = 0.75;
/// A text that reads worse than this is rubbish, whatever else there is.
pub(super) const RUBBISH: f32 = 0.55;
/// How much better another reading must be to take a text's place.
const BETTER: f32 = 0.15;
/// More drawing than this is a map or a plan, no printed page.
const MOST_CALLS: u32 = 50_000;
/// Pictures with more pixels than this are not unpacked.
const MOST_PIXELS: f64 = 120e6;

/// Why a page is to be read by OCR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Why {
    /// It has no text.
    NoText,
    /// The file does not say which characters it shows.
    Unknown,
    /// Its text reads like rubbish: so well, from 0 to 1.
    Rubbish(f32),
    /// A picture covers the page, and its text is a few words.
    FewWords,
    /// All are.
    Asked,
}

/// Why a page is to be read by OCR, if it is.
pub(super) fn why(leaf: &Leaf, always: bool) -> Option<Why> {
    if leaf.trouble.is_some() || leaf.calls > MOST_CALLS || leaf.pixels > MOST_PIXELS {
        return None;
    }
    if always {
        return Some(Why::Asked);
    }
    if leaf.sheet.is_blank() {
        return Some(Why::NoText);
    }
    if 5 * leaf.unknown > leaf.glyphs {
        return Some(Why::Unknown);
    }
    if leaf.pictures < PICTURE {
        return None;
    }
    let text = leaf.sheet.text();
    match scan::judge(&text) {
        Some(legible) if legible.score < SUSPECT => Some(Why::Rubbish(legible.score)),
        _ if leaf.pictures > COVERED && scan::words(&text) < FEW => Some(Why::FewWords),
        _ => None,
    }
}

/// Whether what OCR read is to take the place of what the page had.
pub(super) fn replaces(reading: &Reading, leaf: &Leaf, why: Why) -> bool {
    let new = scan::judge(&reading.text);
    let (words, had) = (scan::words(&reading.text), scan::words(&leaf.sheet.text()));
    let score = new.map_or(0.0, |legible| legible.score);
    match why {
        // A photograph gives a few letters, of which the program is not sure itself.
        Why::NoText => words > 0 && (reading.confidence >= 0.5 || score >= 0.5),
        Why::Asked => words > 0,
        Why::FewWords => words >= 3 * had + 20 && score >= 0.6 && reading.confidence >= 0.5,
        Why::Unknown => {
            let old = scan::judge(&leaf.sheet.text()).map_or(0.0, |legible| legible.score);
            words > 0 && reading.confidence >= 0.5 && score.max(reading.confidence) >= old + BETTER
        }
        Why::Rubbish(old) => 2 * words >= had && score >= old + BETTER && reading.confidence >= 0.6,
    }
}
