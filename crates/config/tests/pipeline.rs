//! What is made of a sound pipeline file.

#![allow(clippy::panic, clippy::expect_used, clippy::unwrap_used)]

mod toy;

use std::{num::NonZeroUsize, path::Path, time::Duration};

use rapporteur_config::{
    OnError, Order, Overrides, Pipeline, StopWhenFailed, implicit, parse, schema, stage_toml,
};
use serde_json::{Value, json};

fn pipeline(text: &str, overrides: &Overrides) -> Pipeline {
    let checked = parse(Path::new("pipeline.toml"), text, &toy::registry(), overrides);
    checked.pipeline().unwrap_or_else(|p| panic!("{}", p.render(false)))
}

const WHOLE: &str = r#"
[pipeline]
name = "conference-reports"
format = 1

[run]
out = "results"
workers = 4
in-flight = 64
order = "finished"
on-error = "stop"
stop-when-failed = "25%"
set-aside = "results/failed"

[[source]]
use = "files"

[[stage]]
use = "ingest"
timeout-seconds = 60
on-error = "set-aside"

[[stage]]
id = "repairs"
use = "clean"
workers = 2
least-confidence = 0.5

[[stage]]
use = "segment"

[[stage]]
use = "themes"

[[export]]
use = "jsonl"

[[export]]
use = "jsonl"
when = { language = ["fr"] }
to = "results/fr.jsonl"
"#;

#[test]
fn all_settings_are_read() {
    let pipeline = pipeline(WHOLE, &Overrides::default());
    let run = &pipeline.run;
    assert_eq!(run.workers.map(NonZeroUsize::get), Some(4));
    assert_eq!((run.in_flight, run.order, run.on_error), (64, Order::Finished, OnError::Stop));
    assert_eq!(run.stop_when_failed, StopWhenFailed::Share(0.25));
    assert_eq!(pipeline.set_aside, Path::new("results/failed"));
    assert_eq!(pipeline.stage_ids(), ["ingest", "repairs", "segment", "themes"]);
    assert_eq!(pipeline.stages[0].timeout, Some(Duration::from_secs(60)));
    assert_eq!(pipeline.stages[0].on_error, Some(OnError::SetAside));
    assert_eq!(pipeline.stages[1].options()["least-confidence"], 0.5);
    assert_eq!(pipeline.exports[1].id, "jsonl-2");
    assert!(!pipeline.exports[1].when.is_empty());
}

#[test]
fn the_command_line_goes_before_the_file() {
    let overrides = Overrides {
        out: Some("/srv/june".into()),
        sources: vec!["more/*.txt".into()],
        source_kind: "files",
        workers: NonZeroUsize::new(1),
        only: Some(vec!["themes".into()]),
        options: vec![
            ("themes".into(), "most".into(), json!(3)),
            ("summarize".into(), "words".into(), json!(150)),
        ],
        ..Overrides::default()
    };
    let pipeline = pipeline(WHOLE, &overrides);
    assert_eq!(pipeline.out, Path::new("/srv/june"));
    assert_eq!(pipeline.set_aside, Path::new("/srv/june/failed"));
    assert_eq!(pipeline.sources[0].options()["include"], json!(["more/*.txt"]));
    // Themes need sections, and these need blocks; nobody needs the repairs.
    assert_eq!(pipeline.stage_ids(), ["ingest", "segment", "themes"]);
    assert_eq!(pipeline.stages[2].options()["most"], 3);
}

#[test]
fn an_option_of_the_command_line_has_no_place_in_the_file() {
    let overrides = Overrides {
        options: vec![("repairs".into(), "least-confidence".into(), json!("high"))],
        ..Overrides::default()
    };
    let checked = parse(Path::new("pipeline.toml"), WHOLE, &toy::registry(), &overrides);
    let problem = checked.problems().iter().next().unwrap();
    assert_eq!(problem.message, "`least-confidence` must be a number, not the string \"high\"");
    assert_eq!(problem.span, None);
}

#[test]
fn a_stage_that_nobody_has_cannot_be_asked_for() {
    let overrides = Overrides { only: Some(vec!["theems".into()]), ..Overrides::default() };
    let checked = parse(Path::new("pipeline.toml"), WHOLE, &toy::registry(), &overrides);
    let said = checked.problems().render(false);
    assert!(said.contains("no stage `theems`") && said.contains("did you mean `themes`?"), "{said}");
}

#[test]
fn the_pipeline_without_a_file() {
    let checked = implicit(&["ingest", "clean"], &toy::registry(), &Overrides::default()).verify();
    assert_eq!(checked.pipeline().unwrap().stage_ids(), ["ingest", "clean"]);
    assert!(implicit(&["injest"], &toy::registry(), &Overrides::default()).pipeline().is_err());
}

#[test]
fn options_are_shown_as_toml_that_can_be_read_back() {
    let entry = *toy::registry().stage("clean").unwrap();
    let shown = stage_toml(&entry);
    assert_eq!(
        shown,
        r##"# repairs the text
# needs: blocks
# gives: clean
[[stage]]
use = "clean"

# Join paragraphs that are cut by a page break.
# Only where the sentence goes on.
join-pages = true

# From 0 to 1.
least-confidence = 0.3

# How far the repairs go.
# repairs: Most repairs.
limits = { repairs = 0 }

# A list of words.
# list = "…"    (not set)

# What becomes of footnotes.
# "collect": They are put behind the text.
# "keep": They stay where they are.
notes = "collect"

# Words that are never joined.
words = ["co-operation"]
"##
    );
    let read = pipeline(&shown, &Overrides::stages_only());
    assert_eq!(*read.stages[1].options(), (entry.defaults)());
}

#[test]
fn the_schema_knows_every_kind_and_every_reference() {
    let schema = schema(&toy::registry(), &[]);
    let kinds = schema["properties"]["stage"]["items"]["anyOf"].as_array().unwrap();
    let clean = kinds.iter().find(|k| k["properties"]["use"]["const"] == "clean").unwrap();
    assert_eq!(clean["properties"]["notes"]["$ref"], "#/$defs/stage.clean.Notes");
    assert_eq!(clean["properties"]["timeout-seconds"]["minimum"], 1);
    assert_eq!(clean["additionalProperties"], false);
    references(&schema, &schema);
}

fn references(value: &Value, root: &Value) {
    match value {
        Value::Object(map) => {
            if let Some(to) = map.get("$ref").and_then(Value::as_str) {
                let name = to.strip_prefix("#/$defs/").expect("references stay in the schema");
                assert!(root["$defs"].get(name).is_some(), "{name} is defined");
            }
            map.values().for_each(|v| references(v, root));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, root)),
        _ => {}
    }
}
