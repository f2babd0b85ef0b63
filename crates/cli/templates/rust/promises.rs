//! What every stage promises: the same bytes for the same report, no text lost, options checked, and no fear of any report.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use rapporteur_stage::Registry;
use rapporteur_testkit::Conformance;

#[test]
fn the_promises_of_a_stage_are_kept() {
    let mut registry = Registry::new();
    house_terms::register(&mut registry);
    Conformance::of("house-terms", &registry).unwrap().check().unwrap();
}
