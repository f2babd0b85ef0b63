//! Every stage, source and export that is shipped keeps its promises.

use std::sync::Arc;

use rapporteur_testkit::Conformance;
use rapporteur_worker::{Isolation, Part};

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

/// What a stage promises, it keeps with `isolate = true`.
fn conforms_in_children(stage: &'static str) {
    let words = vec!["worker".to_owned(), "--isolated".to_owned()];
    let isolation = Isolation::new(words, |_| {}).program(env!("CARGO_BIN_EXE_rapporteur-under-test"));
    let isolation = Arc::new(isolation);
    let program = rapporteur_cli::shipped();
    let suite = Conformance::of(stage, program.registry()).unwrap();
    let suite = suite.exchange(move |prepared| {
        let options = prepared.options().clone();
        let part = Part { id: stage.to_owned(), kind: stage, options, memory_mib: 1024 };
        let (isolation, native) = (Arc::clone(&isolation), prepared.clone());
        prepared.made_by(move |shared| isolation.stage(&part, native.build(shared)?, shared))
    });
    suite.check().unwrap();
}

#[test]
fn ingest_conforms_in_children() {
    conforms_in_children("ingest");
}

#[test]
fn segment_conforms_in_children() {
    conforms_in_children("segment");
}

#[test]
fn the_source_conforms() {
    let program = rapporteur_cli::shipped();
    let suite = Conformance::of_source("files", program.registry()).unwrap();
    suite.in_folder(crate::program::root().join("samples/reports")).check().unwrap();
}

#[test]
fn exports_conform() {
    let program = rapporteur_cli::shipped();
    let exports: Vec<_> = program.registry().exports().map(|e| e.name).collect();
    assert!(exports.len() >= 5);
    let folder = tempfile::tempdir().unwrap();
    for export in exports {
        let suite = Conformance::of_export(export, program.registry()).unwrap();
        suite.in_folder(folder.path()).check().unwrap();
    }
}
