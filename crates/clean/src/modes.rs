//! What each rule may do with what it finds: change the text, suggest it, or nothing.

use std::fmt;

use rapporteur_stage::StageError;
use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IntoDeserializer, MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::rules::{self, RULES, SUGGESTED};

/// What becomes of what a rule finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The text is changed, and the change is logged.
    #[default]
    Apply,
    /// The text stays; `rapporteur explain` shows what would be changed.
    Suggest,
    /// The rule does not run.
    Off,
}

/// What an archivist says of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleChoice {
    /// Only what becomes of its findings: `"suggest"`.
    Mode(Mode),
    /// Also from what confidence on: `{ mode = "apply", threshold = 0.8 }`.
    Table(RuleTable),
}

/// A mode with a threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RuleTable {
    /// What becomes of what the rule finds.
    pub mode: Mode,
    /// From 0 to 1: what the rule finds with less confidence is only suggested.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub threshold: f32,
}

/// By hand, so that a misspelt mode or key is told as such.
impl<'de> Deserialize<'de> for RuleChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = RuleChoice;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`apply`, `suggest`, `off` or a table")
            }

            fn visit_str<E: serde::de::Error>(self, mode: &str) -> Result<RuleChoice, E> {
                Mode::deserialize(mode.into_deserializer()).map(RuleChoice::Mode)
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<RuleChoice, A::Error> {
                RuleTable::deserialize(MapAccessDeserializer::new(table)).map(RuleChoice::Table)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl From<RuleChoice> for RuleTable {
    fn from(choice: RuleChoice) -> Self {
        match choice {
            RuleChoice::Mode(mode) => Self { mode, threshold: 0.0 },
            RuleChoice::Table(table) => table,
        }
    }
}

/// What was chosen for every rule, in the order of [`RULES`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen {
    rules: [RuleTable; RULES.len()],
    /// Whether anything was chosen: mostly nothing is, and nearly every rule applies.
    any: bool,
}

impl Default for Chosen {
    fn default() -> Self {
        let mut rules = [RuleTable::default(); RULES.len()];
        for (_, slot) in RULES.iter().zip(&mut rules).filter(|(rule, _)| SUGGESTED.contains(&rule.name)) {
            slot.mode = Mode::Suggest;
        }
        Self { rules, any: false }
    }
}

impl Chosen {
    /// What becomes of a finding.
    pub(crate) fn mode(&self, rule: &str, confidence: f32) -> Mode {
        if !self.any {
            return if SUGGESTED.contains(&rule) { Mode::Suggest } else { Mode::Apply };
        }
        let found = RULES.iter().zip(&self.rules).find(|(r, _)| r.name == rule);
        match found.map(|(_, chosen)| chosen) {
            Some(RuleTable { mode: Mode::Apply, threshold }) if confidence < *threshold => Mode::Suggest,
            Some(chosen) => chosen.mode,
            None => Mode::Off,
        }
    }

    /// Whether a finding would change the document.
    pub(crate) fn applies(&self, rule: &str, confidence: f32) -> bool {
        self.mode(rule, confidence) == Mode::Apply
    }

    /// Whether a rule runs at all.
    pub(crate) fn on(&self, rule: &str) -> bool {
        self.mode(rule, 1.0) != Mode::Off
    }

    /// Chooses for one rule.
    ///
    /// # Errors
    /// When there is no such rule, or the threshold is not from 0 to 1.
    pub(crate) fn choose(&mut self, rule: &str, choice: RuleTable) -> Result<(), StageError> {
        let at = rules::find(rule)?;
        if !(0.0..=1.0).contains(&choice.threshold) {
            let given = choice.threshold;
            return Err(StageError::new(format!(
                "the threshold of `{rule}` must be from 0 to 1, not {given}"
            ))
            .hint("with 0.8, what the rule finds with a confidence below 0.8 is only suggested"));
        }
        if let Some(slot) = self.rules.get_mut(at) {
            *slot = choice;
            self.any = true;
        }
        Ok(())
    }

    /// Leaves out all rules of a group.
    pub(crate) fn leave_out(&mut self, group: &str) {
        for (_, slot) in RULES.iter().zip(&mut self.rules).filter(|(rule, _)| rule.group == group) {
            slot.mode = Mode::Off;
            self.any = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_the_threshold_is_suggested() {
        let mut chosen = Chosen::default();
        chosen.choose("hyphen-join", RuleTable { mode: Mode::Apply, threshold: 0.8 }).unwrap();
        chosen.choose("speck", RuleTable { mode: Mode::Suggest, threshold: 0.8 }).unwrap();
        chosen.choose("dash", RuleTable { mode: Mode::Off, threshold: 0.8 }).unwrap();
        let modes = |rule| [0.0, 0.79, 0.8, 1.0].map(|confidence| chosen.mode(rule, confidence));
        assert_eq!(modes("hyphen-join"), [Mode::Suggest, Mode::Suggest, Mode::Apply, Mode::Apply]);
        assert_eq!(modes("speck"), [Mode::Suggest; 4]);
        assert_eq!(modes("dash"), [Mode::Off; 4]);
        assert_eq!(modes("line-join"), [Mode::Apply; 4]);
        assert_eq!(modes("no-such-rule"), [Mode::Off; 4]);
        assert!(chosen.on("speck") && !chosen.on("dash"));
    }

    #[test]
    fn thresholds_out_of_range_are_refused() {
        for threshold in [-0.1, 1.1, 80.0, f32::NAN] {
            let error = Chosen::default().choose("speck", RuleTable { mode: Mode::Apply, threshold });
            assert!(
                error.unwrap_err().message.starts_with("the threshold of `speck` must be from 0 to 1, not ")
            );
        }
    }
}
