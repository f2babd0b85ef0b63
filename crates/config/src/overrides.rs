//! What the command line says over the head of the file.

use std::{num::NonZeroUsize, path::PathBuf};

use serde_json::Value;

/// Settings that go before those of the file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The output folder, relative to the current folder.
    pub out: Option<PathBuf>,
    /// Patterns of files, relative to the current folder, in place of all sources of the file.
    pub sources: Vec<String>,
    /// The kind of source that takes the patterns, under the key `include`.
    pub source_kind: &'static str,
    /// Threads for stages that allow several.
    pub workers: Option<NonZeroUsize>,
    /// What earlier runs left behind counts for nothing.
    pub fresh: bool,
    /// Documents that were set aside are taken again.
    pub retry: bool,
    /// Documents leave the exports though the folder they lie in is away or empty.
    pub remove_missing: bool,
    /// Only these stages, by id or name, in the order of the file.
    pub only: Option<Vec<String>>,
    /// Options of stages: stage (id or name), key, value. Paths in them are relative to the pipeline file. The keys
    /// of a table go into the file's table of that name. An option for a stage that the pipeline does not have is
    /// left out.
    pub options: Vec<(String, String, Value)>,
    /// Sources and exports will not be used: the file need not have any.
    pub stages_only: bool,
}

impl Overrides {
    /// For those who feed the stages themselves: neither sources nor exports are asked for.
    pub fn stages_only() -> Self {
        Self { stages_only: true, ..Self::default() }
    }

    /// The options of a stage as TOML, each a key and a value.
    pub(crate) fn options_of(&self, id: &str, name: &str) -> Vec<(String, String)> {
        let of_stage = self.options.iter().filter(|(stage, ..)| stage == id || stage == name);
        of_stage.map(|(_, key, value)| (key.clone(), toml_of(value))).collect()
    }
}

/// A JSON value in TOML. What TOML cannot say (null) becomes an empty string.
pub(crate) fn toml_of(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Bool(b) => b.to_string(),
        // JSON writes whole numbers of f32 defaults with many digits; the shortest form is meant.
        Value::Number(n) => match n.as_f64() {
            #[allow(clippy::cast_possible_truncation)]
            Some(f) if n.is_f64() => format!("{:?}", f as f32),
            _ => n.to_string(),
        },
        Value::String(s) => toml::Value::String(s.clone()).to_string(),
        Value::Array(list) => {
            let items: Vec<_> = list.iter().map(toml_of).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let said = map.iter().filter(|(_, v)| !v.is_null());
            let items: Vec<_> = said.map(|(k, v)| format!("{} = {}", key(k), toml_of(v))).collect();
            if items.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", items.join(", ")) }
        }
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if bare { name.to_owned() } else { toml::Value::String(name.to_owned()).to_string() }
}
