//! Every stage, source and export that is shipped keeps its promises.

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
