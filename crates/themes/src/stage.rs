//! The stage: vocabulary and document in, the layers [`Themes`] and [`KeyPhrases`] out.

use std::{collections::BTreeMap, sync::Arc};

use rapporteur_model::{Document, KeyPhrases, Theme, Themes};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    candidates::candidates,
    keyphrases::keyphrases,
    learning::Model,
    load,
    matching::{Hit, hits},
    options::Options,
    ranking::{self, Frame, Ranked},
    text::{Reader, Text},
    vocabulary::Thesaurus,
};

/// `use = "themes"`.
#[derive(Debug)]
pub struct TagThemes {
    options: Options,
    thesaurus: Arc<Thesaurus>,
    model: Option<Arc<Model>>,
    /// One a language, made when the first report in it arrives.
    readers: BTreeMap<String, Reader>,
}

impl StageKind for TagThemes {
    const NAME: &'static str = "themes";
    const VERSION: u32 = 2;
    const SUMMARY: &'static str =
        "subject tags out of a SKOS vocabulary and key phrases, with the words that earned them";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["themes", "keyphrases"];
    type Options = Options;

    fn build(options: &Options, shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        if !(0.0..=1.0).contains(&options.least_score) {
            return Err(StageError::new(format!(
                "`least-score` is {}, but scores go from 0 to 1",
                options.least_score
            )));
        }
        let thesaurus = load::thesaurus(&options.vocabulary, shared)?;
        let model =
            options.model.as_ref().map(|path| load::model(path, &options.vocabulary, &thesaurus, shared));
        let model = model.transpose()?;
        Ok(Box::new(Self { options: options.clone(), thesaurus, model, readers: BTreeMap::new() }))
    }
}

impl Edit for TagThemes {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let language = self.language(doc, cx);
        let reader =
            self.readers.entry(language.clone()).or_insert_with(|| Reader::new(&self.thesaurus, &language));
        let text = reader.read(doc);
        let [most, evidence] = [self.options.keyphrases, self.options.evidence].map(|n| n as usize);
        let phrases = keyphrases(&text, &reader.general, most, evidence);
        let hits = hits(&text, reader);
        let found = reader.tongue().map(|t| candidates(&text, &hits, &self.thesaurus, t)).unwrap_or_default();
        let frame = Frame::new(&text, &found);
        let ranked = match self.model.as_ref().filter(|m| m.language() == language) {
            Some(model) => model.rank(&text, &found, frame, reader),
            None => ranking::of_document(&found, frame),
        };
        let sections = ranking::of_sections(&found, &hits, &text);
        let namer = Namer {
            options: &self.options,
            thesaurus: &self.thesaurus,
            text: &text,
            hits: &hits,
            language: &language,
        };
        let themes = namer.themes(ranked, sections);
        doc.layers.put(themes);
        doc.layers.put(KeyPhrases { phrases });
        Ok(())
    }
}

impl TagThemes {
    /// The language to match in: the document's, or English when the vocabulary does not speak it.
    fn language(&self, doc: &Document, cx: &mut Context<'_>) -> String {
        let primary = doc.language().map(|l| l.split('-').next().unwrap_or(l));
        match primary {
            Some(language) if self.thesaurus.tongue(language).is_some() => language.to_owned(),
            Some(language) => {
                let other = self.first_language();
                cx.warn(
                    format!("the vocabulary has no labels in `{language}`: those in `{other}` are used"),
                    None,
                );
                other.to_owned()
            }
            None => self.first_language().to_owned(),
        }
    }

    /// English, where the vocabulary speaks it.
    fn first_language(&self) -> &str {
        let english = self.thesaurus.tongue("en").map(|_| "en");
        english.or_else(|| self.thesaurus.languages().next()).unwrap_or("en")
    }
}

/// Turns ranked numbers into themes with labels and evidence.
struct Namer<'n> {
    options: &'n Options,
    thesaurus: &'n Thesaurus,
    text: &'n Text<'n>,
    hits: &'n [Hit],
    language: &'n str,
}

