//! Real reports with a known truth, where they lie beside the repository; skipped visibly elsewhere.

use serde_json::Value;

use crate::program::{read, root};

#[test]
fn the_first_report_comes_out_whole() {
    let docs = root().join("../shared/data/reports/docs");
    if !docs.is_dir() {
        println!("skipped: ../shared/data/reports/docs is not there");
        return;
    }
    for name in ["seed.txt", "seed.pdf", "seed-scan.pdf"] {
        let json = read(&docs.join(name));
        let title = json["title"].as_str().unwrap_or("");
        assert!(title.starts_with("Toward Coordinated Responses to Conflict"), "{name}: {title}");
        assert_eq!(json["event"]["start"], "2013-05-13", "{name}");
        assert_eq!(json["event"]["end"], "2013-05-14", "{name}");
        assert!(json["event"]["place"].as_str().unwrap_or("").contains("Beijing"), "{name}");
        let numbers: Vec<&str> =
            json["sections"].as_array().unwrap().iter().filter_map(|s| s["number"].as_str()).collect();
        assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7"], "{name}");
    }
    let json = read(&docs.join("seed.txt"));
    let notes = json["footnotes"].as_array().unwrap();
    assert_eq!(notes.len(), 2);
    assert!(notes.iter().all(|n| n["anchor"].is_object()), "{notes:?}");
    let text = paragraphs(&json);
    for joined in [
        "UN Security Council and act independently",
        "countries in Africa can more effectively link",
        "make sure the key messages are communicated",
        "and those seeking to create a new pattern",
        "is more effective and realizable",
        "about $100 million",
        "about $7.33 billion",
    ] {
        assert!(text.iter().any(|t| t.contains(joined)), "{joined}");
    }
}

pub(crate) fn paragraphs(json: &Value) -> Vec<String> {
    let sections = json["sections"].as_array().into_iter().flatten();
    let paragraphs = sections.flat_map(|s| s["paragraphs"].as_array().into_iter().flatten());
    paragraphs.map(|p| p["text"].as_str().unwrap_or("").to_owned()).collect()
}
