//! What OCR did and could not do, told in the trail.

use std::collections::BTreeMap;

use rapporteur_stage::Context;

use super::{
    super::report::numbers,
    choose::{RUBBISH, Why},
};
use crate::scan::{Failure, Reading};

/// Below this the program was not sure, and below that it was guessing.
const UNSURE: f32 = 0.75;
const GUESSED: f32 = 0.5;

/// What happened to the pages, by what is to be said about it.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Pages without text that were read: number, confidence, languages.
    read: Vec<(u32, f32, String)>,
    /// Pages that were turned.
    turned: Vec<u32>,
    /// Pages in a language that the program does not know.
    foreign: BTreeMap<&'static str, Vec<u32>>,
    /// Pages whose text was replaced.
    replaced: Vec<(u32, Why)>,
    /// Pages whose bad text was kept because the reading is no better.
    kept: Vec<(u32, f32)>,
    /// Pictures without words.
    pub(super) wordless: Vec<u32>,
    /// Pages that could not be drawn.
    pub(super) undrawn: Vec<u32>,
    /// Pages that could not be read. Those without text are told with the others of their kind.
    failed: Vec<(u32, Why, Failure)>,
}

impl Told {
    pub(super) fn took(&mut self, page: u32, why: Why, reading: &Reading) {
        if why != Why::NoText {
            self.replaced.push((page, why));
        }
        if reading.quarters > 0 {
            self.turned.push(page);
        }
        if let Some(language) = reading.wanted {
            self.foreign.entry(language).or_default().push(page);
        }
        self.read.push((page, reading.confidence, reading.languages.clone()));
    }

    pub(super) fn kept(&mut self, page: u32, why: Why) {
        match why {
            Why::NoText => self.wordless.push(page),
            Why::Rubbish(score) if score < RUBBISH => self.kept.push((page, score)),
            // Tables and lists read like that.
            Why::Rubbish(_) | Why::Unknown | Why::FewWords | Why::Asked => {}
        }
    }

    pub(super) fn failed(&mut self, page: u32, why: Why, failure: Failure) {
        self.failed.push((page, why, failure));
    }

    /// Why pages without text were not read, and what to do about it.
    pub(super) fn hint(&self) -> Option<String> {
        let (.., failure) = self.failed.iter().find(|(_, why, _)| *why == Why::NoText)?;
        Some(match failure {
            Failure::Missing => failure.hint(),
            _ => format!("tesseract {}: {}", failure.sentence(), failure.hint()),
        })
    }

    /// Tells it all.
    pub(super) fn tell(&self, program: &str, cx: &mut Context<'_>) {
        self.tell_read(program, cx);
        self.tell_replaced(cx);
        for (page, score) in &self.kept {
            let message = format!(
                "the text layer of page {page} is hardly legible ({score:.2}), and its picture reads no better"
            );
            cx.warn(message, None);
        }
        if !self.wordless.is_empty() {
            cx.warn(format!("no words were found in the picture of {}", numbers(&self.wordless)), None);
        }
        if let Some(&first) = self.undrawn.first() {
            cx.lost(format!("{} could not be drawn for OCR", numbers(&self.undrawn)), None, Some(first));
        }
        self.tell_failed(cx);
    }

    fn tell_read(&self, program: &str, cx: &mut Context<'_>) {
        let mut languages: Vec<&str> = self.read.iter().map(|(.., l)| l.as_str()).collect();
        languages.dedup();
        for &language in &languages {
            let pages: Vec<u32> = self.read.iter().filter(|(.., l)| l == language).map(|r| r.0).collect();
            let sum: f32 = self.read.iter().filter(|(.., l)| l == language).map(|r| r.1).sum();
            let mean = sum / pages.len().max(1) as f32;
            let message = format!(
                "{} read from the picture by {program} ({language}), confidence {mean:.2}",
                numbers(&pages)
            );
            cx.warn(message, None);
        }
        if !self.turned.is_empty() {
            cx.warn(format!("{} turned before reading", numbers(&self.turned)), None);
        }
        for (language, pages) in &self.foreign {
            let pages = numbers(pages);
            let lacks = format!("tesseract lacks it (Debian: apt install tesseract-ocr-{language})");
            cx.warn(format!("the language of {pages} seems to be `{language}`, and {lacks}"), None);
        }
        let unsure = |from: f32, to: f32| {
            let pages: Vec<u32> =
                self.read.iter().filter(|r| (from..to).contains(&r.1)).map(|r| r.0).collect();
            (!pages.is_empty()).then_some(pages)
        };
        if let Some(pages) = unsure(GUESSED, UNSURE) {
            cx.warn(format!("OCR was not sure of {}", numbers(&pages)), None);
        }
        if let Some(pages) = unsure(0.0, GUESSED) {
            let hint = "handwriting and dark copies are beyond OCR; otherwise try `ocr-languages` or a finer `ocr-dpi`";
            cx.lost(
                format!("OCR could only guess at {}", numbers(&pages)),
                Some(hint),
                pages.first().copied(),
            );
        }
    }

    fn tell_replaced(&self, cx: &mut Context<'_>) {
        for (page, why) in &self.replaced {
            let was = match why {
                Why::Rubbish(score) => {
                    format!("the text layer of page {page} is rubbish (legibility {score:.2})")
                }
                Why::Unknown => format!("the fonts of page {page} do not say which characters they show"),
                Why::FewWords => format!("the text layer of page {page} is a few words"),
                Why::NoText | Why::Asked => continue,
            };
            cx.warn(format!("{was}; what OCR read took its place"), None);
        }
    }

    fn tell_failed(&self, cx: &mut Context<'_>) {
        let mut groups: Vec<(&str, &Failure, Vec<u32>)> = Vec::new();
        for (page, why, failure) in &self.failed {
            let Some(what) = lost(*why) else { continue };
            match groups.iter_mut().find(|(w, f, _)| *w == what && *f == failure) {
                Some((.., pages)) => pages.push(*page),
                None => groups.push((what, failure, vec![*page])),
            }
        }
        for (what, failure, pages) in groups {
            let message = format!("{what} on {}, and tesseract {}", numbers(&pages), failure.sentence());
            cx.lost(message, Some(&failure.hint()), pages.first().copied());
        }
    }
}

/// What is lost when a page is not read, unless it is told elsewhere or perhaps nothing.
fn lost(why: Why) -> Option<&'static str> {
    match why {
        Why::NoText => None,
        Why::Rubbish(score) => (score < RUBBISH).then_some("the text layer is hardly legible"),
        Why::Unknown => Some("the fonts do not say which characters they show"),
        Why::FewWords => Some("there are but a few words beside a picture"),
        Why::Asked => Some("the text layer was taken"),
    }
}
