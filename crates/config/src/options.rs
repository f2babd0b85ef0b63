//! Handing a step's own keys to its kind, and putting what the kind says of them into our words.

use std::ops::Range;

use rapporteur_stage::Prepared;
use serde_json::Value;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error, ValueDeserializer},
};

use crate::{Problem, allowed, keys, overrides::toml_of, suggest};

/// A kind as the registry knows it, reduced to what reading its options takes.
pub(crate) struct Kind<T: ?Sized> {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
    pub(crate) prepare: fn(ValueDeserializer<'_>) -> Result<Prepared<T>, Error>,
    /// The keys that belong to the engine, in tables of this sort.
    pub(crate) engine_keys: &'static [&'static str],
}

/// Reads the options, and says whether they are whole: faulty keys are taken out, so that what is wrong with the
/// others shows too. `None` when there is a fault that is not one key's.
pub(crate) fn prepare<T: ?Sized>(
    kind: &Kind<T>,
    mut table: DeTable<'_>,
    span: Option<Range<usize>>,
    problems: &mut Vec<Problem>,
) -> Option<(Prepared<T>, bool)> {
    refuse_unlisted(kind, &mut table, problems);
    let mut whole = true;
    loop {
        // The deserializer eats the table, and one error hides the next: so a copy, again for each faulty key.
        let copy = Spanned::new(span.clone().unwrap_or_default(), DeValue::Table(table.clone()));
        let error = match (kind.prepare)(ValueDeserializer::from(copy)) {
            Ok(prepared) => return Some((prepared, whole)),
            Err(error) => error,
        };
        let Some(key) = error.span().and_then(|at| key_at(&table, &at)) else {
            problems.push(Problem::error(format!("`{}`: {}", kind.name, error.message()), span));
            return None;
        };
        // A key that nobody knows leaves nothing out.
        whole &= unknown_field(error.message()).is_some_and(|name| name == key);
        let value = table.get(key.as_str());
        problems.push(in_our_words(kind, &key, value, &error));
        table.remove(key.as_str());
    }
}

/// A kind whose options forget to refuse unknown keys would swallow them in silence.
fn refuse_unlisted<T: ?Sized>(kind: &Kind<T>, table: &mut DeTable<'_>, problems: &mut Vec<Problem>) {
    let Some(listed) = kind.schema.get("properties").and_then(Value::as_object) else { return };
    if kind.schema.get("additionalProperties").is_some() {
        return;
    }
    let unlisted: Vec<_> =
        table.keys().filter(|k| !listed.contains_key(k.get_ref().as_ref())).cloned().collect();
    for key in unlisted {
        problems.push(unknown(kind, key.get_ref(), Some(key.span())));
        table.remove(key.get_ref().as_ref());
    }
}

fn unknown<T: ?Sized>(kind: &Kind<T>, key: &str, span: Option<Range<usize>>) -> Problem {
    let listed: Vec<_> = kind
        .schema
        .get("properties")
        .and_then(Value::as_object)
        .map(|p| p.keys().map(String::as_str).collect())
        .unwrap_or_default();
    let all = listed.iter().copied().chain(kind.engine_keys.iter().copied());
    Problem::error(format!("`{key}` is not an option of `{}`", kind.name), span)
        .did_you_mean(suggest::closest(key, all))
        .hint(format!(
            "options of `{0}`: {1} (rapporteur stages show {0})",
            kind.name,
            suggest::list(listed.iter().copied())
        ))
}

/// The key whose name or value holds a place.
fn key_at(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end;
    let found = table.iter().find(|(key, value)| {
        let inline = |v: &DeValue<'_>| matches!(v, DeValue::Table(_) | DeValue::Array(_));
        holds(key.span()) || holds(value.span()) || (inline(value.get_ref()) && inside(value, at))
    });
    found.map(|(key, _)| key.get_ref().to_string())
}

/// Whether a place lies in a value that need not be one stretch of the file (dotted keys, [tables]).
fn inside(value: &Spanned<DeValue<'_>>, at: &Range<usize>) -> bool {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end && !span.is_empty();
    match value.get_ref() {
        DeValue::Table(table) => {
            table.iter().any(|(k, v)| holds(k.span()) || holds(v.span()) || inside(v, at))
        }
        DeValue::Array(list) => list.iter().any(|v| holds(v.span()) || inside(v, at)),
        _ => false,
    }
}

/// The part of a value that stands at a place, and how to call it.
fn part_at<'v, 'i>(
    name: &str,
    value: &'v Spanned<DeValue<'i>>,
    at: &Range<usize>,
) -> Option<(String, &'v DeValue<'i>)> {
    if value.span() == *at {
        return Some((name.to_owned(), value.get_ref()));
    }
    match value.get_ref() {
        DeValue::Table(table) => {
            table.iter().find_map(|(k, v)| part_at(&format!("{name}.{}", k.get_ref()), v, at))
        }
        DeValue::Array(list) => {
            list.iter().enumerate().find_map(|(i, v)| part_at(&format!("{name}[{i}]"), v, at))
        }
        _ => None,
    }
}

fn in_our_words<T: ?Sized>(
    kind: &Kind<T>,
    key: &str,
    value: Option<&Spanned<DeValue<'_>>>,
    error: &Error,
) -> Problem {
    let message = error.message();
    let span = error.span();
    if let Some(name) = unknown_field(message) {
        if name == key {
            return unknown(kind, key, span);
        }
        return Problem::error(format!("`{name}` is not a key of `{key}`"), span)
            .did_you_mean(suggest::closest(name, backticked(expected(message))))
            .hint(format!("keys of `{key}`: {}", suggest::list(backticked(expected(message)))));
    }
    let part = value.zip(span.as_ref()).and_then(|(v, at)| part_at(key, v, at));
    let (key, found) = match (part, value) {
        (Some((name, part)), _) => (name, Some(keys::found(part))),
        (None, value) => (key.to_owned(), value.map(|v| keys::found(v.get_ref()))),
    };
    if let Some(variant) = message.strip_prefix("unknown variant `").and_then(|m| m.split('`').next()) {
        let words = || backticked(expected(message));
        return Problem::error(format!("\"{variant}\" is not a value of `{key}`"), span)
            .did_you_mean(suggest::closest(variant, words()))
            .hint(format!("values of `{key}`: {}", suggest::list(words())));
    }
    // What `toml` says of a word that is not even a string.
    let wordless = message.starts_with("wanted string or table");
    let typed = wordless || message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
    let Some(found) = found.filter(|_| typed) else {
        return Problem::error(format!("`{key}`: {message}"), span);
    };
    let property = kind.schema.get("properties").and_then(|all| all.get(&key)).unwrap_or(&Value::Null);
    let must_be =
        allowed::must_be(property, &kind.schema, if wordless { "a string" } else { expected(message) });
    let problem = Problem::error(format!("`{key}` must be {must_be}, not {found}"), span);
    match (value.map(Spanned::get_ref), allowed::meanings(property, &kind.schema)) {
        (Some(DeValue::String(one)), _) if must_be == "a list" => {
            problem.label(format!("write `[{}]`", toml_of(&Value::from(one.as_ref()))))
        }
        (_, Some(meanings)) => problem.hint(meanings),
        _ => problem,
    }
}

fn unknown_field(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

/// What stands after "expected".
fn expected(message: &str) -> &str {
    message.split_once(", expected ").map_or("", |(_, e)| e)
}

fn backticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
