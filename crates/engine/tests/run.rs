//! Whole runs with toy stages: what fails, what goes on, what is written.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

mod toy;

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use rapporteur_engine::{Finished, Outcome, Progress, Stop, run};
use toy::House;

fn go(pipeline: &rapporteur_config::Pipeline) -> Finished {
    run(pipeline, &Stop::default(), &())
}

fn trouble(finished: &Finished) -> &str {
    finished.trouble.as_ref().map_or("", |t| t.message.as_str())
}

#[test]
fn the_same_bytes_with_one_two_and_eight_workers() {
    let stages = "[[stage]]\nuse = \"work\"\nslow = 1\nfail = [7]\nsplit = [9]\nleave-out = [3]\n[[stage]]\nuse = \
                  \"count\"\n[[stage]]\nid = \"again\"\nuse = \"work\"\nslow = 1\n";
    let mut seen: Vec<Vec<String>> = Vec::new();
    for workers in [1, 2, 8, 8] {
        let house = House::new();
        let finished = go(&house.pipeline(&format!("workers = {workers}"), 60, stages));
        assert_eq!(finished.exit_code(), 1, "{}", trouble(&finished));
        seen.push(house.lines());
    }
    assert_eq!(seen[0].len(), 60, "one failed, one was left out, one was split, one is the last word");
    assert_eq!(seen[0][0], "archive/0.txt: report 0, seen as 0, report 0");
    assert_eq!(seen[0].last().unwrap(), "archive/all.txt: 59 in all, report 0");
    assert!(seen.iter().all(|lines| *lines == seen[0]));
}

#[test]
fn one_document_can_fail_and_the_run_goes_on() {
    let house = House::new();
    let stages =
        "[[stage]]\nuse = \"work\"\npanic = [2]\nfail = [4]\nleave-out = [5]\nswallow = [6]\nlose = [7]\n";
    let finished = go(&house.pipeline("workers = 3", 10, stages));
    assert_eq!(finished.exit_code(), 1);
    let report = house.report();
    assert_eq!(
        report["documents"],
        serde_json::json!({ "done": 5, "partial": 1, "set_aside": 2, "still_set_aside": 0, "skipped": 0, "removed": 0, "left_out": 2 })
    );
    assert_eq!(report["stages"]["work"]["executed"], 10);
    assert_eq!(report["set_aside"][0]["path"], "archive/2.txt");
    assert_eq!(report["set_aside"][1]["reason"], "it is not a report");
    assert_eq!(report["left_out"][0]["reason"], "a draft");
    assert_eq!(report["left_out"][1]["reason"], "the stage gave nothing for it and did not say why");
    assert!(report["start"].as_str().unwrap().ends_with('Z'));

    let records = house.records();
    assert_eq!(records.len(), 2);
    let record = |name: &str| -> serde_json::Value {
        let name = records.iter().find(|r| r.starts_with(name)).unwrap();
        serde_json::from_slice(&fs::read(house.folder.path().join("out/set-aside").join(name)).unwrap())
            .unwrap()
    };
    let panicked = record("2-");
    let message = panicked["message"].as_str().unwrap();
    assert!(message.starts_with("the stage `work` broke down: no page 2 ("), "{message}");
    assert_eq!(panicked["panicked"], true);
    assert_eq!(panicked["trail"][0]["message"], "it was looked at");
    let failed = record("4-");
    assert_eq!(failed["causes"][0], "bad bytes");
    assert_eq!(failed["hint"], "look at it");
    assert_eq!(failed["path"], "archive/4.txt");
}

#[test]
fn a_later_success_removes_the_record() {
    let house = House::new();
    assert_eq!(go(&house.pipeline("", 5, "[[stage]]\nuse = \"work\"\nfail = [1, 3]\n")).exit_code(), 1);
    assert_eq!(house.records().len(), 2);
    assert_eq!(go(&house.pipeline("", 5, "[[stage]]\nuse = \"work\"\nfail = [3]\n")).exit_code(), 1);
    assert_eq!(house.records().len(), 1);
    assert_eq!(go(&house.pipeline("", 5, "[[stage]]\nuse = \"work\"\n")).exit_code(), 0);
    assert!(house.records().is_empty());
}

