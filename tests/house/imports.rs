//! Who may import whom. The reasons stand in ARCHITECTURE.md under "Invariants".

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each crate of the house, and the crates of the house it imports.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("words", &[]),
    ("stage", &["model"]),
    ("ingest", &["model", "stage"]),
    ("clean", &["model", "stage", "words"]),
    ("segment", &["model", "stage", "words"]),
    ("themes", &["model", "stage", "words"]),
    ("summarize", &["model", "stage", "words"]),
    ("abstract", &["model", "stage", "words"]),
    ("export", &["model", "stage"]),
    ("worker", &["model", "stage"]),
    ("config", &["model", "stage"]),
    ("engine", &["config", "model", "stage"]),
    (
        "cli",
        &[
            "abstract",
            "clean",
            "config",
            "engine",
            "export",
            "ingest",
            "model",
            "segment",
            "stage",
            "summarize",
            "themes",
            "worker",
        ],
    ),
    ("testkit", &["config", "engine", "model", "stage"]),
];

/// Libraries that only the named crates may use.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("lopdf", &["ingest"]),
    ("hayro", &["ingest"]),
    ("hayro-interpret", &["ingest"]),
    ("hayro-syntax", &["ingest"]),
    ("rawzip", &["ingest"]),
    ("quick-xml", &["ingest"]),
    ("crossbeam-channel", &["engine"]),
    ("croner", &["config"]),
    ("jiff", &["config", "engine", "cli"]),
    ("signal-hook", &["cli"]),
    ("rusqlite", &["engine"]),
    ("rmp-serde", &["engine", "worker"]),
    ("lz4_flex", &["engine"]),
    ("tracing-subscriber", &["cli"]),
    ("clap", &["cli"]),
    ("rust-stemmers", &["words"]),
    ("whatlang", &["clean", "segment"]),
    ("ureq", &["abstract"]),
    ("oxttl", &["themes"]),
    ("oxrdfxml", &["themes"]),
];

/// Libraries that open sockets or run an event loop have no place here, apart from the one of `abstract` (`ureq`), and what
/// that brings for https where it is asked for.
const NOWHERE: &[&str] = &["tokio", "async-std", "hyper", "reqwest", "curl", "openssl", "native-tls"];

fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap();
    let normal = |p: &cargo_metadata::Package| {
        p.dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal)
            .map(|d| d.name.trim_start_matches("rapporteur-").to_owned())
            .collect()
    };
    metadata
        .packages
        .iter()
        .map(|p| (p.name.trim_start_matches("rapporteur-").to_owned(), normal(p)))
        .collect()
}

#[test]
fn the_arrows_are_as_drawn() {
    let imports = imports();
    let house: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (name, expected) in ARROWS {
        let Some(found) = imports.get(*name) else {
            wrong.push(format!("the crate `{name}` is gone"));
            continue;
        };
        let found: BTreeSet<&str> = found.iter().map(String::as_str).filter(|n| house.contains(n)).collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        wrong
            .extend(found.difference(&expected).map(|n| format!("`{name}` imports `{n}`, which it may not")));
        wrong.extend(expected.difference(&found).map(|n| format!("`{name}` no longer imports `{n}`")));
    }
    let known = ["tests", "xtask"];
    let new = imports.keys().filter(|n| !house.contains(n.as_str()) && !known.contains(&n.as_str()));
    wrong.extend(new.map(|n| format!("the crate `{n}` is new: draw its arrows")));
    assert!(
        wrong.is_empty(),
        "the structure has changed:\n  {}\nIf it was meant, change ARROWS here and ARCHITECTURE.md, and say why in the commit",
        wrong.join("\n  ")
    );
}

#[test]
fn libraries_stay_where_they_belong() {
    for (name, imports) in imports() {
        for (library, owners) in KEPT_IN {
            let may = owners.contains(&name.as_str()) || name == "xtask" || !imports.contains(*library);
            assert!(may, "`{library}` is used in `{name}`, but belongs in {owners:?} alone");
        }
    }
}

#[test]
fn nothing_can_open_a_connection() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).exec().unwrap();
    let found: Vec<&str> =
        metadata.packages.iter().map(|p| p.name.as_str()).filter(|n| NOWHERE.contains(n)).collect();
    assert!(found.is_empty(), "libraries for network or event loops came in: {found:?}");
}
