//! JSON Schema of the pipeline file, for editors: everything that this program's kinds accept.

use rapporteur_stage::Registry;
use serde_json::{Map, Value, json};

use crate::{
    known::{self, Known},
    steps::MEMORY_MIB,
};

/// The schema, for a registry: its kinds with their options, the engine's keys, the tests.
///
/// An editor that knows it completes names and shows the descriptions (`#:schema ./pipeline.schema.json` in the
/// first line of the file). `known` are the stages of which more is known than their kind says.
pub fn schema(registry: &Registry, known: &[Known]) -> Value {
    let mut defs = Map::new();
    let sources: Vec<_> = registry
        .sources()
        .map(|s| kind("source", s.name, s.summary, (s.schema)().to_value(), source_keys(), &mut defs))
        .collect();
    let mut stages: Vec<_> = registry
        .stages()
        .map(|s| kind("stage", s.name, s.summary, (s.schema)().to_value(), stage_keys(), &mut defs))
        .collect();
    known::add(known, &mut stages, &mut defs);
    let exports: Vec<_> = registry
        .exports()
        .map(|s| kind("export", s.name, s.summary, (s.schema)().to_value(), export_keys(), &mut defs))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pipeline.toml of rapporteur",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "pipeline": head(),
            "run": run(),
            "schedule": schedule(),
            "source": list("Where documents come from, one after the other.", &sources),
            "stage": list("What is done to them, in the order of the file.", &stages),
            "export": list("Where they go.", &exports),
            "test": { "description": "What the pipeline must do, on a little text.", "type": "array", "items": test() },
        },
        "$defs": defs,
    })
}

/// The tables of one sort: any of the kinds.
fn list(description: &str, kinds: &[Value]) -> Value {
    json!({ "description": description, "type": "array", "items": { "anyOf": kinds } })
}

/// One kind: its own options together with the engine's keys.
fn kind(
    sort: &str,
    name: &str,
    summary: &str,
    mut schema: Value,
    keys: Map<String, Value>,
    defs: &mut Map<String, Value>,
) -> Value {
    let prefix = format!("{sort}.{name}.");
    rename(&mut schema, &prefix);
    let Value::Object(mut schema) = schema else { return json!({}) };
    if let Some(Value::Object(own)) = schema.remove("$defs") {
        defs.extend(own.into_iter().map(|(name, def)| (format!("{prefix}{name}"), def)));
    }
    let mut properties = Map::new();
    properties.insert("use".to_owned(), json!({ "const": name, "description": summary }));
    properties.extend(keys);
    if let Some(Value::Object(own)) = schema.remove("properties") {
        properties.extend(own);
    }
    for meta in ["$schema", "title"] {
        schema.remove(meta);
    }
    schema.insert("description".to_owned(), summary.into());
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    // Options have defaults: only the name must be given.
    schema.insert("required".to_owned(), json!(["use"]));
    schema.entry("additionalProperties").or_insert(false.into());
    schema.into()
}

/// Definitions of several kinds may have the same name: each gets its kind's in front.
fn rename(value: &mut Value, prefix: &str) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(to)) = map.get_mut("$ref")
                && let Some(name) = to.strip_prefix("#/$defs/")
            {
                *to = format!("#/$defs/{prefix}{name}");
            }
            map.values_mut().for_each(|v| rename(v, prefix));
        }
        Value::Array(list) => list.iter_mut().for_each(|v| rename(v, prefix)),
        _ => {}
    }
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}

fn id() -> Value {
    json!({ "type": "string", "minLength": 1, "description": "Its name in reports and tests; by default that of its kind." })
}