#[test]
fn a_full_disk_ends_the_run() {
    let house = House::new();
    let text = "[run]\nin-flight = 4\n[[source]]\nuse = \"numbers\"\ncount = 100000\n[[stage]]\nuse = \
                \"work\"\n[[export]]\nuse = \"lines\"\nfull-at = 5\n";
    let finished = go(&house.parse(text));
    assert_eq!(finished.exit_code(), 2);
    assert!(
        trouble(&finished).starts_with("the export `lines` cannot go on: cannot write "),
        "{}",
        trouble(&finished)
    );
    assert!(trouble(&finished).contains("lines.txt: no space left"));
    assert_eq!(house.report()["documents"]["done"], 5);
    assert!(house.lines().is_empty(), "the file of a broken run is not put in its place");
}

#[test]
fn a_document_that_an_export_refuses_is_set_aside() {
    let house = House::new();
    let text = "[[source]]\nuse = \"numbers\"\ncount = 4\n[[export]]\nuse = \"lines\"\nunfit = 2\n";
    let finished = go(&house.parse(text));
    assert_eq!(finished.exit_code(), 1);
    assert_eq!(finished.report.set_aside[0].reason, "it has no title");
    assert_eq!(finished.report.set_aside[0].stage, "lines");
    assert_eq!(house.lines().len(), 3);
}

#[test]
fn exports_that_break_down_end_the_run() {
    let house = House::new();
    let text = "[[source]]\nuse = \"numbers\"\ncount = 4\n[[export]]\nuse = \"lines\"\npanic-at = 2\n";
    let finished = go(&house.parse(text));
    assert_eq!(finished.exit_code(), 2);
    let said = "the export `lines` cannot go on: it broke down: out of ink";
    assert!(trouble(&finished).starts_with(said), "{}", trouble(&finished));
}

#[test]
fn an_output_folder_that_cannot_be_written_is_found_before_the_work() {
    let house = House::new();
    fs::write(house.folder.path().join("out"), "a file").unwrap();
    let finished = go(&house.pipeline("", 3, ""));
    assert_eq!(finished.exit_code(), 2);
    assert!(trouble(&finished).starts_with("cannot write to the output folder "), "{}", trouble(&finished));
    assert_eq!(finished.report.documents.ended(), 0);
}

#[test]
fn no_documents_is_no_success() {
    let house = House::new();
    fs::create_dir_all(house.folder.path().join("out")).unwrap();
    fs::write(house.folder.path().join("out/lines.txt"), "of yesterday\n").unwrap();
    let finished = go(&house.pipeline("", 0, ""));
    assert_eq!(finished.exit_code(), 2);
    assert_eq!(trouble(&finished), "the sources gave no documents");
    assert_eq!(house.lines(), ["of yesterday"]);
}

#[test]
fn a_run_that_is_plainly_broken_is_given_up() {
    let house = House::new();
    let broken = "[[stage]]\nuse = \"work\"\nfail-from = 0\n";
    let finished = go(&house.pipeline("in-flight = 8\nstop-when-failed = \"10%\"", 100_000, broken));
    assert_eq!(finished.exit_code(), 2);
    assert_eq!(trouble(&finished), "given up: 20 of 20 documents were set aside, more than 10%");
    assert!(finished.report.documents.set_aside < 100);
    let unless_told = go(&house.pipeline("", 50, broken));
    assert_eq!((unless_told.exit_code(), unless_told.report.documents.set_aside), (1, 50));
}

#[test]
fn on_error_stop_ends_the_run_at_the_first_failure() {
    let house = House::new();
    let stages = "[[stage]]\nuse = \"work\"\nfail = [3]\non-error = \"stop\"\n";
    let finished = go(&house.pipeline("in-flight = 2", 100_000, stages));
    assert_eq!(finished.exit_code(), 2);
    assert_eq!(trouble(&finished), "`work` failed on archive/3.txt: it is not a report");
    assert_eq!(finished.report.documents.set_aside, 1);
    assert!(finished.report.documents.ended() < 20);
}

