//! The language of the text.

use rapporteur_model::{Document, Found, Kind};
use whatlang::{Detector, Lang};

/// Characters of the body that are looked at.
const SAMPLE: usize = 6000;
/// Below this many characters nothing is said.
const LEAST: usize = 120;

/// The languages a report may be in, with their ISO 639-1 codes.
#[rustfmt::skip]
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"), (Lang::Fra, "fr"), (Lang::Spa, "es"), (Lang::Por, "pt"), (Lang::Ita, "it"), (Lang::Deu, "de"), (Lang::Nld, "nl"),
    (Lang::Dan, "da"), (Lang::Swe, "sv"), (Lang::Nob, "nb"), (Lang::Fin, "fi"), (Lang::Pol, "pl"), (Lang::Ces, "cs"), (Lang::Slk, "sk"),
    (Lang::Hun, "hu"), (Lang::Ron, "ro"), (Lang::Bul, "bg"), (Lang::Ell, "el"), (Lang::Tur, "tr"), (Lang::Rus, "ru"), (Lang::Ukr, "uk"),
    (Lang::Ara, "ar"), (Lang::Heb, "he"), (Lang::Pes, "fa"), (Lang::Hin, "hi"), (Lang::Cmn, "zh"), (Lang::Jpn, "ja"), (Lang::Kor, "ko"),
    (Lang::Vie, "vi"), (Lang::Ind, "id"), (Lang::Tha, "th"),
];

/// Tells languages apart.
pub(crate) struct Languages {
    detector: Detector,
}

impl Languages {
    /// The languages that reports are written in.
    pub(crate) fn new() -> Self {
        Self { detector: Detector::with_allowlist(LANGUAGES.iter().map(|&(lang, _)| lang).collect()) }
    }

    /// The language of a text with a confidence; `None` when unsure.
    pub(crate) fn of(&self, text: &str) -> Option<(&'static str, f32)> {
        let info = self.detector.detect(text)?;
        let code = LANGUAGES.iter().find(|(lang, _)| *lang == info.lang()).map(|&(_, code)| code)?;
        #[expect(clippy::cast_possible_truncation, reason = "a confidence between 0 and 1")]
        let confidence = info.confidence() as f32;
        (info.is_reliable() || confidence >= 0.8).then_some((code, confidence))
    }

    /// Sets the document's language, unless the file states one that the text does not plainly contradict.
    pub(crate) fn tell(&self, doc: &mut Document) {
        let sample = sample(doc);
        if sample.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
            return;
        }
        let Some((code, confidence)) = self.of(&sample) else { return };
        let stated = doc.meta.language.as_ref().map(|l| l.value.get(..2).unwrap_or("").to_lowercase());
        if stated.as_deref() == Some(code) {
            doc.meta.language = Some(Found::stated(code.to_owned(), 0.99));
        } else if stated.is_none() || confidence >= 0.95 {
            doc.meta.language = Some(Found::stated(code.to_owned(), confidence * 0.97));
        }
    }
}

/// Paragraphs from the middle of the text, where it is least mixed with names and addresses.
fn sample(doc: &Document) -> String {
    let paragraphs: Vec<&str> = doc
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote) && b.text.len() > 60)
        .map(|b| b.text.as_str())
        .collect();
    let mut sample = String::new();
    let from = paragraphs.len() / 8;
    for text in paragraphs.iter().skip(from).chain(paragraphs.iter().take(from)) {
        if sample.len() >= SAMPLE {
            break;
        }
        sample.extend(text.chars().take(1500));
        sample.push('\n');
    }
    sample
}
