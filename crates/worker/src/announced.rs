//! The options that a program announces as a JSON Schema, and those that a pipeline file gives it.
//!
//! Checked are the words that options are made of: `type`, `enum`, `const`, `properties`, `required`,
//! `additionalProperties`, `items`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `minLength`,
//! `maxLength`, `minItems`, `maxItems`, `anyOf`, `oneOf` and `$ref` within the schema. Other words are let pass: the
//! program has the last say. A library for all of JSON Schema would bring some thirty others, among them a second engine
//! for patterns and one for addresses of the web.

use serde_json::{Map, Value};

/// What is wrong with a value, each in a sentence with the key that it is about.
pub(crate) fn problems(schema: &Value, options: &Map<String, Value>) -> Vec<String> {
    let mut checker = Checker { schema, problems: Vec::new() };
    checker.table("options", schema, options);
    checker.problems
}

struct Checker<'s> {
    schema: &'s Value,
    problems: Vec<String>,
}

/// References that lead to references, at most.
const DEPTH: usize = 16;

impl<'s> Checker<'s> {
    fn value(&mut self, key: &str, schema: &'s Value, value: &Value) {
        let schema = self.resolved(schema);
        if let Some(wrong) =
            of_type(schema, value).or_else(|| listed(schema, value)).or_else(|| range(schema, value))
        {
            return self.problems.push(format!("`{key}` must be {wrong}, not {}", shown(value)));
        }
        for word in ["anyOf", "oneOf"] {
            let variants = schema.get(word).and_then(Value::as_array);
            if let Some(variants) = variants.filter(|all| !all.iter().any(|v| self.fits(v, value))) {
                let all: Vec<_> = variants.iter().filter_map(|v| name(self.resolved(v))).collect();
                let must_be = if all.is_empty() { "something else".to_owned() } else { all.join(" or ") };
                return self.problems.push(format!("`{key}` must be {must_be}, not {}", shown(value)));
            }
        }
        match value {
            Value::Object(table) => self.table(key, schema, table),
            Value::Array(list) => {
                let Some(items) = schema.get("items").filter(|i| i.is_object()) else { return };
                for (number, item) in list.iter().enumerate() {
                    self.value(&format!("{key}[{number}]"), items, item);
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, key: &str, schema: &'s Value, table: &Map<String, Value>) {
        let schema = self.resolved(schema);
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str).filter(|name| !table.contains_key(*name)) {
            self.problems.push(format!("`{key}.{name}` is missing from `{key}`"));
        }
        for (name, value) in table {
            let full = format!("{key}.{name}");
            match (properties.and_then(|p| p.get(name)), schema.get("additionalProperties")) {
                (Some(property), _) => self.value(&full, property, value),
                (None, Some(Value::Bool(false))) => {
                    let known = properties.into_iter().flat_map(Map::keys).map(String::as_str);
                    let known: Vec<_> = known.collect();
                    self.problems.push(format!(
                        "`{full}` is not an option of the program; it has: {}",
                        known.join(", ")
                    ));
                }
                (None, Some(others)) if others.is_object() => self.value(&full, others, value),
                _ => {}
            }
        }
    }

    fn fits(&self, schema: &'s Value, value: &Value) -> bool {
        let mut alone = Checker { schema: self.schema, problems: Vec::new() };
        alone.value("", schema, value);
        alone.problems.is_empty()
    }

    fn resolved(&self, schema: &'s Value) -> &'s Value {
        let mut found = schema;
        for _ in 0..DEPTH {
            let Some(place) = found.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'))
            else {
                break;
            };
            found = self.schema.pointer(place).unwrap_or(&Value::Null);
        }
        found
    }
}

fn of_type(schema: &Value, value: &Value) -> Option<String> {
    let types: Vec<&str> = match schema.get("type")? {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|f| f.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        // A word of a later time.
        _ => true,
    };
    let words = || types.iter().map(|t| in_words(t)).collect::<Vec<_>>().join(" or ");
    (!types.iter().any(|t| is(t))).then(words)
}

fn listed(schema: &Value, value: &Value) -> Option<String> {
    let words = match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(words)), _) => words.clone(),
        (_, Some(word)) => vec![word.clone()],
        _ => return None,
    };
    let all = || words.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ");
    (!words.contains(value)).then(all)
}