/// Ends the run when so many documents have ended.
struct Watcher<'a> {
    stop: &'a Stop,
    after: usize,
    ended: AtomicUsize,
}

impl Progress for Watcher<'_> {
    fn ended(&self, _: &Path, _: Outcome) {
        if self.ended.fetch_add(1, Ordering::Relaxed) + 1 == self.after {
            self.stop.close();
        }
    }
}

#[test]
fn a_closed_run_ends_what_is_under_way() {
    let house = House::new();
    let stop = Stop::default();
    let watcher = Watcher { stop: &stop, after: 30, ended: AtomicUsize::new(0) };
    let pipeline = house.pipeline("in-flight = 16", 200_000, "[[stage]]\nuse = \"work\"\n");
    let finished = run(&pipeline, &stop, &watcher);
    assert_eq!(finished.exit_code(), 1);
    assert!(finished.report.interrupted && finished.trouble.is_none());
    let done = finished.report.documents.done;
    assert!((30..100).contains(&done), "{done}");
    assert_eq!(house.lines().len() as u64, done);
}

#[test]
fn an_aborted_run_tells_its_stages() {
    let house = House::new();
    let stop = Stop::default();
    let pipeline = house.pipeline("", 4, "[[stage]]\nuse = \"work\"\nhang = [0, 1, 2, 3]\n");
    let finished = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(100));
            stop.abort();
        });
        run(&pipeline, &stop, &())
    });
    assert!(finished.report.interrupted);
    // What stages give that were told to give up is not what they would have given: it is for the next run.
    assert_eq!((finished.report.documents.ended(), house.lines().len()), (0, 0));
}

