//! Options: their limits as the schema gives them, and what lies beyond.

use rapporteur_stage::{Prepared, Shared};
use schemars::Schema;
use serde_json::Value;
use toml::de::{Error, ValueDeserializer};

/// Sets options as a pipeline file would.
pub(super) struct Setter<'a, T: ?Sized> {
    pub(super) schema: fn() -> Schema,
    pub(super) prepare: fn(ValueDeserializer<'_>) -> Result<Prepared<T>, Error>,
    pub(super) shared: &'a Shared,
    pub(super) settings: &'a [(String, toml::Value)],
}

impl<T: ?Sized + 'static> Setter<'_, T> {
    /// The kind with the suite's settings and some more; what refused them otherwise.
    pub(super) fn with(&self, more: &[(&str, toml::Value)]) -> Result<Prepared<T>, String> {
        let mut table = toml::Table::new();
        for (key, value) in self.settings {
            table.insert(key.clone(), value.clone());
        }
        for (key, value) in more {
            table.insert((*key).to_owned(), value.clone());
        }
        let text = toml::Value::Table(table).to_string();
        let read = ValueDeserializer::parse(&text).map_err(|e| e.to_string())?;
        let prepared = (self.prepare)(read).map_err(|e| e.message().to_owned())?;
        prepared.build(self.shared).map_err(|e| e.to_string())?;
        Ok(prepared)
    }

    /// What is wrong with how options are checked.
    pub(super) fn limits(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.with(&[("no-such-option", true.into())]).is_ok() {
            wrong.push(
                "an option that there is not is taken without a word: its options need `deny_unknown_fields`"
                    .to_owned(),
            );
        }
        let schema = (self.schema)().to_value();
        let properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        for (key, property) in &properties {
            if key.chars().any(char::is_uppercase) || key.contains('_') {
                wrong.push(format!(
                    "the option `{key}` is not written as the others are: `rename_all = \"kebab-case\"`"
                ));
            }
            if property.get("description").is_none() {
                wrong.push(format!(
                    "the option `{key}` has no doc comment, which is its page in the reference"
                ));
            }
            wrong.extend(self.range(key, property));
        }
        wrong
    }

    /// A number at its limits is taken; beyond them it is refused, and the refusal names it.
    fn range(&self, key: &str, property: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        for (limit, step) in [("minimum", -1.0), ("maximum", 1.0)] {
            let Some(at) = property.get(limit).and_then(Value::as_f64) else { continue };
            if let Err(refusal) = self.with(&[(key, number(property, at))]) {
                wrong.push(format!("`{key} = {at}`, its {limit}, is refused: {refusal}"));
            }
            match self.with(&[(key, number(property, at + step))]) {
                Ok(_) => wrong.push(format!("`{key} = {}` is taken, though its {limit} is {at}", at + step)),
                Err(refusal) if !refusal.contains(key) && at + step >= 0.0 => {
                    wrong.push(format!("`{key} = {}` is refused without naming it: {refusal}", at + step));
                }
                Err(_) => {}
            }
        }
        wrong
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole by the schema")]
fn number(property: &Value, value: f64) -> toml::Value {
    let whole = property.get("type").is_some_and(|t| t.to_string().contains("integer"));
    if whole { toml::Value::Integer(value as i64) } else { toml::Value::Float(value) }
}
