//! Stages whose options are known only to what they name in the pipeline file: a program, say. Each is a variant of its
//! kind in the schema of the file.

use serde_json::{Map, Value, json};

/// What is known of such a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its kind.
    pub kind: &'static str,
    /// The option by which it is told from others of its kind, and its value: `run`, with the program and its arguments.
    pub by: (&'static str, Value),
    /// The option that is a table of its own: `options`.
    pub table: &'static str,
    /// What it is, in a line.
    pub summary: String,
    /// JSON Schema of that table.
    pub schema: Value,
}

/// Adds variants to the schemas of kinds; those that are the same are added once, and of those that are told by the same
/// value the first.
pub(crate) fn add(known: &[Known], kinds: &mut Vec<Value>, defs: &mut Map<String, Value>) {
    let mut added: Vec<&Known> = Vec::new();
    for one in known {
        if added.iter().any(|other| (other.kind, &other.by) == (one.kind, &one.by)) {
            continue;
        }
        let Some(kind) = kinds.iter_mut().find(|k| is_any(k, one)) else { continue };
        added.push(one);
        let name = format!("stage.{}.{}.{}", one.kind, one.table, added.len());
        let mut variant = kind.clone();
        set(&mut variant, &["properties", one.by.0, "const"], one.by.1.clone());
        set(&mut variant, &["properties", "use", "description"], one.summary.clone().into());
        set(&mut variant, &["description"], one.summary.clone().into());
        set(&mut variant, &["properties", one.table], json!({ "$ref": format!("#/$defs/{name}") }));
        let mut required = vec!["use", one.by.0];
        if one.schema.get("required").and_then(Value::as_array).is_some_and(|names| !names.is_empty()) {
            required.push(one.table);
        }
        set(&mut variant, &["required"], required.into());
        // The kind itself stands for what is not known.
        let others = added.iter().filter(|k| k.kind == one.kind).map(|k| k.by.1.clone());
        let others: Vec<Value> = others.collect();
        set(kind, &["properties", one.by.0, "not"], json!({ "enum": others }));
        kinds.push(variant);
        let mut schema = one.schema.clone();
        settle(&mut schema, &name);
        defs.insert(name, schema);
    }
}

/// Whether this is the schema of the kind as such.
fn is_any(schema: &Value, known: &Known) -> bool {
    let of = |name: &str| schema.pointer(&format!("/properties/{name}"));
    of("use").and_then(|u| u.get("const")).is_some_and(|kind| kind == known.kind)
        && of(known.by.0).is_some_and(|by| by.get("const").is_none())
}

/// Puts a value at a place in a schema, and tables on the way to it where there are none.
fn set(schema: &mut Value, place: &[&str], value: Value) {
    let Value::Object(map) = schema else { return };
    match place {
        [] => {}
        [last] => _ = map.insert((*last).to_owned(), value),
        [first, rest @ ..] => set(map.entry(*first).or_insert_with(|| json!({})), rest, value),
    }
}

/// Makes a schema one of several definitions: what it refers to within itself lies below its name there. References to
/// other places are taken out, for a check must not reach into the network.
fn settle(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(map) => {
            for word in ["$schema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef"] {
                map.remove(word);
            }
            if let Some(Value::String(to)) = map.get_mut("$ref") {
                match to.strip_prefix('#').filter(|place| place.is_empty() || place.starts_with('/')) {
                    Some(place) => *to = format!("#/$defs/{name}{place}"),
                    None => _ = map.remove("$ref"),
                }
            }
            map.values_mut().for_each(|value| settle(value, name));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| settle(value, name)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(run: &[&str], schema: Value) -> Known {
        let by = ("run", json!(run));
        Known { kind: "command", by, table: "options", summary: "a program".to_owned(), schema }
    }

    #[test]
    fn each_program_is_a_variant() {
        let any = json!({
            "properties": { "use": { "const": "command" }, "run": { "type": "array" }, "options": { "type": "object" } },
            "required": ["use"],
        });
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "required": ["house"],
            "properties": { "house": { "$ref": "#/definitions/name" }, "other": { "$ref": "https://example.org/x" } },
            "definitions": { "name": { "type": "string" } },
        });
        let (one, two) = (program(&["a"], schema), program(&["b", "c"], json!({ "properties": {} })));
        let (mut kinds, mut defs) = (vec![any], Map::new());
        add(&[one.clone(), two, one], &mut kinds, &mut defs);
        assert_eq!(kinds.len(), 3);
        assert_eq!(kinds[0]["properties"]["run"]["not"]["enum"], json!([["a"], ["b", "c"]]));
        assert_eq!(kinds[1]["properties"]["run"]["const"], json!(["a"]));
        assert_eq!(kinds[1]["properties"]["options"]["$ref"], "#/$defs/stage.command.options.1");
        assert_eq!(kinds[1]["required"], json!(["use", "run", "options"]));
        assert_eq!(kinds[2]["required"], json!(["use", "run"]));
        let own = &defs["stage.command.options.1"];
        assert_eq!(own["properties"]["house"]["$ref"], "#/$defs/stage.command.options.1/definitions/name");
        assert_eq!((own.get("$schema"), own["properties"]["other"].get("$ref")), (None, None));
    }
}
