//! The stage `house-terms`: keeps the passages of a report that hold certain words.
//!
//! This is where you begin: say in this comment what the stage is for, then change [`Options`], the layer
//! [`Passages`] and [`HouseTerms::edit`] to what it does. The documentation of `rapporteur-stage` has the rest.

use rapporteur_stage::{
    Context, Edit, Registry, Shared, Stage, StageError, StageKind,
    model::{Document, Kind, Layer, Span},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Options of `house-terms`, as they stand in the pipeline file. Their comments are what users read of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Words to look for, whatever their case.
    pub words: Vec<String>,
    /// Most passages that are kept of a report, 1 to 10000.
    #[schemars(range(min = 1, max = 10_000))]
    pub most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { words: vec!["water".to_owned(), "peace".to_owned()], most: 100 }
    }
}

/// What the stage finds in a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passages {
    /// In reading order.
    pub passages: Vec<Passage>,
}

/// A paragraph that holds one of the words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// The word, as the options have it.
    pub word: String,
    /// The page, counted from 1, when the report has pages.
    pub page: Option<u32>,
    /// Where it stands in the text of the report.
    pub evidence: Span,
}

impl Layer for Passages {
    const NAME: &'static str = "house-terms-passages";
}

/// The stage at work.
#[derive(Debug)]
pub struct HouseTerms {
    /// In small letters.
    words: Vec<String>,
    most: usize,
}

impl Edit for HouseTerms {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let mut passages = Vec::new();
        for (index, block) in (0_u32..).zip(&doc.blocks) {
            if cx.cancelled() {
                return Err(StageError::new("the stage was told to stop"));
            }
            if block.kind == Kind::Furniture {
                continue;
            }
            let text = block.text.to_lowercase();
            let length = u32::try_from(block.text.len()).unwrap_or(u32::MAX);
            passages.extend(self.words.iter().filter(|word| text.contains(*word)).map(|word| Passage {
                word: word.clone(),
                page: block.page(),
                evidence: Span { block: index, bytes: 0..length },
            }));
        }
        if passages.len() > self.most {
            cx.warn(format!("{} passages, of which the first {} are kept", passages.len(), self.most), None);
            passages.truncate(self.most);
        }
        doc.layers.put(Passages { passages });
        Ok(())
    }
}

/// `use = "house-terms"`
pub struct HouseTermsKind;

impl StageKind for HouseTermsKind {
    const NAME: &'static str = "house-terms";
    // Raise it when the same report gives something else: old results are then made again.
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "keeps the passages that hold certain words";
    const NEEDS: &'static [&'static str] = &["blocks"];
    const GIVES: &'static [&'static str] = &[Passages::NAME];
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        if !(1..=10_000).contains(&options.most) {
            return Err(StageError::new(format!("`most` must be from 1 to 10000, not {}", options.most)));
        }
        let words = options.words.iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty());
        Ok(Box::new(HouseTerms { words: words.collect(), most: options.most }))
    }
}

/// Adds the stage to a program.
pub fn register(registry: &mut Registry) {
    registry.add::<HouseTermsKind>();
}
