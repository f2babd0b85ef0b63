//! JSON Schema of the protocol, for those who write programs.

use rapporteur_model::Document;
use serde_json::{Map, Value, json};

use crate::PROTOCOL;

/// The schema of a line, in either direction: one of six sorts.
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
    let hello = json!({ "rapporteur": { "const": PROTOCOL }, "options": { "type": "object" } });
    let welcome = json!({ "protocol": { "const": PROTOCOL }, "name": { "type": "string" } });
    let text = json!({ "type": "string" });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a line between rapporteur and an outside program",
        "oneOf": [
            line("our first line", hello, &["rapporteur"]),
            line("the program's first line", welcome, &["protocol"]),
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
        assert_eq!(schema["oneOf"].as_array().unwrap().len(), 6);
    }
}