fn words(description: &str) -> Value {
    json!({ "description": description, "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

fn when() -> Value {
    json!({
        "description": "On which documents it works: a value is equal to the document's or one of a list; all keys must hold.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "language": words("The document's language, ISO 639-1."),
            "media-type": words("application/pdf, text/plain, text/markdown, text/html"),
            "status": words("done, or partial when something was lost so far"),
            "path": words("Patterns of the source's path: **/2019/*.pdf"),
        },
    })
}

fn workers() -> Value {
    json!({
        "description": "Threads for stages that allow several; \"auto\" for as many as the machine has cores.",
        "anyOf": [{ "const": "auto" }, { "type": "integer", "minimum": 1, "maximum": crate::run::MOST_WORKERS }],
        "default": "auto",
    })
}

fn on_error() -> Value {
    json!({
        "description": "What happens when a stage fails on a document: it is set aside and the run goes on, or the run ends.",
        "enum": ["set-aside", "stop"],
        "default": "set-aside",
    })
}

fn source_keys() -> Map<String, Value> {
    object(json!({ "id": id() }))
}

fn export_keys() -> Map<String, Value> {
    object(json!({ "id": id(), "when": when() }))
}

fn stage_keys() -> Map<String, Value> {
    object(json!({
        "id": id(),
        "when": when(),
        "workers": workers(),
        "on-error": on_error(),
        "timeout-seconds": {
            "type": "integer", "minimum": 1, "maximum": 86_400,
            "description": "How long it may take for one document; then the document is set aside.",
        },
        "isolate": {
            "type": "boolean", "default": false,
            "description": "Whether `run` has the stage work in a process of its own, one for each worker: a document on which it crashes, hangs or takes all memory is set aside, and the run goes on. With `timeout-seconds`, the process may use no more CPU time than that either.",
        },
        "memory-mib": {
            "type": "integer", "minimum": MEMORY_MIB.0.start(), "maximum": MEMORY_MIB.0.end(), "default": MEMORY_MIB.1,
            "description": "The most memory, in MiB, that such a process may have; with `isolate = true`.",
        },
        "optional": {
            "type": "boolean", "default": false,
            "description": "Whether the run goes on without it when it cannot be built (a missing program, say).",
        },
    }))
}

fn head() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "description": "The pipeline's name in reports; by default that of the file's folder." },
            "format": { "const": 1, "description": "Format of the pipeline file." },
        },
    })
}

fn run() -> Value {
    json!({
        "description": "How a run goes.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "out": { "type": "string", "default": "out", "description": "The output folder, relative to the file's own." },
            "workers": workers(),
            "in-flight": { "type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1024, "description": "Documents held in memory at once." },
            "in-flight-mib": { "type": "integer", "minimum": 1, "maximum": 1_048_576, "default": 512, "description": "Estimated memory, in MiB, that they may take together." },
            "order": { "enum": ["source", "finished"], "default": "source", "description": "In which order documents are exported." },
            "on-error": on_error(),
            "stop-when-failed": {
                "type": "string", "default": "off",
                "description": "Give up when more than this share of the documents is set aside, such as \"50%\", looked at from the 20th document on; \"off\" for never.",
            },
            "learn": { "type": "boolean", "default": true, "description": "Look through the whole archive before the first document is done, so that stages know its words and running heads. What was learned is kept in the output folder, and learned anew when the archive has doubled." },
            "set-aside": { "type": "string", "default": "set-aside", "description": "Folder of the records of failed documents, below the output folder." },
            "ledger": { "type": "string", "default": "ledger.sqlite", "description": "The file that remembers what was done, below the output folder, so that a second run does only what changed; or \"off\"." },
            "cache-mib": { "type": "integer", "minimum": 0, "maximum": 1048576, "default": 2048, "description": "The most room, in MiB, for documents that are kept between stages for the next run; the oldest go first." },
            "after": { "type": "array", "items": { "type": "string" }, "description": "A program with its arguments, started when a run has ended; it gets the path of report.json as its last argument." },
            "metrics": { "type": "string", "description": "A file, below the output folder, with the figures of the last run for a Prometheus collector of text files." },
        },
    })
}

fn schedule() -> Value {
    json!({
        "description": "When `rapporteur schedule` begins a run; one run at a time.",
        "type": "object",
        "additionalProperties": false,
        "required": ["at"],
        "properties": {
            "at": words("Times of cron: minute, hour, day of the month, month, weekday; \"0 2 * * *\" is every night at two."),
            "time-zone": { "type": "string", "description": "Where the clock hangs, as the time zone database calls it: \"Europe/Paris\"; by default the time zone of the machine." },
            "missed": {
                "enum": ["catch-up", "skip"], "default": "catch-up",
                "description": "What becomes of a run whose time passed while the machine was off or another run was at work: one run makes up for it as soon as it can, or the next one comes at its own time.",
            },
        },
    })
}

fn test() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["expect"],
        "properties": {
            "name": { "type": "string", "description": "What it shows." },
            "stages": words("The stages the text goes through, with those they need; all by default."),
            "text": { "type": "string", "description": "What goes in." },
            "file": { "type": "string", "description": "A file that goes in, relative to the pipeline file." },
            "media-type": { "type": "string", "description": "Of what kind the text is; text/plain by default." },
            "expect": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "blocks": { "type": "integer", "minimum": 0, "description": "Number of blocks of running text." },
                    "contains": words("Passages that the running text must contain."),
                    "lacks": words("Passages that it must not contain."),
                    "sections": words("The headings, in order."),
                    "title": { "type": "string" },
                    "language": { "type": "string" },
                    "notes": {
                        "description": "Number of notes, or a passage of each.",
                        "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }, { "type": "array", "items": { "type": "string" } }],
                    },
                    "sentences": { "type": "integer", "minimum": 0, "description": "Number of sentences." },
                    "themes": words("Labels that must be among the themes."),
                },
            },
        },
    })
}
