//! What somebody sees who runs a pipeline night after night.

use std::fs;

use crate::{
    equal_runs::exports,
    program::{call, folder, report, root},
};

const SAMPLE: &[u8] = include_bytes!("../../samples/reports/eau-en-ville.txt");

#[test]
fn a_night_in_which_nothing_happened() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    assert_eq!(call(&root(), &["run", "--out", out]).code, 0);
    let first = exports(folder.path());
    let said = call(&root(), &["run", "--out", out]);
    assert!(said.out.contains("25 unchanged"), "{}", said.out);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    for (stage, count) in report["stages"].as_object().unwrap() {
        assert_eq!((&count["executed"], &count["cached"]), (&0.into(), &25.into()), "{stage}");
    }
    assert!(exports(folder.path()) == first);
    let said = call(&root(), &["run", "--out", out, "--dry-run"]);
    assert!(said.out.starts_with("25 documents: 0 to do, 25 unchanged\n"), "{}", said.out);
}

#[test]
fn what_is_set_aside_is_told_and_taken_again() {
    let archive = folder(&[("in/a.txt", SAMPLE), ("in/b.pdf", b"%PDF-1.4")]);
    assert_eq!(call(archive.path(), &["status"]).code, 2, "there was no run yet");
    assert_eq!(call(archive.path(), &["run"]).code, 1);
    assert_eq!(call(archive.path(), &["run"]).code, 1);
    assert_eq!(report(archive.path())["stages"]["ingest"]["executed"], 0);
    assert_eq!(report(archive.path())["documents"]["still_set_aside"], 1);
    let said = call(archive.path(), &["status"]);
    assert!(said.out.contains("2 files: 1 done, 0 partial, 1 set aside\n"), "{}", said.out);
    assert!(said.out.contains("\nin/b.pdf\n  ingest: "), "{}", said.out);
    assert_eq!(call(archive.path(), &["retry"]).code, 1);
    assert_eq!(report(archive.path())["stages"]["ingest"]["executed"], 1);
    assert_eq!(report(archive.path())["set_aside"][0]["tries"], 2);
    fs::write(archive.path().join("in/b.pdf"), SAMPLE).unwrap();
    let said = call(archive.path(), &["run", "-n"]);
    assert!(said.out.contains("  in/b.pdf: its content changed, from ingest on\n"), "{}", said.out);
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    assert_eq!(fs::read_dir(archive.path().join("out/set-aside")).unwrap().count(), 0);
}

#[test]
fn an_option_of_summarize_reads_no_file() {
    let archive = folder(&[("in/a.txt", SAMPLE)]);
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, pipeline.replace("use = \"summarize\"", "use = \"summarize\"\nwords = 40")).unwrap();
    let said = call(archive.path(), &["run", "--dry-run"]);
    let line = "  in/a.txt: option `words` of `summarize` changed, from summarize on\n";
    assert!(said.out.contains(line), "{}", said.out);
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    let report = report(archive.path());
    let executed = ["ingest", "clean", "segment", "themes", "summarize"]
        .map(|s| report["stages"][s]["executed"].clone());
    assert_eq!(executed, [0, 0, 0, 0, 1].map(serde_json::Value::from));
    let warm = exports(&archive.path().join("out"));
    fs::remove_dir_all(archive.path().join("out")).unwrap();
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    assert!(exports(&archive.path().join("out")) == warm);
}

#[cfg(unix)]
#[test]
fn figures_and_a_call_after_the_run() {
    let archive = folder(&[("in/a.txt", SAMPLE)]);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    let run =
        "[run]\nmetrics = \"night.prom\"\nafter = [\"sh\", \"-c\", \"cp \\\"$1\\\" called.json\", \"-\"]\n";
    fs::write(&path, format!("{run}{pipeline}")).unwrap();
    let said = call(archive.path(), &["run"]);
    assert_eq!((said.code, said.err.contains("warning")), (0, false), "{}", said.err);
    let called = fs::read(archive.path().join("called.json")).unwrap();
    assert_eq!(called, fs::read(archive.path().join("out/report.json")).unwrap());
    let figures = fs::read_to_string(archive.path().join("out/night.prom")).unwrap();
    assert!(figures.contains("outcome=\"done\"} 1\n"), "{figures}");
    let page = fs::read_to_string(archive.path().join("out/report.html")).unwrap();
    assert!(page.contains("<td>summarize</td>") && !page.contains("<script"), "{page}");
    fs::write(&path, format!("[run]\nafter = [\"no-such-program\"]\n{pipeline}")).unwrap();
    let said = call(archive.path(), &["run"]);
    assert!(
        said.code == 0 && said.err.contains("`no-such-program`, to be called after the run"),
        "{}",
        said.err
    );
}

/// A folder that is away is one thing to look at, and told as one: by the run, the dry run, the status and the page.
#[test]
fn a_folder_that_is_away_is_told_once() {
    let archive = folder(&[("archive/a.txt", SAMPLE), ("more/b.txt", SAMPLE)]);
    let path = archive.path().join("pipeline.toml");
    let pipeline = fs::read_to_string(&path).unwrap();
    fs::write(&path, pipeline.replace("\"in/**/*\"", "\"archive\", \"more\"")).unwrap();
    assert_eq!(call(archive.path(), &["run"]).code, 0);
    fs::rename(archive.path().join("archive"), archive.path().join("elsewhere")).unwrap();
    let plan = call(archive.path(), &["run", "--dry-run"]);
    assert_eq!(plan.err.matches("archive").count() + plan.out.matches("archive is not there").count(), 1);
    for (night, code) in [(1, 1), (2, 0), (3, 0)] {
        let said = call(archive.path(), &["run"]);
        assert_eq!(said.code, code, "{}", said.err);
        assert_eq!(said.err.matches("warning: ").count(), 1, "{}", said.err);
        assert!(said.err.contains("warning: archive is not there"), "{}", said.err);
        assert_eq!(
            said.err.contains(&format!("in {night} runs; the 1 document known from it stays")),
            night > 1
        );
        let report = report(archive.path());
        assert_eq!(
            (report["set_aside"].as_array().unwrap().len(), &report["missing"][0]["runs"]),
            (0, &night.into())
        );
        assert!(!archive.path().join("out/set-aside").exists());
    }
    let status = call(archive.path(), &["status"]).out;
    assert!(status.contains("archive is not there since") && status.contains("--remove-missing"), "{status}");
    // One that was never seen is a mistake in the pipeline file, or a disk that was never there.
    fs::write(&path, pipeline.replace("\"in/**/*\"", "\"archive\", \"more\", \"third\"")).unwrap();
    let said = call(archive.path(), &["run"]);
    assert!(said.code == 1 && said.err.contains("there is no file or folder `third`"), "{}", said.err);
}
