//! `read --as topics`: where a long text without headings changes its subject.

use crate::program::{call, folder};

const WATER: &str =
    "The wells of the valley were dug deeper when the river failed, and water was pumped at night.";
const BORDER: &str =
    "Patrols at the border met smugglers twice in a month, and no patrol had a radio of its own.";

fn paragraphs(text: &str, from: usize, to: usize) -> String {
    (from..to).fold(String::new(), |mut all, n| {
        all += &format!("{text} It was case {n} in the register of that year.\n\n");
        all
    })
}

#[test]
fn a_report_without_headings_is_one_section_with_topics() {
    let report = paragraphs(WATER, 0, 40) + &paragraphs(BORDER, 40, 80);
    let stages = "[[stage]]\nuse = \"ingest\"\n[[stage]]\nuse = \"clean\"\n[[stage]]\nuse = \"segment\"\ntopics = true\n";
    let folder = folder(&[("in/a.txt", report.as_bytes()), ("topics.toml", stages.as_bytes())]);
    let said = call(folder.path(), &["read", "in/a.txt", "--as", "topics"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (before, after) = said.out.split_once("==========\n").unwrap();
    assert!(before.lines().count() == 80 && !before.contains("border"), "{before}");
    assert!(after.lines().count() == 80 && !after.contains("wells"), "{after}");

    let said = call(folder.path(), &["read", "in/a.txt", "--as", "outline", "--pipeline", "topics.toml"]);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    assert!(said.out.lines().all(|line| line.starts_with("~ ")), "{}", said.out);

    let said = call(folder.path(), &["read", "in/a.txt", "--as", "outline"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "topics are off unless asked for");
}

#[test]
fn every_line_can_be_a_sentence() {
    let lines = [WATER, WATER, WATER, WATER, BORDER, BORDER, BORDER, BORDER].join("\n") + "\n";
    let folder = folder(&[("in/a.txt", lines.as_bytes())]);
    let said = call(folder.path(), &["read", "in/a.txt", "--lines", "--as", "topics"]);
    let at: Vec<_> = said.out.lines().enumerate().filter(|(_, l)| l.starts_with("===")).collect();
    assert_eq!(at, [(4, "==========")]);
    let said = call(folder.path(), &["read", "in/a.txt", "--lines", "--as", "json"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--as sentences or --as topics"), "{}", said.err);
}
