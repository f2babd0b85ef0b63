use rapporteur_model::{Date, Found};

use super::*;
use crate::sample;

fn report(file: &str, title: &str, year: Option<u16>) -> Document {
    let mut doc = sample::report();
    doc.source.path = file.into();
    doc.meta.title = Some(Found::stated(title.to_owned(), 1.0));
    doc.meta.event.start = year.map(|year| Found::stated(Date::year(year), 1.0));
    doc
}

fn digest(options: &Options, reports: &[Document]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let shared = Shared::new("", folder.path());
    let mut export = ArchiveDigest::build(options, &shared).unwrap();
    let parts: Vec<Vec<u8>> = reports.iter().map(|doc| export.part(doc).unwrap().bytes).collect();
    assert_eq!(export.shape(), Shape::Assembled { path: options.to.clone().into() });
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    String::from_utf8(export.assemble(&parts).unwrap()).unwrap()
}

#[test]
fn reports_stand_by_year_then_by_title() {
    let reports = [
        report("b/late.txt", "Walls", Some(2019)),
        report("a/none.txt", "Undated", None),
        report("a/early.txt", "*Wells*", Some(2003)),
        report("a/more.txt", "Answers", Some(2019)),
    ];
    let all = digest(&Options::default(), &reports);
    let headings: Vec<&str> = all.lines().filter(|line| line.starts_with('#')).collect();
    let expected = [
        "# Digest of 4 reports",
        "## 2003",
        "### \\*Wells\\*",
        "## 2019",
        "### Answers",
        "### Walls",
        "## Without a year or series",
        "### Undated",
    ];
    assert_eq!(headings, expected, "{all}");
    assert!(all.contains("2019 · 2 pages\n\nTwo wells were closed \\<last> year, said (p. 1)\n"), "{all}");
    // Whatever the order in which they come.
    let mut turned = reports.to_vec();
    turned.reverse();
    assert_eq!(digest(&Options::default(), &turned), all);
}

#[test]
fn titles_link_to_the_pages_of_another_export() {
    let options = Options {
        to: "all/digest.md".to_owned(),
        group_by: GroupBy::Series,
        link: "html/{stem}.html".to_owned(),
        words: 3,
    };
    let reports = [report("b/a b.txt", "Walls", None), report("a/a b.pdf", "Wells", None)];
    let all = digest(&options, &reports);
    for part in [
        "## a\n\n### [Wells](../html/a%20b-2.html)",
        "## b\n\n### [Walls](../html/a%20b.html)",
        "No summary.",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
}

#[test]
fn a_digest_is_one_file() {
    let options = Options { to: "{stem}.md".to_owned(), ..Options::default() };
    let error = ArchiveDigest::build(&options, &Shared::new("", "out")).err().unwrap();
    assert!(error.message.contains("has to name one file"), "{error}");
}
