//! The layer `clean`: that a document was cleaned, and what was repaired how often.

use std::collections::BTreeMap;

use rapporteur_model::{Layer, Repair};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Written by `clean`. A document that bears it is clean: the stage leaves it as it is, since the lines and pages
/// that its rules read are no longer in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cleaned {
    /// How many repairs each rule made; rules that made none are not listed.
    pub repairs: BTreeMap<String, u32>,
    /// How many changes each rule suggested and did not make.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub suggestions: BTreeMap<String, u32>,
}

impl Layer for Cleaned {
    const NAME: &'static str = "clean";
}

impl Cleaned {
    pub(crate) fn count(repairs: &[Repair], suggestions: &[Repair]) -> Self {
        Self { repairs: by_rule(repairs), suggestions: by_rule(suggestions) }
    }
}

fn by_rule(log: &[Repair]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in log {
        *counts.entry(entry.rule.as_ref()).or_default() += 1;
    }
    counts.into_iter().map(|(rule, n)| (rule.to_owned(), n)).collect()
}
