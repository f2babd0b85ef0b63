//! The sample in every form, as it has to look.

use rapporteur_model::{Document, Span, Summary};
use rapporteur_stage::{ExportKind, Shape, Shared};

use crate::{sample, *};

#[test]
fn markdown_keeps_marks_and_says_what_is_printed() {
    let expected = "\
# Wells & Walls

# Session I: Who \\*digs\\*?

Two wells we[^1]re closed \\<last> year, said the \\*ministry\\* in \\*2018\\*.

- open the gates

[^1]: Interview, Tamale.
";
    assert_eq!(markdown(&sample::report()), expected);
}

#[test]
fn text_has_no_marks() {
    let expected = "\
Wells & Walls

Session I: Who *digs*?

Two wells were closed <last> year, said the *ministry* in *2018*.

• open the gates

1 Interview, Tamale.
";
    assert_eq!(text(&sample::report()), expected);
}

#[test]
fn the_lists() {
    let doc = sample::report();
    assert_eq!(outline(&doc), "Session 1: Who *digs*?\t1\n");
    assert_eq!(
        sentences(&doc),
        "Wells & Walls\nSession I: Who *digs*?\nTwo wells were closed <last> year, said\n\
         the *ministry* in *2018*.\nopen the gates\n"
    );
    assert_eq!(themes(&doc).unwrap(), "http://example.org/water\twater\t0.8000\n");
    assert_eq!(keyphrases(&doc).unwrap(), "wells\t1.0000\n");
    assert_eq!(summary(&doc).unwrap(), "Two wells were closed <last> year, said\n");
    assert_eq!(summary(&Document::default()), None);
}

#[test]
fn json_has_the_promised_names_in_the_promised_order() {
    let json = json_pretty(&sample::report());
    let expected = include_str!("sample.json");
    assert_eq!(json.trim(), expected.trim(), "{json}");
}

#[test]
fn what_no_stage_filled_is_absent() {
    assert_eq!(
        json(&Document::at("a.txt")),
        r#"{"format":1,"id":"","source":{"path":"a.txt","media_type":"","bytes":0},"status":"done"}"#
    );
    assert_eq!(markdown(&Document::default()), "");
    assert_eq!(text(&Document::default()), "");
}

#[test]
fn without_sections_the_marked_headings_make_them() {
    let mut doc = sample::report();
    doc.sections.clear();
    let sections = describe(&doc).sections.unwrap();
    let names: Vec<_> = sections.iter().map(|s| (s.heading.as_str(), s.paragraphs.len())).collect();
    assert_eq!(names, [("", 1), ("Session I: Who *digs*?", 2)]);
}

