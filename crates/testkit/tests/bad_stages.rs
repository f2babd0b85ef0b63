//! A stage for each promise that it breaks, and the sentence that the suite has for it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::atomic::{AtomicU32, Ordering};

use rapporteur_model::{Document, Kind};
use rapporteur_stage::{Context, Edit, Registry, Shared, Stage, StageError, StageKind};
use rapporteur_testkit::Conformance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stage in a few lines: its name, what it claims to give, and what it does to a document.
macro_rules! stage {
    ($kind:ident, $name:literal, $gives:expr, $options:ty, |$doc:ident, $cx:ident| $body:block) => {
        struct $kind;
        impl Edit for $kind {
            fn edit(&mut self, $doc: &mut Document, $cx: &mut Context<'_>) -> Result<(), StageError> {
                $body
                Ok(())
            }
        }
        impl StageKind for $kind {
            const NAME: &'static str = $name;
            const VERSION: u32 = 1;
            const SUMMARY: &'static str = "breaks a promise";
            const GIVES: &'static [&'static str] = $gives;
            type Options = $options;
            fn build(_: &$options, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
                Ok(Box::new($kind))
            }
        }
    };
}

/// No options.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Nothing {}

/// Takes whatever it is given.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
struct Careless {
    #[schemars(range(min = 1, max = 9))]
    most_words: u32,
}

fn promises<K: StageKind>() -> Vec<String> {
    let mut registry = Registry::new();
    registry.add::<K>();
    Conformance::of(K::NAME, &registry).unwrap().check().err().map(|b| b.promises).unwrap_or_default()
}

#[track_caller]
fn says<K: StageKind>(sentence: &str) {
    let promises = promises::<K>();
    assert!(promises.iter().any(|p| p.contains(sentence)), "{sentence}\nis not in\n{}", promises.join("\n"));
}

stage!(Idle, "idle", &[], Nothing, |_doc, _cx| {});

#[test]
fn a_stage_that_does_nothing_breaks_nothing() {
    assert_eq!(promises::<Idle>(), Vec::<String>::new());
}

static CALLS: AtomicU32 = AtomicU32::new(0);
stage!(Counting, "counting", &[], Nothing, |doc, _cx| {
    doc.source.pages = Some(CALLS.fetch_add(1, Ordering::Relaxed));
});

#[test]
fn what_differs_from_run_to_run_is_found() {
    says::<Counting>("on a small report: it gives something else the second time: `[0].source.pages` is ");
}

stage!(Forgetful, "forgetful", &[], Nothing, |doc, _cx| {
    doc.blocks.retain(|b| b.kind != Kind::Note);
    doc.sections.clear();
});

#[test]
fn text_that_is_thrown_away_is_missed() {
    says::<Forgetful>(
        "on a small report: it loses text: `See the report of the committee, p. 12.` stood in block 5",
    );
}

stage!(Rewriting, "rewriting", &[], Nothing, |doc, _cx| {
    for block in &mut doc.blocks {
        block.text = block.text.to_uppercase() + " indeed";
        block.sentences.insert(0, 0..9999);
    }
});

#[test]
fn places_outside_the_text_are_found() {
    says::<Rewriting>(
        "on a small report: what it gives is not sound: block 0 of 9: sentence 0 lies at 0..9999",
    );
}

stage!(Careful, "careless", &[], Careless, |_doc, _cx| {});

#[test]
fn options_that_are_not_checked_are_found() {
    says::<Careful>("an option that there is not is taken without a word");
    says::<Careful>("the option `most_words` is not written as the others are");
    says::<Careful>("the option `most_words` has no doc comment");
    says::<Careful>("`most_words = 10` is taken, though its maximum is 9");
    says::<Careful>("`most_words = 0` is taken, though its minimum is 1");
}

stage!(Trusting, "trusting", &[], Nothing, |doc, _cx| {
    let first = &doc.blocks[0];
    assert!(!first.text.trim().is_empty(), "a first block without text");
});

#[test]
fn a_panic_is_told_with_its_document() {
    says::<Trusting>("on an empty document: it panics: index out of bounds");
    says::<Trusting>("on a document of blanks: it panics: a first block without text");
}

struct Speechless;
impl Edit for Speechless {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        if doc.blocks.is_empty() { Err(StageError::new("")) } else { Ok(()) }
    }
}
impl StageKind for Speechless {
    const NAME: &'static str = "speechless";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "fails without a word";
    type Options = Nothing;
    fn build(_: &Nothing, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Self))
    }
}

#[test]
fn an_error_without_words_is_none() {
    says::<Speechless>("on an empty document: an error without a message");
}

stage!(Boasting, "boasting", &["verdicts"], Nothing, |_doc, _cx| {});

#[test]
fn a_layer_that_is_promised_must_come() {
    says::<Boasting>("it says that it gives `verdicts`, and does not");
}

struct Meddling;
impl Edit for Meddling {
    fn edit(&mut self, doc: &mut Document, _: &mut Context<'_>) -> Result<(), StageError> {
        doc.blocks.iter_mut().for_each(|block| block.level = Some(1));
        Ok(())
    }
}
impl StageKind for Meddling {
    const NAME: &'static str = "meddling";
    const VERSION: u32 = 1;
    const SUMMARY: &'static str = "does more than it says";
    const ADDS: bool = true;
    type Options = Nothing;
    fn build(_: &Nothing, _: &Shared) -> Result<Box<dyn Stage>, StageError> {
        Ok(Box::new(Self))
    }
}

#[test]
fn a_stage_that_only_adds_must_change_nothing_else() {
    says::<Meddling>("it says that it only adds (`ADDS`), and changes more");
}

stage!(Deaf, "deaf", &[], Nothing, |doc, cx| {
    // Only when it was told to stop: the other tries go by at once.
    while cx.cancelled() && doc.blocks.len() > 1 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
});

#[test]
fn who_does_not_listen_is_told_so() {
    says::<Deaf>("told to stop, it goes on for 10 s: ask `cx.cancelled()` in every long loop");
}