impl Namer<'_> {
    fn themes(&self, document: Vec<Ranked>, sections: BTreeMap<u32, Vec<Ranked>>) -> Themes {
        let sections = sections
            .into_iter()
            .map(|(section, ranked)| (section, self.best(ranked, self.options.section_most, Some(section))))
            .filter(|(_, themes): &(u32, Vec<Theme>)| !themes.is_empty())
            .collect();
        Themes { document: self.best(document, self.options.most, None), sections }
    }

    fn best(&self, ranked: Vec<Ranked>, most: u32, section: Option<u32>) -> Vec<Theme> {
        let good = ranked.into_iter().filter(|r| r.score >= self.options.least_score);
        good.take(most as usize).map(|r| self.theme(r, section)).collect()
    }

    fn theme(&self, ranked: Ranked, section: Option<u32>) -> Theme {
        let hits = self.hits.get(ranked.hits).unwrap_or(&[]);
        Theme {
            uri: self.thesaurus.uris.get(ranked.concept).to_owned(),
            label: self.thesaurus.label(ranked.concept, self.language).to_owned(),
            score: ranked.score,
            why: ranked.why,
            evidence: ranking::evidence(self.text, hits, section, self.options.evidence as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_model::{Block, Found, Kind, Role, Section, Span};
    use rapporteur_stage::CancelToken;

    use super::*;

    /// One section: a heading and a paragraph of one sentence each.
    fn report(language: &str, role: Role, heading: &str, text: &str) -> Document {
        let mut doc = Document::default();
        for (kind, text) in [(Kind::Heading, heading), (Kind::Paragraph, text)] {
            let mut block = Block::new(kind, text, None, 0);
            block.sentences.push(0..u32::try_from(text.len()).unwrap());
            doc.blocks.push(block);
        }
        let title = heading.to_owned();
        doc.sections.push(Section {
            heading: Some(0),
            blocks: 0..2,
            level: 1,
            role,
            number: None,
            label: None,
            title,
        });
        doc.meta.language = Some(Found::stated(language.to_owned(), 1.0));
        doc
    }

    fn tag(doc: &mut Document) -> (Themes, KeyPhrases) {
        let mut stage =
            TagThemes::build(&Options { least_score: 0.0, ..Options::default() }, &Shared::default())
                .unwrap();
        let cancel = CancelToken::default();
        let mut out = rapporteur_stage::Outbox::default();
        stage.process(doc.clone(), &mut Context::new("themes", &cancel), &mut out).unwrap();
        let tagged = out.into_parts().0.remove(0);
        let themes = tagged.layers.get::<Themes>().unwrap().unwrap();
        let phrases = tagged.layers.get::<KeyPhrases>().unwrap().unwrap();
        (Arc::unwrap_or_clone(themes), Arc::unwrap_or_clone(phrases))
    }

    #[test]
    fn a_theme_shows_the_words_that_earned_it() {
        let mut doc = report(
            "en",
            Role::Session,
            "Mediation",
            "Early mediation efforts need preventive diplomacy, said the mediators.",
        );
        let (themes, _) = tag(&mut doc);
        let theme = themes.document.iter().find(|t| t.label == "preventive diplomacy").expect("is found");
        assert_eq!(theme.evidence.iter().map(|s| doc.text(s)).collect::<Vec<_>>(), ["preventive diplomacy"]);
        assert_eq!(theme.why, "named once in 1 of 1 sections");
        assert!(themes.document.first().unwrap().evidence.contains(&Span { block: 0, bytes: 0..9 }));
    }

    #[test]
    fn labels_are_given_in_the_language_of_the_report() {
        let mut doc =
            report("fr", Role::Session, "Le maintien de la paix", "Le maintien de la paix exige des moyens.");
        let (themes, _) = tag(&mut doc);
        assert_eq!(themes.document.first().map(|t| t.label.as_str()), Some("maintien de la paix"));
    }

    #[test]
    fn participants_and_references_are_not_read() {
        let mut doc =
            report("en", Role::Participants, "Participants", "Centre for Preventive Diplomacy, Geneva.");
        let (themes, phrases) = tag(&mut doc);
        assert!(themes.document.is_empty() && phrases.phrases.is_empty());
    }

    #[test]
    fn key_phrases_recur_and_the_longer_one_wins() {
        let text = "The river basin council met. A river basin council needs data. Each river basin council pays its staff.";
        let (_, phrases) = tag(&mut report("en", Role::Body, "Water", text));
        assert_eq!(phrases.phrases.first().map(|p| p.phrase.as_str()), Some("river basin council"));
        assert_eq!(phrases.phrases.first().map(|p| p.evidence.len()), Some(3));
    }

    #[test]
    fn options_out_of_range_are_refused() {
        let error =
            TagThemes::build(&Options { least_score: 1.5, ..Options::default() }, &Shared::default()).err();
        assert!(error.unwrap().message.contains("least-score"));
    }
}