#[test]
fn html_escapes_and_links() {
    let html = html(&sample::report()).unwrap();
    for part in [
        "<title>Wells &amp; Walls</title>",
        "<a href=\"#p3.s1\" title=\"in the report\">Two wells were closed &lt;last&gt; year, said</a>",
        "<span id=\"p3.s1\">Two wells we<sup id=\"p3.n1\"><a href=\"#note-1\">1</a></sup>re closed &lt;last&gt; year, said</span>",
        "<p id=\"note-1\"><sup>1</sup> Interview, Tamale. <a href=\"#p3.n1\"",
        "<h2 id=\"p2\">Session 1: Who *digs*? <span class=\"page\">p. 1</span></h2>",
        "<ul>\n<li id=\"p5\" data-page=\"2\">open the gates</li>\n</ul>",
        "<a href=\"http:&#x2f;&#x2f;example.org&#x2f;water\">water</a>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("Wells &amp; Walls 2"), "furniture is not shown");
}

#[test]
fn the_digest_shows_what_matters_and_moves_no_cursor() {
    let mut doc = sample::report();
    doc.meta.subtitle = Some(rapporteur_model::Found::stated("a\u{1b}[2Jb".into(), 1.0));
    let digest = digest(&doc, 60);
    assert!(digest.starts_with("\u{1b}[1mWells & Walls\u{1b}[0m\na[2Jb\n2019-04-03\n"), "{digest}");
    for part in ["Session 1: Who *digs*?  \u{1b}[2mp. 1", "0.80  water", "said [p. 1]", "1 note, 1 repair"] {
        assert!(digest.contains(part), "{part}\n{digest}");
    }
}

#[test]
fn positions_are_counted_and_cited() {
    let mut doc = sample::report();
    let cited =
        rapporteur_model::Cited { section: 1, span: rapporteur_model::Span { block: 2, bytes: 0..39 } };
    let agreed = rapporteur_model::DigestPart { count: 4, sentences: vec![cited.clone()] };
    let digest = rapporteur_model::Digest { agreed, ..Default::default() };
    doc.layers.put(Summary { headline: Some(cited), digest, ..Summary::default() });
    let report = describe(&doc);
    let agreed = report.digest.as_ref().and_then(|d| d.agreed.clone()).unwrap();
    assert_eq!((agreed.count, agreed.sentences.len()), (4, 1));
    assert_eq!(agreed.sentences.first(), report.headline.as_ref());
    assert!(agreed.sentences[0].evidence.iter().all(|e| e.text == agreed.sentences[0].text));
    assert!(report.digest.unwrap().disputed.is_none(), "what has no sentence is absent");
    let screen = crate::digest(&doc, 60);
    assert!(screen.contains("Agreed (4)") && !screen.contains("Disputed"), "{screen}");
}

#[test]
fn spans_outside_the_document_are_left_out() {
    let mut doc = sample::report();
    let span = rapporteur_model::Span { block: 2, bytes: 60..900 };
    let cited = rapporteur_model::Cited { section: 77, span };
    doc.layers.put(Summary { sentences: vec![cited], ..Summary::default() });
    let summary = describe(&doc).summary.unwrap();
    assert_eq!((summary.text.as_str(), summary.sentences[0].evidence.len()), ("", 0));
    assert!(html(&doc).is_ok() && !json(&doc).is_empty());
}

#[test]
fn the_exports_write_below_the_output_folder() {
    let folder = tempfile::tempdir().unwrap();
    let shared = Shared::new(folder.path(), folder.path().join("out"));
    let doc = sample::report();
    let options = serde_json::from_str(r#"{"to": "out/{year}/{slug}.md", "findings": false}"#).unwrap();
    let mut files = MarkdownFiles::build(&options, &shared).unwrap();
    let options = serde_json::from_str(r#"{"layers": ["themes"]}"#).unwrap();
    let mut lines = JsonLines::build(&options, &shared).unwrap();
    assert!(!folder.path().join("out").exists(), "build leaves nothing behind");
    let file = files.part(&doc).unwrap();
    assert_eq!(
        (files.shape(), file.name.as_path()),
        (Shape::Files, std::path::Path::new("2019/wells-walls.md"))
    );
    assert_eq!(file.bytes, markdown(&doc).into_bytes());
    let part = lines.part(&doc).unwrap();
    assert_eq!(lines.shape(), Shape::Joint { path: "reports.jsonl".into(), head: Vec::new() });
    assert!(part.bytes.ends_with(b"}\n") && part.bytes.iter().filter(|b| **b == b'\n').count() == 1);
    let value: serde_json::Value = serde_json::from_slice(&part.bytes).unwrap();
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["format", "id", "source", "status", "themes"]);
}

#[test]
fn options_that_cannot_be_meant_are_refused() {
    let shared = Shared::new("", std::env::temp_dir().join("rapporteur-never-made"));
    let lines = |json: &str| JsonLines::build(&serde_json::from_str(json).unwrap(), &shared).err().unwrap();
    assert_eq!(
        lines(r#"{"layers": ["theme"]}"#).message,
        "`layers` holds `theme`, which is no part of a document"
    );
    assert_eq!(lines(r#"{"to": "{year}.jsonl"}"#).message, "`to = \"{year}.jsonl\"` has to name one file");
    let html = |json: &str| HtmlFiles::build(&serde_json::from_str(json).unwrap(), &shared).err().unwrap();
    assert_eq!(html(r#"{"to": "a.html"}"#).message, "`to = \"a.html\"` is the same file for every document");
    assert!(html(r#"{"to": "../{stem}.html"}"#).message.contains("output folder"));
}

#[test]
fn a_title_of_the_file_alone_is_put_in_front_once() {
    let mut doc = sample::report();
    doc.meta.title = Some(rapporteur_model::Found::stated("Wells & Walls 2".into(), 0.9));
    assert!(markdown(&doc).starts_with("# Wells & Walls 2\n\nWells & Walls\n"), "furniture does not count");
    doc.meta.title = Some(rapporteur_model::Found::stated("Wells and walls".replace("and", "&"), 0.9));
    assert!(markdown(&doc).starts_with("Wells & Walls\n\n# Session"), "it is printed already");
}

#[test]
fn the_schema_asks_for_what_is_always_there_and_no_more() {
    let schema = serde_json::to_value(schema()).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["format", "id", "source", "status"]));
}

#[test]
fn topics_are_told_apart_from_headings() {
    let mut doc = sample::report();
    assert_eq!(topics(&doc), None);
    let topic = |blocks: std::ops::Range<u32>, word: &str| rapporteur_model::Topic {
        section: 1,
        blocks: blocks.clone(),
        words: vec![word.to_owned()],
        evidence: vec![Span { block: blocks.start, bytes: 0..4 }],
    };
    doc.layers.put(rapporteur_model::Topics { topics: vec![topic(2..4, "wells"), topic(4..6, "gates")] });
    let lists = topics(&doc).unwrap();
    assert_eq!(lists.replace("==========\n", ""), sentences(&doc));
    assert_eq!(
        outline(&doc).lines().nth(1).map(|l| l.starts_with("  ~ wells")),
        Some(true),
        "{}",
        outline(&doc)
    );
    let json: serde_json::Value = serde_json::from_str(&json(&doc)).unwrap();
    assert_eq!(json["topics"][0]["words"][0], "wells");
    assert_eq!(json["topics"][0]["first"], "p3");
    assert!(json["topics"][0]["evidence"][0]["text"].is_string());
    assert!(json["layers"].is_null());
}

/// The sample with everything that stands in front of the text.
fn with_findings() -> Document {
    use rapporteur_model::{Abstract, Cited, Cost, Digest, DigestPart, GeneratedSentence, Themes};
    let mut doc = sample::report();
    let cited = Cited { section: 1, span: Span { block: 2, bytes: 0..39 } };
    let part = DigestPart { count: 4, sentences: vec![cited.clone()] };
    doc.layers.put(Summary {
        sentences: vec![cited.clone()],
        headline: Some(cited.clone()),
        key_sentences: vec![cited.clone()],
        digest: Digest { disputed: part, ..Digest::default() },
        ..Summary::default()
    });
    let written = GeneratedSentence { text: "Wells <were> closed.".into(), cited: vec![cited] };
    doc.layers.put(Abstract {
        model: "small".into(),
        sentences: vec![written],
        dropped: [("number".to_owned(), 2)].into(),
        cost: Cost { answers: 1, prompt_tokens: 100, completion_tokens: 20 },
    });
    let mut themes = doc.layers.get::<Themes>().unwrap().unwrap().as_ref().clone();
    themes.sections.insert(1, themes.document.clone());
    doc.layers.put(themes);
    doc
}

#[test]
fn findings_stand_in_a_quotation_above_the_text() {
    let doc = with_findings();
    let expected = "\
> **In one sentence.** Two wells were closed \\<last> year, said (p. 1)
>
> **Summary.** Two wells were closed \\<last> year, said (p. 1)
>
> **Abstract (generated, small).** Wells \\<were> closed. (p. 1)
>
> **Themes.** water
>
> **Themes of its sections.**
>
> - Session 1: Who \\*digs\\*?: water
>
> **Disputed (4).**
>
> - Two wells were closed \\<last> year, said (p. 1)
>
> **Key sentences.**
>
> - Two wells were closed \\<last> year, said (p. 1)

---

";
    assert_eq!(markdown_findings::with_findings(&doc), expected.to_owned() + &markdown(&doc));
    assert_eq!(markdown_findings::with_findings(&Document::default()), "");
}

#[test]
fn what_a_model_wrote_is_marked_in_every_form() {
    let doc = with_findings();
    let report = describe(&doc);
    let generated = report.generated.as_ref().unwrap();
    assert!(generated.generated && generated.text == "Wells <were> closed.");
    assert_eq!(generated.sentences[0].evidence, report.headline.unwrap().evidence);
    assert!(json(&doc).contains(r#""abstract":{"generated":true,"model":"small""#));
    let html = html(&doc).unwrap();
    for part in [
        "class=\"generated\" data-generated=\"true\"",
        "<h2 id=\"abstract\">Abstract (generated, small)</h2>",
        "<p>Wells &lt;were&gt; closed. <a class=\"page\" href=\"#p3.s1\"",
        "2 sentences were dropped",
        "<details><summary>Disputed (4)</summary>",
        "<p class=\"headline\"><a href=\"#p3.s1\"",
        "<details><summary>Key sentences</summary>",
        "<p class=\"about\">Themes: water</p>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}
