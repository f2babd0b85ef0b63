//! What the archive teaches: the other reports decide where a report itself is silent.

use std::{fs, path::Path};

use crate::program::{call, folder};

const BROKEN: &[u8] = b"The Delta Revisited\n\nThe workshop looked at water and farming in every agroeco-\nregion of the delta, and found that the wells of the north had been drilled too deep.\n";
const FIRST: &[u8] = b"Wells of the North\n\nEach agroeco-region has its own rules for wells, and nobody had ever written them down before the meeting.\n";
const SECOND: &[u8] = b"Pastures of the South\n\nThe second agroeco-region lies in the south, where herders and farmers have shared the land for a century.\n";

fn run(folder: &Path, more: &[&str]) -> String {
    let said = call(folder, &[&["run"], more].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    fs::read_to_string(folder.join("out/reports.jsonl")).unwrap()
}

#[test]
fn other_reports_decide_about_a_hyphen() {
    let alone = folder(&[("in/a.txt", BROKEN)]);
    assert!(run(alone.path(), &[]).contains("every agroecoregion of"));
    assert!(!alone.path().join("out/learned").exists());

    let archive = folder(&[("in/a.txt", BROKEN), ("in/b.txt", FIRST), ("in/c.txt", SECOND)]);
    let first = run(archive.path(), &["--workers", "1"]);
    assert!(first.contains("every agroeco-region of"), "{first}");
    assert_eq!(run(archive.path(), &["--workers", "4", "--fresh"]), first);
    // Read alone, it is the same text, as long as the pipeline is the same.
    let said = call(archive.path(), &["read", "in/a.txt", "--pipeline", "pipeline.toml", "--as", "text"]);
    assert!(said.out.contains("every agroeco-region of"), "{}", said.out);

    let pipeline = fs::read_to_string(archive.path().join("pipeline.toml")).unwrap();
    fs::write(archive.path().join("pipeline.toml"), format!("[run]\nlearn = false\n{pipeline}")).unwrap();
    assert!(run(archive.path(), &[]).contains("every agroecoregion of"));
}

/// Files that cannot be read are of the archive too: it has not grown because of them.
#[test]
fn what_cannot_be_read_does_not_make_it_learn_anew() {
    let archive = folder(&[
        ("in/a.txt", BROKEN),
        ("in/b.txt", FIRST),
        ("in/c.pdf", b"%PDF-1.4"),
        ("in/d.pdf", b"%PDF-1.4"),
    ]);
    for _ in 0..2 {
        let said = call(archive.path(), &["run"]);
        assert_eq!(said.code, 1, "{}", said.err);
        let learned = fs::read_to_string(archive.path().join("out/learned/clean.tsv")).unwrap();
        assert!(learned.starts_with("rapporteur learned 1, documents\t4\n"), "{learned}");
    }
    fs::write(archive.path().join("in/e.txt"), SECOND).unwrap();
    let said = call(archive.path(), &["run"]);
    assert!(!said.err.contains("learning"), "{}", said.err);
}

/// New reports must not change the results of those that are done, until there are many.
#[test]
fn what_was_learned_stays_until_the_archive_has_doubled() {
    let archive = folder(&[("in/a.txt", BROKEN), ("in/b.txt", FIRST)]);
    let learned = archive.path().join("out/learned/clean.tsv");
    assert!(run(archive.path(), &[]).contains("every agroecoregion of"));
    let before = fs::read_to_string(&learned).unwrap();
    assert!(before.starts_with("rapporteur learned 1, documents\t2\n"), "{before}");

    fs::write(archive.path().join("in/c.txt"), SECOND).unwrap();
    assert!(run(archive.path(), &[]).contains("every agroecoregion of"));
    assert_eq!(fs::read_to_string(&learned).unwrap(), before);

    fs::write(
        archive.path().join("in/d.txt"),
        b"Nobody Came\n\nThe last report says that nobody came to the meeting.\n",
    )
    .unwrap();
    assert!(run(archive.path(), &[]).contains("every agroeco-region of"));
    assert!(fs::read_to_string(&learned).unwrap().starts_with("rapporteur learned 1, documents\t4\n"));

    // A file that is not whole counts for nothing.
    fs::write(&learned, "rapporteur learned 1, documents\t4\nword\tagroeco").unwrap();
    assert!(run(archive.path(), &[]).contains("every agroeco-region of"));
}
