//! A source or an export for each promise that it breaks, and the sentence that the suite has for it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use rapporteur_model::{Document, Kind};
use rapporteur_stage::{Export, ExportKind, Part, Registry, Shape, Shared, Source, SourceKind, StageError};
use rapporteur_testkit::Conformance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No options.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Nothing {}

/// A source in a few lines: what it gives, how many it says there are.
macro_rules! source {
    ($kind:ident, $name:literal, $total:expr, |$at:ident| $next:expr) => {
        source!($kind, $name, $total, |$at| $next, Ok(None));
    };
    ($kind:ident, $name:literal, $total:expr, |$at:ident| $next:expr, $content:expr) => {
        struct $kind(u32);
        impl Source for $kind {
            fn next(&mut self) -> Option<Result<Document, StageError>> {
                self.0 += 1;
                let $at = self.0;
                $next
            }
            fn content(&mut self, _: &rapporteur_model::Source) -> Result<Option<Arc<[u8]>>, StageError> {
                $content
            }
            fn total(&self) -> Option<usize> {
                $total
            }
        }
        impl SourceKind for $kind {
            const NAME: &'static str = $name;
            const SUMMARY: &'static str = "lists documents";
            type Options = Nothing;
            fn build(_: &Nothing, _: &Shared) -> Result<Box<dyn Source>, StageError> {
                Ok(Box::new(Self(0)))
            }
        }
    };
}

fn promises_of_source<K: SourceKind>() -> Vec<String> {
    let mut registry = Registry::new();
    registry.add_source::<K>();
    Conformance::of_source(K::NAME, &registry).unwrap().check().err().map(|b| b.promises).unwrap_or_default()
}

#[track_caller]
fn source_says<K: SourceKind>(sentence: &str) {
    let promises = promises_of_source::<K>();
    assert!(promises.iter().any(|p| p.contains(sentence)), "{sentence}\nis not in\n{}", promises.join("\n"));
}

source!(Good, "good", Some(2), |at| match at {
    1 => Some(Ok(Document::at("a.txt"))),
    2 => Some(Err(StageError::new("b.txt cannot be read"))),
    _ => None,
});
source!(Counts, "counts", Some(3), |at| (at == 1).then(|| Ok(Document::at("a.txt"))));
source!(Twice, "twice", None, |at| (at < 3).then(|| Ok(Document::at("a.txt"))));
source!(Nameless, "nameless", None, |at| (at == 1).then(|| Ok(Document::default())));
source!(Endless, "endless", None, |at| Some(Ok(Document::at(at.to_string()))));
source!(Rising, "rising", None, |at| (at != 2).then(|| Ok(Document::at(at.to_string()))));
source!(Reading, "reading", None, |at| (at == 1)
    .then(|| Ok(Document { id: "read already".to_owned(), ..Document::at("a.txt") })));

static OPENED: AtomicU32 = AtomicU32::new(0);
source!(Fickle, "fickle", None, |at| (at == 1)
    .then(|| { Ok(Document::at(OPENED.fetch_add(1, Ordering::Relaxed).to_string())) }));

static ASKED: AtomicU32 = AtomicU32::new(0);
source!(Moody, "moody", None, |at| (at == 1).then(|| Ok(Document::at("a.txt"))), {
    Ok(Some(ASKED.fetch_add(1, Ordering::Relaxed).to_string().into_bytes().into()))
});
source!(Torn, "torn", None, |at| (at == 1).then(|| Ok(Document::at("a.txt"))), panic!("no such page"));

#[test]
fn a_source_that_keeps_its_promises_is_not_blamed() {
    assert_eq!(promises_of_source::<Good>(), Vec::<String>::new());
}

#[test]
fn promises_that_a_source_breaks_are_told() {
    source_says::<Counts>("it says that it gives 3 entries, and gives 1");
    source_says::<Twice>("two documents have the path a.txt");
    source_says::<Nameless>("a document has no path: results are kept under it");
    source_says::<Endless>("it does not end");
    source_says::<Rising>("it goes on after it has ended");
    source_says::<Reading>("it fills more of a document than `source`: reading is for a stage");
    source_says::<Moody>("it gives something else the second time, from entry 1 on");
    source_says::<Torn>("it panics when it is asked for the bytes of a.txt");
    source_says::<Fickle>("it gives something else the second time, from entry 1 on");
}

/// An export in a few lines: its shape, and what it writes.
macro_rules! export {
    ($kind:ident, $name:literal, $shape:expr, |$doc:ident, $out:ident| $part:expr) => {
        struct $kind {
            $out: PathBuf,
        }
        impl Export for $kind {
            fn part(&mut self, $doc: &Document) -> Result<Part, StageError> {
                let Self { $out } = self;
                $part
            }
            fn shape(&self) -> Shape {
                $shape
            }
        }
        impl ExportKind for $kind {
            const NAME: &'static str = $name;
            const SUMMARY: &'static str = "writes documents";
            type Options = Nothing;
            fn build(_: &Nothing, shared: &Shared) -> Result<Box<dyn Export>, StageError> {
                Ok(Box::new(Self { $out: shared.out().to_owned() }))
            }
        }
    };
}

fn promises_of_export<K: ExportKind>() -> Vec<String> {
    let mut registry = Registry::new();
    registry.add_export::<K>();
    let folder = tempfile::tempdir().unwrap();
    let suite = Conformance::of_export(K::NAME, &registry).unwrap().in_folder(folder.path());
    suite.check().err().map(|b| b.promises).unwrap_or_default()
}

#[track_caller]
fn export_says<K: ExportKind>(sentence: &str) {
    let promises = promises_of_export::<K>();
    assert!(promises.iter().any(|p| p.contains(sentence)), "{sentence}\nis not in\n{}", promises.join("\n"));
}

fn named(name: &str) -> Part {
    Part { name: name.into(), bytes: Vec::new() }
}

fn joint(path: &str) -> Shape {
    Shape::Joint { path: path.into(), head: Vec::new() }
}

export!(Plain, "plain", Shape::Files, |doc, _out| {
    let _everything = &doc.blocks;
    Ok(named("reports/a.txt"))
});
export!(Upwards, "upwards", Shape::Files, |_doc, _out| Ok(named("../a.txt")));
export!(Away, "away", joint("/tmp/all.txt"), |_doc, _out| Ok(Part::default()));
export!(Hasty, "hasty", joint("all.txt"), |_doc, out| {
    fs::create_dir_all(out).unwrap();
    Ok(Part::default())
});
export!(Brittle, "brittle", joint("all.txt"), |doc, _out| {
    assert_ne!(doc.blocks[0].kind, Kind::Table);
    Ok(Part::default())
});
static WRITTEN: AtomicU32 = AtomicU32::new(0);
export!(Numbering, "numbering", joint("all.txt"), |_doc, _out| {
    let bytes = WRITTEN.fetch_add(1, Ordering::Relaxed).to_string().into_bytes();
    Ok(Part { name: PathBuf::new(), bytes })
});

#[test]
fn an_export_that_keeps_its_promises_is_not_blamed() {
    assert_eq!(promises_of_export::<Plain>(), Vec::<String>::new());
}

#[test]
fn promises_that_an_export_breaks_are_told() {
    export_says::<Upwards>("on a small report: the file \"../a.txt\" does not lie in the output folder");
    export_says::<Away>("its file /tmp/all.txt does not lie in the output folder");
    export_says::<Hasty>("it writes by itself");
    export_says::<Brittle>("on an empty document: it panics");
    export_says::<Numbering>("on a small report: it writes something else the second time");
}