#[test]
fn a_stage_that_takes_too_long_costs_the_document() {
    let house = House::new();
    let stages = "[[stage]]\nuse = \"work\"\nhang = [1]\ntimeout-seconds = 1\n";
    let start = Instant::now();
    let finished = go(&house.pipeline("", 4, stages));
    assert_eq!(finished.exit_code(), 1);
    assert_eq!(finished.report.set_aside[0].reason, "`work` was not ready after 1 second");
    assert_eq!(house.lines().len(), 3);
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn conditions_hold_for_stages_and_exports() {
    let house = House::new();
    let text = "[[source]]\nuse = \"numbers\"\ncount = 4\n[[stage]]\nuse = \"work\"\nwhen = { media-type = \
                \"text/html\" }\n[[export]]\nuse = \"lines\"\n[[export]]\nuse = \"lines\"\nto = \
                \"out/odd.txt\"\nwhen = { path = \"**/3.txt\" }\n";
    let finished = go(&house.parse(text));
    assert_eq!(finished.exit_code(), 0);
    assert_eq!(
        house.lines(),
        ["archive/0.txt: ", "archive/1.txt: report 1", "archive/2.txt: ", "archive/3.txt: report 3"]
    );
    let odd = fs::read_to_string(house.folder.path().join("out/odd.txt")).unwrap();
    assert_eq!(odd, "archive/3.txt: report 3\n");
    assert_eq!(finished.report.stages.0[0].1.executed, 2);
}

#[test]
fn a_stage_that_cannot_be_built_ends_the_run_unless_it_is_optional() {
    let house = House::new();
    let finished = go(&house.pipeline("", 3, "[[stage]]\nuse = \"work\"\nmissing = true\n"));
    assert_eq!(finished.exit_code(), 2);
    let said = finished.trouble.unwrap().problems.unwrap().render(false);
    assert!(said.starts_with("error: `work`: the program is not there\n"), "{said}");

    let finished = go(&house.pipeline("", 3, "[[stage]]\nuse = \"work\"\nmissing = true\noptional = true\n"));
    assert_eq!(finished.exit_code(), 0);
    assert_eq!(finished.warnings.warnings(), 1);
    assert_eq!(house.lines().len(), 3);

    let finished = go(&house.pipeline("", 3, "[[stage]]\nuse = \"work\"\npanic-in-build = true\n"));
    let said = finished.trouble.unwrap().problems.unwrap().render(false);
    assert!(said.contains("the stage broke down while it was built: no foundations"), "{said}");
}

#[test]
fn panics_at_the_edges_lose_no_document() {
    let house = House::new();
    let finished =
        go(&house.pipeline("workers = 2", 6, "[[stage]]\nuse = \"work\"\npanic-in-finish = true\n"));
    assert_eq!(finished.exit_code(), 1);
    assert_eq!(house.lines().len(), 6);
    assert!(finished.report.set_aside[0].reason.contains("the last word"));

    let text = "[[source]]\nuse = \"numbers\"\ncount = 6\npanic-at = 4\n[[source]]\nuse = \"numbers\"\ncount = \
                3\nfail-at = 1\n[[export]]\nuse = \"lines\"\n";
    let finished = go(&house.parse(text));
    assert_eq!(finished.exit_code(), 1);
    assert_eq!(house.lines().len(), 4 + 2);
    let reasons: Vec<_> = finished.report.set_aside.iter().map(|s| s.reason.as_str()).collect();
    assert!(reasons[0].starts_with("the source `numbers` broke down: the source is dry"), "{reasons:?}");
    assert_eq!(reasons[1], "cannot read the folder");
}

#[test]
fn the_smallest_limits_do_not_lock() {
    for run in ["in-flight = 1", "in-flight = 1\norder = \"finished\"", "in-flight-mib = 1\nworkers = 8"] {
        let house = House::new();
        let stages = "[[stage]]\nuse = \"work\"\nsplit = [3]\n[[stage]]\nuse = \"count\"\n";
        assert_eq!(go(&house.pipeline(run, 200, stages)).exit_code(), 0);
        assert_eq!(house.lines().len(), 202);
    }
}

#[test]
fn a_pipeline_without_stages_passes_documents_on() {
    let house = House::new();
    assert_eq!(go(&house.pipeline("", 3, "")).exit_code(), 0);
    assert_eq!(house.lines().len(), 3);
}

#[test]
fn a_run_that_is_closed_at_once_leaves_the_files_of_yesterday() {
    let house = House::new();
    assert_eq!(go(&house.pipeline("", 3, "")).exit_code(), 0);
    let stop = Stop::default();
    stop.close();
    let finished = run(&house.pipeline("", 5, ""), &stop, &());
    assert!(finished.report.interrupted && finished.trouble.is_none());
    assert_eq!(house.lines().len(), 3);
}

#[test]
fn a_run_that_is_closed_after_its_last_document_is_whole() {
    let house = House::new();
    let stop = Stop::default();
    let watcher = Watcher { stop: &stop, after: 3, ended: AtomicUsize::new(0) };
    let stages = "[[stage]]\nuse = \"work\"\nslow = 20\n";
    let finished = run(&house.pipeline("workers = 1", 3, stages), &stop, &watcher);
    assert_eq!(finished.exit_code(), 0);
    assert!(!finished.report.interrupted);
}

#[test]
fn what_is_in_no_file_is_asked_for_as_its_turn_comes() {
    let house = House::new();
    let text = "[run]\nin-flight = 4\nworkers = 2\n[[source]]\nuse = \"numbers\"\ncount = 300\ninside = true\nlost = \
                40\nbreaks = 50\n[[stage]]\nuse = \"work\"\n[[export]]\nuse = \"lines\"\n";
    let finished = go(&house.parse(text));
    assert_eq!((finished.exit_code(), trouble(&finished)), (1, ""));
    let (given, most) = *toy::INSIDE.lock().unwrap();
    assert_eq!(given, 298);
    assert!(most <= 4 + 1, "{most} texts were held at once");
    assert_eq!(house.lines().len(), 298);
    let report = house.report();
    assert_eq!(report["set_aside"][0]["path"], "archive/40.txt");
    assert_eq!(report["set_aside"][0]["reason"], "the page was torn out");
    assert_eq!(report["set_aside"][1]["path"], "archive/50.txt");
    let broke = report["set_aside"][1]["reason"].as_str().unwrap();
    assert!(broke.contains("broke down: the shelf is gone"), "{broke}");
}
