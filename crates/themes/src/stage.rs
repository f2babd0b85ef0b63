//! The stage: vocabulary and document in, the layers [`Themes`] and [`KeyPhrases`] out.

use std::{collections::BTreeMap, sync::Arc};

use rapporteur_model::{Document, KeyPhrases};
use rapporteur_stage::{Context, Edit, Learned, Seen, Shared, Stage, StageError, StageKind};

use crate::{
    candidates::{Weights, candidates},
    controls::Controls,
    corrections::Corrections,
    keyphrases::{self, keyphrases},
    learning::Model,
    load,
    matching::hits,
    naming::Namer,
    options::Options,
    ranking::{self, Frame, Ranked},
    text::Reader,
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
    /// What the archive says of words; with `learn-phrases`.
    archive: Option<Arc<Learned>>,
    /// One a language, made when the first report in it arrives.
    readers: BTreeMap<String, Reader>,
}

impl StageKind for TagThemes {
    const NAME: &'static str = "themes";
    const VERSION: u32 = 4;
    const KEEP: Option<fn(&Document) -> bool> = Some(|_| true);
    const SUMMARY: &'static str =
        "subject tags out of a SKOS vocabulary and key phrases, with the words that earned them";
    const NEEDS: &'static [&'static str] = &["sections"];
    const GIVES: &'static [&'static str] = &["themes", "keyphrases"];
    const ADDS: bool = true;
    const LEARN: Option<fn(&Document, &mut Seen)> = Some(keyphrases::learn);
    type Options = Options;

    fn learns(options: &Options) -> bool {
        options.learn_phrases && options.keyphrases > 0
    }

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
        let archive = shared.learned(Self::NAME).filter(|_| Self::learns(options));
        let (options, readers) = (options.clone(), BTreeMap::new());
        Ok(Box::new(Self { options, thesaurus, controls, corrections, model, archive, readers }))
    }
}

impl Edit for TagThemes {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let language = self.language(doc, cx);
        let reader =
            self.readers.entry(language.clone()).or_insert_with(|| Reader::new(&self.thesaurus, &language));
        let text = reader.read(doc);
        cx.in_time()?;
        let [most, evidence] = [self.options.keyphrases, self.options.evidence].map(|n| n as usize);
        let archive = self.archive.as_deref();
        let phrases = keyphrases(&text, reader, archive, most, evidence);
        cx.in_time()?;
        let mut hits = hits(&text, reader);
        self.controls.apply(&mut hits);
        let weights = Weights { heading: self.options.heading_weight, summary: self.options.summary_weight };
        let found = reader.tongue().map(|t| candidates(&text, &hits, &self.thesaurus, t, weights));
        let found = found.unwrap_or_default();
        cx.in_time()?;
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
        cx.in_time()?;
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

    fn minds_path(&self) -> bool {
        self.corrections.any()
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

#[cfg(test)]
mod tests;
