//! What an archivist may choose.

use std::collections::BTreeMap;

use rapporteur_stage::StageError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{
    modes::{Chosen, Mode, RuleChoice, RuleTable},
    rules::RULES,
};

/// Options of `clean`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Join paragraphs that a page break, a running head or a footnote cut in two.
    pub join_pages: bool,
    /// Footnotes that landed between the lines of the text: "collect" takes them out and links them to their
    /// marks, "inline" puts them in brackets where their marks stand, "keep" leaves text and marks as they are.
    pub notes: NotePlace,
    /// Take away the backslashes that an export left in the text: `\$100` becomes `$100`.
    pub unescape: bool,
    /// Set running heads and page numbers aside, so that they do not stand in the middle of sentences.
    pub furniture: bool,
    /// Join words that were broken at the end of a line.
    pub hyphens: bool,
    /// Rules to leave out, by name; `rapporteur explain` shows the names of the rules that changed a report.
    pub off: Vec<String>,
    /// Single rules, by name: "apply" changes the text, "suggest" leaves it and says in `rapporteur explain` what
    /// would be changed, "off" does neither. With a threshold from 0 to 1, what a rule finds with less confidence is
    /// only suggested. What stands here goes before `off` and the switches. As a table of its own, below the other
    /// keys of the stage:
    ///
    /// [stage.rules]
    ///
    /// running-head = "suggest"
    ///
    /// hyphen-join = { mode = "apply", threshold = 0.8 }
    ///
    /// The rules:
    #[schemars(schema_with = "each_rule")]
    pub rules: BTreeMap<String, RuleChoice>,
}

/// A key for every rule, with what it repairs.
fn each_rule(generator: &mut SchemaGenerator) -> Schema {
    let choice = generator.subschema_for::<RuleChoice>();
    let mut keys = Schema::default();
    for rule in RULES {
        let mut key = choice.clone();
        key.insert("description".to_owned(), rule.summary.into());
        keys.insert(rule.name.to_owned(), key.into());
    }
    let mut table = json_schema!({ "type": "object", "additionalProperties": false });
    table.insert("properties".to_owned(), keys.into());
    table
}

/// Where footnotes go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// Out of the text, linked to their marks.
    #[default]
    Collect,
    /// In brackets at their marks.
    Inline,
    /// As they are.
    Keep,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            join_pages: true,
            notes: NotePlace::Collect,
            unescape: true,
            furniture: true,
            hyphens: true,
            off: Vec::new(),
            rules: BTreeMap::new(),
        }
    }
}

impl Options {
    /// What these options say of every rule.
    ///
    /// # Errors
    /// When they name a rule that does not exist, or a threshold that is not from 0 to 1.
    pub(crate) fn chosen(&self) -> Result<Chosen, StageError> {
        let mut chosen = Chosen::default();
        let switches = [
            (self.join_pages, "joins"),
            (self.notes != NotePlace::Keep, "notes"),
            (self.unescape, "escapes"),
            (self.furniture, "furniture"),
            (self.hyphens, "hyphens"),
        ];
        for (_, group) in switches.iter().filter(|(on, _)| !on) {
            chosen.leave_out(group);
        }
        for name in &self.off {
            chosen.choose(name, RuleTable { mode: Mode::Off, threshold: 0.0 })?;
        }
        for (name, choice) in &self.rules {
            chosen.choose(name, (*choice).into())?;
        }
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str) -> Result<Options, String> {
        toml::from_str(text).map_err(|e| e.message().to_owned())
    }

    #[test]
    fn what_is_said_of_a_rule_goes_before_the_switches() {
        let given =
            options("furniture = false\noff = ['dash']\n[rules]\nspeck = 'suggest'\ndash = 'apply'\n");
        let chosen = given.unwrap().chosen().unwrap();
        assert_eq!(chosen.mode("speck", 0.6), Mode::Suggest);
        assert_eq!(chosen.mode("page-number", 0.9), Mode::Off);
        assert_eq!(chosen.mode("dash", 1.0), Mode::Apply);
    }

    #[test]
    fn misspelt_modes_and_keys_are_told() {
        let said = |text| options(text).unwrap_err();
        assert!(
            said("rules.speck = 'sugest'").starts_with("unknown variant `sugest`, expected one of `apply`")
        );
        assert!(said("rules.speck = { treshold = 1 }").starts_with("unknown field `treshold`"));
        assert!(said("rules.speck = true").contains("expected `apply`, `suggest`, `off` or a table"));
    }

    #[test]
    fn choices_come_back_as_they_were_written() {
        let text = "[rules]\ndash = \"off\"\n\n[rules.speck]\nmode = \"apply\"\nthreshold = 0.5\n";
        let once = options(text).unwrap();
        assert_eq!(options(&toml::to_string(&once).unwrap()).unwrap(), once);
    }
}
