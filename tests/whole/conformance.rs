//! Every stage that is shipped keeps the promises of a stage.

use rapporteur_testkit::Conformance;

fn conforms(stage: &str) {
    let program = rapporteur_cli::shipped();
    Conformance::of(stage, program.registry()).unwrap().check().unwrap();
}

#[test]
fn ingest_conforms() {
    conforms("ingest");
}

#[test]
fn clean_conforms() {
    conforms("clean");
}

#[test]
fn segment_conforms() {
    conforms("segment");
}

#[test]
fn themes_conform() {
    conforms("themes");
}

#[test]
fn summarize_conforms() {
    conforms("summarize");
}
