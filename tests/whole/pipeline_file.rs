//! What `check` and `test` say of pipeline files.

use std::fs;

use crate::program::{call, folder, root};

#[test]
fn the_tutorial_is_right_and_its_tests_pass() {
    let said = call(&root(), &["check"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = call(&root(), &["test"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn all_problems_are_told_at_once_with_their_places() {
    let folder = folder(&[]);
    let text = "\
[[source]]
use = \"files\"

[[stage]]
use = \"themes\"
vocabulary = \"missing.ttl\"

[[stage]]
use = \"ingest\"

[[stage]]
use = \"clean\"
join-page = true

[[stage]]
use = \"summarize\"
words = \"many\"

[[stage]]
use = \"command\"
run = [\"no-such-program-anywhere\"]

[[export]]
use = \"markdwon\"
";
    fs::write(folder.path().join("pipeline.toml"), text).unwrap();
    let said = call(folder.path(), &["check"]);
    assert_eq!(said.code, 2, "{}", said.err);
    for part in [
        "needs sections",
        "missing.ttl",
        "pipeline.toml:13:1",
        "did you mean `join-pages`?",
        "pipeline.toml:17:9",
        "no-such-program-anywhere",
        "pipeline.toml:24:7",
        "did you mean `markdown`?",
    ] {
        assert!(said.err.contains(part), "`{part}` is not in:\n{}", said.err);
    }
    let run = call(folder.path(), &["run"]);
    assert_eq!(run.code, 2);
    assert!(!folder.path().join("out").exists(), "nothing is written by a run that could not be made");
}
