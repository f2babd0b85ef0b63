//! Where two documents differ, in words.

use serde_json::Value;

/// The first place where two values differ, and what stands there.
pub(super) fn first(one: &Value, other: &Value) -> Option<String> {
    at("", one, other)
}

fn at(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        _ if one == other => None,
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
            keys.filter_map(|k| at(&format!("{path}.{k}"), a.get(k)?, b.get(k)?)).next().or_else(|| {
                let only =
                    a.keys().find(|k| !b.contains_key(*k)).or_else(|| b.keys().find(|k| !a.contains_key(*k)));
                only.map(|key| format!("`{}` is there only once", path_of(&format!("{path}.{key}"))))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            (0..).zip(a.iter().zip(b)).find_map(|(i, (x, y)): (usize, _)| at(&format!("{path}[{i}]"), x, y))
        }
        (Value::Array(a), Value::Array(b)) => {
            Some(format!("`{}` has {} entries, then {}", path_of(path), a.len(), b.len()))
        }
        _ => Some(format!("`{}` is {}, then {}", path_of(path), short(one), short(other))),
    }
}

fn path_of(path: &str) -> &str {
    path.trim_start_matches('.')
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_said() {
        let said = |a, b| first(&a, &b);
        assert_eq!(said(json!({"a": [1, 2]}), json!({"a": [1, 2]})), None);
        assert_eq!(said(json!({"a": [1, 2]}), json!({"a": [1, 3]})).as_deref(), Some("`a[1]` is 2, then 3"));
        assert_eq!(said(json!({"a": [1]}), json!({"a": []})).as_deref(), Some("`a` has 1 entries, then 0"));
        assert_eq!(said(json!({"a": 1}), json!({})).as_deref(), Some("`a` is there only once"));
    }
}
