//! Pages that are pictures: drawn and read by OCR.

mod choose;
mod render;
#[cfg(test)]
mod tests;
mod told;

use hayro_interpret::hayro_syntax::Pdf;
use rapporteur_stage::Context;

use self::{choose::Why, render::Renderer, told::Told};
use super::gather::Leaf;
use crate::scan::{Failure, Ocr, Reader, Scans};

/// After so many failures, one after the other, the rest is not tried.
const PATIENCE: usize = 3;

/// Reads pages without usable text, and gives what to do about those that could not be read.
pub(super) fn read(leaves: &mut [Leaf], pdf: &Pdf, scans: &Scans, cx: &mut Context<'_>) -> Option<String> {
    if scans.when == Ocr::Off {
        return Some("set `ocr = \"auto\"` for `ingest`, and install tesseract".to_owned());
    }
    let always = scans.when == Ocr::Always;
    let todo: Vec<(usize, Why)> =
        leaves.iter().enumerate().filter_map(|(i, leaf)| Some((i, choose::why(leaf, always)?))).collect();
    if todo.is_empty() {
        return None;
    }
    let (renderer, reader) = (Renderer::new(pdf), scans.reader());
    let mut work = Work { renderer, reader, scans, told: Told::default(), failed: None };
    for (index, why) in todo {
        if let Some(leaf) = leaves.get_mut(index) {
            work.page(leaf, why, cx);
        }
    }
    let program = scans.program();
    work.told.tell(program, cx);
    work.told.hint()
}

/// A document under way.
struct Work<'w> {
    renderer: Renderer<'w>,
    reader: Reader<'w>,
    scans: &'w Scans,
    told: Told,
    /// The last failure, and how many there were without a success.
    failed: Option<(Failure, usize)>,
}

impl Work<'_> {
    fn page(&mut self, leaf: &mut Leaf, why: Why, cx: &Context<'_>) {
        let number = leaf.sheet.number();
        // Whether a few words are all there is shows only in the picture.
        if let Some(failure) = self.hopeless(cx).filter(|_| why != Why::FewWords) {
            return self.told.failed(number, why, failure);
        }
        let index = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let Some(image) = self.renderer.page(index, self.scans.dpi) else {
            if why == Why::NoText {
                self.told.undrawn.push(number);
            }
            return;
        };
        if image.is_blank() || (why == Why::FewWords && !image.is_printed()) {
            leaf.seen = true;
            return;
        }
        if let Some(failure) = self.hopeless(cx) {
            return self.told.failed(number, why, failure);
        }
        match self.reader.read(&image, &|| cx.cancelled()) {
            Ok(reading) => {
                self.failed = None;
                leaf.seen = true;
                if choose::replaces(&reading, leaf, why) {
                    let sheet = reading.sheet(number, leaf.sheet.size());
                    (leaf.sheet, leaf.unknown, leaf.glyphs) = (sheet, 0, reading.text.len());
                    self.told.took(number, why, &reading);
                } else {
                    self.told.kept(number, why);
                }
            }
            Err(failure) => {
                let before = self.failed.take().map_or(0, |(_, count)| count);
                self.failed = Some((failure.clone(), before + 1));
                self.told.failed(number, why, failure);
            }
        }
    }

    /// Why there is no use in going on.
    fn hopeless(&self, cx: &Context<'_>) -> Option<Failure> {
        if cx.cancelled() {
            return Some(Failure::Stopped);
        }
        match &self.failed {
            // What was read before may still be at hand for the next page.
            Some((failure, count)) if *count >= PATIENCE && *failure != Failure::Missing => {
                Some(failure.clone())
            }
            _ => self.scans.hopeless(),
        }
    }
}
