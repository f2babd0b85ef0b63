//! `read --without`: the same report without one rule of `clean`.

use crate::program::{call, folder};

const REPORT: &str = "The chair opened the meeting and welcomed the forty parti-\ncipants in the hall. She recalled that \
                      the aim of\nthe office was to leave, at a cost of \\$5.\n";

#[test]
fn a_rule_can_be_left_out_of_a_reading() {
    let folder = folder(&[("in/a.txt", REPORT.as_bytes())]);
    let read = |more: &[&str]| {
        let said = call(folder.path(), &[&["read", "in/a.txt", "--as", "text"], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    };
    let whole = "The chair opened the meeting and welcomed the forty participants in the hall. She recalled that the \
                 aim of the office was to leave, at a cost of $5.\n";
    assert_eq!(read(&[]), whole);
    assert_eq!(read(&["--without", "hyphen-join"]), whole.replace("participants", "parti-cipants"));
    assert_eq!(
        read(&["--without", "hyphen-join", "--without", "escape"]),
        whole.replace("participants", "parti-cipants").replace('$', "\\$")
    );
}

#[test]
fn what_the_pipeline_file_says_of_other_rules_stays() {
    let stages = "[[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \"clean\"\n[stage.rules]\nescape = \"suggest\"\n\
                  hyphen-join = \"apply\"\n[[stage]]\nuse = \"segment\"\n";
    let folder = folder(&[("in/a.txt", REPORT.as_bytes()), ("rules.toml", stages.as_bytes())]);
    let words = ["read", "in/a.txt", "--as", "text", "--pipeline", "rules.toml", "--without", "hyphen-join"];
    let said = call(folder.path(), &words);
    assert!(
        said.out.contains("forty parti-cipants in") && said.out.ends_with("cost of \\$5.\n"),
        "{}",
        said.out
    );

    let said = call(folder.path(), &["explain", "in/a.txt", "--pipeline", "rules.toml"]);
    assert!(said.out.contains("clean: 2 repairs, 1 suggestion, 1 block afterwards"), "{}", said.out);
    assert!(said.out.contains("escape, only suggested (1)"), "{}", said.out);
}

#[test]
fn a_misspelt_rule_is_told_with_the_nearest_name() {
    let folder = folder(&[("in/a.txt", REPORT.as_bytes())]);
    let said = call(folder.path(), &["read", "in/a.txt", "--without", "hyphen-joins"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("a similar value exists: 'hyphen-join'"), "{}", said.err);
    let said = call(folder.path(), &["read", "in/a.txt", "--stages", "ingest", "--without", "dash"]);
    assert_eq!(
        (said.code, said.err.lines().next().unwrap_or("").contains("not among the stages")),
        (2, true)
    );
}
