//! The stage: vocabulary and document in, the layers [`Themes`] and [`KeyPhrases`] out.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use rapporteur_model::{Document, KeyPhrases, Theme, Themes};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    index::Index,
    keyphrases::keyphrases,
    matching::{Hit, matches},
    options::Options,
    ranking::{self, Ranked},
    reading::stretches,
    skos::Vocabulary,
};

/// `use = "themes"`.
#[derive(Debug)]
pub struct TagThemes {
    options: Options,
    vocabulary: Arc<Vocabulary>,
    /// One index a language, made when the first report in it arrives.
    indexes: BTreeMap<String, Index>,
}

/// The vocabulary that comes with the program, in Turtle.
pub fn embedded() -> &'static str {
    include_str!("../../../samples/vocabulary.ttl")
}

impl StageKind for TagThemes {
    const NAME: &'static str = "themes";
    const VERSION: u32 = 1;
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
        let vocabulary = match &options.vocabulary {
            Some(path) => shared.load(path, |bytes| read(bytes, path))?,
            None => {
                shared.once("embedded vocabulary", || read(embedded().as_bytes(), Path::new("(embedded)")))?
            }
        };
        Ok(Box::new(Self { options: options.clone(), vocabulary, indexes: BTreeMap::new() }))
    }
}

fn read(bytes: &[u8], path: &Path) -> Result<Vocabulary, StageError> {
    Vocabulary::read(bytes).map_err(|e| {
        StageError::new(format!("cannot use the vocabulary {}: {e}", path.display()))
            .hint("a vocabulary is a SKOS file in Turtle or N-Triples")
            .because(e)
    })
}

impl Edit for TagThemes {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let language = self.language(doc, cx);
        let index =
            self.indexes.entry(language.clone()).or_insert_with(|| Index::new(&self.vocabulary, &language));
        let stretches = stretches(doc);
        let hits = matches(index, &stretches);
        let phrases = keyphrases(
            &stretches,
            &language,
            self.options.keyphrases as usize,
            self.options.evidence as usize,
        );
        let themes =
            Namer { options: &self.options, vocabulary: &self.vocabulary, index, language: &language }
                .themes(&hits, doc);
        doc.layers.put(themes);
        doc.layers.put(KeyPhrases { phrases });
        Ok(())
    }
}

impl TagThemes {
    /// The language to match in: the document's, or English when the vocabulary does not speak it.
    fn language(&self, doc: &Document, cx: &mut Context<'_>) -> String {
        match doc.language() {
            Some(language) if self.indexes.contains_key(language) || self.vocabulary.speaks(language) => {
                language.to_owned()
            }
            Some(language) => {
                cx.warn(format!("the vocabulary has no labels in `{language}`: English ones are used"), None);
                "en".to_owned()
            }
            None => "en".to_owned(),
        }
    }
}

/// Turns ranked numbers into themes with labels and evidence.
struct Namer<'n> {
    options: &'n Options,
    vocabulary: &'n Vocabulary,
    index: &'n Index,
    language: &'n str,
}

impl Namer<'_> {
    fn themes(&self, hits: &BTreeMap<u32, Vec<Hit>>, doc: &Document) -> Themes {
        let body = doc.sections.iter().filter(|s| s.role.is_body()).count();
        let document = self.best(ranking::of_document(hits, body), self.options.most, |concept| {
            hits.get(&concept).map(|h| h.iter().collect()).unwrap_or_default()
        });
        let sections = ranking::of_sections(hits, body)
            .into_iter()
            .map(|(section, ranked)| {
                let here = |concept| {
                    let all = hits.get(&concept).into_iter().flatten();
                    all.filter(|h| h.section == section).collect()
                };
                (section, self.best(ranked, self.options.section_most, here))
            })
            .filter(|(_, themes): &(u32, Vec<Theme>)| !themes.is_empty())
            .collect();
        Themes { document, sections }
    }

    fn best<'h>(&self, ranked: Vec<Ranked>, most: u32, hits: impl Fn(u32) -> Vec<&'h Hit>) -> Vec<Theme> {
        ranked
            .into_iter()
            .filter(|r| r.score >= self.options.least_score)
            .take(most as usize)
            .filter_map(|r| {
                let uri = self.index.concepts.get(r.concept as usize)?;
                Some(Theme {
                    uri: uri.clone(),
                    label: self.vocabulary.label(uri, self.language).to_owned(),
                    score: r.score,
                    why: r.why,
                    evidence: ranking::evidence(&hits(r.concept), self.options.evidence as usize),
                })
            })
            .collect()
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
        let (_, phrases) = tag(&mut report("en", Role::Body, "Councils", text));
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
