//! Tests over all sources and all files made from them.

use serde_json::Value;

use super::source::{self, Block, Report};
use super::{Files, compare, folder, inline, make, read_sources};

fn files() -> Files {
    make(&folder().join("sources")).unwrap()
}

fn reports() -> Vec<(String, Report)> {
    let sources = read_sources(&folder().join("sources")).unwrap();
    sources.into_iter().map(|(name, written)| (name, source::parse(&written).unwrap())).collect()
}

fn ligatures_apart(text: &str) -> String {
    let ligatures = [("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl")];
    ligatures.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Letters and figures alone, so that line ends, dashes and quotation marks do not matter.
fn folded(text: &str) -> String {
    ligatures_apart(text).chars().filter(|sign| sign.is_alphanumeric() && !"¹²³".contains(*sign)).collect()
}

fn decoded(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn without_tags(html: &str) -> String {
    let text: String =
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    text.replace("&quot;", "\"").replace("&nbsp;", " ").replace("&amp;", "&")
}

#[test]
fn the_files_in_the_repository_are_current() {
    assert_eq!(compare(&folder().join("reports"), &files()).unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    assert!(files() == files());
}

#[test]
fn all_samples_together_stay_small() {
    let size: usize = files().values().map(Vec::len).sum();
    assert!(size < 2 * 1024 * 1024, "{size} bytes");
}

#[test]
fn one_report_has_all_forms() {
    let files = files();
    for ending in [".txt", ".md", ".html", ".docx", ".epub", ".pdf", "-scan.pdf", ".hocr", ".alto.xml"] {
        assert!(files.contains_key(&format!("after-the-ceasefire{ending}")), "{ending}");
    }
}

#[test]
fn expected_words_stand_in_the_text_in_their_order() {
    let files = files();
    for (name, json) in files.iter().filter(|(name, _)| name.ends_with(".expected.json")) {
        let file = name.trim_end_matches(".expected.json");
        // Packed, or with their words among boxes, line by line; `tests/whole` reads them.
        if [".pdf", ".docx", ".epub", ".gz", ".hocr", ".xml"].iter().any(|ending| file.ends_with(ending)) {
            continue;
        }
        let text = decoded(&files[file]);
        let text = folded(&if file.ends_with(".html") { without_tags(&text) } else { text });
        let expected: Value = serde_json::from_slice(json).unwrap();
        let mut rest = text.as_str();
        for section in expected["sections"].as_array().unwrap() {
            if section["role"] == "contents" {
                rest = rest.split_once(&folded(section["printed"].as_str().unwrap())).unwrap().1;
                continue;
            }
            for field in ["first_words", "last_words"] {
                let words = folded(section[field].as_str().unwrap());
                let at = rest
                    .find(&words)
                    .unwrap_or_else(|| panic!("{file}: {} {}", section["heading"], section[field]));
                rest = &rest[at..];
            }
        }
    }
}

#[test]
fn expected_joints_are_gaps_in_the_text() {
    let files = files();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".txt")) {
        let text = decoded(bytes).replace("\n\n", "\u{b6}").replace('\u{c}', "\u{b6}").replace('\n', " ");
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = ligatures_apart(&text);
        let expected: Value = serde_json::from_slice(&files[&format!("{name}.expected.json")]).unwrap();
        let joints =
            ["page_joins", "tears"].map(|field| expected[field].as_array().cloned().unwrap_or_default());
        for joint in joints.concat() {
            let [left, right] = ["left", "right"].map(|side| joint[side].as_str().unwrap().to_owned());
            let (_, rest) = text.split_once(&left).unwrap_or_else(|| panic!("{name}: {left}"));
            let (between, _) = rest.split_once(&right).unwrap_or_else(|| panic!("{name}: {right}"));
            assert!(between.contains('\u{b6}') && between.len() < 500, "{name}: {left} / {right}: {between}");
        }
    }
}

#[test]
fn a_slip_changes_its_word() {
    for (name, json) in files().iter().filter(|(name, _)| name.ends_with(".expected.json")) {
        let expected: Value = serde_json::from_slice(json).unwrap();
        for slip in expected["slips"].as_array().into_iter().flatten() {
            assert_ne!(slip["printed"], slip["read"], "{name}");
        }
    }
}

#[test]
fn what_the_head_promises_stands_in_the_report() {
    for (name, report) in reports() {
        let text: String = report.blocks.iter().map(words).collect();
        let head = &report.head;
        for amount in &head.money {
            assert!(text.contains(amount), "{name}: {amount}");
        }
        for (short, long) in &head.acronyms {
            assert!(text.contains(&format!("({short})")), "{name}: {short}");
            assert!(text.contains(long), "{name}: {long}");
        }
        for speaker in &head.speakers {
            let said = [Some(&speaker.name), Some(&speaker.role), speaker.affiliation.as_ref()];
            for words in said.into_iter().flatten() {
                assert!(text.contains(words), "{name}: {words}");
            }
        }
    }
}

fn words(block: &Block) -> String {
    match block {
        Block::Paragraph(text) | Block::Item { text, .. } => inline::plain(text) + "\n",
        Block::Heading(heading) => heading.title.clone() + "\n",
        Block::Table(rows) => rows.concat().join("\n"),
        Block::Contents => String::new(),
    }
}

#[test]
fn every_note_has_one_mark_and_every_mark_a_note() {
    for (name, report) in reports() {
        let mut marks: Vec<&String> = report
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(text) | Block::Item { text, .. } => Some(text),
                _ => None,
            })
            .flatten()
            .filter_map(|span| match span {
                inline::Span::Mark(mark) => Some(mark),
                inline::Span::Text { .. } => None,
            })
            .collect();
        marks.sort();
        let notes: Vec<&String> = report.notes.iter().map(|note| &note.mark).collect();
        assert_eq!(marks, notes, "{name}");
    }
}
