//! The pages of one document, read one after the other.

use super::{Scans, failure::Failure, image::Image, legible};
use crate::{
    layout::Sheet,
    ocr::{self, Page},
};

/// Readings that the program is less sure of are tried another way up.
const SURE: f32 = 0.6;
/// How much surer it must be that way.
const SURER: f32 = 0.15;

/// What stands for a row of dots.
const LEADER: &str = ".....";

/// What is tried first when no language is given and the program cannot be asked.
const FIRST: &str = "eng";

/// A page as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) page: Page,
    /// Its words, for judging it.
    pub(crate) text: String,
    /// How sure the program was of its characters on average, from 0 to 1.
    pub(crate) confidence: f32,
    /// Languages it was read in.
    pub(crate) languages: String,
    /// Quarters by which the page was turned clockwise before.
    pub(crate) quarters: u8,
    /// The language that its small words belong to, when the program does not know it.
    pub(crate) wanted: Option<&'static str>,
}

impl Reading {
    /// The page for [`crate::layout`], with its place in the file (counted from 1) and its size in points.
    pub(crate) fn sheet(&self, number: u32, size: (f32, f32)) -> Sheet {
        let turned = if self.quarters % 2 == 1 { (size.1, size.0) } else { size };
        self.page.sheet(number, turned).turned(self.quarters, size)
    }
}

/// Reads pages; what it learns of their language it keeps for the next.
#[derive(Debug)]
pub(crate) struct Reader<'s> {
    scans: &'s Scans,
    languages: String,
}

impl<'s> Reader<'s> {
    pub(super) fn new(scans: &'s Scans) -> Self {
        let languages = if scans.languages.is_empty() { first(scans) } else { scans.languages.clone() };
        Self { scans, languages }
    }

    /// Reads a page. When that gives little that is sure, and the page seems to lie on its side or its head, it is turned
    /// and read again.
    pub(crate) fn read(&mut self, image: &Image, cancelled: &dyn Fn() -> bool) -> Result<Reading, Failure> {
        let reading = self.upright(image, cancelled)?;
        if reading.confidence >= SURE {
            return Ok(reading);
        }
        let quarters = self.quarters(image, cancelled);
        if quarters == 0 {
            return Ok(reading);
        }
        match self.upright(&image.turned(quarters), cancelled) {
            Ok(turned) if turned.confidence > reading.confidence + SURER => {
                Ok(Reading { quarters, ..turned })
            }
            _ => Ok(reading),
        }
    }

    /// By how many quarters a page is to be turned clockwise. A guess: whoever cannot tell says 0.
    fn quarters(&self, image: &Image, cancelled: &dyn Fn() -> bool) -> u8 {
        let key = image.key("which way up");
        let kept = self.scans.cache.as_ref().and_then(|cache| cache.get(&key, self.version()));
        let said = kept.or_else(|| {
            let installed = self.scans.installed().as_ref().ok().filter(|i| i.lacks("osd").is_none())?;
            let said = self.scans.tesseract.orientation(image, cancelled).ok()?;
            if let Some(cache) = &self.scans.cache {
                cache.put(&key, &installed.version, &said);
            }
            Some(said)
        });
        let degrees = said.as_deref().and_then(|s| s.lines().find_map(|l| l.strip_prefix("Rotate:")));
        match degrees.map(str::trim) {
            Some("90") => 1,
            Some("180") => 2,
            Some("270") => 3,
            _ => 0,
        }
    }

    fn version(&self) -> Option<&str> {
        self.scans.installed().as_ref().ok().map(|i| i.version.as_str())
    }

    /// Reads a page that is the right way up.
    ///
    /// Where no language is given, the page is read in that of the page before; when its small words are those of
    /// another language that is installed, once more in that. Letters are much the same in both, so the small words
    /// are there to be seen; accents are not.
    fn upright(&mut self, image: &Image, cancelled: &dyn Fn() -> bool) -> Result<Reading, Failure> {
        let reading = self.read_in(image, &self.languages, cancelled)?;
        if !self.scans.languages.is_empty() {
            return Ok(reading);
        }
        let Some(found) = legible::language(&reading.text).filter(|found| *found != self.languages) else {
            return Ok(reading);
        };
        match self.read_in(image, found, cancelled) {
            Ok(again) if again.confidence + 0.02 >= reading.confidence => {
                found.clone_into(&mut self.languages);
                Ok(again)
            }
            Err(Failure::Language(_)) => Ok(Reading { wanted: Some(found), ..reading }),
            _ => Ok(reading),
        }
    }

    fn read_in(
        &self,
        image: &Image,
        languages: &str,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Reading, Failure> {
        let installed = self.scans.installed();
        let key = image.key(languages);
        let kept = self.scans.cache.as_ref().and_then(|cache| cache.get(&key, self.version()));
        if let Some(reading) = kept.and_then(|hocr| reading(&hocr, languages).ok()) {
            return Ok(reading);
        }
        let installed = installed.as_ref().map_err(Clone::clone)?;
        if let Some(code) = installed.lacks(languages) {
            return Err(Failure::Language(code.to_owned()));
        }
        let hocr = self.scans.tesseract.read(image, languages, cancelled)?;
        let reading = reading(&hocr, languages)?;
        if let Some(cache) = &self.scans.cache {
            cache.put(&key, &installed.version, &hocr);
        }
        Ok(reading)
    }
}

/// English, or whatever is there.
fn first(scans: &Scans) -> String {
    let Ok(installed) = scans.installed() else { return FIRST.to_owned() };
    let mut known = installed.languages.iter().filter(|code| *code != "osd");
    if installed.lacks(FIRST).is_none() {
        return FIRST.to_owned();
    }
    known.next().cloned().unwrap_or_else(|| FIRST.to_owned())
}

/// Rows of dots that lead to a page number are read as long words of few letters ("ccccsscccesss").
fn is_leader(word: &str) -> bool {
    let mut letters: Vec<char> = word.chars().collect();
    let count = letters.len();
    letters.sort_unstable();
    letters.dedup();
    count >= 12 && 4 * letters.len() <= count
}

fn reading(hocr: &str, languages: &str) -> Result<Reading, Failure> {
    let page = ocr::hocr::pages(hocr).map_err(|_| Failure::Garbled)?.into_iter().next();
    let mut page = page.ok_or(Failure::Garbled)?;
    page.lines.iter_mut().flat_map(|l| &mut l.words).filter(|w| is_leader(&w.text)).for_each(|word| {
        LEADER.clone_into(&mut word.text);
        word.confidence = None;
    });
    let mut text = String::new();
    let (mut sum, mut chars) = (0.0_f32, 0_usize);
    for line in &page.lines {
        for word in &line.words {
            let count = word.text.chars().count();
            if let Some(confidence) = word.confidence {
                sum += confidence * count as f32;
                chars += count;
            }
            text.push_str(&word.text);
            text.push(' ');
        }
        text.push('\n');
    }
    Ok(Reading {
        page,
        text,
        confidence: sum / chars.max(1) as f32,
        languages: languages.to_owned(),
        quarters: 0,
        wanted: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_dots_are_known_by_their_few_letters() {
        assert!(is_leader("ccccccccsscccesscesecessecess") && is_leader("..............."));
        for word in ["internationalisation", "Mississippi", "possessionlessness", "1000000000"] {
            assert!(!is_leader(word), "{word}");
        }
    }
}
