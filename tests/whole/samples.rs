//! Every sample against the expectation beside it: what a reader finds in the report is what the program gives.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    program::{read, root},
    reports::paragraphs,
};

fn samples() -> Vec<(PathBuf, Value)> {
    let mut found: Vec<_> = fs::read_dir(root().join("samples/reports"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_str().unwrap().ends_with(".expected.json"))
        .map(|p| {
            let sample = PathBuf::from(p.to_str().unwrap().trim_end_matches(".expected.json"));
            (sample, serde_json::from_slice(&fs::read(p).unwrap()).unwrap())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() >= 8);
    found
}

/// Letters and digits alone, in lower case: quotation marks, dashes and spaces differ between renderings.
fn letters(text: &str) -> String {
    let text = text.replace('\u{fb01}', "fi").replace('\u{fb02}', "fl");
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Runs one comparison over all samples and names every sample that fails it.
fn each(compare: impl Fn(&Path, &Value, &Value) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (sample, expected) in samples() {
        let name = sample.file_name().unwrap().to_string_lossy().into_owned();
        wrong.extend(compare(&sample, &expected, &read(&sample)).into_iter().map(|w| format!("{name}: {w}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

#[test]
fn title_and_conference() {
    each(|_, expected, found| {
        let mut wrong = Vec::new();
        for (what, want, have) in [
            ("title", text(expected, "title"), text(found, "title")),
            ("language", text(expected, "language"), text(found, "language")),
            ("start", text(&expected["event"], "start"), text(&found["event"], "start")),
            ("end", text(&expected["event"], "end"), text(&found["event"], "end")),
        ] {
            if letters(want) != letters(have) {
                wrong.push(format!("{what} is `{have}`, not `{want}`"));
            }
        }
        wrong
    });
}

/// Roles that the words of a heading tell. Whether an unlabelled part of the body is a session, only a person who
/// was there can say.
const TOLD: &[&str] = &["contents", "participants", "references", "recommendations", "closing"];

#[test]
fn sections() {
    let line = |s: &Value| {
        let role = Some(text(s, "role")).filter(|r| TOLD.contains(r)).unwrap_or("");
        format!("{} {role} | {} | {}", s["level"], text(s, "number"), letters(text(s, "heading")))
    };
    each(|_, expected, found| {
        let want: Vec<String> = expected["sections"].as_array().unwrap().iter().map(line).collect();
        let found = found["sections"].as_array().unwrap();
        let have: Vec<String> = found.iter().filter(|s| !text(s, "heading").is_empty()).map(line).collect();
        let gone = want.iter().filter(|w| !have.contains(w)).map(|w| format!("lacks {w}"));
        let come = have.iter().filter(|h| !want.contains(h)).map(|h| format!("has   {h}"));
        let mut wrong: Vec<String> = gone.chain(come).collect();
        if wrong.is_empty() && want != have {
            wrong.push("sections are out of order".to_owned());
        }
        wrong
    });
}

#[test]
fn sentences_cut_by_pages_are_whole() {
    each(|_, expected, found| {
        let paragraphs: Vec<String> = paragraphs(found).iter().map(|p| letters(p)).collect();
        ["page_joins", "column_joins", "tears"]
            .iter()
            .flat_map(|kind| expected[kind].as_array().into_iter().flatten())
            // What ends with a sentence may be a paragraph of its own: nobody can tell.
            .filter(|join| join["between_sentences"] != true)
            .filter_map(|join| {
                let whole = letters(text(join, "left")) + &letters(text(join, "right"));
                let met = paragraphs.iter().any(|p| p.contains(&whole));
                (!met).then(|| format!("`{}` and `{}` are apart", text(join, "left"), text(join, "right")))
            })
            .collect()
    });
}

#[test]
fn notes_are_out_of_the_text() {
    each(|_, expected, found| {
        let have = found["footnotes"].as_array().cloned().unwrap_or_default();
        let want = expected["footnotes"].as_array().unwrap();
        let is = |note: &Value, want: &Value| {
            text(note, "mark") == text(want, "mark")
                && letters(text(note, "text")).starts_with(&letters(text(want, "first_words")))
        };
        want.iter()
            .filter(|w| !have.iter().any(|n| is(n, w)))
            .map(|w| format!("lacks note {} {}", text(w, "mark"), text(w, "first_words")))
            .collect()
    });
}

#[test]
fn page_furniture_is_out_of_the_text() {
    each(|_, expected, found| {
        let paragraphs = paragraphs(found);
        let heads = ["running_heads", "furniture", "ignored"]
            .iter()
            .flat_map(|k| expected[k].as_array().into_iter().flatten());
        heads
            .filter_map(Value::as_str)
            .filter(|head| paragraphs.iter().any(|p| letters(p) == letters(head)))
            .map(|head| format!("`{head}` stands among the paragraphs"))
            .collect()
    });
}

#[test]
fn every_conclusion_shows_its_words() {
    each(|_, _, found| {
        let mut wrong = Vec::new();
        let paragraphs: std::collections::BTreeMap<&str, &str> = found["sections"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|s| s["paragraphs"].as_array().into_iter().flatten())
            .chain(found["front"].as_array().into_iter().flatten())
            .map(|p| (text(p, "id"), text(p, "text")))
            .collect();
        let themes = found["themes"].as_array().cloned().unwrap_or_default();
        let sentences = found["summary"]["sentences"].as_array().cloned().unwrap_or_default();
        if themes.is_empty() || sentences.is_empty() {
            wrong.push(format!("{} themes, {} sentences in the summary", themes.len(), sentences.len()));
        }
        for conclusion in themes.iter().chain(&sentences) {
            let evidence = conclusion["evidence"].as_array().cloned().unwrap_or_default();
            if evidence.is_empty() {
                wrong.push(format!("no evidence for {conclusion}"));
            }
            for place in evidence {
                let Some(paragraph) = paragraphs.get(text(&place, "paragraph")) else { continue };
                let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
                if paragraph.get(at("start")..at("end")) != Some(text(&place, "text")) {
                    wrong.push(format!("the evidence does not stand where it says: {place}"));
                }
            }
        }
        wrong
    });
}

/// Sections and paragraphs of a form of the one report that has them all: a line each, in reading order.
fn outline(form: &str) -> Vec<String> {
    let json = read(&root().join("samples/reports").join(form));
    let mut lines = Vec::new();
    for section in json["sections"].as_array().unwrap().iter().filter(|s| s["level"] != 0) {
        lines.push(format!(
            "# {} {} {}",
            section["level"],
            text(section, "number"),
            text(section, "heading")
        ));
        let paragraphs = section["paragraphs"].as_array().unwrap();
        lines.extend(paragraphs.iter().map(|p| unnumbered(text(p, "text")).to_owned()));
    }
    assert!(lines.len() > 30, "{form}: {lines:?}");
    lines
}

/// A paragraph without the number of a list's item in front: text and PDF do not say that a line is an item, so
/// its number is one of its words there.
fn unnumbered(paragraph: &str) -> &str {
    let rest = paragraph.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix(". ").filter(|_| rest.len() < paragraph.len()).unwrap_or(paragraph)
}

#[test]
fn the_same_report_in_every_format_gives_the_same_sections_and_paragraphs() {
    let first = outline("after-the-ceasefire.md");
    for form in ["html", "docx", "epub", "txt", "pdf"] {
        assert_eq!(outline(&format!("after-the-ceasefire.{form}")), first, "{form}");
    }
}

/// The text behind a scan has misread letters and specks read as stops: letters are compared, with the misreadings
/// that its expectation lists undone where nothing has mended them.
#[test]
fn the_scan_of_the_report_gives_the_same_sections_and_paragraphs_but_for_what_was_misread() {
    let folded = |lines: Vec<String>| lines.iter().map(|l| letters(l)).collect::<Vec<_>>().join("\n");
    let expected = root().join("samples/reports/after-the-ceasefire-scan.pdf.expected.json");
    let expected: Value = serde_json::from_slice(&fs::read(expected).unwrap()).unwrap();
    let mut scan = folded(outline("after-the-ceasefire-scan.pdf"));
    for slip in expected["slips"].as_array().unwrap() {
        let (read, printed) = (letters(text(slip, "read")), letters(text(slip, "printed")));
        scan = scan.replacen(&read, &printed, usize::from(read != printed));
    }
    // A note's mark that is glued to the stop before it is left in the text.
    scan = scan.replacen("monthslater1one", "monthslaterone", 1);
    assert_eq!(scan, folded(outline("after-the-ceasefire.md")));
}

#[test]
fn a_packed_report_is_read_as_the_report() {
    let json = read(&root().join("samples/reports/moving-with-the-water.md.gz"));
    assert_eq!(text(&json["source"], "media_type"), "text/markdown");
}
