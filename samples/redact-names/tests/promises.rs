//! What every stage promises: the same bytes for the same report, no text lost, options checked, and no fear of any report.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use rapporteur_stage::Registry;
use rapporteur_testkit::Conformance;

#[test]
fn the_promises_of_a_stage_are_kept() {
    let mut registry = Registry::new();
    redact_names::register(&mut registry);
    Conformance::of("redact-names", &registry).unwrap().check().unwrap();
}
