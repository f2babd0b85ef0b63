//! Themes over whole runs: the same alone and in a batch, and errors that say where.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use crate::program::{call, folder};

const SUBJECTS: [&str; 4] = ["pasture", "harbour", "vaccine", "ballot"];

const PIPELINE: &str = "[run]\nlearn = false\n[[source]]\nuse = \"files\"\ninclude = [\"in/*.txt\"]\n\
    [[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"segment\"\n\
    [[stage]]\nuse = \"themes\"\nvocabulary = \"house.ttl\"\nleast-score = 0.0\n{more}\n\
    [[export]]\nuse = \"jsonl\"\nto = \"reports.jsonl\"\n";

fn pipeline(more: &str) -> String {
    PIPELINE.replace("{more}", more)
}

fn vocabulary() -> String {
    let concept = |subject: &str| {
        format!(
            "<http://e.org/{subject}> skos:prefLabel \"{subject}\"@en ; \
             skos:closeMatch <http://metadata.un.org/sdg/2> .\n"
        )
    };
    let concepts = SUBJECTS.map(concept).concat();
    format!("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n{concepts}")
}

/// A report on one subject that names another in passing.
fn report(number: usize) -> String {
    let (own, other) = (SUBJECTS[number % 4], SUBJECTS[(number + 1) % 4]);
    format!(
        "The {own} question\n\nThe {own} of district {number} was discussed by all who came to the meeting. Every \
         {own} needs care, said the keeper of the {own}. A {other} was named once.\n"
    )
}

/// A folder with a vocabulary, reports to tag, and reports that are indexed.
fn archive(themes: &str) -> tempfile::TempDir {
    let mut files = vec![("house.ttl".to_owned(), vocabulary())];
    for number in 0..12 {
        files.push((format!("in/r{number:02}.txt"), report(number)));
    }
    for number in 12..180 {
        files.push((format!("indexed/r{number:02}.txt"), report(number)));
        let theme = format!("http://e.org/{}\tindexed\n", SUBJECTS[number % 4]);
        files.push((format!("indexed/r{number:02}.tsv"), theme));
    }
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    fs::write(folder.path().join("pipeline.toml"), pipeline(themes)).unwrap();
    folder
}

/// Themes and key phrases of each report of a run, by its path.
fn tagged(out: &Path) -> BTreeMap<String, Value> {
    let lines = fs::read_to_string(out.join("reports.jsonl")).unwrap();
    let reports = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let name = |r: &Value| r["source"]["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    reports.map(|r| (name(&r), of(&r))).collect()
}

fn of(report: &Value) -> Value {
    let of_sections: Vec<&Value> =
        report["sections"].as_array().unwrap().iter().map(|s| &s["themes"]).collect();
    serde_json::json!([report["themes"], report["keyphrases"], of_sections])
}

#[test]
fn a_report_has_the_same_themes_alone_and_in_a_batch() {
    let folder = archive("model = \"house.model\"");
    let learned =
        call(folder.path(), &["train", "indexed", "--pipeline", "pipeline.toml", "--model", "house.model"]);
    assert_eq!(learned.code, 0, "{}", learned.err);
    let mut first: Option<BTreeMap<String, Value>> = None;
    for workers in ["1", "2", "16"] {
        let said = call(folder.path(), &["run", "--workers", workers, "--fresh", "--out", workers]);
        assert_eq!(said.code, 0, "{}", said.err);
        let found = tagged(&folder.path().join(workers));
        assert_eq!(found.len(), 12);
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "with {workers} workers");
    }
    for (name, batch) in first.unwrap() {
        let file = format!("in/{name}");
        let said = call(folder.path(), &["read", &file, "--pipeline", "pipeline.toml", "--as", "json"]);
        let alone = of(&serde_json::from_str(&said.out).unwrap());
        assert_eq!(alone, batch, "{name}");
        let best = &alone[0][0];
        let number: usize = name[1..3].parse().unwrap();
        assert_eq!(best["label"], SUBJECTS[number % 4], "{name}");
        assert_eq!(best["matches"], serde_json::json!(["http://metadata.un.org/sdg/2"]));
        assert!(!best["evidence"].as_array().unwrap().is_empty());
    }
}

#[test]
fn words_of_an_archive_are_learned_when_asked_for() {
    let folder = archive("learn-phrases = true");
    let file = folder.path().join("pipeline.toml");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("learn = false\n", "")).unwrap();
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let learned = fs::read_to_string(folder.path().join("out/learned/themes.tsv")).unwrap();
    assert!(learned.contains("\nstem\tkeeper\t12\n") && learned.contains("\nstem\tvaccin\t6\n"), "{learned}");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let folder = archive("corrections = \"themes.corrections.toml\"");
    let path = folder.path();
    let told = |what: &[(&str, &str)], words: &[&str], expected: &[&str]| {
        for (name, text) in what {
            fs::write(path.join(name), text).unwrap();
        }
        let said = call(path, words);
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
        for part in expected {
            assert!(said.err.contains(part), "{part}: {}", said.err);
        }
        assert!(!path.join("out/reports.jsonl").exists());
    };
    let unknown = "[[report]]\nsource = \"r00.txt\"\nhas = [\n  \"http://e.org/nowhere\",\n]\n";
    told(
        &[("themes.corrections.toml", unknown)],
        &["run"],
        &["themes.corrections.toml, line 4", "`http://e.org/nowhere` is not in the vocabulary"],
    );
    let known = unknown.replace("nowhere", "ballot");
    let broken = "@prefix : <http://e.org/> .\n:a :b ;;; c";
    told(
        &[("themes.corrections.toml", &known), ("house.ttl", broken)],
        &["run"],
        &["house.ttl: line 2, column"],
    );
    told(&[("house.ttl", "")], &["run"], &["house.ttl: no SKOS concept with a label in it"]);
    told(&[], &["vocabulary", "check", "house.ttl"], &["house.ttl", "no SKOS concept with a label in it"]);
    told(
        &[("house.ttl", &vocabulary())],
        &["train", "indexed", "--vocabulary", "house.ttl", "--model", "m", "--language", "fr"],
        &["the vocabulary has no labels in `fr`"],
    );
}

#[test]
fn a_report_in_a_language_of_no_label_is_told() {
    let folder = archive("");
    let french = "La question des pâturages\n\nLes éleveurs de la région ont discuté de leurs pâturages pendant deux \
        jours, et ils ont demandé au gouvernement de leur rendre les terres que la ville a prises depuis des années.\n";
    fs::write(folder.path().join("in/r00.txt"), french).unwrap();
    let said = call(folder.path(), &["read", "in/r00.txt", "--pipeline", "pipeline.toml", "--as", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["language"], "fr");
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains("the vocabulary has no labels in `fr`: those in `en` are used"), "{warnings}");
}

#[test]
fn remarks_on_a_vocabulary_name_the_line() {
    let folder = folder(&[("odd.ttl", b"@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <http://e.org/> .\n\n:a s:prefLabel \"a\"@en .\n\n:b s:altLabel \"b\"@en .\n")]);
    let said = call(folder.path(), &["vocabulary", "check", "odd.ttl"]);
    assert_eq!(said.code, 1);
    assert!(said.out.starts_with("odd.ttl:6: no preferred label: http://e.org/b\n"), "{}", said.out);
}
