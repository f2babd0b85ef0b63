//! The language of the text.

use std::collections::BTreeMap;

use rapporteur_model::{Block, Document, Found, Kind, OtherLanguages, ParagraphLanguage};
use rapporteur_words::{StopWords, tokens};
use whatlang::{Detector, Lang};

/// Characters of the body that are looked at.
const SAMPLE: usize = 6000;
/// Below this many characters nothing is said.
const LEAST: usize = 120;
/// How sure it has to be that a paragraph is not in the document's language.
const SURE: f32 = 0.9;
/// Languages whose small words are known.
const LISTED: [&str; 3] = ["en", "fr", "es"];
/// With so many small words in a hundred, a paragraph may be in the language. In prose there are near to fifty.
const SOME: usize = 20;
/// With so many it is: a language that is its neighbour has half as many.
const MANY: usize = 40;

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
    /// The ISO 639-1 codes that are allowed; empty for all.
    codes: Vec<String>,
}

impl Languages {
    /// The languages that reports may be in, by their ISO 639-1 codes; all that are known when none is named.
    pub(crate) fn new(codes: &[String]) -> Self {
        let mut languages = Self { detector: Detector::new(), codes: codes.to_vec() };
        let list =
            LANGUAGES.iter().filter(|(_, code)| languages.allows(code)).map(|&(lang, _)| lang).collect();
        languages.detector = Detector::with_allowlist(list);
        languages
    }

    fn allows(&self, code: &str) -> bool {
        self.codes.is_empty() || self.codes.iter().any(|c| c == code)
    }

    /// Whether a code is one of the languages that can be told.
    pub(crate) fn knows(code: &str) -> bool {
        LANGUAGES.iter().any(|&(_, known)| known == code)
    }

    /// The codes of all languages that can be told.
    pub(crate) fn codes() -> Vec<&'static str> {
        LANGUAGES.iter().map(|&(_, code)| code).collect()
    }

    /// The language of a text with a confidence; `None` when unsure.
    pub(crate) fn of(&self, text: &str) -> Option<(&'static str, f32)> {
        let info = self.detector.detect(text)?;
        let code = LANGUAGES.iter().find(|(lang, _)| *lang == info.lang()).map(|&(_, code)| code)?;
        #[expect(clippy::cast_possible_truncation, reason = "a confidence between 0 and 1")]
        let confidence = info.confidence() as f32;
        if is_swahili(text) {
            // The detector has no Swahili, and takes it for Indonesian or Polish.
            return None;
        }
        (info.is_reliable() || confidence >= 0.8).then_some((code, confidence))
    }

    /// The language of more than half of a text that as a whole is in none, by its lines.
    fn of_most(&self, text: &str) -> Option<(&'static str, f32)> {
        let mut bytes: BTreeMap<&str, usize> = BTreeMap::new();
        for line in text.lines().filter(|line| line.len() >= LEAST) {
            if let Some((code, _)) = self.of(line) {
                *bytes.entry(code).or_default() += line.len();
            }
        }
        let (code, most) = bytes.into_iter().max_by_key(|&(_, bytes)| bytes)?;
        #[expect(clippy::cast_precision_loss, reason = "a share of some thousand bytes")]
        let share = most as f32 / text.len().max(1) as f32;
        (share > 0.5).then_some((code, share * 0.9))
    }

    /// The language whose small words run through all of a text, when there are none of another's: the commonest are told
    /// for a tenth of what their trigrams cost.
    fn by_small_words(&self, text: &str) -> Option<(&'static str, f32)> {
        let (first, last) = text.split_at(floor(text, text.len() / 2));
        // No language has half the small words of English; French and Spanish have such neighbours.
        let plain = |code: &str| if code == "en" { 30 } else { MANY };
        let is = |code: &&'static str| {
            let stop = StopWords::new(code);
            [first, last].iter().all(|half| has_small_words(half, &stop, HALF, plain(code)))
        };
        let mut found = LISTED.into_iter().filter(is);
        let code = found.next().filter(|code| self.allows(code))?;
        found.next().is_none().then_some((code, 1.0))
    }

    /// Sets the document's language, unless the file states one that the text does not plainly contradict.
    pub(crate) fn tell(&self, doc: &mut Document) {
        let sample = sample(doc);
        if sample.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
            return;
        }
        let told = self.by_small_words(&sample).or_else(|| self.of(&sample));
        let Some((code, confidence)) = told.or_else(|| self.of_most(&sample)) else { return };
        let stated = doc.meta.language.as_ref().map(|l| l.value.get(..2).unwrap_or("").to_lowercase());
        if stated.as_deref() == Some(code) {
            doc.meta.language = Some(Found::stated(code.to_owned(), 0.99));
        } else if stated.is_none() || confidence >= 0.95 {
            doc.meta.language = Some(Found::stated(code.to_owned(), confidence * 0.97));
        }
    }

    /// The paragraphs that are plainly in another language than the document. A paragraph is taken to be in the
    /// document's language unless it says enough, has few of that language's small words, and is clearly another.
    pub(crate) fn others(&self, doc: &Document) -> OtherLanguages {
        let Some(language) = doc.language() else { return OtherLanguages::default() };
        let stop = StopWords::new(language);
        let listed = LISTED.map(|code| (code, StopWords::new(code)));
        let other = |(index, block): (u32, &Block)| {
            if !is_text(block) || block.text.len() < LEAST || has_small_words(&block.text, &stop, WORDS, SOME)
            {
                return None;
            }
            let told = listed
                .iter()
                .filter(|(code, _)| language.get(..2) != Some(code) && self.allows(code))
                .find(|(_, stop)| has_small_words(&block.text, stop, WORDS, MANY))
                .map(|(code, _)| (*code, SURE));
            let text = block.text.get(..floor(&block.text, PARAGRAPH)).unwrap_or("");
            // The small words tell the commonest languages for a tenth of what their trigrams cost.
            let (code, confidence) = told.or_else(|| self.of(text))?;
            let plain = confidence >= SURE && language.get(..2) != Some(code);
            plain.then(|| ParagraphLanguage { block: index, language: code.to_owned(), confidence })
        };
        OtherLanguages { paragraphs: (0..).zip(&doc.blocks).filter_map(other).collect() }
    }
}