fn range(schema: &Value, value: &Value) -> Option<String> {
    let limit = |word: &str| schema.get(word).and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "lengths are small")]
    let (size, unit, words) = match value {
        Value::Number(n) => (n.as_f64()?, "", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
        Value::String(s) => (s.chars().count() as f64, " characters", ["minLength", "maxLength", "", ""]),
        Value::Array(list) => (list.len() as f64, " entries", ["minItems", "maxItems", "", ""]),
        _ => return None,
    };
    let [least, most, above, below] = words.map(limit);
    let broken = least.is_some_and(|l| size < l)
        || most.is_some_and(|m| size > m)
        || above.is_some_and(|a| size <= a)
        || below.is_some_and(|b| size >= b);
    let said = [("at least", least), ("at most", most), ("more than", above), ("less than", below)];
    let said: Vec<_> = said.iter().filter_map(|(word, n)| n.map(|n| format!("{word} {n}"))).collect();
    broken.then(|| said.join(" and ") + unit)
}

fn name(schema: &Value) -> Option<String> {
    if let Some(word) = schema.get("const") {
        return Some(word.to_string());
    }
    if let Some(Value::Array(words)) = schema.get("enum") {
        return Some(words.iter().map(Value::to_string).collect::<Vec<_>>().join(" or "));
    }
    schema.get("type").and_then(Value::as_str).map(|t| in_words(t).to_owned())
}

fn in_words(kind: &str) -> &str {
    match kind {
        "string" => "a string",
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "a whole number",
        "array" => "a list",
        "object" => "a table",
        "null" => "nothing",
        other => other,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "a table".to_owned(),
        Value::Array(list) => format!("a list of {}", list.len()),
        Value::String(s) if s.chars().count() > 40 => "a long string".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(options: Value, said: &[&str]) {
        let schema = json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["glossary"],
            "properties": {
                "glossary": { "type": "string", "minLength": 1 },
                "least": { "type": "integer", "minimum": 1, "maximum": 9 },
                "mode": { "enum": ["fast", "good"] },
                "share": { "anyOf": [{ "type": "number", "exclusiveMinimum": 0 }, { "const": "all" }] },
                "names": { "type": "array", "maxItems": 2, "items": { "$ref": "#/$defs/name" } },
                "extra": { "type": ["object", "null"], "additionalProperties": { "type": "boolean" } },
            },
            "$defs": { "name": { "type": "string" } },
        });
        let Value::Object(options) = options else { panic!("options are a table") };
        assert_eq!(problems(&schema, &options), said);
    }

    #[test]
    fn what_fits_is_let_pass() {
        check(json!({ "glossary": "a.csv" }), &[]);
        check(
            json!({ "glossary": "a", "least": 3.0, "mode": "good", "share": "all", "names": ["x"], "extra": { "y": true } }),
            &[],
        );
    }

    #[test]
    fn what_does_not_is_told_with_its_key() {
        check(json!({}), &["`options.glossary` is missing from `options`"]);
        check(json!({ "glossary": 3 }), &["`options.glossary` must be a string, not 3"]);
        check(
            json!({ "glossary": "", "least": 12, "mode": "slow" }),
            &[
                "`options.glossary` must be at least 1 characters, not \"\"",
                "`options.least` must be at least 1 and at most 9, not 12",
                "`options.mode` must be \"fast\" or \"good\", not \"slow\"",
            ],
        );
        check(
            json!({ "glossary": "a", "share": -1 }),
            &["`options.share` must be a number or \"all\", not -1"],
        );
        check(json!({ "glossary": "a", "names": ["x", 3] }), &["`options.names[1]` must be a string, not 3"]);
        check(
            json!({ "glossary": "a", "extra": { "y": 3 } }),
            &["`options.extra.y` must be true or false, not 3"],
        );
        let known = "`options.glosary` is not an option of the program; it has: extra, glossary, least, mode, names, share";
        check(json!({ "glossary": "a", "glosary": 3 }), &[known]);
    }

    #[test]
    fn circles_end() {
        let schema = json!({ "properties": { "a": { "$ref": "#/properties/a" } } });
        let Value::Object(options) = json!({ "a": 1 }) else { unreachable!() };
        assert_eq!(problems(&schema, &options), Vec::<String>::new());
    }
}
