//! Single documents, the tests of a pipeline file, and runs that are only thought.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

mod toy;

use rapporteur_engine::{Chain, dry_run, run_tests};
use rapporteur_model::Document;
use toy::House;

#[test]
fn one_document_goes_through_all_stages() {
    let house = House::new();
    let stages =
        "[[stage]]\nuse = \"work\"\nfail = [1]\nleave-out = [2]\npanic = [3]\n[[stage]]\nuse = \"count\"\n";
    let pipeline = house.pipeline("", 1, stages);
    let mut chain = Chain::build(&pipeline).unwrap();
    let mut texts = Vec::new();
    let processed = chain.observe(Document::at("0.txt"), &mut |step, doc| {
        texts.push(format!("{} {}", step.id, doc.blocks.len()));
    });
    assert_eq!(texts, ["work 1", "count 2"]);
    assert_eq!(processed.documents[0].issues().count(), 1);

    let failure = chain.process_one(Document::at("1.txt")).unwrap_err();
    assert_eq!(failure.to_string(), "`work` failed on 1.txt: it is not a report");
    let failure = chain.process_one(Document::at("2.txt")).unwrap_err();
    assert_eq!(failure.message, "left out: a draft");
    let failure = chain.process_one(Document::at("3.txt")).unwrap_err();
    assert!(failure.panicked);
    assert!(chain.process_one(Document::at("4.txt")).is_ok(), "the stage was built anew");
}

#[test]
fn a_part_of_a_document_can_be_given_up() {
    let house = House::new();
    let pipeline = house.pipeline("", 1, "[[stage]]\nuse = \"work\"\nhalf = [1]\n");
    let processed = Chain::build(&pipeline).unwrap().process(Document::at("1.txt"));
    assert_eq!(processed.documents.len(), 1);
    assert!(processed.left_out.is_empty());
    assert_eq!(processed.failures[0].to_string(), "`work` failed on 1.txt/torn.txt: it is torn");
}

#[test]
fn a_stage_that_is_not_needed_is_left_out() {
    let house = House::new();
    let pipeline = house.pipeline("", 1, "[[stage]]\nuse = \"work\"\n[[stage]]\nuse = \"count\"\n");
    let mut chain = Chain::with_stages(&pipeline, &["count"]).unwrap();
    let doc = chain.process_one(Document::at("7.txt")).unwrap();
    assert_eq!(doc.blocks[0].text, "seen as 0");
}

#[test]
fn the_tests_of_a_file_tell_what_differs() {
    let house = House::new();
    let pipeline = house.parse(
        r#"
[[source]]
use = "numbers"
[[stage]]
use = "read"
[[export]]
use = "lines"

[[test]]
name = "two paragraphs"
text = '''
The meeting opened.

It closed.
'''
expect.blocks = 2
expect.contains = "opened.\n\nIt"

[[test]]
name = "wrong on purpose"
stages = ["read"]
text = "The meeting opened."
expect.blocks = 2
expect.contains = ["closed"]
expect.lacks = "opened"
expect.title = "Peace"
expect.sections = ["Session I"]
expect.notes = 1
expect.themes = ["peace"]
"#,
    );
    let outcomes = run_tests(&pipeline);
    assert!(outcomes[0].passed(), "{:?}", outcomes[0].differences);
    assert_eq!(outcomes[1].line, 19);
    assert_eq!(
        outcomes[1].differences,
        [
            "expected 2 blocks, found 1; they are:\n  | The meeting opened.",
            "the text does not contain \"closed\"; it is:\n  | The meeting opened.",
            "the text contains \"opened\"; it is:\n  | The meeting opened.",
            "expected the title \"Peace\", found none",
            "expected the headings\n  | Session I\nfound\n  | (none)",
            "expected 1 notes, found 0",
            "expected the theme \"peace\", found\n  | (none)",
        ]
    );
}

#[test]
fn a_dry_run_touches_nothing() {
    let house = House::new();
    let pipeline =
        house.pipeline("workers = 3", 2, "[[stage]]\nuse = \"work\"\n[[stage]]\nuse = \"count\"\n");
    let dry = dry_run(&pipeline).unwrap();
    assert_eq!(dry.documents.len(), 2);
    assert_eq!(dry.stages.iter().map(|s| s.workers).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(dry.exports, ["lines"]);
    assert!(!house.folder.path().join("out").exists());
}
