//! Bad input: one clear sentence, the right exit code, a record; and the other documents are not touched.

use std::{fs, path::Path};

use serde_json::Value;

use crate::program::{call, folder, report, root};

const GOOD: &str = "Report of a Workshop on River Basins\n\nIntroduction\n\nThe workshop was held in Lima on 3 May 2019. \
    Participants agreed that upstream and downstream users need a common plan for dry years.\n";

fn half_a_pdf() -> Vec<u8> {
    let folder = root().join("samples/reports");
    let mut pdfs: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pdfs.retain(|p| p.extension().is_some_and(|e| e == "pdf"));
    pdfs.sort();
    let bytes = fs::read(&pdfs[0]).unwrap();
    bytes[..bytes.len() / 2].to_vec()
}

/// Bytes without any pattern, the same every time (xorshift).
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    (0..length).map(|_| next()).collect()
}

fn no_pages() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
      xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n97\n%%EOF\n"
        .to_vec()
}

fn records(folder: &Path) -> Vec<Value> {
    let Ok(entries) = fs::read_dir(folder.join("out/set-aside")) else { return Vec::new() };
    entries.map(|e| serde_json::from_slice(&fs::read(e.unwrap().path()).unwrap()).unwrap()).collect()
}

/// One bad file beside a good one: the good one is done, the bad one set aside with a reason.
fn set_aside(name: &str, bytes: &[u8]) -> String {
    let folder = folder(&[("in/good.txt", GOOD.as_bytes()), (name, bytes)]);
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 1, "{name}: {}", said.err);
    let report = report(folder.path());
    assert_eq!(report["documents"]["set_aside"], 1, "{name}: {report}");
    assert_eq!(report["documents"]["done"], 1, "{name}: {report}");
    let records = records(folder.path());
    assert_eq!(records.len(), 1, "{name}");
    let message = records[0]["message"].as_str().unwrap().to_owned();
    assert!(said.err.contains(&message), "{name}: the reason `{message}` is not told:\n{}", said.err);
    assert!(!said.err.contains("panicked"), "{}", said.err);
    let lines = fs::read_to_string(folder.path().join("out/reports.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1, "{name}");
    message
}

#[test]
fn bad_documents_are_set_aside_with_a_reason() {
    let sparse: Vec<u8> = noise(4096);
    for (name, bytes) in [
        ("in/empty.txt", &b""[..]),
        ("in/blank.txt", b"  \n\n \x0c \n"),
        ("in/noise.pdf", &sparse),
        ("in/noise.txt", &sparse),
        ("in/no-pages.pdf", &no_pages()),
    ] {
        let message = set_aside(name, bytes);
        assert!(message.len() > 10 && !message.contains('\n'), "{name}: {message}");
    }
}

#[test]
fn half_a_pdf_is_partial() {
    let folder = folder(&[("in/good.txt", GOOD.as_bytes()), ("in/half.pdf", &half_a_pdf())]);
    let said = call(folder.path(), &["run"]);
    let report = report(folder.path());
    assert_eq!(
        (&report["documents"]["done"], &report["documents"]["partial"]),
        (&1.into(), &1.into()),
        "{report}"
    );
    assert!(said.err.contains("the end of the PDF is missing"), "{}", said.err);
}

fn half_a_docx() -> Vec<u8> {
    let bytes = fs::read(root().join("samples/reports/after-the-ceasefire.docx")).unwrap();
    bytes[..bytes.len() / 2].to_vec()
}

#[test]
fn an_archive_is_a_record_or_documents() {
    let book = fs::read(root().join("samples/reports/after-the-ceasefire.epub")).unwrap();
    let message = set_aside("in/half.docx", &half_a_docx());
    assert!(message.contains("list of its entries"), "{message}");
    let message = set_aside("in/half.epub", &book[..book.len() - 10]);
    assert!(message.contains("list of its entries"), "{message}");
    let packed = fs::read(root().join("samples/reports/moving-with-the-water.md.gz")).unwrap();
    let message = set_aside("in/half.txt.gz", &packed[..packed.len() / 2]);
    assert!(message.contains("gzip"), "{message}");
}

#[test]
fn invalid_utf8_is_read_and_told() {
    let mut text = GOOD.as_bytes().to_vec();
    text.extend(b"\nThe fund\xff paid for caf\xc3\xa9s and schools in both valleys of the region.\n");
    let folder = folder(&[("in/odd.txt", &text)]);
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let line = fs::read_to_string(folder.path().join("out/reports.jsonl")).unwrap();
    let json: Value = serde_json::from_str(line.trim()).unwrap();
    assert!(line.contains("cafés and schools"), "{line}");
    assert!(!json["warnings"].as_array().unwrap().is_empty());
}

#[test]
fn a_missing_path_is_told() {
    let empty = folder(&[]);
    let said = call(empty.path(), &["read", "nowhere.pdf"]);
    assert!(said.code != 0 && said.err.contains("nowhere.pdf"), "{} {}", said.code, said.err);
    let said = call(empty.path(), &["run", "nowhere.toml"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("nowhere.toml"), "{}", said.err);
}

#[test]
fn a_folder_without_reports_is_no_success() {
    let folder = folder(&[("in/picture.xyz", b"")]);
    fs::remove_file(folder.path().join("in/picture.xyz")).unwrap();
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("no file that can be read"), "{}", said.err);
}

#[test]
fn an_unwritable_output_folder_is_told_before_anything_is_read() {
    let folder = folder(&[("in/good.txt", GOOD.as_bytes())]);
    // A file where the folder should be: unwritable for everybody, root included.
    fs::write(folder.path().join("out"), "").unwrap();
    let said = call(folder.path(), &["run"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("out"), "{}", said.err);
}

#[test]
fn a_folder_can_be_run_without_a_pipeline_file() {
    let folder = folder(&[("in/good.txt", GOOD.as_bytes())]);
    fs::remove_file(folder.path().join("pipeline.toml")).unwrap();
    let said = call(folder.path(), &["run"]);
    assert!(said.code == 2 && said.err.contains("--source"), "{}", said.err);
    let said = call(folder.path(), &["run", "--source", "in", "--out", "results"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(folder.path().join("results/reports.jsonl").exists());
    assert!(folder.path().join("results/markdown/good.md").exists());
}
