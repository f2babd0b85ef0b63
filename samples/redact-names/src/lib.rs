//! The stage `redact-names`: a mask in place of people's names, for archives whose reports were given under a rule of
//! confidence.
//!
//! It shows what a crate of somebody else's can do: change the text and log every change, take options with limits, and
//! say what it did. Put it between `clean` and `segment`, so that titles, summaries and themes are made of masked text.
//!
//! What it does not do: hide a name from whoever holds the archive. The masked words stay in the log that `rapporteur
//! explain` shows, and in the ledger and cache of the output folder; the exports do not have them.

mod names;

use rapporteur_stage::{
    Context, Edit, Registry, Shared, Stage, StageError, StageKind,
    model::{Document, Event, Kind, Repair},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names::Names;

/// The rule's name in the log.
const RULE: &str = "redact-names";

/// Options of `redact-names`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Names to mask wherever they stand as whole words: `["Amina Okello", "Okello"]`.
    pub names: Vec<String>,
    /// Titles of people. The capitalised words behind one are a name, and masked too.
    pub titles: Vec<String>,
    /// What is put in place of a name.
    pub mask: String,
    /// Most words of a name behind a title, 1 to 5.
    #[schemars(range(min = 1, max = 5))]
    pub longest_name_words: usize,
}

impl Default for Options {
    fn default() -> Self {
        let titles = ["Mr", "Mrs", "Ms", "Dr", "Prof"];
        Self {
            names: Vec::new(),
            titles: titles.map(str::to_owned).to_vec(),
            mask: "[name]".to_owned(),
            longest_name_words: 3,
        }
    }
}

/// The stage at work.
struct RedactNames {
    names: Names,
    mask: String,
}

impl Edit for RedactNames {
    fn edit(&mut self, doc: &mut Document, cx: &mut Context<'_>) -> Result<(), StageError> {
        let Document { blocks, trail, .. } = doc;
        for block in blocks.iter_mut().filter(|block| block.kind != Kind::Furniture) {
            if cx.cancelled() {
                return Err(StageError::new("the names were not all masked when the time was over"));
            }
            let found = self.names.find(&block.text);
            trail.extend(found.iter().map(|name| {
                let (start, end) = (name.start as usize, name.end as usize);
                Event::Repair(Repair {
                    rule: RULE.into(),
                    bytes: block.source_of(name),
                    page: block.page_at(name.start),
                    before: block.text.get(start..end).unwrap_or_default().to_owned(),
                    after: self.mask.clone(),
                    confidence: 1.0,
                    reason: "a person's name".into(),
                })
            }));
            let edits: Vec<_> = found.into_iter().map(|name| (name, &self.mask)).collect();
            if !edits.is_empty() {
                block.replace_all(&edits);
            }
        }
        Ok(())
    }
}

/// `use = "redact-names"`
pub struct RedactNamesKind;

impl StageKind for RedactNamesKind {
    const NAME: &'static str = RULE;
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "puts a mask in place of people's names";
    const NEEDS: &'static [&'static str] = &["blocks"];
    type Options = Options;

    fn build(options: &Options, _shared: &Shared) -> Result<Box<dyn Stage>, StageError> {
        let words = options.longest_name_words;
        if !(1..=5).contains(&words) {
            return Err(StageError::new(format!("`longest-name-words` must be from 1 to 5, not {words}")));
        }
        if options.mask.chars().any(char::is_control) {
            return Err(StageError::new("`mask` holds a character that cannot be printed"));
        }
        let names = Names::new(&options.names, &options.titles, words);
        Ok(Box::new(RedactNames { names, mask: options.mask.clone() }))
    }
}

/// Adds the stage to a program.
pub fn register(registry: &mut Registry) {
    registry.add::<RedactNamesKind>();
}
