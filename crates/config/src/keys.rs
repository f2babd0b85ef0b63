//! Reading the keys of one table: typed, with a sentence for each that does not fit, and a list of those that
//! nobody asked for.

use std::{ops::RangeInclusive, path::PathBuf};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Problem, suggest};

/// A table being read. Asking for a key also declares it as known; [`finish`](Self::finish) reports the rest.
pub(crate) struct Keys<'t, 'i, 'p> {
    /// How the table is called in messages: "[run]", "a [[test]]".
    name: &'static str,
    table: &'t DeTable<'i>,
    known: Vec<&'static str>,
    problems: &'p mut Vec<Problem>,
}

impl<'t, 'i, 'p> Keys<'t, 'i, 'p> {
    pub(crate) fn new(name: &'static str, table: &'t DeTable<'i>, problems: &'p mut Vec<Problem>) -> Self {
        Self { name, table, known: Vec::new(), problems }
    }

    /// The value of a key, of whatever type.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table.get(key)
    }

    pub(crate) fn string(&mut self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        let found = value.get_ref().as_str().map(ToOwned::to_owned);
        if found.is_none() {
            self.wrong(key, "a string", value);
        }
        found
    }

    pub(crate) fn path(&mut self, key: &'static str) -> Option<PathBuf> {
        self.string(key).map(PathBuf::from)
    }

    pub(crate) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong(key, "true or false", value);
        }
        found
    }

    pub(crate) fn number(&mut self, key: &'static str, range: &RangeInclusive<u64>) -> Option<u64> {
        let value = self.value(key)?;
        let found = whole(value.get_ref()).filter(|n| range.contains(n));
        if found.is_none() {
            self.wrong(key, &format!("a whole number {}", words(range)), value);
        }
        found
    }

    /// A string, or a list of strings.
    pub(crate) fn strings(&mut self, key: &'static str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        let found = match value.get_ref() {
            DeValue::String(one) => Some(vec![one.to_string()]),
            DeValue::Array(list) => {
                list.iter().map(|v| v.get_ref().as_str().map(ToOwned::to_owned)).collect::<Option<_>>()
            }
            _ => None,
        };
        if found.is_none() {
            self.wrong(key, "a string or a list of strings", value);
        }
        found
    }

    /// One of several words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let names = || words.iter().map(|(name, _)| *name);
        let Some(word) = value.get_ref().as_str() else {
            let all: Vec<_> = names().map(|n| format!("\"{n}\"")).collect();
            self.wrong(key, &all.join(" or "), value);
            return None;
        };
        let found = words.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let problem = Problem::error(format!("\"{word}\" is not a value of `{key}`"), Some(value.span()))
                .did_you_mean(suggest::closest(word, names()))
                .hint(format!("values of `{key}`: {}", suggest::list(names())));
            self.problems.push(problem);
        }
        found
    }

    /// A table within the table.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<&'t DeTable<'i>> {
        let value = self.value(key)?;
        let found = value.get_ref().as_table();
        if found.is_none() {
            self.wrong(key, "a table", value);
        }
        found
    }

    /// Says that a value is not what it must be.
    pub(crate) fn wrong(&mut self, key: &str, must_be: &str, value: &Spanned<DeValue<'_>>) {
        self.problems.push(wrong(key, must_be, value));
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(crate) fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    /// Bytes of a key, when it is there.
    pub(crate) fn span_of(&self, key: &str) -> Option<std::ops::Range<usize>> {
        self.table.get_key_value(key).map(|(key, _)| key.span())
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if self.known.contains(&name) {
                continue;
            }
            let problem = Problem::error(format!("`{name}` is not a key of {}", self.name), Some(key.span()))
                .did_you_mean(suggest::closest(name, self.known.iter().copied()))
                .hint(format!("keys of {}: {}", self.name, suggest::list(self.known.iter().copied())));
            self.problems.push(problem);
        }
    }
}

/// The problem of a value that is not what it must be.
pub(crate) fn wrong(key: &str, must_be: &str, value: &Spanned<DeValue<'_>>) -> Problem {
    Problem::error(format!("`{key}` must be {must_be}, not {}", found(value.get_ref())), Some(value.span()))
}

/// A value in words: the string "abc", 3, a table.
pub(crate) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(s) if s.chars().count() > 40 => "a long string".to_owned(),
        DeValue::String(s) => format!("the string {s:?}"),
        DeValue::Integer(n) => n.to_string(),
        DeValue::Float(n) => n.to_string(),
        DeValue::Boolean(b) => b.to_string(),
        DeValue::Datetime(d) => format!("the date {d}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A whole number, when the value is one.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn words(range: &RangeInclusive<u64>) -> String {
    let (least, most) = (range.start(), range.end());
    if *most == u64::MAX { format!("from {least}") } else { format!("from {least} to {most}") }
}
