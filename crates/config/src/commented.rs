//! The options of one kind with their defaults, as TOML that explains itself.

use rapporteur_stage::{ExportEntry, SourceEntry, StageEntry};
use serde_json::Value;

use crate::overrides::toml_of;

/// Where the text of a comment is broken.
const WIDTH: usize = 100;

/// A stage as a table to copy into a pipeline file.
pub fn stage_toml(entry: &StageEntry) -> String {
    let mut head = vec![entry.summary.to_owned()];
    let said =
        |word: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{word}: {}", names.join(", ")));
    head.extend(said("needs", entry.needs));
    head.extend(said("gives", entry.gives));
    table("stage", entry.name, &head, &(entry.schema)().to_value(), &(entry.defaults)())
}

/// A program of somebody's own, as a stage to copy into a pipeline file: its `head` in lines, its command line, and the
/// options that it announces as a JSON Schema.
pub fn program_toml(id: &str, kind: &str, run: &[String], head: &[String], schema: Option<&Value>) -> String {
    let mut out: String = head.iter().map(|line| comment(line)).collect();
    let (id, run) = (Value::from(id), Value::from(run));
    out.push_str(&format!("[[stage]]\nid = {}\nuse = \"{kind}\"\nrun = {}\n", toml_of(&id), toml_of(&run)));
    let Some(schema) = schema else { return out };
    out.push_str("\n[stage.options]\n");
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        out.push('\n');
        if required.contains(&key.as_str()) {
            out.push_str(&comment("required"));
        }
        out.push_str(&option(key, property, schema, resolved(property, schema).get("default")));
    }
    out
}

/// A source as a table to copy into a pipeline file.
pub fn source_toml(entry: &SourceEntry) -> String {
    let head = [entry.summary.to_owned()];
    table("source", entry.name, &head, &(entry.schema)().to_value(), &(entry.defaults)())
}

/// An export as a table to copy into a pipeline file.
pub fn export_toml(entry: &ExportEntry) -> String {
    let head = [entry.summary.to_owned()];
    table("export", entry.name, &head, &(entry.schema)().to_value(), &(entry.defaults)())
}

fn table(sort: &str, name: &str, head: &[String], schema: &Value, defaults: &Value) -> String {
    let mut out: String = head.iter().map(|line| comment(line)).collect();
    out.push_str(&format!("[[{sort}]]\nuse = \"{name}\"\n"));
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return out };
    for (key, property) in properties {
        out.push('\n');
        out.push_str(&option(key, property, schema, defaults.get(key)));
    }
    out
}

/// One option: what it means, what it may be, its default.
fn option(key: &str, property: &Value, schema: &Value, default: Option<&Value>) -> String {
    let description = property.get("description").and_then(Value::as_str).unwrap_or("");
    let mut out = comment(description);
    out.push_str(&choices(property, schema).iter().map(|line| comment(line)).collect::<String>());
    out.extend(limits(resolved(property, schema), description).map(|line| comment(&line)));
    match default {
        Some(default) if !default.is_null() => out.push_str(&format!("{key} = {}\n", toml_of(default))),
        // TOML has no word for "none": the key is shown as it would be written.
        _ => out.push_str(&format!("# {key} = {}    (not set)\n", example(property, schema))),
    }
    out
}

/// From where to where a number may go, unless the description says so itself.
fn limits(property: &Value, description: &str) -> Option<String> {
    let said = |at: &Value| {
        let number = at.to_string();
        description.split(|c: char| !c.is_ascii_digit()).any(|word| word == number)
    };
    // That a number is not negative goes without saying.
    let least = property.get("minimum").filter(|at| at.as_f64() != Some(0.0));
    match (least, property.get("maximum")) {
        (Some(least), Some(most)) if !said(most) => Some(format!("From {least} to {most}.")),
        (Some(least), None) if !said(least) => Some(format!("At least {least}.")),
        (None, Some(most)) if !said(most) => Some(format!("At most {most}.")),
        _ => None,
    }
}

/// The values an option may have, or the keys of its table, when they can be listed; each with what it means, when that
/// is said.
pub(crate) fn choices(property: &Value, schema: &Value) -> Vec<String> {
    let property = resolved(property, schema);
    if let Some(words) = property.get("enum").and_then(Value::as_array) {
        let words: Vec<_> = words.iter().filter(|w| !w.is_null()).map(toml_of).collect();
        return vec![format!("one of {}", words.join(", "))];
    }
    if let Some(keys) = property.get("properties").and_then(Value::as_object) {
        let meaning = |key: &Value| key.get("description").and_then(Value::as_str).map(str::to_owned);
        return keys.iter().filter_map(|(name, key)| Some(format!("{name}: {}", meaning(key)?))).collect();
    }
    let variants = property.get("oneOf").or(property.get("anyOf")).and_then(Value::as_array);
    let mut lines = Vec::new();
    for variant in variants.into_iter().flatten() {
        let word = variant.get("const").map(toml_of);
        match (word, variant.get("description").and_then(Value::as_str)) {
            (Some(word), Some(meaning)) => lines.push(format!("{word}: {meaning}")),
            (Some(word), None) => lines.push(word),
            (None, _) if variant.get("$ref").is_some() || variant.get("enum").is_some() => {
                lines.extend(choices(variant, schema));
            }
            (None, _) => {}
        }
    }
    lines
}

/// What stands behind a reference.
pub(crate) fn resolved<'v>(property: &'v Value, schema: &'v Value) -> &'v Value {
    let name = property.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix("#/$defs/"));
    name.and_then(|name| schema.get("$defs")?.get(name)).unwrap_or(property)
}

/// A value of the right type for an option that has no default.
fn example(property: &Value, schema: &Value) -> &'static str {
    let property = resolved(property, schema);
    let is = |word: &str| match property.get("type") {
        Some(Value::String(one)) => one == word,
        Some(Value::Array(several)) => several.iter().any(|t| t == word),
        _ => false,
    };
    if is("boolean") {
        "true"
    } else if is("integer") || is("number") {
        "1"
    } else if is("array") {
        "[]"
    } else if is("object") {
        "{}"
    } else {
        "\"…\""
    }
}

/// Text as comment lines, broken between words; its own paragraphs stay.
fn comment(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.split("\n\n").filter(|p| !p.trim().is_empty()) {
        let mut line = String::from("#");
        for word in paragraph.split_whitespace() {
            if line.chars().count() + word.chars().count() + 1 > WIDTH && line.len() > 1 {
                out.push_str(&line);
                out.push('\n');
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}
