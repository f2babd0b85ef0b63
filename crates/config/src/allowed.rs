//! What an option may be, in words, for somebody who gave it something else.

use serde_json::Value;

use crate::{commented, suggest};

/// What an option must be: its words where they can be listed, its range where it has one, else what the
/// deserializer expected.
pub(crate) fn must_be(property: &Value, schema: &Value, expected: &str) -> String {
    let words = words(property, schema);
    if !words.is_empty() {
        let quoted: Vec<_> = words.iter().map(|w| format!("\"{w}\"")).collect();
        return suggest::or(&quoted);
    }
    let number = |key: &str| property.get(key).and_then(Value::as_u64);
    match (plain(expected), number("minimum"), number("maximum")) {
        (whole @ "a whole number from 0", Some(least), most) => {
            let whole = whole.trim_end_matches(" from 0");
            let most = most.map_or(String::new(), |most| format!(" to {most}"));
            format!("{whole} from {least}{most}")
        }
        (plain, ..) => plain.to_owned(),
    }
}

/// The words that an option may be, when it is one of a list.
fn words(property: &Value, schema: &Value) -> Vec<String> {
    let property = commented::resolved(property, schema);
    let text = |word: &Value| word.as_str().map(ToOwned::to_owned);
    if let Some(words) = property.get("enum").and_then(Value::as_array) {
        return words.iter().filter_map(text).collect();
    }
    let variants = property.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    variants
        .flat_map(|variant| {
            variant.get("const").and_then(text).map_or_else(|| words(variant, schema), |w| vec![w])
        })
        .collect()
}

/// What the words mean, for a hint; `None` when they say nothing of it.
pub(crate) fn meanings(property: &Value, schema: &Value) -> Option<String> {
    let listed: Vec<_> =
        commented::choices(property, schema).into_iter().filter(|line| line.contains(": ")).collect();
    (!listed.is_empty())
        .then(|| listed.iter().map(|l| l.trim_end_matches('.')).collect::<Vec<_>>().join("; "))
}

/// What the deserializer expected, for somebody who does not write Rust.
pub(crate) fn plain(expected: &str) -> &str {
    match expected {
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number from 0",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a nonzero u8" | "a nonzero u16" | "a nonzero u32" | "a nonzero u64" | "a nonzero usize" => {
            "a whole number from 1"
        }
        "a sequence" => "a list",
        "path string" => "a path",
        "a map" => "a table",
        e if e.starts_with("struct ") => "a table",
        other => other,
    }
}
