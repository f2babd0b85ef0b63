//! The stage: vocabulary and document in, the layers [`Themes`] and [`KeyPhrases`] out.

use std::{collections::BTreeMap, sync::Arc};

use rapporteur_model::{Document, KeyPhrases, Theme, Themes};
use rapporteur_stage::{Context, Edit, Shared, Stage, StageError, StageKind};

use crate::{
    candidates::{Candidate, Weights, candidates},
    controls::Controls,
    corrections::{self, Corrections},
    keyphrases::keyphrases,
    learning::{Likeness, Model},
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
    controls: Controls,
    corrections: Arc<Corrections>,
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
        for (key, weight) in
            [("heading-weight", options.heading_weight), ("summary-weight", options.summary_weight)]
        {
            if !(0.0..=100.0).contains(&weight) {
                return Err(StageError::new(format!("`{key}` is {weight}, but weights go from 0 to 100")));
            }
        }
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
        let controls = Controls::new(options, &thesaurus)?;
        let corrections = match &options.corrections {
            Some(path) => load::corrections(path, &thesaurus, shared)?,
            None => Arc::default(),
        };
        let readers = BTreeMap::new();
        Ok(Box::new(Self { options: options.clone(), thesaurus, controls, corrections, model, readers }))
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
        let mut hits = hits(&text, reader);
        self.controls.apply(&mut hits);
        let weights = Weights { heading: self.options.heading_weight, summary: self.options.summary_weight };
        let found = reader.tongue().map(|t| candidates(&text, &hits, &self.thesaurus, t, weights));
        let found = found.unwrap_or_default();
        let frame = Frame::new(&text, &found);
        let (ranked, learned) = match self.model.as_ref().filter(|m| m.language() == language) {
            Some(model) => {
                let (ranked, likeness) = model.rank(&text, &found, frame, reader);
                (ranked, Some((&**model, likeness)))
            }
            None => (ranking::of_document(&found), None),
        };
        let (has, has_not) = self.corrections.of(doc);
        let wanted = |r: &Ranked| {
            self.controls.target(r.concept) == Some(r.concept)
                && !has.contains(&r.concept)
                && !has_not.contains(&r.concept)
        };
        let ranked = ranked.into_iter().filter(wanted).collect();
        let by_hand = has.iter().map(|&concept| {
            let at = found.binary_search_by_key(&concept, |c| c.concept).ok().and_then(|n| found.get(n));
            Ranked { concept, score: 1.0, hits: at.map_or(0..0, |c| c.hits.clone()) }
        });
        let by_hand = by_hand.collect();
        let mut sections = ranking::of_sections(&found, &hits, &text);
        sections.values_mut().for_each(|s| s.retain(|r| !has_not.contains(&r.concept)));
        let namer = Namer {
            options: &self.options,
            thesaurus: &self.thesaurus,
            text: &text,
            hits: &hits,
            found: &found,
            frame,
            learned,
            language: &language,
        };
        let themes = namer.themes(by_hand, ranked, sections);
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
    found: &'n [Candidate],
    frame: Frame,
    /// The model that ranked, and what the report is like.
    learned: Option<(&'n Model, Likeness)>,
    language: &'n str,
}

impl Namer<'_> {
    fn themes(
        &self,
        by_hand: Vec<Ranked>,
        document: Vec<Ranked>,
        sections: BTreeMap<u32, Vec<Ranked>>,
    ) -> Themes {
        let sections = sections
            .into_iter()
            .map(|(section, ranked)| (section, self.best(ranked, self.options.section_most, Some(section))))
            .filter(|(_, themes): &(u32, Vec<Theme>)| !themes.is_empty())
            .collect();
        // What a person has said comes first, and is never cut off.
        let mut all: Vec<Theme> =
            by_hand.into_iter().map(|r| corrections::set_by_hand(self.theme(&r, None))).collect();
        let rest = self.options.most.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.extend(self.best(document, rest, None));
        Themes { document: all, sections }
    }

    fn best(&self, ranked: Vec<Ranked>, most: u32, section: Option<u32>) -> Vec<Theme> {
        let good = ranked.into_iter().filter(|r| r.score >= self.options.least_score);
        good.take(most as usize).map(|r| self.theme(&r, section)).collect()
    }

    fn theme(&self, ranked: &Ranked, section: Option<u32>) -> Theme {
        let hits = self.hits.get(ranked.hits.clone()).unwrap_or(&[]);
        let why = match section {
            Some(section) => ranking::why_here(hits, self.text, section),
            None => self.why(ranked.concept),
        };
        Theme {
            uri: self.thesaurus.uris.get(ranked.concept).to_owned(),
            label: self.thesaurus.label(ranked.concept, self.language).to_owned(),
            score: ranked.score,
            why,
            evidence: ranking::evidence(self.text, hits, section, self.options.evidence as usize),
        }
    }

    fn why(&self, concept: u32) -> String {
        let named = self.found.binary_search_by_key(&concept, |c| c.concept).ok();
        let named = named.and_then(|n| self.found.get(n));
        match (&self.learned, named) {
            (Some((model, likeness)), _) => model.why(concept, named, likeness, self.frame),
            (None, Some(candidate)) => ranking::why(&candidate.facts, self.frame),
            (None, None) => String::new(),
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
        tag_with(doc, &Options { least_score: 0.0, ..Options::default() })
    }

    fn tag_with(doc: &Document, options: &Options) -> (Themes, KeyPhrases) {
        let mut stage = TagThemes::build(options, &Shared::default()).unwrap();
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
        let found = phrases.phrases.iter().find(|p| p.phrase == "river basin council").expect("is found");
        assert_eq!(found.evidence.len(), 3);
        assert!(phrases.phrases.iter().all(|p| p.phrase != "basin council" && p.phrase != "river"));
    }

    #[test]
    fn what_is_left_out_is_not_given() {
        let text = "Mediation and peacekeeping were discussed; the mediators had doubts about peacekeeping.";
        let doc = report("en", Role::Session, "Mediation", text);
        let labels = |options: Options| -> Vec<String> {
            let options = Options { least_score: 0.0, ..options };
            tag_with(&doc, &options).0.document.into_iter().map(|t| t.label).collect()
        };
        assert_eq!(labels(Options::default()), ["mediation", "peacekeeping"]);
        assert_eq!(
            labels(Options { discard: vec!["mediation".into()], ..Options::default() }),
            ["peacekeeping"]
        );
        assert_eq!(
            labels(Options { include: vec!["mediation".into()], ..Options::default() }),
            ["mediation"]
        );
        let rolled = labels(Options { roll_up: 1, ..Options::default() });
        assert_eq!(rolled, ["peace and security"]);
    }

    #[test]
    fn words_of_a_theme_are_those_of_the_text() {
        let text = "The management of all water resources needs treaties. Resources of water are scarce.";
        let doc = report("en", Role::Session, "Water", text);
        let (themes, phrases) = tag_with(&doc, &Options { least_score: 0.0, ..Options::default() });
        let spans = themes.document.iter().flat_map(|t| &t.evidence);
        for span in spans.chain(phrases.phrases.iter().flat_map(|p| &p.evidence)) {
            let words = doc.text(span);
            assert!(!words.is_empty() && words.trim() == words, "{words:?}");
        }
    }

    #[test]
    fn options_out_of_range_are_refused() {
        let error =
            TagThemes::build(&Options { least_score: 1.5, ..Options::default() }, &Shared::default()).err();
        assert!(error.unwrap().message.contains("least-score"));
    }
}