/// Whether every sixth word is one of the small words of Swahili; languages that have one have not the others.
fn is_swahili(text: &str) -> bool {
    let (mut all, mut small) = (0, 0);
    for token in tokens(text).take(200) {
        all += 1;
        small += usize::from(matches!(
            token.text,
            "ya" | "wa" | "na" | "kwa" | "katika" | "ni" | "za" | "la" | "cha"
        ));
    }
    small * 6 >= all
}

/// So many words of a paragraph are looked up …
const WORDS: usize = 40;
/// … and of each half of a document's sample.
const HALF: usize = 150;
/// So many bytes of a paragraph are looked at.
const PARAGRAPH: usize = 300;

fn is_text(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::ListItem | Kind::Quote | Kind::Note)
}

/// Whether so many of a hundred of the first `words` words are small words of a language; so they are where there are none.
fn has_small_words(text: &str, stop: &StopWords, words: usize, share: usize) -> bool {
    let (mut all, mut small) = (0, 0);
    for token in tokens(text).take(words) {
        all += 1;
        small += usize::from(stop.has_written(token.text));
        if small * 100 >= share * words {
            return true;
        }
    }
    small * 100 >= share * all
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The delegates of the river states met in the old mill and spoke of the price of water. \
                           They agreed that the wells should be counted before the summer.";
    const FRENCH: &str = "Les délégués des pays du fleuve se sont réunis dans le vieux moulin et ont parlé du prix de l'eau. \
                          Ils ont convenu que les puits seraient comptés avant l'été.";

    fn document(texts: &[&str]) -> Document {
        let blocks = texts.iter().map(|text| Block::new(Kind::Paragraph, *text, None, 0)).collect();
        Document { blocks, ..Document::default() }
    }

    #[test]
    fn a_paragraph_in_another_language_is_told() {
        let mut doc = document(&[ENGLISH, ENGLISH, FRENCH, ENGLISH, "Merci à tous."]);
        let languages = Languages::new(&[]);
        languages.tell(&mut doc);
        assert_eq!(doc.language(), Some("en"));
        let others = languages.others(&doc).paragraphs;
        assert_eq!(others.len(), 1, "{others:?}");
        assert_eq!((others[0].block, others[0].language.as_str()), (2, "fr"));
    }

    #[test]
    fn neighbours_of_a_language_are_not_taken_for_it() {
        let portuguese = "Os delegados dos países do rio reuniram-se no velho moinho e falaram do preço da água, que não \
                          é o mesmo em todas as aldeias. Eles concordaram que os poços deviam ser contados antes do verão.";
        let italian = "I delegati dei paesi del fiume si sono riuniti nel vecchio mulino e hanno parlato del prezzo \
                       dell'acqua. Hanno convenuto che i pozzi dovevano essere contati prima dell'estate.";
        let mut doc = document(&[ENGLISH, ENGLISH, FRENCH, portuguese, italian, ENGLISH, ENGLISH, ENGLISH]);
        let languages = Languages::new(&[]);
        languages.tell(&mut doc);
        let others = languages.others(&doc).paragraphs;
        let told: Vec<(u32, &str)> = others.iter().map(|p| (p.block, p.language.as_str())).collect();
        // Of a short text in Portuguese nothing is sure, and so nothing is said.
        assert_eq!(told, [(2, "fr"), (4, "it")]);
    }

    #[test]
    fn only_languages_of_the_list_are_told() {
        let mut doc = document(&[FRENCH, FRENCH]);
        Languages::new(&["en".to_owned(), "es".to_owned()]).tell(&mut doc);
        assert_ne!(doc.language(), Some("fr"));
        Languages::new(&["en".to_owned(), "fr".to_owned()]).tell(&mut doc);
        assert_eq!(doc.language(), Some("fr"));
        assert!(Languages::knows("ar") && !Languages::knows("xx"));
    }

    #[test]
    fn swahili_is_not_taken_for_another_language() {
        let text = "Mkutano wa nchi za bonde la mto ulifanyika katika jengo la zamani na wajumbe walizungumza kwa \
                    siku mbili juu ya bei ya maji na haki za wakazi wa vijiji.";
        assert_eq!(Languages::new(&[]).of(text), None);
    }

    #[test]
    fn too_little_text_says_nothing() {
        let mut doc = document(&["Genève, le 3 mai"]);
        Languages::new(&[]).tell(&mut doc);
        assert_eq!(doc.language(), None);
        assert!(Languages::new(&[]).others(&doc).paragraphs.is_empty());
    }
}
