//! What does not change the programme of a conference: its numerals, the language of its labels, the width of the paper.

use std::fs;

use serde_json::Value;

use crate::program::{call, folder, root};

/// Reports whose sessions are labelled and numbered, and how.
const REPORTS: &[(&str, &str)] =
    &[("after-the-ceasefire.txt", "Session"), ("regional-mediation-ligatures.txt", "Panel")];

/// Label, number and heading of each section; the label only whether there is one.
fn sections(text: &str) -> Vec<(bool, String, String)> {
    let folder = folder(&[("in/report.txt", text.as_bytes())]);
    let said = call(folder.path(), &["read", "in/report.txt", "--as", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let doc: Value = serde_json::from_str(&said.out).unwrap();
    let field = |s: &Value, key: &str| s[key].as_str().unwrap_or("").to_owned();
    let all = doc["sections"].as_array().unwrap();
    all.iter().map(|s| (s["label"].is_string(), field(s, "number"), field(s, "heading"))).collect()
}

/// Each labelled number of a report printed otherwise: line by line, at the start of a line.
fn relabelled(text: &str, label: &str, with: impl Fn(usize) -> String) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let Some(rest) = line.strip_prefix(label).and_then(|rest| rest.strip_prefix(' ')) else {
            return line.to_owned();
        };
        let number = rest.split([':', ' ']).next().unwrap_or("");
        let value = ["I", "2", "3", "4"].iter().position(|n| *n == number);
        let value = value.or_else(|| number.parse::<usize>().ok()?.checked_sub(1));
        value.map_or_else(|| line.to_owned(), |at| with(at) + &rest[number.len()..])
    });
    lines.collect()
}

fn reports() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    REPORTS.iter().map(|(name, label)| {
        (*name, *label, fs::read_to_string(root().join("samples/reports").join(name)).unwrap())
    })
}

#[test]
fn other_numerals_are_the_same_sessions() {
    let numerals: [[&str; 4]; 3] =
        [["I", "II", "III", "IV"], ["1", "2", "3", "4"], ["One", "Two", "Three", "Four"]];
    for (name, label, text) in reports() {
        let as_printed = sections(&text);
        assert!(as_printed.iter().filter(|s| s.0).count() >= 4, "{name}: {as_printed:?}");
        for numbers in numerals {
            let changed = relabelled(&text, label, |at| format!("{label} {}", numbers[at]));
            assert_eq!(sections(&changed), as_printed, "{name} with {numbers:?}");
        }
    }
}

#[test]
fn labels_of_other_languages_are_the_same_sessions() {
    for (name, label, text) in reports() {
        let as_printed = sections(&text);
        for other in ["Séance", "Sesión", "Sitzung", "Сессия", "Panel", "Workshop"] {
            let changed = relabelled(&text, label, |at| format!("{other} {}", at + 1));
            assert!(other == label || changed != text, "{name} with {other}");
            assert_eq!(sections(&changed), as_printed, "{name} with {other}");
        }
    }
}

/// Paragraphs set anew to another width, headings and short lines as they are.
fn reset(text: &str, width: usize) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let prose =
            paragraph.len() > 120 && paragraph.lines().all(|l| !l.starts_with([' ', '-', '*', '\u{c}']));
        if !prose {
            return paragraph.to_owned();
        }
        let mut out = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > width {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
        }
        out
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn paper_of_another_width_has_the_same_sections() {
    for (name, _, text) in reports() {
        let as_printed = sections(&text);
        for width in [52, 66, 96] {
            let changed = reset(&text, width);
            assert_ne!(changed, text);
            assert_eq!(sections(&changed), as_printed, "{name} at {width}");
        }
    }
}
