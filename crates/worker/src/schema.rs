//! JSON Schema of the protocol, for those who write programs.

use rapporteur_model::Document;
use serde_json::{Map, Value, json};

use crate::protocol::{OLDEST, PARTS, PROTOCOL};

/// What cannot be said in the schema.
const DESCRIPTION: &str = "One JSON object a line, UTF-8, at most 128 MiB. First both sides say hello; then a document a \
    line goes in, and one reply a line comes out, by its number and in any order. What a reply's document does not mention \
    stays as it was; `id`, `source` and `extracted` cannot be changed. Whoever changes a block's text adds an event \
    `repair` at the end of the trail, with the bytes of the extracted text that it stands for; whoever takes a block out \
    does the same. What the program writes on standard error goes to the log. When its input ends, it ends.";

/// The schema of a line, in either direction: one of seven sorts.
pub fn schema() -> Value {
    let mut document = schemars::schema_for!(Document).to_value();
    let mut defs = match document.get_mut("$defs").map(Value::take) {
        Some(Value::Object(defs)) => defs,
        _ => Map::new(),
    };
    if let Value::Object(map) = &mut document {
        map.retain(|key, _| !["$schema", "$defs"].contains(&key.as_str()));
    }
    defs.insert("Document".to_owned(), document);
    let id =
        json!({ "type": "integer", "minimum": 0, "description": "The document's number in this exchange." });
    let whole = json!({ "$ref": "#/$defs/Document" });
    let changes =
        json!({ "$ref": "#/$defs/Document", "description": "What is not mentioned stays as it was." });
    let several = json!({ "type": "array", "items": changes });
    let version = |said: &str| json!({ "type": "integer", "minimum": OLDEST, "maximum": PROTOCOL, "description": said });
    let hello = json!({
        "rapporteur": version("The newest version that we speak. A program that knows only an older one may answer with `error`; it is then started once more and offered the oldest."),
        "options": { "type": "object", "description": "The table `options` of the stage in the pipeline file." },
    });
    let words = |said: &str| json!({ "type": "array", "items": { "type": "string" }, "description": said });
    let welcome = json!({
        "protocol": version("The version that the program goes on with: ours, or an older one."),
        "name": { "type": "string", "description": "Its name." },
        "version": { "type": "string", "description": "Its version." },
        "summary": { "type": "string", "description": "One line on what it does." },
        "schema": { "type": "object", "description": "JSON Schema of its options. They are checked before a run, and `rapporteur stages show` prints them." },
        "needs": words("What must be there before it: names of layers, or `sections`."),
        "gives": words("The layers it gives."),
        "takes": { "type": "array", "items": { "enum": PARTS }, "description": "The parts of a document it wants to see, beside `id` and `source`; all when it does not say. Less is faster. (From protocol 2 on.)" },
        "capabilities": words("What else it can. `cancel`: it understands {\"cancel\": 7}, gives up document 7, and answers for it with `error`; a program that does not is ended when a document takes too long."),
    });
    let cancel = json!({ "cancel": id });
    let text = json!({ "type": "string" });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a line between rapporteur and an outside program",
        "description": DESCRIPTION,
        "oneOf": [
            line("our first line", hello, &["rapporteur"]),
            line("the program's first line", welcome, &["protocol"]),
            line("to a program that can: give up a document", cancel, &["cancel"]),
            line("a document to the program, and the usual reply", json!({ "id": id, "document": whole }), &["id", "document"]),
            line("a reply with several documents, or none", json!({ "id": id, "documents": several }), &["id", "documents"]),
            line("a reply that leaves the document out", json!({ "id": id, "leave_out": text }), &["id", "leave_out"]),
            line("a reply that sets it aside", json!({ "id": id, "error": text, "hint": text }), &["id", "error"]),
        ],
        "$defs": defs,
    })
}

fn line(description: &str, properties: Value, required: &[&str]) -> Value {
    let mut line = json!({ "description": description, "type": "object", "required": required });
    if let Value::Object(line) = &mut line {
        line.insert("properties".to_owned(), properties);
    }
    line
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_document_is_described() {
        let schema = super::schema();
        assert!(schema["$defs"]["Document"]["properties"]["blocks"].is_object());
        assert!(schema["$defs"]["Block"].is_object());
        assert_eq!(schema["oneOf"].as_array().unwrap().len(), 7);
    }
}
